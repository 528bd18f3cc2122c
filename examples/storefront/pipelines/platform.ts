import type { PathEnvironment, SharedPlatform } from "@portcullis-infra/constructs/pipeline";

/** What the platform team has given us: read it there, and change nothing here by yourself. */

export const region = "eu-central-1";

interface Account {
  readonly name: string;
  readonly stage: PathEnvironment["stage"];
  readonly accountId: string;
}

/** Environments in the order of promotion; pipelines stand in the last one. */
export const accounts: readonly [...Account[], Account] = [
  { name: "dev", stage: "dev", accountId: "111111111111" },
  { name: "staging", stage: "staging", accountId: "222222222222" },
  { name: "prod", stage: "prod", accountId: "333333333333" },
];

export const prod = { accountId: "333333333333", base: "castle-prod" };
export const accessLogBucket = `castle-prod-access-logs-${prod.accountId}`;
export const logRetentionDays = 365;
export const boundaryArnOf = ({ name, accountId }: Pick<Account, "name" | "accountId">): string => `arn:aws:iam::${accountId}:policy/castle-${name}-boundary`;
export const stateBucketOf = ({ name, accountId }: Pick<Account, "name" | "accountId">): string => `castle-${name}-application-state-${accountId}`;

export const platformOf = (application: string): SharedPlatform => ({
  base: prod.base,
  accountId: prod.accountId,
  region,
  permissionsBoundaryArn: boundaryArnOf({ name: "prod", ...prod }),
  evidenceBucket: `castle-prod-evidence-${prod.accountId}`,
  toolsBucket: `castle-prod-tools-${prod.accountId}`,
  keyArn: `arn:aws:kms:${region}:${prod.accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  portcullis: { version: "0.1.0", sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
  path: accounts.map((account) => ({ ...account, region, classification: "confidential", deployRoleName: `castle-${account.name}-deploy-${application}` })),
});
