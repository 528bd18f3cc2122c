import { join } from "node:path";
import { Construct } from "constructs";
import { buildLogGroupOf } from "../build-project";
import { noRemoval, SecureBucket, type SecureBucketProps } from "../bucket";
import { everyone, repositoryRoot, type Statement } from "../core";
import { EncryptionKey } from "../encryption-key";
import { EventAlert } from "../event-alert";
import { LambdaFunction, logGroupOf } from "../lambda-function";
import { MetricAlarm } from "../metric-alarm";
import { controlEvents } from "./control-events";
import { addGateFunction, gateLogGroup, type GateCode } from "./gate-runner";
import { gateFunctionName } from "./names";

export interface DeliveryFoundationProps {
  /** Beginning of every name: `castle-prod`. */
  readonly base: string;
  readonly accountId: string;
  readonly region: string;
  /** Alias of its key: `alias/castle-prod-delivery`. */
  readonly keyAlias: string;
  readonly evidenceBucket: string;
  readonly toolsBucket: string;
  /** Bucket of the states of applications that are deployed to this environment by Terraform. */
  readonly stateBucket: string;
  /** Name of the bucket that takes access logs. */
  readonly accessLogBucket: string;
  /** How long nobody can delete evidence. */
  readonly objectLock: NonNullable<SecureBucketProps["objectLock"]>;
  /** Days after which evidence expires; at least as long as its lock. */
  readonly evidenceRetentionDays: number;
  /** Retention of the lock's log, in days. */
  readonly logRetentionDays: number;
  /** ARNs of the roles that lay packed releases and vulnerability data into the bucket of tools; `*` allowed. */
  readonly toolKeepers: readonly string[];
  /** ARNs of those who lay evidence of penetration tests into the evidence bucket; `*` allowed. @default nobody */
  readonly testers?: readonly string[];
  /** ARNs of roles of other accounts by which is deployed; `*` allowed. They read artifacts through the key. @default none */
  readonly deployRoleArns?: readonly string[];
  /** The function in which gates judge where an application wants it so; its code lies in the bucket of tools before. @default none */
  readonly gate?: GateCode;
  readonly permissionsBoundaryArn: string;
  /** ARN of the topic that is told. */
  readonly topicArn: string;
}

/** Name of the function that every Deploy stage asks before it is entered. */
export const lockFunctionName = (base: string): string => `${base}-delivery-lock`;

/** Folder of the evidence bucket that only testers write. */
const penetrationTests = "penetration-tests";

/** Roles by which applications are deployed. Teams name what some of them may do, s3:PutObject among it. */
const deployRolesOf = (base: string, accountId: string): string => `arn:aws:iam::${accountId}:role/${base}-deploy-*`;

const objectCalls = ["s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"];

const denyWriting = (Sid: string, bucket: string, keys: string, exceptArns: readonly string[]): Statement => ({
  Sid,
  Effect: "Deny",
  Principal: everyone,
  Action: "s3:PutObject",
  Resource: `arn:aws:s3:::${bucket}/${keys}`,
  ...(exceptArns.length === 0 ? {} : { Condition: { ArnNotLike: { "aws:PrincipalArn": [...exceptArns] } } }),
});

/**
 * What the pipelines of an account share: their key, the bucket in which evidence is locked, the bucket of pinned tools, the lock that every Deploy
 * stage asks, and somebody who is told when a pipeline is overridden or changed by hand.
 *
 * @example
 * new DeliveryFoundation(scope, "delivery", {
 *   base: "castle-prod",
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   keyAlias: "alias/castle-prod-delivery",
 *   evidenceBucket: "castle-prod-evidence-111111111111",
 *   toolsBucket: "castle-prod-tools-111111111111",
 *   stateBucket: "castle-prod-application-state-111111111111",
 *   accessLogBucket: "castle-prod-access-logs-111111111111",
 *   objectLock: { mode: "GOVERNANCE", retentionDays: 365 },
 *   evidenceRetentionDays: 400,
 *   logRetentionDays: 365,
 *   toolKeepers: ["arn:aws:iam::111111111111:role/castle-prod-apply"],
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-prod-boundary",
 *   topicArn: "arn:aws:sns:eu-central-1:111111111111:castle-prod-alerts",
 * });
 */
export class DeliveryFoundation extends Construct {
  public readonly key: EncryptionKey;
  public readonly evidence: SecureBucket;
  public readonly tools: SecureBucket;
  public readonly state: SecureBucket;
  public readonly lock: LambdaFunction;

  constructor(scope: Construct, id: string, props: DeliveryFoundationProps) {
    super(scope, id);
    this.key = this.addKey(props);
    this.evidence = this.addEvidence(props);
    this.tools = this.addTools(props);
    this.state = this.addState(props);
    this.lock = this.addLock(props);
    if (props.gate !== undefined) addGateFunction(this, { ...props, ...props.gate, evidenceBucket: this.evidence.name, toolsBucket: this.tools.name, keyArn: this.key.arn });
    this.addAlerts(props);
  }

