import { z } from "zod";

/**
 * The configuration of one environment: one AWS account with a home region and any number of governed regions.
 * Strict throughout: an unknown key is an error. Every field says its unit and its default.
 */

/** How sensitive the data is that an environment may hold; sets floors that nothing may undercut. */
export const classifications = ["public", "internal", "confidential", "pii", "phi"] as const;
export type Classification = (typeof classifications)[number];

/** The stages of promotion, weakest first. */
export const stages = ["dev", "staging", "prod"] as const;
export type Stage = (typeof stages)[number];

const days = (what: string) => z.number().int().positive().describe(`in days: ${what}`);
/** The retentions that CloudWatch Logs offers, in days (API reference, PutRetentionPolicy). "Never expire" is left out. */
export const logRetentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;
const logDays = (what: string) => z.literal(logRetentions).default(90).describe(`${what}, in days, one that CloudWatch Logs offers. Default: 90`);
const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not an AWS region name such as eu-central-1");
const arn = z.string().regex(/^arn:aws:/, "is not an ARN of the partition aws");
const accountId = z.string().regex(/^\d{12}$/, "is not a 12-digit AWS account id");

/**
 * Who owns a capability that an organisation may already have.
 * own: Portcullis creates it. adopt: it exists in this account and is imported. external: another team runs it,
 * Portcullis emits nothing, looks it up, and its controls count as inherited.
 */
const own = z.strictObject({ mode: z.literal("own") });
const owned = <Adopt extends z.ZodRawShape, External extends z.ZodRawShape>(what: string, adopt: Adopt, external: External) =>
  z
    .discriminatedUnion("mode", [
      own,
      z.strictObject({ mode: z.literal("adopt"), ...adopt }),
      z.strictObject({ mode: z.literal("external"), ...external }),
    ])
    .default({ mode: "own" } as never)
    .describe(`Who owns ${what}: own | adopt | external. Default: own`);

/** The capabilities that have an owner. */
export const ownershipSchema = z.strictObject({
  cloudTrail: owned(
    "the trail of the account",
    { trailArn: arn.describe("ARN of the trail to import"), logGroupName: z.string().describe("name of the log group it delivers to") },
    {
      trailArn: arn.describe("ARN of the organisation's trail"),
      logGroupName: z.string().optional().describe("name of the log group in this account it delivers to. Default: none"),
    },
  ),
  logArchive: owned(
    "the log archive bucket",
    { bucketName: z.string().describe("name of the bucket to import") },
    { bucketName: z.string().describe("name of the organisation's log archive bucket"), accountId: accountId.describe("account that holds it") },
  ),
  configRecorder: owned("the AWS Config recorder", { recorderName: z.string().describe("name of the recorder to import") }, {}),
  guardDuty: owned("the GuardDuty detector", { detectorId: z.string().describe("id of the detector to import") }, {}),
  securityHub: owned("Security Hub", {}, {}),
  macie: owned("Macie", {}, {}),
  inspector: owned("Inspector", {}, {}),
  defaultVpc: owned("the default VPC", { vpcId: z.string().describe("id of the default VPC to import") }, {}),
  oidcProvider: owned("GitHub's OIDC provider in IAM", { providerArn: arn.describe("ARN of the provider to import") }, { providerArn: arn.describe("ARN of the provider to use") }),
});
export type Ownership = z.infer<typeof ownershipSchema>;

/** Retention of objects that nobody may delete. GOVERNANCE can be lifted by a named right; COMPLIANCE by nobody, not even AWS. */
const objectLockSchema = z.strictObject({
  mode: z.enum(["GOVERNANCE", "COMPLIANCE"]).default("GOVERNANCE").describe("S3 Object Lock mode. Default: GOVERNANCE"),
  retentionDays: days("how long an object cannot be deleted. Default: 1").default(1),
  irreversible: z.literal(true).optional().describe("must be written out for COMPLIANCE: nothing can undo it. Default: absent"),
  reason: z.string().min(10).optional().describe("why COMPLIANCE was chosen; mandatory with it. Default: absent"),
});
export type ObjectLock = z.infer<typeof objectLockSchema>;

/** The managed rule groups of the edge Web ACL. */
export const managedRuleGroups = ["commonRuleSet", "knownBadInputs", "sqlInjection", "ipReputation"] as const;
export type ManagedRuleGroup = (typeof managedRuleGroups)[number];

/** Count only records; block stops requests, and cites the evidence that counting gave. */
const wafRuleSchema = z
  .discriminatedUnion("action", [
    z.strictObject({ action: z.literal("count") }),
    z.strictObject({
      action: z.literal("block"),
      evidence: z.string().min(10).describe("where the count phase was judged: a ticket, a dashboard, a log query"),
    }),
  ])
  .default({ action: "count" })
  .describe("count | block with evidence. Default: count");

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
  network: z.strictObject({
    cidr: z.cidrv4().describe("IPv4 block of each region's VPC; with governed regions it is divided evenly, home region first"),
    zones: z.union([z.literal(2), z.literal(3)]).default(2).describe("availability zones. Default: 2"),
    natGateways: z.enum(["none", "single", "per-zone"]).default("none").describe("way out of the private tier. Default: none"),
    interfaceEndpoints: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/)).default([]).describe("AWS services reached by interface endpoints, such as ssm. Default: none"),
    flowLogRetentionDays: logDays("retention of flow logs"),
    privateBuilds: z.boolean().default(false).describe("builds run in the private tier and download what they need. Default: false"),
  }),
  audit: z
    .strictObject({
      objectLock: objectLockSchema.prefault({}).describe("Object Lock of the log archive"),
      archiveRetentionDays: days("retention of the log archive. Default: 365").default(365),
      logGroupRetentionDays: logDays("retention of the trail's log group"),
      dataEvents: z.boolean().default(false).describe("record S3 object events of classified buckets; costs by event. Default: false"),
    })
    .prefault({}),
  edge: z
    .strictObject({
      requestLimit: z.number().int().min(10).max(2_000_000_000).default(2000).describe("requests of one address in 5 minutes before the rate rule fires. Default: 2000"),
      logRetentionDays: logDays("retention of the Web ACL's log"),
      redactedHeaders: z.array(z.string().regex(/^[a-z0-9-]+$/)).default(["authorization", "cookie"]).describe("headers never logged. Default: authorization, cookie"),
      rules: z
        .strictObject({
          commonRuleSet: wafRuleSchema,
          knownBadInputs: wafRuleSchema,
          sqlInjection: wafRuleSchema,
          ipReputation: wafRuleSchema,
          rateLimit: wafRuleSchema,
        })
        .prefault({}),
    })
    .prefault({}),
  detection: z
    .strictObject({
      macie: z.boolean().default(false).describe("search classified buckets with Macie; costs by byte. Default: false"),
      runtimeMonitoring: z.boolean().default(false).describe("GuardDuty runtime monitoring; costs by vCPU hour. Default: false"),
    })
    .prefault({}),
});

/** An environment as a person writes it: what has a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
/** An environment after validation: every default filled in. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;
