import type { ControlId } from "../core";
import { named, namedByService, namedOf } from "./pattern";

/** One kind of event that somebody is told of. */
export interface WatchedEvents {
  /** Construct id and end of every name: never changes. */
  readonly id: string;
  /** What has happened, for whoever reads the alert. */
  readonly title: string;
  /** Which events of the trail's log group. */
  readonly pattern: string;
  /** @default none: it goes beyond the benchmark */
  readonly control?: ControlId;
}

/**
 * The events that CIS AWS Foundations 7.0 wants monitored (5.1 to 5.15; 4.1 to 4.15 of 5.0), each with exactly the events and
 * the order the benchmark gives: Security Hub's controls CloudWatch.1 to CloudWatch.14 take a pattern with one event more for
 * no pattern at all (Security Hub User Guide, "Controls for Amazon CloudWatch"). What the benchmark misses is watched apart, below.
 */
const benchmark: readonly WatchedEvents[] = [
  {
    id: "unauthorized-calls",
    title: "A call was refused for want of rights",
    control: "cis-aws-7.0:5.1",
    pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  },
  {
    id: "sign-in-without-mfa",
    title: "An IAM user signed in to the console without MFA",
    control: "cis-aws-7.0:5.2",
    pattern: '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed !="Yes") && ($.userIdentity.type="IAMUser") && ($.responseElements.ConsoleLogin="Success")}',
  },
  {
    id: "root-use",
    title: "The root user was used",
    control: "cis-aws-7.0:5.3",
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  },
  {
    id: "iam-policy-changes",
    title: "A policy in IAM changed",
    control: "cis-aws-7.0:5.4",
    pattern: namedOf(
      "iam",
      "DeleteGroupPolicy",
      "DeleteRolePolicy",
      "DeleteUserPolicy",
      "PutGroupPolicy",
      "PutRolePolicy",
      "PutUserPolicy",
      "CreatePolicy",
      "DeletePolicy",
      "CreatePolicyVersion",
      "DeletePolicyVersion",
      "AttachRolePolicy",
      "DetachRolePolicy",
      "AttachUserPolicy",
      "DetachUserPolicy",
      "AttachGroupPolicy",
      "DetachGroupPolicy",
    ),
  },
  {
    id: "trail-changes",
    title: "A trail was made, changed, removed, started or stopped",
    control: "cis-aws-7.0:5.5",
    pattern: named("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"),
  },
  {
    id: "sign-in-failures",
    title: "A sign-in to the console failed",
    control: "cis-aws-7.0:5.6",
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  },
  {
    id: "key-removals",
    title: "A key was disabled or its deletion was ordered",
    control: "cis-aws-7.0:5.7",
    pattern: namedOf("kms", "DisableKey", "ScheduleKeyDeletion"),
  },
  {
    id: "bucket-policy-changes",
    title: "Who may use a bucket, or how long it keeps objects, changed",
    control: "cis-aws-7.0:5.8",
    pattern: namedOf(
      "s3",
      "PutBucketAcl",
      "PutBucketPolicy",
      "PutBucketCors",
      "PutBucketLifecycle",
      "PutBucketReplication",
      "DeleteBucketPolicy",
      "DeleteBucketCors",
      "DeleteBucketLifecycle",
      "DeleteBucketReplication",
    ),
  },
  {
    id: "config-recorder-changes",
    title: "AWS Config was stopped or its recorder or delivery changed",
    control: "cis-aws-7.0:5.9",
    pattern: namedOf("config", "StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"),
  },
  {
    id: "security-group-changes",
    title: "A security group changed",
    control: "cis-aws-7.0:5.10",
    pattern: named(
      "AuthorizeSecurityGroupIngress",
      "AuthorizeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
      "RevokeSecurityGroupEgress",
      "CreateSecurityGroup",
      "DeleteSecurityGroup",
    ),
  },
  {
    id: "network-acl-changes",
    title: "A network ACL changed",
    control: "cis-aws-7.0:5.11",
    pattern: named(
      "CreateNetworkAcl",
      "CreateNetworkAclEntry",
      "DeleteNetworkAcl",
      "DeleteNetworkAclEntry",
      "ReplaceNetworkAclEntry",
      "ReplaceNetworkAclAssociation",
    ),
  },
  {
    id: "gateway-changes",
    title: "An internet or customer gateway changed",
    control: "cis-aws-7.0:5.12",
    pattern: named(
      "CreateCustomerGateway",
      "DeleteCustomerGateway",
      "AttachInternetGateway",
      "CreateInternetGateway",
      "DeleteInternetGateway",
      "DetachInternetGateway",
    ),
  },
  {
    id: "route-changes",
    title: "A route or route table changed",
    control: "cis-aws-7.0:5.13",
    pattern: namedOf(
      "ec2",
      "CreateRoute",
      "CreateRouteTable",
      "ReplaceRoute",
      "ReplaceRouteTableAssociation",
      "DeleteRouteTable",
      "DeleteRoute",
      "DisassociateRouteTable",
    ),
  },
  {
    id: "vpc-changes",
    title: "A VPC or a peering changed",
    control: "cis-aws-7.0:5.14",
    pattern: named(
      "CreateVpc",
      "DeleteVpc",
      "ModifyVpcAttribute",
      "AcceptVpcPeeringConnection",
      "CreateVpcPeeringConnection",
      "DeleteVpcPeeringConnection",
      "RejectVpcPeeringConnection",
      "AttachClassicLinkVpc",
      "DetachClassicLinkVpc",
      "DisableVpcClassicLink",
      "EnableVpcClassicLink",
    ),
  },
  {
    id: "organization-changes",
    title: "The organisation, its accounts or its policies changed",
    control: "cis-aws-7.0:5.15",
    pattern: namedOf(
      "organizations",
      "AcceptHandshake",
      "AttachPolicy",
      "CancelHandshake",
      "CreateAccount",
      "CreateOrganization",
      "CreateOrganizationalUnit",
      "CreatePolicy",
      "DeclineHandshake",
      "DeleteOrganization",
      "DeleteOrganizationalUnit",
      "DeletePolicy",
      "EnableAllFeatures",
      "EnablePolicyType",
      "InviteAccountToOrganization",
      "LeaveOrganization",
      "DetachPolicy",
      "DisablePolicyType",
      "MoveAccount",
      "RemoveAccountFromOrganization",
      "UpdateOrganizationalUnit",
      "UpdatePolicy",
    ),
  },
];

