import { CodebuildProject, type CodebuildProjectBuildBatchConfig } from "@cdktf/provider-aws/lib/codebuild-project";
import { CodebuildReportGroup } from "@cdktf/provider-aws/lib/codebuild-report-group";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { ConstructError, type Statement } from "../core";
import { EncryptedLogGroup } from "../log-group";
import { ServiceRole } from "../service-role";
import { buildspecText, type Buildspec } from "./buildspec";
import { baseStatements, type ArtifactAccess, type BuildNetwork } from "./permissions";

export interface BuildProjectProps {
  /** Name of the project and of its role; at most 64 characters, as IAM takes them. */
  readonly name: string;
  /** What it does, for people. */
  readonly description: string;
  readonly accountId: string;
  readonly region: string;
  readonly buildspec: Buildspec;
  /** Variables in the clear: everybody who may look at the project reads them. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Artifacts of the pipeline that it takes and makes. @default none */
  readonly artifacts?: ArtifactAccess;
  /** What it may do besides. @default nothing */
  readonly statements?: readonly Statement[];
  readonly permissionsBoundaryArn: string;
  /** ARN of the key of its log and its artifacts; it grants `log-groups` the name of `buildLogGroupOf`. */
  readonly keyArn: string;
  /** Retention of its log, in days. */
  readonly logRetentionDays: number;
  /** Longest build, in minutes, 5 to 480. @default 30 */
  readonly timeoutMinutes?: number;
  /** Docker in the build: the container then rules its host. @default false */
  readonly isPrivileged?: boolean;
  /** Tags of the role by which a batch starts its builds, where the buildspec has one. @default none */
  readonly batchRoleTags?: Readonly<Record<string, string>>;
  /** Network it runs in. @default CodeBuild's own, with a way out */
  readonly network?: BuildNetwork;
}

/**
 * The image of every build, of one day: without a day in its name CodeBuild changes it when it likes (CodeBuild User Guide, "Docker images
 * provided by CodeBuild").
 */
export const buildImage = "aws/codebuild/standard:7.0-26.07.29";

/** Where CodeBuild writes what a build prints. */
export const buildLogGroupOf = (projectName: string): string => `/aws/codebuild/${projectName}`;

const computeType = "BUILD_GENERAL1_MEDIUM";

const looksSecret = /SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY/i;
const longestRoleName = 64;

/** CodeBuild refuses a longer buildspec that stands in the project; no page of its guide says so (aws/aws-cdk, pull request 14974). */
const longestBuildspec = 25_600;

