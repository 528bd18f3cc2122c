import { z } from "zod";

/** The sets of rules that are deployed as conformance packs. */
export const conformancePacks = ["cis-aws-7.0", "hipaa", "encryption"] as const;
export type ConformancePackName = (typeof conformancePacks)[number];

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** AWS Config: what is recorded, which rules look at it, and what happens to what they find. */
export const complianceSchema = z
  .strictObject({
    recording: z
      .enum(["continuous", "daily"])
      .default("continuous")
      .describe("how often configuration is recorded: continuous, each change; daily, once a day where something changed. Default: continuous"),
    // API Reference, RetentionConfiguration: 30 to 2557 days.
    retentionDays: z.number().int().min(30).max(2557).default(2557).describe("in days: how long AWS Config keeps configuration history, 30 to 2557. Default: 2557"),
    packs: z
      .array(z.enum(conformancePacks))
      .refine((packs) => new Set(packs).size === packs.length, "names a pack twice")
      .default(["cis-aws-7.0", "encryption"])
      .describe("conformance packs; a rule of several is evaluated once, in the first that is named. Costs by evaluation. Default: cis-aws-7.0, encryption"),
    remediation: z
      .enum(["manual", "automatic"])
      .default("manual")
      .describe("manual: a person starts the repair of what a rule found; automatic: AWS Config starts it. Default: manual"),
    off: z
      .record(z.string(), z.strictObject({ reason: z.string().min(10).describe("why nobody needs to look; at least 10 characters") }))
      .default({})
      .describe("rules that are not deployed, by rule name, or by control id for the rules that watch nothing else. Default: none"),
    parameters: z
      .record(z.string(), z.record(z.string(), scalar))
      .default({})
      .describe("parameters of rules that differ from the catalogue's, by rule name. Default: none"),
    serviceLinkedRole: z
      .enum(["create", "exists"])
      .default("create")
      .describe("role AWSServiceRoleForConfig: exists where AWS Config was used in the account before, for AWS refuses to make it twice. Default: create"),
  })
  .prefault({});
export type ComplianceSettings = Readonly<z.output<typeof complianceSchema>>;
