import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { accessLogDelivery, bucketArn, readableBy, SecureBucket } from "../../modules/bucket";
import { everyone } from "../../modules/core";
import { EncryptionKey } from "../../modules/encryption-key";
import { EncryptedTopic } from "../../modules/topic";
import { BaseStack } from "../base";
import type { StackDefinition, StackProps } from "../definition";
import { bootstrapContext, type BootstrapContext } from "./context";
import { DeploymentIdentities } from "./identities";
import { OrganisationLedger } from "./ledger";

/** Days after which a plan bundle is gone: a plan holds secrets and is worth nothing once the tree has moved on. */
const bundleDays = 30;
const accessLogDays = 365;

/**
 * What every other stack of an environment stands on: state, bundles, ledger, deployment roles, permissions boundary,
 * keys, alerts. People apply it; promotion plans and reviews it and changes nothing in it.
 */
class BootstrapStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, bootstrap, props);
    const context = bootstrapContext(props.organisation, props.environments, props.environment);
    const accessLogs = this.addAccessLogs();
    this.addState(accessLogs);
    this.addBundles(accessLogs, context);
    if (context.ledger.isHere) new OrganisationLedger(this, "ledger", context, accessLogs);
    this.addAlerts();
    new DeploymentIdentities(this, "identities", context);
    this.addOutputs(context);
  }

  private addAccessLogs(): SecureBucket {
    return new SecureBucket(this, "access-logs", {
      name: this.names.accessLogBucket,
      statements: [accessLogDelivery(this.names.accessLogBucket, this.environment.accountId)],
      lifecycle: { expireAfterDays: accessLogDays },
      unsafe: {
        s3ManagedKey: { reason: "S3 delivers access logs only to buckets under its own keys (S3 User Guide, server access logging)" },
        withoutAccessLogs: { reason: "It takes the access logs: a log of its own deliveries would never end" },
      },
    });
  }

  /** States, their locks, and the anchors of the ledger's head. Every version of a state stays. */
  private addState(accessLogs: SecureBucket): void {
    const key = new EncryptionKey(this, "state-key", {
      ...this.home,
      alias: this.names.keyAlias("state"),
      description: `Terraform states of ${this.environment.name}`,
      grants: [{ kind: "account-through", service: "s3", access: "use" }],
    });
    new SecureBucket(this, "state", {
      name: this.names.stateBucket,
      keyArn: key.arn,
      accessLogBucket: accessLogs,
      statements: [
        {
          Sid: "DenyLossOfVersions",
          Effect: "Deny",
          Principal: everyone,
          Action: "s3:DeleteObjectVersion",
          Resource: `${bucketArn(this.names.stateBucket)}/*`,
        },
      ],
    });
  }

  /** Plans with their trees. They hold secrets, so no Object Lock, a short life, and readers by name. */
  private addBundles(accessLogs: SecureBucket, { deploymentRoles }: BootstrapContext): void {
    const key = new EncryptionKey(this, "bundles-key", {
      ...this.home,
      alias: this.names.keyAlias("bundles"),
      description: `Plan bundles of ${this.environment.name}`,
      grants: [{ kind: "principals", principalArns: deploymentRoles, access: "use" }],
    });
    new SecureBucket(this, "bundles", {
      name: this.names.bundleBucket,
      keyArn: key.arn,
      accessLogBucket: accessLogs,
      lifecycle: { expireAfterDays: bundleDays, expireOldVersionsAfterDays: 1 },
      statements: [readableBy(this.names.bundleBucket, deploymentRoles)],
    });
  }

  private addAlerts(): void {
    const key = new EncryptionKey(this, "alerts-key", {
      ...this.home,
      alias: this.names.keyAlias("alerts"),
      description: `Alerts of ${this.environment.name}`,
      grants: [{ kind: "topic-publishers", services: ["cloudwatch", "events"] }, { kind: "budget-publisher" }],
    });
    new EncryptedTopic(this, "alerts", {
      ...this.home,
      name: this.names.alertTopic,
      keyArn: key.arn,
      publishers: [{ service: "cloudwatch" }, { service: "events" }, { service: "budgets" }],
      email: this.environment.alertEmail,
    });
  }

  private addOutputs({ ledger }: BootstrapContext): void {
    const facts = {
      "state-bucket": this.names.stateBucket,
      "plan-role": this.names.planRoleArn,
      "apply-role": this.names.applyRoleArn,
      ...(ledger.isHere ? { "ledger-bucket": ledger.bucket } : {}),
    };
    for (const [fact, value] of Object.entries(facts)) new TerraformOutput(this, fact, { value });
  }
}

export const bootstrap: StackDefinition = {
  name: "bootstrap",
  scope: "account",
  dependsOn: [],
  create: (scope, props) => new BootstrapStack(scope, props),
};