/** What the benchmark misses: other ways to blind the recording, to open a bucket, to stay in the account, to leave the network. */
const beyond: readonly WatchedEvents[] = [
  {
    id: "trail-selector-changes",
    title: "What the trail records changed, or an event data store was stopped or removed",
    pattern: namedOf("cloudtrail", "PutEventSelectors", "PutInsightSelectors", "DeleteEventDataStore", "StopEventDataStoreIngestion", "UpdateEventDataStore"),
  },
  {
    id: "alarm-changes",
    title: "Something of the way from an event to whoever is told was taken away",
    pattern: namedByService({
      monitoring: ["DeleteAlarms", "DisableAlarmActions"],
      logs: ["DeleteLogGroup", "DeleteLogStream", "DeleteMetricFilter", "DisassociateKmsKey", "PutRetentionPolicy"],
      events: ["DeleteRule", "DisableRule", "RemoveTargets"],
      sns: ["DeleteTopic", "SetTopicAttributes", "Unsubscribe"],
    }),
  },
  {
    id: "bucket-protection-changes",
    title: "A bucket's or the account's block of public access, or a bucket's lock, log, versions or encryption changed",
    pattern: namedOf(
      "s3",
      "PutBucketPublicAccessBlock",
      "DeleteBucketPublicAccessBlock",
      "PutAccountPublicAccessBlock",
      "DeleteAccountPublicAccessBlock",
      "PutBucketOwnershipControls",
      "DeleteBucketOwnershipControls",
      "PutBucketObjectLockConfiguration",
      "PutBucketLogging",
      "PutBucketVersioning",
      "PutBucketEncryption",
      "DeleteBucketEncryption",
    ),
  },
  {
    id: "key-policy-changes",
    title: "Who may use a key changed, or it is no longer rotated",
    pattern: namedOf("kms", "PutKeyPolicy", "DisableKeyRotation", "DeleteImportedKeyMaterial", "UpdateAlias", "DeleteAlias"),
  },
  {
    id: "identity-changes",
    title: "A way into the account was made: a user, a key, a federation, a trust, or a role without its boundary",
    pattern: namedOf(
      "iam",
      "CreateUser",
      "CreateAccessKey",
      "CreateLoginProfile",
      "UpdateLoginProfile",
      "DeactivateMFADevice",
      "CreateSAMLProvider",
      "UpdateSAMLProvider",
      "CreateOpenIDConnectProvider",
      "AddClientIDToOpenIDConnectProvider",
      "UpdateAssumeRolePolicy",
      "DeleteRolePermissionsBoundary",
      "DeleteUserPermissionsBoundary",
      "SetDefaultPolicyVersion",
    ),
  },
  {
    id: "further-gateway-changes",
    title: "A NAT, egress-only, transit or VPN gateway, an endpoint or a connection changed",
    pattern: namedOf(
      "ec2",
      "CreateNatGateway",
      "DeleteNatGateway",
      "CreateEgressOnlyInternetGateway",
      "DeleteEgressOnlyInternetGateway",
      "CreateTransitGateway",
      "DeleteTransitGateway",
      "CreateTransitGatewayVpcAttachment",
      "CreateVpnGateway",
      "AttachVpnGateway",
      "CreateVpnConnection",
      "CreateVpcEndpoint",
      "DeleteVpcEndpoints",
      "DeleteFlowLogs",
    ),
  },
  {
    id: "config-rule-changes",
    title: "AWS Config no longer checks, remembers or gathers something",
    pattern: namedOf(
      "config",
      "DeleteConfigRule",
      "DeleteConfigurationRecorder",
      "DeleteConformancePack",
      "DeleteConfigurationAggregator",
      "DeleteRemediationConfiguration",
      "PutRetentionConfiguration",
    ),
  },
];

/** Every kind of event that the trail's log group is watched for, one row an alarm. */
export const watchedEvents: readonly WatchedEvents[] = [...benchmark, ...beyond];
