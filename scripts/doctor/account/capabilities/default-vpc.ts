import { inEachRegion, regionByRegion, type Capability } from "../capability";

/** AWS gives every new account one in each region. `own` means that there is none: what is there stays as it is, open. */
export const defaultVpc: Capability = {
  key: "defaultVpc",
  title: "the default VPC",
  scope: "region",
  adoption: regionByRegion("vpcId", "furtherVpcIds"),
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const xml = await caller.query("ec2", "2016-11-15", { Action: "DescribeVpcs", "Filter.1.Name": "is-default", "Filter.1.Value.1": "true" });
      const isClosed = (vpcId: string) => account.holds("aws_default_security_group", vpcId, region);
      return [...xml.matchAll(/<vpcId>([^<]+)<\/vpcId>/g)].map(([, vpcId = ""]) =>
        isClosed(vpcId)
          ? { region, what: `VPC ${vpcId}`, keeper: "portcullis", besideOwn: "harmless", adopt: { vpcId } }
          : { region, what: `VPC ${vpcId}`, keeper: "account", besideOwn: "untouched", adopt: { vpcId }, external: {} },
      );
    }),
};
