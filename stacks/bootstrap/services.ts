/**
 * The AWS services in which Portcullis declares resources, with what the deployment roles need in each. A stack that
 * uses a further service adds one entry here; the plan role, the apply role and the permissions boundary follow.
 */
export interface ServicePermissions {
  readonly service: string;
  /** Actions, without the service's prefix, that read configuration and never data. */
  readonly read: readonly string[];
  /** Actions that create, change and remove what the stacks declare. */
  readonly write: readonly string[];
  /**
   * Kind of resource by whose ARN writing is confined to the environment's own names, where the service's ARNs hold
   * names. @default anything, in the environment's regions
   */
  readonly named?: (base: string, accountId: string) => readonly string[];
}

export const services: readonly ServicePermissions[] = [
  {
    service: "cloudtrail",
    read: ["DescribeTrails", "GetEventSelectors", "GetInsightSelectors", "GetTrail", "GetTrailStatus", "ListTags", "ListTrails"],
    write: ["AddTags", "CreateTrail", "DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "RemoveTags", "StartLogging", "UpdateTrail"],
    named: (base, accountId) => [`arn:aws:cloudtrail:*:${accountId}:trail/${base}-*`],
  },
  {
    service: "ec2",
    read: ["Describe*", "GetManagedPrefixListEntries"],
    write: [
      "*Address",
      "*FlowLogs",
      "*InternetGateway",
      "*NatGateway",
      "*NetworkAcl*",
      "*Route",
      "*RouteTable*",
      "*SecurityGroup*",
      "*Subnet*",
      "*Vpc",
      "*VpcAttribute",
      "*VpcEndpoint*",
      "CreateTags",
      "DeleteTags",
    ],
  },
  {
    service: "kms",
    read: ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListAliases", "ListKeyPolicies", "ListResourceTags"],
    write: [
      "CreateAlias",
      "CreateGrant",
      "CreateKey",
      "DeleteAlias",
      "EnableKey",
      "EnableKeyRotation",
      "PutKeyPolicy",
      "ScheduleKeyDeletion",
      "TagResource",
      "UntagResource",
      "UpdateAlias",
      "UpdateKeyDescription",
    ],
  },
  {
    service: "logs",
    read: ["Describe*", "GetLogDelivery", "ListLogDeliveries", "ListTagsForResource"],
    write: [
      "AssociateKmsKey",
      "CreateLogDelivery",
      "CreateLogGroup",
      "DeleteLogDelivery",
      "DeleteLogGroup",
      "DeleteMetricFilter",
      "DeleteResourcePolicy",
      "DeleteRetentionPolicy",
      "DisassociateKmsKey",
      "PutMetricFilter",
      "PutResourcePolicy",
      "PutRetentionPolicy",
      "TagResource",
      "UntagResource",
      "UpdateLogDelivery",
    ],
  },
  {
    service: "s3",
    read: ["GetAccelerateConfiguration", "GetBucket*", "GetEncryptionConfiguration", "GetLifecycleConfiguration", "GetReplicationConfiguration", "ListBucket"],
    write: ["CreateBucket", "DeleteBucket", "DeleteBucketPolicy", "PutBucket*", "PutEncryptionConfiguration", "PutLifecycleConfiguration"],
    named: (base) => [`arn:aws:s3:::${base}-*`],
  },
  {
    service: "sns",
    read: ["GetSubscriptionAttributes", "GetTopicAttributes", "ListSubscriptionsByTopic", "ListTagsForResource"],
    write: ["CreateTopic", "DeleteTopic", "SetSubscriptionAttributes", "SetTopicAttributes", "Subscribe", "TagResource", "Unsubscribe", "UntagResource"],
    named: (base, accountId) => [`arn:aws:sns:*:${accountId}:${base}-*`],
  },
  {
    service: "wafv2",
    read: ["CheckCapacity", "Describe*", "Get*", "List*"],
    write: ["AssociateWebACL", "Create*", "Delete*", "DisassociateWebACL", "Put*", "TagResource", "UntagResource", "Update*"],
  },
];

/** Services that stacks give a role to; iam:PassRole is confined to them. */
export const servicesWithRoles = ["cloudtrail.amazonaws.com", "vpc-flow-logs.amazonaws.com"];

export const prefixed = (service: string, actions: readonly string[]): readonly string[] => actions.map((action) => `${service}:${action}`);
