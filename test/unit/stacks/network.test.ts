import { environments, organisation, type Environment } from "../../../environments";
import { createApp } from "../../../stacks";
import { network } from "../../../stacks/network";
import { inTemporaryFolder, readStack, resourceOf, resourcesOf, statementOf, type StackJson } from "../../support/synth";

const environment = environments[0] as Environment;
const synth = (change: Partial<Environment> = {}, region = environment.homeRegion): StackJson =>
  inTemporaryFolder((outdir) => {
    const changed = { ...environment, ...change };
    createApp({ organisation, environments: [changed, ...environments.slice(1)], definitions: [network], outdir }).app.synth();
    return readStack(outdir, `${environment.name}-network-${region}`);
  });

describe("network", () => {
  const stack = synth();

  test("is one VPC a region, of the block that the environment names", () => {
    expect(network.scope).toBe("region");
    expect(resourceOf(stack, "aws_vpc")["cidr_block"]).toBe(environment.network.cidr);
  });

  test("governed regions share the block evenly, home first", () => {
    const governed = { homeRegion: "eu-central-1", governedRegions: ["eu-west-1"], network: { ...environment.network, cidr: "10.16.0.0/16" } };
    expect(resourceOf(synth(governed), "aws_vpc")["cidr_block"]).toBe("10.16.0.0/17");
    const second = synth(governed, "eu-west-1");
    expect(resourceOf(second, "aws_vpc")["cidr_block"]).toBe("10.16.128.0/17");
    expect(resourcesOf(second, "aws_subnet").every((subnet) => String(subnet["availability_zone"]).startsWith("eu-west-1"))).toBe(true);
    expect(resourceOf(second, "aws_iam_role")["name"]).not.toBe(resourceOf(synth(governed), "aws_iam_role")["name"]);
  });

  test("takes zones, NAT, endpoints and retention from the environment", () => {
    const settings = { ...environment.network, zones: 3 as const, natGateways: "per-zone" as const, interfaceEndpoints: ["ssm"], flowLogRetentionDays: 365 as const };
    const wide = synth({ network: settings });
    expect(resourcesOf(wide, "aws_subnet")).toHaveLength(9);
    expect(resourcesOf(wide, "aws_nat_gateway")).toHaveLength(3);
    expect(resourcesOf(wide, "aws_vpc_endpoint")).toHaveLength(3);
    expect(resourceOf(wide, "aws_cloudwatch_log_group")["retention_in_days"]).toBe(365);
  });

  test("logs the flows of its own VPC, by a role under the permissions boundary", () => {
    expect(resourceOf(stack, "aws_flow_log")["vpc_id"]).toBe(`\${aws_vpc.${Object.keys(stack.resource?.["aws_vpc"] ?? {})[0]}.id}`);
    expect(resourceOf(stack, "aws_iam_role")["permissions_boundary"]).toContain(`:${environment.accountId}:policy/`);
  });

  test("lets machines reach buckets of this account and the ledger's, and of an external log archive", () => {
    const trusted = (of: StackJson) => {
      const endpoint = resourcesOf(of, "aws_vpc_endpoint").find((one) => String(one["service_name"]).endsWith(".s3"));
      return statementOf(endpoint?.["policy"], "OwnPrincipalsToTrustedAccounts")["Condition"].StringEquals["aws:ResourceAccount"];
    };
    const ledger = environments.find(({ name }) => name === organisation.ledgerEnvironment)?.accountId;
    expect(trusted(stack)).toEqual([environment.accountId, ledger]);
    const logArchive = { mode: "external" as const, bucketName: "archive", accountId: "999999999999" };
    expect(trusted(synth({ ownership: { ...environment.ownership, logArchive } }))).toContain("999999999999");
  });

  test("says the id of its VPC", () => {
    expect((stack as { output?: Record<string, { value: string }> }).output?.["vpc_id"]?.value).toMatch(/^\${aws_vpc\..*\.id}$/);
  });
});
