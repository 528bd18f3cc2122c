import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { satisfies } from "../core";
import { EncryptedLogGroup } from "../log-group";
import { ServiceRole } from "../service-role";
import { EncryptedTopic } from "../topic";
import { functionEventSelector, managementEvents, objectEventSelector, type EventSelector, type FunctionEvents, type ObjectEvents } from "./event-selectors";

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
  /** Reads and writes of S3 objects that are recorded too. @default none */
  readonly objectEvents?: ObjectEvents;
  /** Invocations of Lambda functions that are recorded too. @default none */
  readonly functionEvents?: FunctionEvents;
  /** Find unusual rates of calls and of errors among the management events; costs by event analysed. @default false */
  readonly insights?: boolean;
  /** Identity of an existing trail and log group to import. @default both are created */
  readonly adopt?: { readonly trailArn: string; readonly logGroupName: string };
}

/** Everything that CloudTrail can find (CloudTrail API Reference, InsightSelector). */
const insightTypes = ["ApiCallRateInsight", "ApiErrorRateInsight"];

const selectors = (construct: Construct, { objectEvents, functionEvents }: AuditTrailProps): readonly EventSelector[] => [
  managementEvents,
  ...(objectEvents ? [objectEventSelector(construct, objectEvents)] : []),
  ...(functionEvents ? [functionEventSelector(functionEvents)] : []),
];

/**
 * One trail for all regions: validated, encrypted files in the archive, events in a log group, a notice of each file.
 *
 * @example
 * new AuditTrail(scope, "trail", {
 *   name: "castle-dev-trail",
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   keyArn: "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
 *   bucketName: "castle-dev-log-archive-111111111111",
 *   logGroupName: "castle-dev-trail",
 *   logGroupRetentionDays: 365,
 *   roleName: "castle-dev-trail",
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 *   topicName: "castle-dev-trail-deliveries",
 * });
 */
export class AuditTrail extends Construct {
  public readonly trail: Cloudtrail;
  public readonly logGroup: EncryptedLogGroup;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    this.logGroup = new EncryptedLogGroup(this, "log-group", {
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
      cloudWatchLogsGroupArn: `${this.logGroup.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      snsTopicName: topic.topic.name,
      advancedEventSelector: selectors(this, props).map(({ name, fieldSelector }) => ({ name, fieldSelector: [...fieldSelector] })),
      ...(props.insights ? { insightSelector: insightTypes.map((insightType) => ({ insightType })) } : {}),
      // CloudTrail tries all three destinations when it is made, and fails where one does not let it in yet.
      dependsOn: [...(props.bucketReady ?? []), role.permissions, topic.policy],
    });
    if (props.adopt) {
      this.trail.importFrom(props.adopt.trailArn);
      this.logGroup.resource.importFrom(props.adopt.logGroupName);
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
