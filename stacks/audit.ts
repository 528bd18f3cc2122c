import { DataAwsCloudwatchLogGroup } from "@cdktf/provider-aws/lib/data-aws-cloudwatch-log-group";
import { TerraformOutput, type ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { noRemoval, SecureBucket } from "../modules/bucket";
import { satisfies } from "../modules/core";
import { EncryptionKey } from "../modules/encryption-key";
import { AuditTrail, trailDelivery } from "../modules/trail";
import { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

/**
 * What happened in the account, kept where nobody can change it: one trail for all regions and the archive of its
 * files. Where another team runs the trail or the archive, only what is missing is declared.
 */
class AuditStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, audit, props);
    const { cloudTrail, logArchive } = this.environment.ownership;
    if (cloudTrail.mode === "external" && logArchive.mode === "external") {
      this.lookUpTrail(cloudTrail.logGroupName);
      return;
    }
    const key = this.addKey();
    const archive = logArchive.mode === "external" ? undefined : this.addArchive(key);
    if (cloudTrail.mode === "external") this.lookUpTrail(cloudTrail.logGroupName);
    else this.addTrail(key, archive?.ready);
  }

  private get trailName(): string {
    const { cloudTrail } = this.environment.ownership;
    return cloudTrail.mode === "adopt" ? (cloudTrail.trailArn.split("/").at(-1) ?? this.names.trail) : this.names.trail;
  }

  private get trailArn(): string {
    const { cloudTrail } = this.environment.ownership;
    return cloudTrail.mode === "own" ? this.names.trailArn(this.region) : cloudTrail.trailArn;
  }

  private get logGroupName(): string {
    const { cloudTrail } = this.environment.ownership;
    return cloudTrail.mode === "adopt" ? cloudTrail.logGroupName : this.names.trailLogGroup;
  }

  private get archiveName(): string {
    const { logArchive } = this.environment.ownership;
    return logArchive.mode === "own" ? this.names.logArchiveBucket : logArchive.bucketName;
  }

  private addKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      ...this.home,
      alias: this.names.keyAlias("audit"),
      description: `Audit trail of ${this.environment.name}`,
      grants: [
        { kind: "trail", trailArn: this.trailArn },
        { kind: "log-groups", names: [this.logGroupName] },
        { kind: "account-through", service: "s3", access: "read" },
      ],
    });
  }

  private addArchive(key: EncryptionKey): SecureBucket {
    const { audit: settings, ownership } = this.environment;
    const archive = new SecureBucket(this, "archive", {
      name: this.archiveName,
      keyArn: key.arn,
      accessLogBucket: this.names.accessLogBucket,
      objectLock: settings.objectLock,
      lifecycle: {
        expireAfterDays: settings.archiveRetentionDays,
        // S3 refuses a transition that does not come before the expiry.
        archiveAfterDays: settings.archiveRetentionDays > daysUntilRarelyRead ? daysUntilRarelyRead : undefined,
      },
      statements: [...trailDelivery(this.archiveName, this.trailArn), noRemoval(this.archiveName)],
      adopt: ownership.logArchive.mode === "adopt",
    });
    new TerraformOutput(this, "log_archive", { value: archive.name });
    return satisfies(archive, "cis-aws-7.0:4.4");
  }

  private addTrail(key: EncryptionKey, bucketReady?: readonly ITerraformDependable[]): void {
    const { audit: settings, ownership } = this.environment;
    new AuditTrail(this, "trail", {
      ...this.home,
      name: this.trailName,
      keyArn: key.arn,
      bucketName: this.archiveName,
      bucketReady,
      logGroupName: this.logGroupName,
      logGroupRetentionDays: settings.logGroupRetentionDays,
      roleName: `${this.names.base}-trail`,
      permissionsBoundaryArn: this.permissionsBoundaryArn,
      topicName: `${this.names.base}-trail`,
      objectEvents: settings.dataEvents ? { exceptBuckets: [this.archiveName, this.names.accessLogBucket] } : undefined,
      adopt: ownership.cloudTrail.mode === "adopt" ? ownership.cloudTrail : undefined,
    });
    new TerraformOutput(this, "trail_arn", { value: this.trailArn });
  }

  /** Proves that the log group of a trail that another team runs is there; alarms read it. */
  private lookUpTrail(logGroupName: string | undefined): void {
    if (logGroupName !== undefined) new DataAwsCloudwatchLogGroup(this, "trail-log-group", { name: logGroupName });
    new TerraformOutput(this, "trail_arn", { value: this.trailArn });
  }
}

/** Files of this age are read in investigations only; S3 Glacier Instant Retrieval still gives them at once. */
const daysUntilRarelyRead = 90;

export const audit: StackDefinition = {
  name: "audit",
  scope: "account",
  dependsOn: [],
  create: (scope, props) => new AuditStack(scope, props),
};