  private addKey({ base, accountId, region, keyAlias, deployRoleArns = [], gate }: DeliveryFoundationProps): EncryptionKey {
    return new EncryptionKey(this, "key", {
      accountId,
      region,
      alias: keyAlias,
      description: `Artifacts, evidence, tools and logs of the pipelines of ${base}`,
      grants: [
        { kind: "account-through", service: "s3", access: "use" },
        { kind: "log-groups", names: [logGroupOf(lockFunctionName(base)), ...(gate === undefined ? [] : [gateLogGroup(base)]), buildLogGroupOf(`${base}-*`)] },
        ...(deployRoleArns.length === 0 ? [] : [{ kind: "principals", principalArns: deployRoleArns, access: "read" } as const]),
      ],
    });
  }

  /** Roles write where their own policies let them, each under its own prefix; what a person says of a penetration test is written by testers alone. */
  private addEvidence({ base, accountId, evidenceBucket: name, accessLogBucket, objectLock, evidenceRetentionDays, testers = [] }: DeliveryFoundationProps): SecureBucket {
    return new SecureBucket(this, "evidence", {
      name,
      keyArn: this.key.arn,
      accessLogBucket,
      objectLock,
      lifecycle: { expireAfterDays: evidenceRetentionDays },
      statements: [
        noRemoval(name),
        denyWriting("DenyWritingByOthers", name, "*", [`arn:aws:iam::${accountId}:role/${base}-*`, ...testers]),
        denyWriting("OnlyTestersTellOfTests", name, `*/${penetrationTests}/*`, testers),
        // Their names begin like those of builds.
        { Sid: "DenyWritingByDeployments", Effect: "Deny", Principal: everyone, Action: "s3:PutObject", Resource: `arn:aws:s3:::${name}/*`, Condition: { ArnLike: { "aws:PrincipalArn": deployRolesOf(base, accountId) } } },
        // `reports/build/../gitleaks/` lies under `reports/build/` to IAM, and beside it to whoever copies it into a folder.
        denyWriting("DenyPathsThatClimb", name, "*/../*", []),
      ],
    });
  }

  private addTools({ toolsBucket: name, accessLogBucket, toolKeepers }: DeliveryFoundationProps): SecureBucket {
    return new SecureBucket(this, "tools", {
      name,
      keyArn: this.key.arn,
      accessLogBucket,
      lifecycle: {},
      statements: [denyWriting("DenyWritingByOthers", name, "*", toolKeepers)],
    });
  }

  /** Apart from the platform's own states, and for deploy roles alone: a state holds whatever its resources do. */
  private addState({ base, accountId, stateBucket: name, accessLogBucket }: DeliveryFoundationProps): SecureBucket {
    const deployRoles = deployRolesOf(base, accountId);
    return new SecureBucket(this, "application-state", {
      name,
      keyArn: this.key.arn,
      accessLogBucket,
      lifecycle: { expireOldVersionsAfterDays: 365 },
      statements: [
        {
          Sid: "DenyOthers",
          Effect: "Deny",
          Principal: everyone,
          Action: objectCalls,
          Resource: `arn:aws:s3:::${name}/*`,
          Condition: { ArnNotLike: { "aws:PrincipalArn": [deployRoles, `arn:aws:iam::${accountId}:role/${base}-break-glass`] } },
        },
        {
          Sid: "DenyStatesOfOtherApplications",
          Effect: "Deny",
          Principal: everyone,
          Action: objectCalls,
          // The tag of DeployRole; Terraform makes `${` of `$${`, and IAM reads that.
          NotResource: `arn:aws:s3:::${name}/$\${aws:PrincipalTag/application}/*`,
          Condition: { ArnLike: { "aws:PrincipalArn": deployRoles } },
        },
      ],
    });
  }

  private addLock({ base, accountId, region, permissionsBoundaryArn, logRetentionDays }: DeliveryFoundationProps): LambdaFunction {
    return new LambdaFunction(this, "lock", {
      name: lockFunctionName(base),
      description: "Lets a pipeline enter a Deploy stage only with the verdict of its gate",
      accountId,
      region,
      codeFolder: join(repositoryRoot, "modules", "pipeline", "lambda"),
      permissionsBoundaryArn,
      keyArn: this.key.arn,
      logRetentionDays,
      statements: [
        { Sid: "ReadVerdicts", Effect: "Allow", Action: "s3:GetObject", Resource: `${this.evidence.arn}/*/executions/*/verdicts/*/verdict.json` },
        {
          Sid: "OpenEvidence",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: this.key.arn,
          Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com`, "kms:EncryptionContext:aws:s3:arn": this.evidence.arn } },
        },
        // They take no resource (Service Authorization Reference, "AWS CodePipeline").
        { Sid: "AnswerPipelines", Effect: "Allow", Action: ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"], Resource: "*" },
      ],
    });
  }

  private addAlerts({ base, topicArn, gate }: DeliveryFoundationProps): void {
    const functions = [lockFunctionName(base), ...(gate === undefined ? [] : [gateFunctionName(base)])];
    for (const { id, description, pattern } of controlEvents(functions, [this.evidence.name, this.tools.name])) new EventAlert(this, id, { name: `${base}-${id}`, description, pattern, topicArn });
    new MetricAlarm(this, "lock-errors", {
      name: `${lockFunctionName(base)}-errors`,
      description: "The lock of the pipelines broke off: Deploy stages stay closed until it answers. Read its log.",
      metric: { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: lockFunctionName(base) } },
      when: "some",
      topicArn,
    });
  }
}
