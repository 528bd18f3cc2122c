import { Codepipeline, type CodepipelineStage, type CodepipelineStageAction } from "@cdktf/provider-aws/lib/codepipeline";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Construct } from "constructs";
import { BuildProject, throughBucket } from "../build-project";
import { ConstructError } from "../core";
import { EventAlert } from "../event-alert";
import { MetricAlarm } from "../metric-alarm";
import { ServiceRole } from "../service-role";
import type { Application, Platform } from "./application";
import { addArtifactBucket, artifactBucketName } from "./artifact-bucket";
import { composePipeline } from "./compose";
import { lockFunctionName } from "./delivery-foundation";
import { startsBuilds } from "./guarded-actions";
import type { ActionModel, PipelineModel, ProjectModel, StageModel } from "./model";
import { pipelineName } from "./names";
import { pipelineStatements } from "./pipeline-permissions";
import { PipelineRefused } from "./refusals";
import { addObjectTrigger, triggersOf } from "./triggers";

/** The platform as pipelines share it; the bucket of artifacts is each one's own. */
export type SharedPlatform = Omit<Platform, "artifactBucket">;

export interface DeliveryPipelineProps {
  readonly application: Application;
  readonly platform: SharedPlatform;
  /** Name of the bucket that takes access logs. */
  readonly accessLogBucket: string;
  /** Retention of the builds' logs, in days. */
  readonly logRetentionDays: number;
  /** ARN of the topic that is told of failures and of approvals that wait. */
  readonly topicArn: string;
}

/** S3 takes no longer name of a bucket. */
const longestBucketName = 63;

/** The platform with the bucket of one pipeline's artifacts. */
export const platformOf = (application: Pick<Application, "name">, platform: SharedPlatform): Platform => ({
  ...platform,
  artifactBucket: artifactBucketName(pipelineName(application, platform), platform.accountId),
});

/**
 * The pipeline of one application: source, every scan, build, gates, and one deployment an environment, in an order and with gates that no props
 * change. Each build is a project with a role of its own; each Deploy stage asks the lock of the account's DeliveryFoundation before it is entered.
 * @throws ConstructError for props that would make no pipeline, or none with every gate, with all of what is wrong.
 *
 * @example
 * new DeliveryPipeline(scope, "orders", {
 *   application: {
 *     name: "orders",
 *     source: { kind: "github", connectionArn: "arn:aws:codeconnections:eu-central-1:333333333333:connection/1234abcd-12ab-34cd-56ef-1234567890ab", repository: "example/orders", branch: "main" },
 *     languages: ["node"],
 *     target: { kind: "lambda", function: "orders" },
 *     address: "https://orders.dev.example.org",
 *   },
 *   platform: {
 *     base: "castle-prod",
 *     accountId: "333333333333",
 *     region: "eu-central-1",
 *     permissionsBoundaryArn: "arn:aws:iam::333333333333:policy/castle-prod-boundary",
 *     evidenceBucket: "castle-prod-evidence-333333333333",
 *     toolsBucket: "castle-prod-tools-333333333333",
 *     keyArn: "arn:aws:kms:eu-central-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
 *     portcullis: { version: "1.4.0", sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
 *     path: [
 *       { name: "prod", stage: "prod", accountId: "333333333333", region: "eu-central-1", classification: "confidential", deployRoleName: "castle-prod-deploy-orders.prod" },
 *     ],
 *   },
 *   accessLogBucket: "castle-prod-access-logs-333333333333",
 *   logRetentionDays: 365,
 *   topicArn: "arn:aws:sns:eu-central-1:333333333333:castle-prod-alerts",
 * });
 */
export class DeliveryPipeline extends Construct {
  public readonly name: string;
  public readonly model: PipelineModel;
  private readonly platform: Platform;

