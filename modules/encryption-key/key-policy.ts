import { accountRoot, everyone, onlyPrincipals, type Principal, type Statement } from "../core";

/**
 * Who may use a key. The account administers every key but no statement lets IAM policies alone grant its use, unless
 * the grant `account-through` says so: what a key protects is readable by those the key names.
 */
export type KeyGrant =
  /** Named roles; `use` encrypts and decrypts, `read` decrypts only. They may be in other accounts and need not exist yet. */
  | { readonly kind: "principals"; readonly principalArns: readonly string[]; readonly access: "use" | "read" }
  /** Whoever IAM admits in the account, but only through one service: for buckets that people administer. */
  | { readonly kind: "account-through"; readonly service: "s3"; readonly access: "use" | "read" }
  /** Whoever IAM admits in the account, through EC2 alone: volumes, their snapshots, and what EC2 starts for others. */
  | { readonly kind: "volumes" }
  /** Whoever IAM admits in the account: Session Manager calls with the caller's and the instance's own rights. */
  | { readonly kind: "sessions" }
  /** CloudWatch Logs, for these log groups alone. */
  | { readonly kind: "log-groups"; readonly names: readonly string[] }
  /** CloudTrail, for one trail alone: log files and the notices it sends to an encrypted topic. */
  | { readonly kind: "trail"; readonly trailArn: string }
  /** CloudTrail, for event data stores, and the role that makes them: for a key that protects nothing else. */
  | { readonly kind: "event-data-store"; readonly madeBy: string }
  /** AWS Budgets, which publishes to an encrypted topic on behalf of this account. */
  | { readonly kind: "budget-publisher" }
  /** A service that writes encrypted objects into a bucket, on behalf of the resources named; `*` allowed in their ARNs. */
  | { readonly kind: "delivery"; readonly service: string; readonly sourceArns: readonly string[] }
  /** AWS Config, which delivers configuration into a bucket on behalf of this account. */
  | { readonly kind: "config-delivery" }
  /** Services that publish to an encrypted topic. */
  | { readonly kind: "topic-publishers"; readonly services: readonly TopicPublisher[] };

/** Services that can be let publish to an encrypted topic. */
export type TopicPublisher = "cloudwatch" | "events";

const actions = {
  use: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
  read: ["kms:Decrypt", "kms:DescribeKey"],
} as const;

/** Administration without use (KMS Developer Guide, "Allows key administrators to administer the KMS key"). */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:Create*",
  "kms:Delete*",
  "kms:Describe*",
  "kms:Disable*",
  "kms:Enable*",
  "kms:Get*",
  "kms:List*",
  "kms:Put*",
  "kms:Revoke*",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:Update*",
];

export interface KeyHome {
  readonly accountId: string;
  readonly region: string;
}

/** In a key's policy the resource is always the key itself, written `*`. */
const allow = (Sid: string, Principal: Principal, Action: Statement["Action"], Condition?: Statement["Condition"]): Statement => ({
  Sid,
  Effect: "Allow",
  Principal,
  Action,
  Resource: "*",
  ...(Condition && { Condition }),
});

/** Keeps the key manageable: without it, a mistake in the policy could only be undone by AWS support. */
export const administrationStatement = ({ accountId }: KeyHome): Statement =>
  allow("AccountAdministers", { AWS: accountRoot(accountId) }, administration);

