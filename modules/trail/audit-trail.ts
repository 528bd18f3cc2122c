import { Cloudtrail, type CloudtrailAdvancedEventSelector } from "@cdktf/provider-aws/lib/cloudtrail";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { bucketArn } from "../bucket";
import { satisfies } from "../core";
import { EncryptedLogGroup } from "../log-group";
import { ServiceRole } from "../service-role";
import { EncryptedTopic } from "../topic";

export interface AuditTrailProps {
  readonly name: string;
  readonly accountId: string;
  /** Region it is declared in; it records all regions. */
  readonly region: string;
  /** ARN of the key for log files, log group and topic; it grants `trail` and `log-groups`. */
  readonly keyArn: string;
  /** Bucket it delivers to; its policy holds `trailDelivery`. */
  readonly bucketName: string;
  /** What must stand before CloudTrail checks the bucket: the bucket's policy. @default nothing: the bucket stands already */
  readonly bucketReady?: readonly ITerraformDependable[];
  readonly logGroupName: string;
  /** Retention in CloudWatch Logs, in days. */
  readonly logGroupRetentionDays: number;
  /** Name of the role with which CloudTrail writes to the log group. */
  readonly roleName: string;
  readonly permissionsBoundaryArn: string;
  /** Name of the topic that is told of each delivered file. */
  readonly topicName: string;
  /** Record reads and writes of S3 objects too, but not in the named buckets. Costs by event. @default management events only */
  readonly objectEvents?: { readonly exceptBuckets: readonly string[] };
  /** Identity of an existing trail and log group to import. @default both are created */
  readonly adopt?: { readonly trailArn: string; readonly logGroupName: string };
}

const managementEvents: CloudtrailAdvancedEventSelector = {
  name: "Management events, reads and writes",
  fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
};

const objectEvents = (exceptBuckets: readonly string[]): CloudtrailAdvancedEventSelector => ({
  name: "S3 object events",
  fieldSelector: [
    { field: "eventCategory", equalTo: ["Data"] },
    { field: "resources.type", equalTo: ["AWS::S3::Object"] },
    { field: "resources.ARN", notStartsWith: exceptBuckets.map((name) => `${bucketArn(name)}/`) },
  ],
});

/** One trail for all regions: validated, encrypted files in the archive, events in a log group, a notice of each file. */
export class AuditTrail extends Construct {
  public readonly trail: Cloudtrail;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const logGroup = new EncryptedLogGroup(this, "log-group", {
      name: props.logGroupName,
      keyArn: props.keyArn,
      retentionDays: props.logGroupRetentionDays,
    });
    const role = this.addRole(props);
    const topic = new EncryptedTopic(this, "topic", {
      name: props.topicName,
      accountId: props.accountId,
      region: props.region,
      keyArn: props.keyArn,
      publishers: [{ service: "cloudtrail", trailArn: `arn:aws:cloudtrail:${props.region}:${props.accountId}:trail/${props.name}` }],
    });
    this.trail = new Cloudtrail(this, "trail", {
      name: props.name,
      s3BucketName: props.bucketName,
      kmsKeyId: props.keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: `${logGroup.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      snsTopicName: topic.topic.name,
      advancedEventSelector: [managementEvents, ...(props.objectEvents ? [objectEvents(props.objectEvents.exceptBuckets)] : [])],
      // CloudTrail tries all three destinations when it is made, and fails where one does not let it in yet.
      dependsOn: [...(props.bucketReady ?? []), role.permissions, topic.policy],
    });
    if (props.adopt) {
      this.trail.importFrom(props.adopt.trailArn);
      logGroup.resource.importFrom(props.adopt.logGroupName);
    }
    satisfies(this.trail, "cis-aws-7.0:4.1", "cis-aws-7.0:4.2", "cis-aws-7.0:4.5");
    if (props.objectEvents) satisfies(this.trail, "cis-aws-7.0:4.8", "cis-aws-7.0:4.9");
  }

  private addRole(props: AuditTrailProps): ServiceRole {
    return new ServiceRole(this, "role", {
      name: props.roleName,
      description: `Lets CloudTrail write the events of ${props.name} to its log group`,
      service: "cloudtrail.amazonaws.com",
      accountId: props.accountId,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [
        {
          Sid: "WriteEvents",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `arn:aws:logs:${props.region}:${props.accountId}:log-group:${props.logGroupName}:log-stream:${props.accountId}_CloudTrail_*`,
        },
      ],
      unsafe: {
        withoutSourceCondition: {
          reason: "CloudTrail sends neither aws:SourceArn nor aws:SourceAccount with this role (CloudTrail User Guide, role policy for CloudWatch Logs)",
        },
      },
    });
  }
}
