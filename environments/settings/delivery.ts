import { z } from "zod";
import { arn, days } from "./fields";

/** Languages that a pipeline builds. */
const deliveryLanguages = ["node", "python", "java", "go"] as const;

const text = (what: string) => z.string().min(1).describe(what);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256 of 64 hexadecimal digits");
const folder = (what: string) => z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/, "is not a folder inside the source, such as infrastructure").describe(what);
const patterns = (what: string) => z.array(z.string().min(1)).min(1).describe(what);

const triggerSchema = z
  .strictObject({
    filePaths: z
      .strictObject({ includes: patterns("glob patterns of paths that start it").optional(), excludes: patterns("glob patterns of paths that start nothing").optional() })
      .optional()
      .describe("a push that touches none of these paths starts nothing. Default: all paths"),
    tags: patterns("glob patterns of tags; given, tags start it and pushes do not. Default: none").optional(),
  })
  .optional()
  .describe("which pushes start it. Default: every push to the branch");

const sourceSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("github"),
      connectionArn: z.string().regex(/^arn:aws:(codeconnections|codestar-connections):/, "is not the ARN of a CodeConnections connection").describe("ARN of a CodeConnections connection that a person has confirmed"),
      repository: z.string().regex(/^[^/\s]+\/[^/\s]+$/, "is not owner/name").describe("repository, as owner/name"),
      branch: text("branch that is delivered"),
      trigger: triggerSchema,
    }),
    z.strictObject({ kind: z.literal("s3"), bucket: text("bucket that tells EventBridge of its objects"), key: text("key of a zip that holds the checkout with its .git") }),
  ])
  .describe("where the code comes from");

const targetSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("ecs"),
      cluster: text("name of the cluster"),
      service: text("name of the service"),
      container: text("name of the container in the task definition"),
      repository: text("name of the ECR repository"),
      roles: z.array(z.string().min(1)).optional().describe("names of the roles of its task. Default: <application>-task, <application>-task-execution"),
    }),
    z.strictObject({ kind: z.literal("codedeploy"), application: text("name of the application in CodeDeploy"), deploymentGroup: text("name of its deployment group") }),
    z.strictObject({ kind: z.literal("lambda"), function: text("name of the function"), alias: z.string().min(1).optional().describe("alias that is moved. Default: live") }),
    z.strictObject({
      kind: z.literal("terraform"),
      folder: folder("folder of the root module in the source"),
      actions: z.array(z.string().regex(/^[a-z0-9-]+:[A-Za-z]/, "is not an action such as dynamodb:CreateTable")).min(1).describe("actions that the deployment may do, such as dynamodb:CreateTable"),
    }),
  ])
  .describe("what is deployed, and how; names are those of the resources in each environment's account");

/** Names that roles of the platform have, or begin with. */
const taken = /^(apply|audit|boundary|break-glass|config|delivery|deploy|fingerprint|may|people|plan|read-only|remediation|security-audit|support|trail)(-|$)/;

const applicationSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/, "must be 2 to 20 lower-case letters, digits and hyphens, a letter first")
    .refine((name) => !taken.test(name), "is a name that roles of the platform have: choose another")
    .describe("name of the application; part of every name of its pipeline"),
  source: sourceSchema,
  languages: z.array(z.enum(deliveryLanguages)).min(1).describe(`languages of its code: ${deliveryLanguages.join(" | ")}`),
  target: targetSchema,
  address: z.url({ protocol: /^https$/, error: "is not an HTTPS address" }).optional().describe("address in the first environment, for dynamic analysis. Mandatory but for the target terraform"),
  minimumCoverage: z.number().min(80).max(100).default(80).describe("least percentage of lines that tests reach. Default: 80, the floor"),
  tools: z.array(z.string().min(1)).default([]).describe("optional tools that look besides the mandatory ones, by name. Default: none"),
  deliverableFolder: folder("folder of the checkout that the build leaves behind with what is deployed. Default: dist").optional(),
  maximumArtifactMegabytes: z.number().int().positive().optional().describe("largest deliverable, in megabytes (10^6 bytes). Default: the target's own limit"),
  gateIn: z
    .enum(["build", "function"])
    .default("build")
    .describe("where its gates judge: build, or function, for reports that are too big for a build; a source in S3 needs builds. Default: build"),
  virtualPatches: folder("folder of a Terraform root module that declares the application's WAF virtual patches. Default: none").optional(),
});

/** Pipelines that end in this environment. */
export const deliverySchema = z
  .strictObject({
    applications: z
      .array(applicationSchema)
      .refine((applications) => new Set(applications.map(({ name }) => name)).size === applications.length, "names an application twice")
      .default([])
      .describe("applications whose pipelines stand here and end here, after every environment of earlier waves. Default: none"),
    portcullis: z
      .strictObject({
        version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, "is not a version such as 1.4.0").describe("release of Portcullis that judges"),
        sha256: sha256.describe("SHA-256 of portcullis-<version>.tgz, which lies in the bucket of tools"),
        functionSha256: sha256.optional().describe("SHA-256 of portcullis-function-<version>.zip, which lies in the bucket of tools before the first gate in a function is applied. Default: none, and every gate judges in a build"),
      })
      .optional()
      .describe("what judges in pipelines, fetched from the bucket of tools. Mandatory where there are applications"),
    licensedTools: z
      .record(
        z.string(),
        z.strictObject({
          secretArn: z.string().regex(/^arn:aws:secretsmanager:/, "is not the ARN of a secret").describe("ARN of the secret that holds the tool's credentials"),
          settings: z.record(z.string(), z.string()).default({}).describe("settings of the tool. Default: the tool's own"),
        }),
      )
      .default({})
      .describe("licensed tools that are switched on, for every pipeline here. Default: none"),
    privateBuilds: z
      .strictObject({
        vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, "is not the id of a VPC").describe("VPC of this environment's home region; the network stack shows its id"),
        subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]+$/, "is not the id of a subnet")).min(1).describe("private subnets in which builds run"),
      })
      .optional()
      .describe("builds run in this network and leave it by its NAT gateway. Default: CodeBuild's own network"),
    approvers: z.array(arn).default([]).describe("ARNs of roles, besides break-glass, that may answer approvals. Default: none"),
    testers: z.array(arn).default([]).describe("ARNs of roles that lay down evidence of penetration tests. Default: none"),
    evidenceRetentionDays: days("how long reports and verdicts are kept, at least as long as audit.objectLock. Default: as audit.archiveRetentionDays").optional(),
    artifactRetentionDays: days("how long an execution's artifacts are kept. Default: 30").default(30),
  })
  .prefault({});