  constructor(scope: Construct, id: string, props: DeliveryPipelineProps) {
    super(scope, id);
    const { application } = props;
    this.platform = platformOf(application, props.platform);
    this.model = this.compose(application);
    this.name = this.model.name;
    this.addArtifacts(props);
    const projects = this.model.projects.map((project) => this.addProject(project, props));
    const role = this.addRole(application);
    const assignments = this.addAssignments();
    if (application.source.kind === "s3") addObjectTrigger(this, { ...this.platform, pipeline: this.name, source: application.source });
    new Codepipeline(this, "pipeline", {
      name: this.name,
      roleArn: role.arn,
      pipelineType: "V2",
      // One after the other, none left out: the verdict of each is of its own commit.
      executionMode: "QUEUED",
      artifactStore: [{ type: "S3", location: this.platform.artifactBucket, encryptionKey: { id: this.platform.keyArn, type: "KMS" } }],
      stage: this.model.stages.map((stage) => this.stage(stage)),
      trigger: triggersOf(application.source),
      variable: this.model.variables.map((variable) => ({ ...variable })),
      dependsOn: [role.permissions, ...assignments, ...projects.map(({ project }) => project)],
    });
    this.addAlerts(props);
  }

  private compose(application: Application): PipelineModel {
    const { artifactBucket } = this.platform;
    if (artifactBucket.length > longestBucketName) {
      throw new ConstructError(this, { problem: `The bucket ${artifactBucket} would have ${artifactBucket.length} characters, and S3 takes ${longestBucketName}.`, remedy: "Shorten the name of the application or of the environment." });
    }
    try {
      return composePipeline(application, this.platform);
    } catch (error) {
      if (!(error instanceof PipelineRefused)) throw error;
      throw new ConstructError(this, {
        problem: `The pipeline of ${application.name} is refused.`,
        remedy: error.refusals.map(({ key, problem, remedy }) => `${key}: ${problem} ${remedy}`).join(" "),
      });
    }
  }

  private get roleArn(): string {
    return this.roleOf(this.name);
  }

  private roleOf(name: string): string {
    return `arn:aws:iam::${this.platform.accountId}:role/${name}`;
  }

  private addArtifacts({ accessLogBucket }: DeliveryPipelineProps): void {
    const { artifactBucket, keyArn, artifactRetentionDays = 30 } = this.platform;
    addArtifactBucket(this, {
      name: artifactBucket,
      keyArn,
      accessLogBucket,
      retentionDays: artifactRetentionDays,
      roleArns: [this.roleArn, ...this.model.projects.map(({ name }) => this.roleOf(name))],
      deployRoleArns: [...new Set(this.actions.flatMap(({ roleArn }) => roleArn ?? []))],
    });
  }

  private get actions(): readonly ActionModel[] {
    return this.model.stages.flatMap(({ actions }) => actions);
  }

  /** What the actions that run a project hand to it and take from it. */
  private artifactsOf({ name }: ProjectModel): { readonly inputs: readonly string[]; readonly outputs: readonly string[] } {
    const running = this.actions.filter(({ configuration }) => configuration["ProjectName"] === name);
    return { inputs: [...new Set(running.flatMap(({ inputs = [] }) => inputs))], outputs: [...new Set(running.flatMap(({ outputs = [] }) => outputs))] };
  }

  /** Where only those may write who lay down what judges (DeliveryFoundation). */
  private addAssignments(): readonly S3Object[] {
    const { toolsBucket: bucket } = this.platform;
    return (this.model.assignments ?? []).map(({ part, key, content }) => new S3Object(this, part, { bucket, key, content, contentType: "application/json" }));
  }

  private addProject(project: ProjectModel, { logRetentionDays }: DeliveryPipelineProps): BuildProject {
    const { accountId, region, keyArn, artifactBucket, evidenceBucket, toolsBucket, network, permissionsBoundaryArn } = this.platform;
    return new BuildProject(this, project.part, {
      ...project,
      accountId,
      region,
      keyArn,
      permissionsBoundaryArn,
      logRetentionDays,
      network,
      batchRoleTags: { [startsBuilds.key]: startsBuilds.value },
      artifacts: { bucket: artifactBucket, pipeline: this.name, ...this.artifactsOf(project) },
      statements: [throughBucket("EvidenceKey", keyArn, region, [evidenceBucket, toolsBucket], "use"), ...project.statements],
    });
  }

