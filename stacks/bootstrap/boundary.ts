import { bucketArn } from "../../modules/bucket";
import type { Statement } from "../../modules/core";
import { keepPipelines, pipelineEdits } from "./boundary-pipelines";
import type { BootstrapContext } from "./context";
import { keepUsers } from "./exceptions";
import { services, servicesHandedRoles, servicesWithRoles } from "./services";

/**
 * The most that any role of the account may do, the deployment roles included, whatever is attached to it. It confines
 * to the services that stacks use, then refuses what would undo the frame itself: the boundary, the deployment roles,
 * the buckets and keys of bootstrap, the recording of what happens. Only whoever runs bootstrap stands outside.
 * An IAM policy holds at most 6144 characters: where one pattern says what several names would, the pattern stands (decision 0013), and a
 * test holds each to the names.
 */
export const boundaryStatements = (context: BootstrapContext): readonly Statement[] => [
  {
    Sid: "ServicesInUse",
    Effect: "Allow",
    Action: [...new Set([...services.map(({ service }) => service), ...context.deliveredServices])].map((service) => `${service}:*`).concat("iam:*", "sts:AssumeRole", "sts:GetCallerIdentity"),
    Resource: "*",
  },
  ...keepIdentities(context),
  ...keepFoundation(context),
  ...keepRecording(context),
  ...keepPipelines(context),
  ...(context.environment.deletionProtection ? [deletionProtection] : []),
];

const keepIdentities = ({ environment, names }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "IdentitiesOnlyUnderThisBoundary",
    Effect: "Deny",
    Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:CreateUser", "iam:Put*PermissionsBoundary", "iam:PutRolePolicy"],
    Resource: "*",
    Condition: { StringNotEquals: { "iam:PermissionsBoundary": names.boundaryArn } },
  },
  {
    Sid: "KeepBoundaries",
    Effect: "Deny",
    Action: "iam:Delete*PermissionsBoundary",
    Resource: "*",
  },
  {
    Sid: "KeepPolicies",
    Effect: "Deny",
    Action: ["iam:CreatePolicyVersion", "iam:DeletePolicy*", "iam:SetDefaultPolicyVersion"],
    // The boundary itself, and what the deployment roles may: bootstrap alone makes policies by these names.
    Resource: `arn:aws:iam::${environment.accountId}:policy/${names.base}-*`,
  },
  {
    Sid: "KeepDeploymentRoles",
    Effect: "Deny",
    Action: ["iam:*tachRolePolicy", "iam:DeleteRole*", "iam:PassRole", "iam:PutRole*", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*"],
    Resource: [names.planRoleArn, names.applyRoleArn],
  },
  {
    Sid: "NoOtherIdentities",
    Effect: "Deny",
    Action: [
      "iam:AddClientID*",
      "iam:AttachGroupPolicy",
      "iam:AttachUserPolicy",
      "iam:Create*Provider",
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:Delete*Provider",
      "iam:PutUserPolicy",
      "iam:RemoveClientID*",
      "iam:Update*Provider*",
    ],
    Resource: "*",
  },
  ...keepUsers(environment, names),
  {
    Sid: "PassRolesOnlyToServicesInUse",
    Effect: "Deny",
    Action: "iam:PassRole",
    Resource: "*",
    Condition: { StringNotEquals: { "iam:PassedToService": [...servicesWithRoles, ...servicesHandedRoles] } },
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

/** Nobody stops the recording; only a reviewed change, by the apply role, replaces it, the settings of the account, or a pipeline. */
const keepRecording = ({ names }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "KeepRecording",
    Effect: "Deny",
    Action: ["cloudtrail:StopLogging", "organizations:LeaveOrganization", "s3:BypassGovernanceRetention"],
    Resource: "*",
  },
  {
    Sid: "OnlyPromotionChanges",
    Effect: "Deny",
    Action: [...recording, ...accountSettings, ...pipelineEdits],
    Resource: "*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": names.applyRoleArn } },
  },
];

const recording = [
  "cloudtrail:Delete*",
  "cloudtrail:Put*Selectors",
  "cloudtrail:StopEventDataStoreIngestion",
  "cloudtrail:Update*",
  "cloudwatch:DeleteAlarms",
  "cloudwatch:DisableAlarmActions",
  "config:Delete*Channel",
  "config:Delete*Recorder",
  "config:Stop*",
  "ec2:DeleteFlowLogs",
  "events:DeleteRule",
  "events:DisableRule",
  "events:RemoveTargets",
  "guardduty:*teDetector",
  "guardduty:Stop*",
  "inspector2:Disable",
  "logs:DeleteLog*",
  "logs:DeleteMetricFilter",
  "macie2:DisableMacie",
  "securityhub:*Disable*",
  "wafv2:DeleteLoggingConfiguration",
];

const accountSettings = [
  "access-analyzer:DeleteAnalyzer",
  "account:Put*",
  "ec2:ModifyEbsDefaultKmsKeyId",
  "ec2:Disable*BlockPublicAccess",
  "ec2:DisableEbsEncryptionByDefault",
  "ec2:EnableSerialConsoleAccess",
  "ec2:ModifyInstanceMetadataDefaults",
  // A tag says which roles start builds (boundary-pipelines.ts); who makes a role with tags needs it too.
  "iam:TagRole",
  "iam:*teAccountPasswordPolicy",
  "s3:PutAccountPublicAccessBlock",
  "ssm:UpdateServiceSetting",
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