/** Terraform reads `${` and `%{` as templates; doubled they are themselves (Terraform documentation, "Strings and Templates"). */
const untemplated = (text: string): string => text.replaceAll(/[$%](?=\{)/g, (sign) => `${sign}${sign}`);

/**
 * A project of CodeBuild that a pipeline runs: pinned image, commands that the change cannot edit, a role of its own under the boundary that
 * reaches its log, its artifacts and what the statements say, and a log under a customer-managed key.
 * @throws ConstructError for variables that look like secrets, names that IAM refuses, and commands that hold a value of another resource.
 *
 * @example
 * new BuildProject(scope, "unit-tests", {
 *   name: "castle-prod-orders-unit-tests",
 *   description: "Unit tests of orders",
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   buildspec: { install: ["npm ci --ignore-scripts"], build: ["npm test"] },
 *   artifacts: { bucket: "castle-prod-orders-artifacts-111111111111", pipeline: "castle-prod-orders", inputs: ["Source"], outputs: [] },
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-prod-boundary",
 *   keyArn: "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
 *   logRetentionDays: 365,
 * });
 */
export class BuildProject extends Construct {
  public readonly arn: string;
  public readonly roleArn: string;
  public readonly project: CodebuildProject;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { name, accountId, region } = props;
    this.arn = `arn:aws:codebuild:${region}:${accountId}:project/${name}`;
    this.roleArn = `arn:aws:iam::${accountId}:role/${name}`;
    this.check(props);

    const logGroup = new EncryptedLogGroup(this, "log-group", { name: buildLogGroupOf(name), keyArn: props.keyArn, retentionDays: props.logRetentionDays });
    const reportGroups = this.addReportGroups(props);
    const role = new ServiceRole(this, "role", {
      name,
      description: props.description,
      service: "codebuild.amazonaws.com",
      accountId,
      sourceArn: this.arn,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [...baseStatements({ ...props, logGroupName: logGroup.name, reportGroupArns: reportGroups }), ...(props.statements ?? [])],
    });
    const batch = props.buildspec.batch && this.addBatch(props, props.buildspec.batch.values.length);
    this.project = new CodebuildProject(this, "project", {
      name,
      description: props.description,
      serviceRole: role.arn,
      encryptionKey: props.keyArn,
      badgeEnabled: false,
      projectVisibility: "PRIVATE",
      buildTimeout: props.timeoutMinutes ?? 30,
      queuedTimeout: 60,
      // A pipeline runs each of its stages once at a time: a second build, or batch, would not be the pipeline's.
      concurrentBuildLimit: props.buildspec.batch?.values.length ?? 1,
      ...(batch && { buildBatchConfig: batch.configuration }),
      source: { type: "CODEPIPELINE", buildspec: this.commands(props) },
      artifacts: { type: "CODEPIPELINE", encryptionDisabled: false },
      // A cache would carry what one change wrote into the build of another.
      cache: { type: "NO_CACHE" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType,
        image: buildImage,
        imagePullCredentialsType: "CODEBUILD",
        privilegedMode: props.isPrivileged ?? false,
        environmentVariable: Object.entries(props.variables ?? {}).map(([variable, value]) => ({ name: variable, value, type: "PLAINTEXT" })),
      },
      logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logGroup.name }, s3Logs: { status: "DISABLED", encryptionDisabled: false } },
      vpcConfig: props.network && { vpcId: props.network.vpcId, subnets: [...props.network.subnetIds], securityGroupIds: [props.network.securityGroupId] },
      dependsOn: [role.permissions, ...(batch ? [batch.role.permissions] : []), logGroup.resource],
    });
  }

  /** The role that starts the builds of a batch and sees to them (CodeBuild User Guide, "Batch build role"), and how many there may be. */
  private addBatch({ name, accountId, permissionsBoundaryArn, batchRoleTags, timeoutMinutes = 30 }: BuildProjectProps, builds: number): { readonly role: ServiceRole; readonly configuration: CodebuildProjectBuildBatchConfig } {
    const role = new ServiceRole(this, "batch-role", {
      name: `${name}-batch`,
      description: `Starts the builds of a batch of ${name}`,
      service: "codebuild.amazonaws.com",
      accountId,
      sourceArn: this.arn,
      permissionsBoundaryArn,
      tags: batchRoleTags,
      statements: [{ Sid: "RunBuilds", Effect: "Allow", Action: ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"], Resource: this.arn }],
    });
    return { role, configuration: { serviceRole: role.arn, timeoutInMins: timeoutMinutes, combineArtifacts: false, restrictions: { maximumBuildsAllowed: builds, computeTypesAllowed: [computeType] } } };
  }

  private check({ name, variables = {}, buildspec: { batch } }: BuildProjectProps): void {
    if (batch !== undefined && `${name}-batch`.length > longestRoleName) {
      throw new ConstructError(this, { problem: `The role ${name}-batch has ${name.length + "-batch".length} characters, and IAM takes ${longestRoleName}.`, remedy: "Shorten the name of the application or of the environment." });
    }
    if (name.length > longestRoleName) {
      throw new ConstructError(this, { problem: `The name ${name} has ${name.length} characters, and IAM takes ${longestRoleName}.`, remedy: "Shorten the name of the application or of the environment." });
    }
    const suspicious = Object.keys(variables).filter((variable) => looksSecret.test(variable));
    if (suspicious.length > 0) {
      throw new ConstructError(this, {
        problem: `The variables ${suspicious.join(", ")} look like secrets, and variables are shown to everybody who may look at the project.`,
        remedy: "Keep the value in Secrets Manager and name it under `secrets` of the buildspec, or give the variable another name.",
      });
    }
  }

  private reportGroupArn({ accountId, region, name }: BuildProjectProps, group: string): string {
    return `arn:aws:codebuild:${region}:${accountId}:report-group/${name}-${group}`;
  }

  private addReportGroups(props: BuildProjectProps): readonly string[] {
    return Object.keys(props.buildspec.reports ?? {}).map((group) => {
      new CodebuildReportGroup(this, `report-group-${group}`, {
        name: `${props.name}-${group}`,
        type: props.buildspec.reports?.[group]?.format === "COBERTURAXML" ? "CODE_COVERAGE" : "TEST",
        exportConfig: { type: "NO_EXPORT" },
        deleteReports: true,
      });
      return this.reportGroupArn(props, group);
    });
  }

  /** Report groups go by ARN: for one that goes by name the role would have to be allowed to make it (CodeBuild User Guide, "Test report permissions"). */
  private commands(props: BuildProjectProps): string {
    const { reports = {}, ...rest } = props.buildspec;
    const named = Object.entries(reports).map(([group, report]) => [this.reportGroupArn(props, group), report] as const);
    const text = buildspecText({ ...rest, ...(named.length === 0 ? {} : { reports: Object.fromEntries(named) }) });
    if (Token.isUnresolved(text)) {
      throw new ConstructError(this, { problem: "The buildspec holds a value of another resource, which is not known when its commands are judged.", remedy: "Hand the value over as a variable." });
    }
    if (text.length > longestBuildspec) {
      throw new ConstructError(this, { problem: `The buildspec has ${text.length} characters, and CodeBuild takes ${longestBuildspec}.`, remedy: "Fetch what is long from the bucket of tools, by its checksum." });
    }
    return untemplated(text);
  }
}