  private addRole(application: Application): ServiceRole {
    const { accountId, region, base, permissionsBoundaryArn } = this.platform;
    return new ServiceRole(this, "role", {
      name: this.name,
      description: `Runs the pipeline ${this.name}`,
      service: "codepipeline.amazonaws.com",
      accountId,
      sourceArn: `arn:aws:codepipeline:${region}:${accountId}:${this.name}`,
      permissionsBoundaryArn,
      tags: { [startsBuilds.key]: startsBuilds.value },
      statements: pipelineStatements(application, this.platform, this.model, `arn:aws:lambda:${region}:${accountId}:function:${lockFunctionName(base)}`),
    });
  }

  private stage({ name, actions, lock, check }: StageModel): CodepipelineStage {
    const condition = lock === undefined ? check && variableCheck(check) : this.condition(lock);
    return { name, action: actions.map(declared), ...(condition === undefined ? {} : { beforeEntry: { condition } }) };
  }

  /** CodePipeline User Guide, "LambdaInvoke" of the rule reference: nobody enters where the function says no, or nothing. */
  private condition({ gate, environment, commit }: NonNullable<StageModel["lock"]>): NonNullable<CodepipelineStage["beforeEntry"]>["condition"] {
    return {
      result: "FAIL",
      rule: [
        {
          name: "verdict",
          ruleTypeId: { category: "Rule", owner: "AWS", provider: "LambdaInvoke", version: "1" },
          configuration: {
            FunctionName: lockFunctionName(this.platform.base),
            UserParameters: JSON.stringify({ bucket: this.platform.evidenceBucket, pipeline: this.name, gate, environment, execution: "#{codepipeline.PipelineExecutionId}", ...(commit === undefined ? {} : { commit }) }),
          },
        },
      ],
    };
  }

  private addAlerts({ topicArn }: DeliveryPipelineProps): void {
    const { name } = this;
    new EventAlert(this, "failed", {
      name: `${name}-failed`,
      description: `${name} stopped: read the verdict of its gate or the log of the action that failed`,
      pattern: {
        source: ["aws.codepipeline"],
        "detail-type": ["CodePipeline Pipeline Execution State Change", "CodePipeline Stage Execution State Change", "CodePipeline Action Execution State Change"],
        detail: { pipeline: [name], state: ["FAILED"] },
      },
      topicArn,
    });
    new EventAlert(this, "approval", {
      name: `${name}-approval`,
      description: `${name} waits for an approval: read the verdict of its gate first`,
      pattern: {
        source: ["aws.codepipeline"],
        "detail-type": ["CodePipeline Action Execution State Change"],
        detail: { pipeline: [name], state: ["STARTED"], type: { category: ["Approval"] } },
      },
      topicArn,
    });
    // CodePipeline User Guide, "Monitoring pipelines with CloudWatch metrics".
    new MetricAlarm(this, "failures", {
      name: `${name}-failures`,
      description: `An execution of ${name} failed: read which stage stopped it, and why`,
      metric: { namespace: "AWS/CodePipeline", name: "FailedPipelineExecutions", dimensions: { PipelineName: name } },
      when: "some",
      topicArn,
    });
  }
}

/** CodePipeline User Guide, "VariableCheck" of the rule reference. */
const variableCheck = ({ variable, pattern }: NonNullable<StageModel["check"]>): NonNullable<CodepipelineStage["beforeEntry"]>["condition"] => ({
  result: "FAIL",
  rule: [
    {
      name: "variable",
      ruleTypeId: { category: "Rule", owner: "AWS", provider: "VariableCheck", version: "1" },
      configuration: { Variable: `#{variables.${variable}}`, Operator: "MATCHES", Value: pattern },
    },
  ],
});

const declared = ({ name, category, owner, provider, version, configuration, inputs = [], outputs = [], order = 1, roleArn, namespace, timeoutMinutes }: ActionModel): CodepipelineStageAction => ({
  name,
  category,
  owner,
  provider,
  version,
  configuration: { ...configuration },
  inputArtifacts: [...inputs],
  outputArtifacts: [...outputs],
  runOrder: order,
  ...(roleArn === undefined ? {} : { roleArn }),
  ...(namespace === undefined ? {} : { namespace }),
  ...(timeoutMinutes === undefined ? {} : { timeoutInMinutes: timeoutMinutes }),
});
