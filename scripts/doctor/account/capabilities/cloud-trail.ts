import type { AccountReader, Capability, Found } from "../capability";
import { accountOf, trailsOf, type Trail } from "./trails";

/** `arn:aws:logs:<region>:<account>:log-group:<name>:*` */
const logGroupIn = (accountId: string, arn: string | null | undefined): string | undefined => (arn && accountOf(arn) === accountId ? arn.split(":")[6] : undefined);

const foundTrail = (account: AccountReader, trail: Trail): Found => {
  const { Name: name, TrailARN: trailArn, HomeRegion: region } = trail;
  const { accountId } = account.environment;
  const isOrganisations = trail.IsOrganizationTrail === true || accountOf(trailArn) !== accountId;
  const logGroupName = logGroupIn(accountId, trail.CloudWatchLogsLogGroupArn);
  if (account.holds("aws_cloudtrail", trailArn)) return { region, what: `trail ${name}`, keeper: "portcullis", besideOwn: "harmless", adopt: { trailArn, logGroupName } };
  // A trail of one region is not the account's trail (CIS AWS Foundations 7.0, 4.1), whatever it is for.
  if (trail.IsMultiRegionTrail !== true) return { region, what: `trail ${name} of one region`, keeper: "account", besideOwn: "harmless" };
  if (isOrganisations) return { region, what: `organisation trail ${name} of account ${accountOf(trailArn)}`, keeper: "organisation", besideOwn: "doubles", external: { trailArn, logGroupName } };
  return {
    region,
    what: `trail ${name}${logGroupName === undefined ? ", without a log group in this account" : ""}`,
    keeper: "account",
    besideOwn: "doubles",
    // Portcullis imports a trail together with its log group.
    adopt: logGroupName === undefined ? undefined : { trailArn, logGroupName },
    external: { trailArn, logGroupName },
  };
};

export const cloudTrail: Capability = {
  key: "cloudTrail",
  title: "the trail of the account",
  scope: "account",
  read: async (account) => (await trailsOf(account)).map((trail) => foundTrail(account, trail)),
};
