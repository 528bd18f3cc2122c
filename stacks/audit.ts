import { DataAwsCloudwatchLogGroup } from "@cdktf/provider-aws/lib/data-aws-cloudwatch-log-group";
import { TerraformOutput, type ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { SecureBucket } from "../modules/bucket";
import { inherits, satisfies } from "../modules/core";
import { EncryptionKey } from "../modules/encryption-key";
import { EventAlert, type EventPattern } from "../modules/event-alert";
import { EventDataStore } from "../modules/event-data-store";
import { archiveProtection, AuditTrail, bucketChanges, recordingChanges, trailDelivery, type ObjectEvents } from "../modules/trail";
import { DeliveryAlarms, TrailAlarms, watchedEvents } from "../modules/trail-alarms";
import { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

/**
 * What happened in the account, kept where nobody can change it, and somebody who is told: one trail for all regions, the
 * archive of its files, alarms on its events and on its silence. Where another team runs the trail or the archive, only what is missing is declared.
 */
class AuditStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, audit, props);
    const { cloudTrail, logArchive } = this.environment.ownership;
    if (logArchive.mode === "external") inherits(this, "cis-aws-7.0:4.4");
    if (cloudTrail.mode === "external" && logArchive.mode === "external") {
      this.watchTrailOfOthers(cloudTrail.logGroupName);
      return;
    }
    const key = this.addKey();
    const archive = logArchive.mode === "external" ? undefined : this.addArchive(key);
    if (cloudTrail.mode === "external") this.watchTrailOfOthers(cloudTrail.logGroupName);
    else this.addTrail(key, archive?.ready);
    if (archive) this.alert("archive-changes", `Somebody changed ${archive.name} or where its access is logged: find out who and why`, bucketChanges([archive.name, this.names.accessLogBucket]));
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
      statements: [...trailDelivery(this.archiveName, this.trailArn), ...archiveProtection(this.archiveName, [this.names.applyRoleArn])],
      adopt: ownership.logArchive.mode === "adopt",
    });
    new TerraformOutput(this, "log_archive", { value: archive.name });
    return satisfies(archive, "cis-aws-7.0:4.4");
  }

  private addTrail(key: EncryptionKey, bucketReady?: readonly ITerraformDependable[]): void {
    const { audit: settings, ownership } = this.environment;
    const { logGroup } = new AuditTrail(this, "trail", {
      ...this.home,
      name: this.trailName,
      keyArn: key.arn,
      bucketName: this.archiveName,
      bucketReady,
      logGroupName: this.logGroupName,
      logGroupRetentionDays: settings.logGroupRetentionDays,
      roleName: `${this.names.base}-trail`,
      permissionsBoundaryArn: this.permissionsBoundaryArn,
      topicName: this.deliveryTopicName,
      objectEvents: settings.dataEvents ? this.objectEvents : undefined,
      functionEvents: settings.functionEvents ? {} : undefined,
      insights: settings.insights,
      adopt: ownership.cloudTrail.mode === "adopt" ? ownership.cloudTrail : undefined,
    });
    this.addAlarms(this.logGroupName, logGroup.resource);
    this.alert("recording-changes", `Somebody stopped, removed or narrowed what ${this.trailName} records, or tried to: find out who and why`, recordingChanges);
    if (settings.eventDataStore) this.addEventDataStore(settings.eventDataStore.retentionDays);
    new TerraformOutput(this, "trail_arn", { value: this.trailArn });
  }

  private get deliveryTopicName(): string {
    return `${this.names.base}-trail`;
  }

  private get alertTopicArn(): string {
    return this.names.alertTopicArn(this.region);
  }

  /** What the environment calls classified, and never the buckets that take logs. */
  private get objectEvents(): ObjectEvents {
    const { classifiedBuckets, everyBucket } = this.environment.audit;
    const logBuckets = [this.archiveName, this.names.accessLogBucket, this.names.configBucket];
    return everyBucket ? { logBuckets, unsafe: { everyBucket } } : { logBuckets, buckets: classifiedBuckets ?? [`${this.names.base}-data-*`] };
  }

  private addAlarms(logGroupName: string, logGroup?: ITerraformDependable): void {
    const common = { logGroupName, namePrefix: this.names.base, topicArn: this.alertTopicArn };
    new TrailAlarms(this, "alarms", { ...common, logGroupReady: logGroup });
    new DeliveryAlarms(this, "delivery", {
      ...common,
      deliveryTopicName: logGroup ? this.deliveryTopicName : undefined,
      alertTopicName: this.names.alertTopic,
    });
  }

  private alert(id: string, description: string, pattern: EventPattern): void {
    new EventAlert(this, id, { name: `${this.names.base}-${id}`, description, pattern, topicArn: this.alertTopicArn });
  }

  /** Its key is its own: CloudTrail Lake uses it without saying for which account, which the trail's key must not allow. */
  private addEventDataStore(retentionDays: number): void {
    const key = new EncryptionKey(this, "event-data-store-key", {
      ...this.home,
      alias: this.names.keyAlias("event-data-store"),
      description: `Events of ${this.environment.name} in CloudTrail Lake`,
      grants: [{ kind: "event-data-store", madeBy: this.names.applyRoleArn }],
    });
    new EventDataStore(this, "event-data-store", {
      name: `${this.names.base}-events`,
      keyArn: key.arn,
      retentionDays,
      terminationProtection: this.environment.deletionProtection,
    });
  }

  /** The trail is theirs; who is told of its events is ours, where they come to a log group of this account. */
  private watchTrailOfOthers(logGroupName: string | undefined): void {
    inherits(this, "cis-aws-7.0:4.1", "cis-aws-7.0:4.2", "cis-aws-7.0:4.5", "cis-aws-7.0:4.8", "cis-aws-7.0:4.9");
    if (logGroupName === undefined) {
      inherits(this, ...watchedEvents.flatMap(({ control }) => control ?? []));
    } else {
      // Proves at the plan that it is there: a filter on a group that is not would only fail at the apply.
      new DataAwsCloudwatchLogGroup(this, "trail-log-group", { name: logGroupName });
      this.addAlarms(logGroupName);
    }
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
