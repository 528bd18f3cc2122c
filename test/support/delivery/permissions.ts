import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { StackJson } from "../synth";
import type { RecordedCall } from "./build";

interface StatementJson {
  readonly Sid?: string;
  readonly Effect: string;
}
interface PolicyJson {
  readonly Version: string;
  readonly Statement: readonly StatementJson[];
}

const sampleKey = (accountId: string, region: string): string => `arn:aws:kms:${region}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** The simulator drops every key of an encryption context; the one of S3 is told as a tag, in policies and requests alike, which it compares by the same rules. */
const withPlainContext = (text: string): string => text.replaceAll("kms:EncryptionContext:aws:s3:arn", "aws:PrincipalTag/encryption-context-of-s3");

/** Roles, boundary and policies of resources of one account, as they are synthesised. */
export class Account {
  public readonly keyArn: string;
  private readonly documents = new Map<string, PolicyJson>();

  constructor(
    private readonly stack: StackJson,
    private readonly boundary: PolicyJson,
    private readonly accountId: string,
    region: string,
    /** Number of an account → its stack with the roles that are assumed there. */
    private readonly stacks: Readonly<Record<string, StackJson>>,
  ) {
    this.keyArn = sampleKey(accountId, region);
  }

  /** A document in which references to other resources of the stack are resolved: keys are one sample, names are what they are. */
  private read(text: string): PolicyJson {
    const known = this.documents.get(text) ?? this.parse(text);
    this.documents.set(text, known);
    return known;
  }

  private parse(text: string): PolicyJson {
    const resolved = withPlainContext(text).replace(/\$\{(aws_[a-z0-9_]+)\.([A-Za-z0-9_-]+)\.([a-z_]+)\}/g, (reference, type: string, id: string, attribute: string) => {
      if (type === "aws_kms_key" && attribute === "arn") return this.keyArn;
      const value: unknown = this.stack.resource?.[type]?.[id]?.[attribute];
      if (typeof value !== "string") throw new Error(`${reference} is not known before it is applied`);
      return value;
    });
    return JSON.parse(resolved.replaceAll("$${", "${")) as PolicyJson;
  }

  private resources(type: string): readonly (readonly [id: string, resource: Readonly<Record<string, unknown>>])[] {
    return Object.entries(this.stack.resource?.[type] ?? {});
  }

  /** What a role may do. @throws where the stack declares no such role */
  public permissionsOf(role: string): PolicyJson {
    const id = this.resources("aws_iam_role").find(([, { name }]) => name === role)?.[0];
    const policy = this.resources("aws_iam_role_policy").find(([, resource]) => resource["role"] === `\${aws_iam_role.${id}.name}`)?.[1];
    if (id === undefined || policy === undefined) throw new Error(`there is no role ${role} with a policy of its own`);
    return this.read(String(policy["policy"]));
  }

  /** Whom a role trusts, in whichever account. */
  private trustOf(arn: string): PolicyJson | undefined {
    const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
    const role = Object.values(this.stacks[account ?? ""]?.resource?.["aws_iam_role"] ?? {}).find((each) => each["name"] === name);
    return role === undefined ? undefined : this.read(String(role["assume_role_policy"]));
  }

  /** Policy of the bucket, key or role that an ARN is of. @returns undefined where the stack declares none */
  private resourcePolicyOf(arn: string): PolicyJson | undefined {
    if (arn.includes(":role/")) return this.trustOf(arn);
    const bucket = /^arn:aws:s3:::([^/]+)/.exec(arn)?.[1];
    if (bucket !== undefined) {
      const id = this.resources("aws_s3_bucket").find(([, resource]) => resource["bucket"] === bucket)?.[0];
      const policy = this.resources("aws_s3_bucket_policy").find(([, resource]) => String(resource["bucket"]).includes(`aws_s3_bucket.${id}.`))?.[1];
      return policy === undefined ? undefined : this.read(String(policy["policy"]));
    }
    if (arn !== this.keyArn) return undefined;
    const [key] = this.resources("aws_kms_key");
    return key === undefined ? undefined : this.read(String(key[1]["policy"]));
  }

  /**
   * Whether a role may make a call: its own policy and the boundary, with the policy of the bucket or key that it is about.
   * @returns the Sids of the role's statements that allow it; undefined where it is refused
   * @throws where the question is none that IAM knows, such as an action that does not exist
   */
  public async ask(role: string, { service, action, resource, context = {} }: RecordedCall): Promise<readonly string[] | undefined> {
    const accountId = resource.split(":")[4] || this.accountId;
    const resourcePolicy = this.resourcePolicyOf(resource);
    const answer = await runSimulation(
      {
        request: {
          action: `${service}:${action}`,
          principal: `arn:aws:sts::${this.accountId}:assumed-role/${role}/AWSCodeBuild`,
          resource: { resource, accountId },
          contextVariables: {
            "aws:PrincipalArn": `arn:aws:iam::${this.accountId}:role/${role}`,
            "aws:PrincipalAccount": this.accountId,
            "aws:PrincipalIsAWSService": "false",
            "aws:SecureTransport": "true",
            "aws:ResourceAccount": accountId,
            "kms:CallerAccount": this.accountId,
            ...(service === "s3" ? { "s3:TlsVersion": "1.3" } : {}),
            ...(JSON.parse(withPlainContext(JSON.stringify(context))) as Readonly<Record<string, string>>),
          },
        },
        identityPolicies: [{ name: role, policy: this.permissionsOf(role) }],
        permissionBoundaryPolicies: [{ name: "boundary", policy: this.boundary }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
      },
      {},
    );
    if (answer.resultType === "error") throw new Error(`${service}:${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
    if (answer.overallResult !== "Allowed") return undefined;
    const results = answer.resultType === "single" ? [answer.result] : answer.results;
    return results.flatMap(({ analysis }) => analysis.identityAnalysis?.allowStatements.map(({ explain }) => explain.identifier) ?? []);
  }
}

