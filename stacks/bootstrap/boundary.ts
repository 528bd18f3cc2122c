import { bucketArn } from "../../modules/bucket";
import type { Statement } from "../../modules/core";
import type { BootstrapContext } from "./context";
import { keepUsers } from "./exceptions";
import { services, servicesWithRoles } from "./services";

/**
 * The most that any role of the account may do, the deployment roles included, whatever is attached to it. It confines
 * to the services that stacks use, then refuses what would undo the frame itself: the boundary, the deployment roles,
 * the buckets and keys of bootstrap, the recording of what happens. Only whoever runs bootstrap stands outside.
 * An IAM policy holds at most 6144 characters; a test counts.
 */
export const boundaryStatements = (context: BootstrapContext): readonly Statement[] => [
  {
    Sid: "ServicesInUse",
    Effect: "Allow",
    Action: [...services.map(({ service }) => `${service}:*`), "iam:*", "sts:AssumeRole", "sts:GetCallerIdentity"],
    Resource: "*",
  },
  ...keepIdentities(context),
  ...keepFoundation(context),
  ...keepRecording(context),
  ...(context.environment.deletionProtection ? [deletionProtection] : []),
];

const keepIdentities = ({ environment, names }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "RolesOnlyUnderThisBoundary",
    Effect: "Deny",
    Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
    Resource: "*",
    Condition: { StringNotEquals: { "iam:PermissionsBoundary": names.boundaryArn } },
  },
  {
    Sid: "KeepBoundaries",
    Effect: "Deny",
    Action: ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"],
    Resource: "*",
  },
  {
    Sid: "KeepPolicies",
    Effect: "Deny",
    Action: ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"],
    Resource: [names.boundaryArn, ...[readPolicyName(names), applyPolicyName(names, "*")].map((name) => `arn:aws:iam::${environment.accountId}:policy/${name}`)],
  },
  {
    Sid: "KeepDeploymentRoles",
    Effect: "Deny",
    Action: [
      "iam:AttachRolePolicy",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PassRole",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole*",
    ],
    Resource: [names.planRoleArn, names.applyRoleArn],
  },
  {
    Sid: "NoOtherIdentities",
    Effect: "Deny",
    Action: [
      "iam:AddClientIDToOpenIDConnectProvider",
      "iam:AttachGroupPolicy",
      "iam:AttachUserPolicy",
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:CreateOpenIDConnectProvider",
      "iam:CreateSAMLProvider",
      "iam:DeleteOpenIDConnectProvider",
      "iam:DeleteSAMLProvider",
      "iam:PutUserPolicy",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      "iam:UpdateSAMLProvider",
    ],
    Resource: "*",
  },
  ...keepUsers(environment, names),
  {
    Sid: "PassRolesOnlyToServicesInUse",
    Effect: "Deny",
    Action: "iam:PassRole",
    Resource: "*",
    Condition: { StringNotEquals: { "iam:PassedToService": servicesWithRoles } },
  },
];

/** Promotion never changes what bootstrap made, so no role that it uses may. */
const keepFoundation = ({ names, ledger }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "KeepBuckets",
    Effect: "Deny",
    Action: ["s3:DeleteBucket*", "s3:PutBucket*", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"],
    Resource: [names.stateBucket, names.bundleBucket, names.accessLogBucket, ledger.bucket].map(bucketArn),
  },
  {
    Sid: "KeepKeys",
    Effect: "Deny",
    Action: ["kms:CreateGrant", "kms:DeleteAlias", "kms:Disable*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:UpdateAlias"],
    Resource: "*",
    Condition: {
      "ForAnyValue:StringEquals": {
        "kms:ResourceAliases": [...["state", "bundles", "ledger", "alerts"].map(names.keyAlias), names.fingerprintKeyAlias],
      },
    },
  },
];

/** Nobody stops the recording; only a reviewed change, by the apply role, replaces it. */
const keepRecording = ({ names }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "KeepRecording",
    Effect: "Deny",
    Action: ["cloudtrail:StopLogging", "organizations:LeaveOrganization", "s3:BypassGovernanceRetention"],
    Resource: "*",
  },
  {
    Sid: "OnlyPromotionChangesRecording",
    Effect: "Deny",
    Action: [
      "cloudtrail:DeleteEventDataStore",
      "cloudtrail:DeleteTrail",
      "cloudtrail:Put*Selectors",
      "cloudtrail:StopEventDataStoreIngestion",
      "cloudtrail:UpdateEventDataStore",
      "cloudtrail:UpdateTrail",
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DisableAlarmActions",
      "config:Delete*Channel",
      "config:Delete*Recorder",
      "config:StopConfigurationRecorder",
      "ec2:DeleteFlowLogs",
      "events:DeleteRule",
      "events:DisableRule",
      "events:RemoveTargets",
      "guardduty:DeleteDetector",
      "guardduty:StopMonitoringMembers",
      "guardduty:UpdateDetector",
      "inspector2:Disable",
      "logs:DeleteLogGroup",
      "logs:DeleteLogStream",
      "logs:DeleteMetricFilter",
      "macie2:DisableMacie",
      "securityhub:BatchDisableStandards",
      "securityhub:DisableSecurityHub",
      "wafv2:DeleteLoggingConfiguration",
    ],
    Resource: "*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": names.applyRoleArn } },
  },
  {
    Sid: "OnlyPromotionChangesAccountSettings",
    Effect: "Deny",
    Action: [
      "access-analyzer:DeleteAnalyzer",
      "account:Put*",
      "ec2:ModifyEbsDefaultKmsKeyId",
      "ec2:Disable*BlockPublicAccess",
      "ec2:DisableEbsEncryptionByDefault",
      "ec2:EnableSerialConsoleAccess",
      "ec2:ModifyInstanceMetadataDefaults",
      "iam:DeleteAccountPasswordPolicy",
      "iam:UpdateAccountPasswordPolicy",
      "s3:PutAccountPublicAccessBlock",
      "ssm:UpdateServiceSetting",
    ],
    Resource: "*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": names.applyRoleArn } },
  },
];

/**
 * Where the environment asks for deletion protection, what holds data or records cannot be deleted even by an approved
 * change: first the protection is lifted in the environment's file, by a bootstrap that people confirm.
 */
const deletionProtection: Statement = {
  Sid: "DeletionProtection",
  Effect: "Deny",
  Action: ["cloudtrail:DeleteTrail", "ec2:DeleteVpc", "kms:Disable*", "kms:ScheduleKeyDeletion", "logs:DeleteLogGroup", "s3:DeleteBucket"],
  Resource: "*",
};

/** The policy of configuration reads, which both deployment roles carry. */
export const readPolicyName = ({ base }: { readonly base: string }): string => `${base}-read`;

/** @param part what it allows, or `*` for all of them: the boundary keeps the apply role from changing its own policies */
export const applyPolicyName = ({ applyRole }: { readonly applyRole: string }, part: string): string => `${applyRole}-${part}`;