const grantStatements = (grant: KeyGrant, home: KeyHome): readonly Statement[] => {
  switch (grant.kind) {
    case "principals":
      return [
        {
          Sid: grant.access === "use" ? "NamedPrincipalsUse" : "NamedPrincipalsRead",
          Effect: "Allow",
          ...onlyPrincipals(grant.principalArns),
          Action: actions[grant.access],
          Resource: "*",
        },
      ];
    case "account-through":
      return [
        allow(grant.access === "use" ? "AccountUsesThroughService" : "AccountReadsThroughService", { AWS: accountRoot(home.accountId) }, actions[grant.access], {
          StringEquals: { "kms:CallerAccount": home.accountId, "kms:ViaService": `${grant.service}.${home.region}.amazonaws.com` },
        }),
      ];
    case "volumes": {
      // As the key of AWS that it replaces: the principal is everybody, so that the roles of services such as EC2 Auto
      // Scaling are admitted without being named, and the conditions keep it to this account and to EC2
      // (Amazon EBS User Guide, "Requirements for Amazon EBS encryption").
      const throughEc2 = { "kms:CallerAccount": home.accountId, "kms:ViaService": `ec2.${home.region}.amazonaws.com` };
      return [
        allow("AccountUsesThroughEc2", everyone, actions.use, { StringEquals: throughEc2 }),
        allow("Ec2KeepsVolumesAttached", everyone, "kms:CreateGrant", { StringEquals: throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } }),
      ];
    }
    case "sessions":
      // The caller needs kms:GenerateDataKey, the instance's role kms:Decrypt (Systems Manager User Guide, "Turn on KMS key encryption of session data").
      return [
        allow("SessionsEncrypt", { AWS: accountRoot(home.accountId) }, ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]),
      ];
    case "log-groups":
      // CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
      return [
        allow("LogGroupsUse", { Service: `logs.${home.region}.amazonaws.com` }, actions.use, {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn": grant.names.map((name) => `arn:aws:logs:${home.region}:${home.accountId}:log-group:${name}`),
          },
        }),
      ];
    case "trail":
      // CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail".
      return [
        allow("TrailEncrypts", { Service: "cloudtrail.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey*"], { StringEquals: { "aws:SourceArn": grant.trailArn } }),
        allow("TrailDescribes", { Service: "cloudtrail.amazonaws.com" }, "kms:DescribeKey"),
      ];
    case "event-data-store":
      // A condition on a source shuts CloudTrail Lake out; whoever makes a store must be able to use its key
      // (CloudTrail User Guide, "Granting encrypt permissions for event data stores").
      return [
        allow("EventDataStoresEncrypt", { Service: "cloudtrail.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey"]),
        allow("MakerUses", { AWS: grant.madeBy }, actions.use),
      ];
    case "budget-publisher":
      // AWS Cost Management User Guide, "Creating an Amazon SNS topic for budget notifications".
      return [
        allow("BudgetsEncrypt", { Service: "budgets.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey*"], { StringEquals: { "aws:SourceAccount": home.accountId }, ArnLike: { "aws:SourceArn": `arn:aws:budgets::${home.accountId}:*` } }),
      ];
    case "delivery":
      // GuardDuty User Guide, "Exporting generated findings"; Macie User Guide, "Storing sensitive data discovery results".
      return [
        allow(`${grant.service.split(".")[0]}Delivers`.replace(/^./, (letter) => letter.toUpperCase()), { Service: grant.service }, ["kms:Encrypt", "kms:GenerateDataKey*"], { StringEquals: { "aws:SourceAccount": home.accountId }, ArnLike: { "aws:SourceArn": grant.sourceArns } }),
      ];
    case "config-delivery":
      // AWS Config Developer Guide, "Permissions for the KMS key for the AWS Config delivery channel": service-linked roles.
      return [
        allow("ConfigDelivers", { Service: "config.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey"], { StringEquals: { "aws:SourceAccount": home.accountId } }),
      ];
    case "topic-publishers":
      // EventBridge and CloudWatch send no aws:SourceArn or aws:SourceAccount here: a condition on either silences the
      // topic (SNS Developer Guide, "Enable compatibility between event sources from AWS services and encrypted topics").
      return [
        allow("PublishersEncrypt", { Service: grant.services.map((service) => `${service}.amazonaws.com`) }, ["kms:Decrypt", "kms:GenerateDataKey*"]),
      ];
  }
};

/** Statements of a key's policy: administration first, then one group a grant, in the order given. */
export const keyPolicyStatements = (home: KeyHome, grants: readonly KeyGrant[]): readonly Statement[] => [
  administrationStatement(home),
  ...grants.flatMap((grant) => grantStatements(grant, home)),
];