/**
 * Calls that S3 makes to KMS on behalf of a caller, for objects under a key of their bucket (S3 User Guide, "Using server-side encryption with AWS
 * KMS keys": a large upload comes in parts and is decrypted too).
 */
const throughKey = ({ action, resource }: RecordedCall, keyArn: string, region: string): readonly RecordedCall[] => {
  const bucket = resource.replace(/\/.*/, "");
  const context = { "kms:ViaService": `s3.${region}.amazonaws.com`, "kms:EncryptionContext:aws:s3:arn": bucket };
  const asked = action === "GetObject" ? ["Decrypt"] : action === "PutObject" ? ["GenerateDataKey", "Decrypt"] : [];
  return asked.map((name) => ({ service: "kms", action: name, resource: keyArn, context }));
};

export interface ProjectCalls {
  readonly project: string;
  readonly pipeline: string;
  readonly region: string;
  readonly accountId: string;
  readonly artifactBucket: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** ARN of the connection by which CodeBuild clones the source. @default the source is an object of S3 */
  readonly connectionArn?: string;
  /** ARNs of its report groups. */
  readonly reportGroups: readonly string[];
  readonly keyArn: string;
}

/**
 * What CodeBuild itself does as a project's role (CodeBuild User Guide, "Allow CodeBuild to interact with other AWS services", "Test report
 * permissions"; artifacts by CodePipeline's keys: first 20 characters of the pipeline, first 10 of the artifact).
 */
const ofCodeBuild = ({ project, pipeline, region, accountId, artifactBucket, inputs, outputs, connectionArn, reportGroups }: ProjectCalls): readonly RecordedCall[] => {
  const log = `arn:aws:logs:${region}:${accountId}:log-group:/aws/codebuild/${project}:log-stream:11111111`;
  const key = (artifact: string) => `arn:aws:s3:::${artifactBucket}/${pipeline.slice(0, 20)}/${artifact.slice(0, 10)}/AbCdEfG`;
  return [
    ...["CreateLogStream", "PutLogEvents"].map((action) => ({ service: "logs", action, resource: log })),
    ...inputs.flatMap((name) => ["GetObject", "GetObjectVersion"].map((action) => ({ service: "s3", action, resource: key(name) }))),
    ...outputs.map((name) => ({ service: "s3", action: "PutObject", resource: key(name) })),
    ...(connectionArn === undefined ? [] : [{ service: connectionArn.split(":")[2]!, action: "UseConnection", resource: connectionArn }]),
    ...reportGroups.flatMap((group) => ["CreateReport", "UpdateReport", "BatchPutTestCases"].map((action) => ({ service: "codebuild", action, resource: group }))),
  ];
};

/** Everything that is asked of IAM in a build: CodeBuild's own calls, those of its commands, and what follows for keys; those of assumed roles are not its own. */
export const callsOf = (calls: ProjectCalls, recorded: readonly RecordedCall[]): readonly RecordedCall[] => {
  const own = [...ofCodeBuild(calls), ...recorded.filter(({ role }) => role === undefined)];
  const all = [...own, ...own.filter(({ service }) => service === "s3").flatMap((call) => throughKey(call, calls.keyArn, calls.region))];
  return [...new Map(all.map((call) => [JSON.stringify(call), call])).values()];
};
