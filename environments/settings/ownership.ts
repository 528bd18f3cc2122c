import { z } from "zod";
import { accountId, arn, regionName } from "./fields";

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
  guardDuty: owned(
    "the GuardDuty detector",
    {
      detectorId: z.string().optional().describe("id of the home region's detector, which is imported. Default: one is made"),
      furtherDetectorIds: z.record(regionName, z.string()).default({}).describe("governed region → id of its detector, which is imported; in others one is made. Default: none"),
    },
    {},
  ),
  securityHub: owned("Security Hub", {}, {}),
  macie: owned("Macie", {}, {}),
  inspector: owned("Inspector", {}, {}),
  /** own: there is none, and nothing is declared: a default VPC would be made by declaring it. adopt: it is there and gets closed. */
  defaultVpc: owned(
    "the default VPC",
    {
      vpcId: z.string().optional().describe("id of the home region's default VPC, which is closed. Default: there is none"),
      furtherVpcIds: z.record(regionName, z.string()).default({}).describe("governed region → id of its default VPC, which is closed. Default: none"),
    },
    {},
  ),
  accessAnalyzer: owned("the analyzers of external access", { analyzerName: z.string().describe("name, the same in every region, of the analyzer to import") }, {}),
  sessionPreferences: owned("the preferences of Session Manager", {}, {}),
  oidcProvider: owned("GitHub's OIDC provider in IAM", { providerArn: arn.describe("ARN of the provider to import") }, { providerArn: arn.describe("ARN of the provider to use") }),
});
export type Ownership = z.infer<typeof ownershipSchema>;
