import { z } from "zod";
import { arn, days, logDays } from "./fields";

/** The roles that people work with, besides those of promotion. */
export const standardRoles = ["support", "security-audit", "read-only", "break-glass"] as const;
export type StandardRoleName = (typeof standardRoles)[number];

const name = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "must be 2 to 31 lower-case letters, digits and hyphens, a letter first");
const phone = z.string().regex(/^\+[0-9 ()-]{6,19}$/, "is not a telephone number such as +1 555 0100");
const principals = (role: string) => z.array(arn).default([]).describe(`ARNs of roles or users that may assume the ${role} role, besides federated people. Default: none`);

/** The account's contact for security (CIS AWS Foundations 7.0, 2.3). */
const securityContact = z.strictObject({
  name: z.string().min(1).max(64).describe("name of the person or team"),
  title: z.string().min(1).max(50).describe("what they are"),
  email: z.email().describe("address that AWS writes to in an emergency"),
  phone: phone.describe("telephone number with its country code"),
});

/** Whom AWS takes for the account's owner (CIS AWS Foundations 7.0, 2.2). */
const primaryContact = z.strictObject({
  fullName: z.string().min(1).max(50).describe("name of the person or organisation"),
  companyName: z.string().min(1).max(50).optional().describe("name of the company. Default: none"),
  addressLine: z.string().min(1).max(60).describe("street and number"),
  city: z.string().min(1).max(50).describe("city"),
  postalCode: z.string().min(1).max(20).describe("postal code"),
  countryCode: z.string().regex(/^[A-Z]{2}$/, "is not an ISO 3166 code of two letters").describe("country, ISO 3166 code of two letters"),
  phone: phone.describe("telephone number with its country code"),
});

/** How people come in. */
const federation = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("identity-center") }),
    z.strictObject({
      kind: z.literal("saml"),
      metadataFile: z
        .string()
        .regex(/^environments\/[\w-]+(\/[\w-]+)*\.xml$/, "is not a path such as environments/federation/metadata.xml")
        .describe("metadata of the identity provider: a file of this repository, from its root"),
    }),
    z.strictObject({ kind: z.literal("none") }),
  ])
  .default({ kind: "identity-center" })
  .describe("how people come in: identity-center (the organisation's) | saml (a provider in this account) | none. Default: identity-center");

/** A user of IAM where federation is not possible. */
const exception = z.strictObject({
  name: name.describe("name of the user, after the environment's prefix"),
  reason: z.string().min(10).describe("why this one cannot come by federation"),
  expires: z.iso.date("is not a date such as 2027-01-31").describe("first day, UTC, on which everything is denied to the user"),
  roles: z.array(z.enum(standardRoles)).min(1).describe("standard roles that the user may assume, with MFA; nothing else is granted"),
});

/** Identity and settings of the account, and of each of its regions. */
export const baselineSchema = z
  .strictObject({
    federation,
    roles: z
      .strictObject({
        support: principals("support"),
        securityAudit: principals("security audit"),
        readOnly: principals("read only"),
        breakGlass: z.array(arn).default([]).describe("ARNs of users of IAM, with MFA, that may assume the break-glass role. Default: those of the account whom IAM admits"),
      })
      .prefault({}),
    exceptions: z.array(exception).default([]).describe("users of IAM, each with reason and end. Default: none"),
    passwordMaxAgeDays: days("age at which a password of IAM must be changed, at most 365. Default: 90").max(365).default(90),
    securityContact: securityContact.optional().describe("whom AWS tells about security. Default: none, and CIS 2.3 is left to people"),
    primaryContact: primaryContact.optional().describe("whom AWS takes for the owner. Default: what was given when the account was made"),
    monthlyBudgetUsd: z.number().int().positive().default(100).describe("in US dollars: the cost of a month at which the alarm rings. Default: 100"),
    sessionLogRetentionDays: logDays("retention of the log of Session Manager's sessions"),
    metadataHopLimit: z.number().int().min(1).max(64).default(1).describe("network hops that an instance's metadata may go: 2 lets containers read it. Default: 1"),
    unusedAccessAnalyzer: z.boolean().default(false).describe("search for rights that nobody uses; costs by role and user. Default: false"),
    vpcInternetAccess: z
      .enum(["open", "block-ingress", "block-bidirectional"])
      .default("open")
      .describe("what internet gateways of any VPC of a region let through: open | block-ingress | block-bidirectional. Default: open"),
  })
  .prefault({});
