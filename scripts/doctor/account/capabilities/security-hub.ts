import { inEachRegion, keptBy, unless, type Capability } from "../capability";
import { administeredBy, administratorOf } from "./administrator";

/** DescribeHub answers so where Security Hub is off (Security Hub API Reference, DescribeHub). */
const isOff = ({ name }: Error): boolean => name === "InvalidAccessException" || name === "ResourceNotFoundException";

export const securityHub: Capability = {
  key: "securityHub",
  title: "Security Hub",
  scope: "region",
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const { accountId } = account.environment;
      const hub = (await unless(isOff, caller.rest("securityhub", "GET", "/accounts"))) as { readonly HubArn?: string } | undefined;
      if (hub?.HubArn === undefined) return [];
      const administrator = administratorOf(await unless(isOff, caller.rest("securityhub", "GET", "/administrator")), accountId);
      const what = `Security Hub${administeredBy(administrator)}`;
      return [keptBy({ portcullis: account.holds("aws_securityhub_account", accountId, region), organisation: administrator !== undefined }, { region, what, besideOwn: "fails" })];
    }),
};
