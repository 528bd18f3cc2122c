import { IamServiceLinkedRole } from "@cdktf/provider-aws/lib/iam-service-linked-role";
import { type ITerraformDependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { EnvironmentError, regionsOf } from "../environments";
import { noRemoval, SecureBucket } from "../modules/bucket";
import { ConfigRemediations, remediations } from "../modules/config-remediation";
import { AggregatorAuthorization, ConfigAggregator, configDelivery, ConfigRecorder } from "../modules/config-recorder";
import {
  allocate,
  catalogue,
  choiceFaults,
  chooseRules,
  ConformancePack,
  FunctionRules,
  functionRules,
  GuardPolicyRule,
  guardRules,
  ManagedPolicyRule,
  packFaults,
  type ChoiceFault,
} from "../modules/config-rules";
import { inherits } from "../modules/core";
import { EncryptionKey } from "../modules/encryption-key";
import { logGroupOf } from "../modules/lambda-function";
import { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

/**
 * What AWS Config records in a region, the rules that look at it, and the repairs of what they find. Where another team
 * runs the recorder, as AWS Control Tower does, the rules still go in and nothing of the recorder is declared.
 */
class ComplianceStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, compliance, props);
    this.check();
    const key = this.isHome ? this.addKey() : undefined;
    const recording = this.addRecorder(key);
    this.addPacksAndRepairs(recording);
    this.addGuardRules(recording);
    if (key) this.addFunctionRules(key, recording);
    this.addAggregation(props);
  }

  private get recorderName(): string {
    const { configRecorder } = this.environment.ownership;
    return configRecorder.mode === "adopt" ? configRecorder.recorderName : this.names.base;
  }

  /** @throws EnvironmentError for rules, controls or parameters that there are not, and for packs that AWS would refuse. */
  private check(): void {
    const faults = choiceFaults([...catalogue, ...guardRules, ...functionRules], this.environment.compliance);
    this.refuse(faults);
    this.refuse(packFaults(this.packs()));
  }

  private refuse(faults: readonly ChoiceFault[]): void {
    const errors = faults.map(
      ({ key, problem, remedy }) => new EnvironmentError({ file: `environments/${this.environment.name}.ts`, key: `compliance.${key}`, problem, remedy }),
    );
    const [first, ...others] = errors;
    if (first) throw new EnvironmentError(first, others);
  }

  /** What the packs hold: managed rules whose violations nobody repairs for us. */
  private packs() {
    const chosen = chooseRules(catalogue, this.environment.compliance, this.isHome);
    const repaired = remediations.map(({ rule }) => rule);
    return allocate(
      chosen.filter(({ rule }) => !repaired.includes(rule.name)),
      this.environment.compliance.packs,
    );
  }

  private get keyAlias(): string {
    return this.names.keyAlias("compliance");
  }

  private get functionName(): string {
    return `${this.names.base}-config-rules`;
  }

  private addKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      ...this.home,
      alias: this.keyAlias,
      description: `Configuration history of ${this.environment.name}, and the log of its rules`,
      grants: [
        { kind: "config-delivery" },
        { kind: "log-groups", names: [logGroupOf(this.functionName)] },
        { kind: "account-through", service: "s3", access: "read" },
      ],
    });
  }

  /**
   * One bucket for all regions, beside the log archive: AWS Config does not deliver where Object Lock has a default retention
   * (AWS Config Developer Guide, "Managing the Delivery Channel"). Nobody removes objects from it either.
   */
  private addBucket(key: EncryptionKey): readonly ITerraformDependable[] {
    const { accountId, compliance: settings } = this.environment;
    const name = this.names.configBucket;
    const bucket = new SecureBucket(this, "history", {
      name,
      keyArn: key.arn,
      accessLogBucket: this.names.accessLogBucket,
      lifecycle: { expireAfterDays: settings.retentionDays },
      statements: [...configDelivery(name, accountId), noRemoval(name)],
    });
    return bucket.ready;
  }

  private addRecorder(key: EncryptionKey | undefined): ITerraformDependable | undefined {
    const { compliance: settings, ownership } = this.environment;
    if (ownership.configRecorder.mode === "external") {
      inherits(this, "cis-aws-7.0:4.3");
      return undefined;
    }
    const recorder = new ConfigRecorder(this, "recorder", {
      name: this.recorderName,
      accountId: this.environment.accountId,
      delivery: {
        bucketName: this.names.configBucket,
        keyArn: `arn:aws:kms:${this.environment.homeRegion}:${this.environment.accountId}:${this.keyAlias}`,
      },
      globalTypes: this.isHome,
      frequency: settings.recording,
      retentionDays: settings.retentionDays,
      ready: [...this.addServiceLinkedRole(), ...(key ? this.addBucket(key) : [])],
      adopt: ownership.configRecorder.mode === "adopt" ? ownership.configRecorder : undefined,
    });
    return recorder.recording;
  }

  /** Once an account, in its home region; a recorder that is adopted has one. */
  private addServiceLinkedRole(): readonly ITerraformDependable[] {
    const { compliance: settings, ownership } = this.environment;
    if (!this.isHome || ownership.configRecorder.mode !== "own" || settings.serviceLinkedRole === "exists") return [];
    return [new IamServiceLinkedRole(this, "service-linked-role", { awsServiceName: "config.amazonaws.com" })];
  }

  private addPacksAndRepairs(recording: ITerraformDependable | undefined): void {
    const { environment, names } = this;
    for (const [pack, rules] of this.packs()) {
      // Names of packs hold letters, digits and hyphens.
      new ConformancePack(this, pack.replaceAll(".", "-"), { name: `${names.base}-${pack.replaceAll(".", "-")}`, pack, rules, recording });
    }
    const repairs = chooseRules(catalogue, environment.compliance, this.isHome).flatMap((chosen) => {
      const remediation = remediations.find(({ rule }) => rule === chosen.rule.name);
      if (remediation === undefined) return [];
      const { resource } = new ManagedPolicyRule(this, chosen.rule.name, { ...chosen, prefix: names.base, recording });
      return [{ remediation, rule: resource }];
    });
    if (repairs.length === 0) return;
    new ConfigRemediations(this, "remediations", {
      accountId: environment.accountId,
      roleName: `${names.base}-remediation-${this.region}`,
      permissionsBoundaryArn: this.permissionsBoundaryArn,
      mode: environment.compliance.remediation,
      repairs,
    });
  }

  private addGuardRules(recording: ITerraformDependable | undefined): void {
    for (const { rule } of chooseRules(guardRules, this.environment.compliance, this.isHome)) {
      new GuardPolicyRule(this, rule.name, { prefix: this.names.base, rule, recording });
    }
  }

  private addFunctionRules(key: EncryptionKey, recording: ITerraformDependable | undefined): void {
    const rules = chooseRules(functionRules, this.environment.compliance, this.isHome);
    if (rules.length === 0) return;
    new FunctionRules(this, "function-rules", {
      ...this.home,
      functionName: this.functionName,
      prefix: this.names.base,
      rules,
      recording,
      keyArn: key.arn,
      logRetentionDays: this.environment.audit.logGroupRetentionDays,
      permissionsBoundaryArn: this.permissionsBoundaryArn,
    });
  }

  /**
   * Each account gathers its own regions. The account that holds the ledger, which is never of stage dev, gathers those of all
   * environments as well, and they let it.
   */
  private addAggregation({ organisation, environments }: StackProps): void {
    const isCentre = this.environment.name === organisation.ledgerEnvironment;
    const gathered = isCentre ? environments : [this.environment];
    if (this.isHome) {
      new ConfigAggregator(this, "aggregator", {
        name: this.names.base,
        accountIds: [...new Set(gathered.map(({ accountId }) => accountId))],
        regions: [...new Set(gathered.flatMap(regionsOf))].sort(),
      });
      new TerraformOutput(this, "aggregator_name", { description: "Name of the aggregator that shows the compliance of all regions", value: this.names.base });
    }
    const centre = environments.find(({ name }) => name === organisation.ledgerEnvironment);
    if (centre && !isCentre) new AggregatorAuthorization(this, "aggregator-authorization", { accountId: centre.accountId, region: centre.homeRegion });
  }
}

export const compliance: StackDefinition = {
  name: "compliance",
  scope: "region",
  dependsOn: [],
  // There stand the service-linked role and the bucket, without which AWS refuses a recorder in any region.
  homeFirst: true,
  create: (scope, props) => new ComplianceStack(scope, props),
};
