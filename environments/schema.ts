import { z } from "zod";
import { auditSchema } from "./settings/audit";
import { baselineSchema } from "./settings/baseline";
import { complianceSchema } from "./settings/compliance";
import { deliverySchema } from "./settings/delivery";
import { detectionSchema } from "./settings/detection";
import { edgeSchema } from "./settings/edge";
import { accountId, arn, regionName } from "./settings/fields";
import { networkSchema } from "./settings/network";
import { objectLockSchema } from "./settings/object-lock";
import { ownershipSchema } from "./settings/ownership";

/**
 * The configuration of one environment: one AWS account with a home region and any number of governed regions.
 * Strict throughout: an unknown key is an error. Every field says its unit and its default. What a stack is told is a file in
 * settings/ named after it.
 */

export { conformancePacks } from "./settings/compliance";
export { managedRuleGroups, type ManagedRuleGroup } from "./settings/edge";
export { standardRoles, type StandardRoleName } from "./settings/baseline";
export type { ObjectLock } from "./settings/object-lock";
export type { Ownership } from "./settings/ownership";

/** How sensitive the data is that an environment may hold; sets floors that nothing may undercut. */
export const classifications = ["public", "internal", "confidential", "pii", "phi"] as const;
export type Classification = (typeof classifications)[number];

/** The stages of promotion, weakest first. */
export const stages = ["dev", "staging", "prod"] as const;
export type Stage = (typeof stages)[number];

export const environmentSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]{1,11}$/, "must be 2 to 12 lower-case letters and digits, a letter first").describe("name of the environment"),
  stage: z.enum(stages).describe("stage of promotion: dev | staging | prod. Several environments may share one"),
  partition: z.literal("aws", { error: "only the partition aws is supported" }).default("aws").describe("AWS partition. Default: aws"),
  accountId: accountId.describe("12-digit id of the environment's account"),
  homeRegion: regionName.describe("region of what exists once an account"),
  governedRegions: z.array(regionName).default([]).describe("further regions that hold the region stacks. Default: none"),
  owner: z.string().min(2).describe("team that owns the environment; a tag on every resource"),
  classification: z.enum(classifications).describe("highest class of data the environment may hold"),
  deletionProtection: z.boolean().describe("true: stateful resources are protected against deletion"),
  approvals: z.number().int().min(0).max(6).describe("reviewers, other than the author, that the GitHub environment of this name asks before its promotion job starts; GitHub holds it"),
  alertEmail: z.email().optional().describe("address subscribed to the alert topic. Default: none"),
  access: z
    .strictObject({
      planPrincipals: z.array(arn).default([]).describe("ARNs of roles, besides CI, that may assume the plan role. Default: none"),
      applyPrincipals: z.array(arn).default([]).describe("ARNs of roles, besides CI, that may assume the apply role. Default: none"),
    })
    .prefault({}),
  ownership: ownershipSchema.prefault({}),
  ledger: z.strictObject({ objectLock: objectLockSchema.prefault({}) }).prefault({}).describe("honoured in the account that holds the ledger"),
  network: networkSchema,
  audit: auditSchema,
  baseline: baselineSchema,
  compliance: complianceSchema,
  edge: edgeSchema,
  detection: detectionSchema,
  delivery: deliverySchema,
});

/** An environment as a person writes it: what has a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
/** An environment after validation: every default filled in. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;
