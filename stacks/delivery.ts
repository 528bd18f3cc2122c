import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { EnvironmentError, names, type Environment, type Organisation } from "../environments";
import {
  composePipeline,
  DeliveryDashboard,
  DeliveryFoundation,
  DeliveryPipeline,
  deployersOf,
  deployRoleArn,
  DeployRole,
  deployStatements,
  pipelineName,
  planRoleArn,
  planRoleName,
  planStatements,
  platformOf,
  PipelineRefused,
  type Application,
  type GateCode,
  type Platform,
  type SharedPlatform,
} from "../modules/pipeline";
import { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

type World = Pick<StackProps, "organisation" | "environments">;

/** Environments that a pipeline of this one deploys to: all of earlier waves, in their order, and it itself. */
const pathOf = ({ organisation, environments }: World, host: Environment): readonly Environment[] => {
  const wave = organisation.order.findIndex((names) => names.includes(host.name));
  const earlier = organisation.order.slice(0, wave).flat();
  return [...environments.filter(({ name }) => earlier.includes(name)), host];
};

const keyAliasOf = (organisation: Organisation, environment: Environment): string => names(organisation, environment).keyAlias("delivery");

/** Every key of an account and region: which one it is, the key's own policy and the bucket say. */
const anyKeyOf = ({ accountId, homeRegion }: Environment): string => `arn:aws:kms:${homeRegion}:${accountId}:key/*`;

const networkOf = ({ delivery: { privateBuilds }, network: { natGateways } }: Environment, securityGroupId: string): SharedPlatform["network"] =>
  privateBuilds && { ...privateBuilds, securityGroupId, hasWayOut: natGateways !== "none" };

/** The function in which gates judge, where an application here wants it; that its code is named, the refusals of pipelines see to. */
const gateCodeOf = (base: string, { applications, portcullis }: Environment["delivery"]): GateCode | undefined => {
  const judged = applications.filter(({ gateIn }) => gateIn === "function");
  if (judged.length === 0 || portcullis?.functionSha256 === undefined) return undefined;
  return { version: portcullis.version, sha256: portcullis.functionSha256, pipelines: judged.map((application) => pipelineName(application, { base })) };
};

/** What the pipelines of an environment are told, but for what only its own stack knows. */
const platformIn = (world: World, host: Environment, application: string, keyArn: string, network?: SharedPlatform["network"]): SharedPlatform => {
  const hostNames = names(world.organisation, host);
  const { portcullis, licensedTools, artifactRetentionDays } = host.delivery;
  // The invariant pipelinesKnowTheirJudge refuses applications without it.
  const judge = portcullis ?? { version: "", sha256: "" };
  return {
    base: hostNames.base,
    accountId: host.accountId,
    region: host.homeRegion,
    permissionsBoundaryArn: hostNames.boundaryArn,
    evidenceBucket: hostNames.evidenceBucket,
    toolsBucket: hostNames.toolsBucket,
    keyArn,
    portcullis: judge,
    licensedTools,
    path: pathOf(world, host).map((environment) => ({
      name: environment.name,
      stage: environment.stage,
      accountId: environment.accountId,
      region: environment.homeRegion,
      classification: environment.classification,
      deployRoleName: names(world.organisation, environment).deployRole(application, host.name),
      planRoleName: names(world.organisation, environment).deployPlanRole(application, host.name),
      state: {
        bucket: names(world.organisation, environment).applicationStateBucket,
        keyArn: `arn:aws:kms:${environment.homeRegion}:${environment.accountId}:${keyAliasOf(world.organisation, environment)}`,
        keyPolicyArn: anyKeyOf(environment),
      },
    })),
    artifactRetentionDays,
    ...(network === undefined ? {} : { network }),
  };
};

/**
 * The pipelines of application teams that end in this environment, what they share, and the roles by which pipelines of this environment and of
 * later ones deploy to it.
 */
class DeliveryStack extends BaseStack {
  private readonly world: World;

  constructor(scope: Construct, props: StackProps) {
    super(scope, delivery, props);
    this.world = props;
    this.check();
    const foundation = this.addFoundation();
    const network = this.addNetwork();
    const pipelines = this.environment.delivery.applications.map((application) => this.addPipeline(application, foundation, network));
    if (pipelines.length > 0) new DeliveryDashboard(this, "dashboard", { name: `${this.names.base}-delivery`, region: this.region, pipelines: pipelines.map(({ model }) => model) });
    for (const host of props.environments) this.addDeployRoles(host, host.name === this.environment.name ? foundation.key.arn : anyKeyOf(host));
  }

  /** @throws EnvironmentError for applications whose pipelines could not be built, of whatever environment: this one may be on their way. */
  private check(): void {
    const faults = this.world.environments.flatMap((host) => host.delivery.applications.flatMap((application, index) => [...this.faultsOf(host, application, index), ...this.mistakenIn(host, application, index)]));
    const [first, ...others] = faults;
    if (first) throw new EnvironmentError(first, others);
  }

  private faultsOf(host: Environment, application: Application, index: number): readonly EnvironmentError[] {
    try {
      composePipeline(application, this.platformFor(host, application));
      return [];
    } catch (error) {
      if (!(error instanceof PipelineRefused)) throw error;
      return error.refusals.map(
        ({ key, problem, remedy }) => new EnvironmentError({ file: `environments/${host.name}.ts`, key: key.replace(/^application\b/, `delivery.applications[${index}]`).replace(/^platform\.network\b/, "delivery.privateBuilds").replace(/^platform\b/, "delivery"), problem, remedy }),
      );
    }
  }

  /** Roles of an application's own are those whose names begin with its name and a hyphen, and so are roles of its builds. */
  private mistakenIn(host: Environment, { name }: Application, index: number): readonly EnvironmentError[] {
    const mistaken = this.world.environments.flatMap(({ delivery: { applications } }) => applications).find((other) => other.name.startsWith(`${name}-`));
    if (mistaken === undefined) return [];
    return [
      new EnvironmentError({
        file: `environments/${host.name}.ts`,
        key: `delivery.applications[${index}].name`,
        problem: `${mistaken.name} begins with ${name}-: what is its own would count as that of ${name}.`,
        remedy: "Give one of them a name with which the other does not begin.",
      }),
    ];
  }

  /** As this stack sees the pipeline of a host: what only the host's own stack knows is left open. */
  private platformFor(host: Environment, application: Application, keyArn = anyKeyOf(host)): Platform {
    return platformOf(application, platformIn(this.world, host, application.name, keyArn, networkOf(host, "")));
  }

  private get alertTopicArn(): string {
    return this.names.alertTopicArn(this.region);
  }

  private addFoundation(): DeliveryFoundation {
    const { environment, names: own } = this;
    const { audit, delivery: settings } = environment;
    const gate = gateCodeOf(own.base, settings);
    const foundation = new DeliveryFoundation(this, "foundation", {
      ...this.home,
      base: own.base,
      keyAlias: keyAliasOf(this.world.organisation, environment),
      evidenceBucket: own.evidenceBucket,
      toolsBucket: own.toolsBucket,
      stateBucket: own.applicationStateBucket,
      accessLogBucket: own.accessLogBucket,
      objectLock: audit.objectLock,
      evidenceRetentionDays: settings.evidenceRetentionDays ?? audit.archiveRetentionDays,
      logRetentionDays: audit.logGroupRetentionDays,
      toolKeepers: [own.applyRoleArn, own.standardRoleArn("break-glass")],
      testers: settings.testers,
      deployRoleArns: pathOf(this.world, environment)
        .filter(({ accountId }) => accountId !== environment.accountId)
        .map((other) => names(this.world.organisation, other).deployRoleArns),
      ...(gate === undefined ? {} : { gate }),
      permissionsBoundaryArn: this.permissionsBoundaryArn,
      topicArn: this.alertTopicArn,
    });
    new TerraformOutput(this, "evidence_bucket", { description: "Bucket that holds reports and verdicts of pipelines", value: foundation.evidence.name });
    new TerraformOutput(this, "tools_bucket", { description: "Bucket that pipelines fetch packed releases from", value: foundation.tools.name });
    return foundation;
  }

  /** Builds call out by HTTPS, and nobody calls them. */
  private addNetwork(): SharedPlatform["network"] {
    const { privateBuilds } = this.environment.delivery;
    if (privateBuilds === undefined) return undefined;
    const group = new SecurityGroup(this, "builds", {
      name: `${this.names.base}-builds`,
      description: "Builds of pipelines: HTTPS out, nothing in",
      vpcId: privateBuilds.vpcId,
      egress: [{ description: "HTTPS to tools, packages and AWS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
    });
    return networkOf(this.environment, group.id);
  }

  private addPipeline(application: Application, foundation: DeliveryFoundation, network: SharedPlatform["network"]): DeliveryPipeline {
    return new DeliveryPipeline(this, application.name, {
      application,
      platform: platformIn(this.world, this.environment, application.name, foundation.key.arn, network),
      accessLogBucket: this.names.accessLogBucket,
      logRetentionDays: this.environment.audit.logGroupRetentionDays,
      topicArn: this.alertTopicArn,
    });
  }

  /** For every pipeline of a host that passes through this environment. */
  private addDeployRoles(host: Environment, keyArn: string): void {
    for (const application of host.delivery.applications) {
      const platform = this.platformFor(host, application, keyArn);
      const here = platform.path.find(({ name }) => name === this.environment.name);
      if (here === undefined) continue;
      const model = composePipeline(application, platform);
      const shared = { application: application.name, permissionsBoundaryArn: this.permissionsBoundaryArn };
      new DeployRole(this, `deploy-${host.name}-${application.name}`, {
        ...shared,
        name: here.deployRoleName,
        description: `Deploys ${application.name} to ${here.name}, for the pipeline in ${host.name}`,
        assumedBy: deployersOf(model, host.accountId, deployRoleArn(here)),
        statements: deployStatements(application, here, platform),
      });
      const planners = deployersOf(model, host.accountId, planRoleArn(here));
      if (planners.length === 0) continue;
      new DeployRole(this, `plan-${host.name}-${application.name}`, {
        ...shared,
        name: planRoleName(here),
        description: `Plans ${application.name} in ${here.name} by Terraform, for the pipeline in ${host.name}`,
        assumedBy: planners,
        statements: planStatements(application, here),
        looksAround: true,
      });
    }
  }
}

export const delivery: StackDefinition = {
  name: "delivery",
  scope: "account",
  dependsOn: [],
  create: (scope, props) => new DeliveryStack(scope, props),
};
