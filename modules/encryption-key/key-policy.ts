import { accountRoot, onlyPrincipals, type Statement } from "../core";

/**
 * Who may use a key. The account administers every key but no statement lets IAM policies alone grant its use, unless
 * the grant `account-through` says so: what a key protects is readable by those the key names.
 */
export type KeyGrant =
  /** Named roles; `use` encrypts and decrypts, `read` decrypts only. They may be in other accounts and need not exist yet. */
  | { readonly kind: "principals"; readonly principalArns: readonly string[]; readonly access: "use" | "read" }
  /** Whoever IAM admits in the account, but only through one service: for buckets that people administer. */
  | { readonly kind: "account-through"; readonly service: "s3"; readonly access: "use" | "read" }
  /** CloudWatch Logs, for these log groups alone. */
  | { readonly kind: "log-groups"; readonly names: readonly string[] }
  /** CloudTrail, for one trail alone: log files and the notices it sends to an encrypted topic. */
  | { readonly kind: "trail"; readonly trailArn: string }
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

/** Keeps the key manageable: without it, a mistake in the policy could only be undone by AWS support. */
export const administrationStatement = ({ accountId }: KeyHome): Statement => ({
  Sid: "AccountAdministers",
  Effect: "Allow",
  Principal: { AWS: accountRoot(accountId) },
  Action: administration,
  Resource: "*",
});

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
        {
          Sid: grant.access === "use" ? "AccountUsesThroughService" : "AccountReadsThroughService",
          Effect: "Allow",
          Principal: { AWS: accountRoot(home.accountId) },
          Action: actions[grant.access],
          Resource: "*",
          Condition: {
            StringEquals: { "kms:CallerAccount": home.accountId, "kms:ViaService": `${grant.service}.${home.region}.amazonaws.com` },
          },
        },
      ];
    case "log-groups":
      // CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
      return [
        {
          Sid: "LogGroupsUse",
          Effect: "Allow",
          Principal: { Service: `logs.${home.region}.amazonaws.com` },
          Action: actions.use,
          Resource: "*",
          Condition: {
            ArnEquals: {
              "kms:EncryptionContext:aws:logs:arn": grant.names.map((name) => `arn:aws:logs:${home.region}:${home.accountId}:log-group:${name}`),
            },
          },
        },
      ];
    case "trail":
      // CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail".
      return [
        {
          Sid: "TrailEncrypts",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceArn": grant.trailArn } },
        },
        {
          Sid: "TrailDescribes",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "kms:DescribeKey",
          Resource: "*",
        },
      ];
    case "topic-publishers":
      // EventBridge and CloudWatch send no aws:SourceArn or aws:SourceAccount here: a condition on either silences the
      // topic (SNS Developer Guide, "Enable compatibility between event sources from AWS services and encrypted topics").
      return [
        {
          Sid: "PublishersEncrypt",
          Effect: "Allow",
          Principal: { Service: grant.services.map((service) => `${service}.amazonaws.com`) },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
        },
      ];
  }
};

/** Statements of a key's policy: administration first, then one group a grant, in the order given. */
export const keyPolicyStatements = (home: KeyHome, grants: readonly KeyGrant[]): readonly Statement[] => [
  administrationStatement(home),
  ...grants.flatMap((grant) => grantStatements(grant, home)),
];
