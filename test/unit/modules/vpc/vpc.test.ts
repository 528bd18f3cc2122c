import { controlsOf } from "../../../../modules/core";
import { Vpc, type VpcProps } from "../../../../modules/vpc";
import { resourceOf, resourcesOf, synthStack, type StackJson } from "../../../support/synth";

const synth = (change: Partial<VpcProps> = {}): StackJson =>
  synthStack((stack) => new Vpc(stack, "vpc", { name: "portcullis-dev", region: "eu-central-1", cidr: "10.16.0.0/16", zones: 2, ...change }));

const addresses = (stack: StackJson): readonly string[] =>
  Object.entries(stack.resource ?? {}).flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`));

describe("Vpc", () => {
  test("resolves names and gives out no public addresses", () => {
    const stack = synth();
    expect(resourceOf(stack, "aws_vpc")).toMatchObject({ cidr_block: "10.16.0.0/16", enable_dns_support: true, enable_dns_hostnames: true });
    expect(resourcesOf(stack, "aws_subnet").map((subnet) => subnet["map_public_ip_on_launch"])).toEqual(new Array(6).fill(false));
  });

  test("puts each tier into each zone, with a route table of its own", () => {
    const stack = synth({ zones: 3 });
    const places = resourcesOf(stack, "aws_subnet").map((subnet) => `${subnet["tags"].Tier} ${subnet["availability_zone"]}`);
    expect(places.sort()).toEqual(
      ["isolated", "private", "public"].flatMap((tier) => ["a", "b", "c"].map((zone) => `${tier} eu-central-1${zone}`)),
    );
    expect(resourcesOf(stack, "aws_route_table")).toHaveLength(9);
    const associated = resourcesOf(stack, "aws_route_table_association").map((association) => `${association["subnet_id"]} ${association["route_table_id"]}`);
    expect(new Set(associated).size).toBe(9);
    for (const pair of associated) expect(pair).toMatch(/vpc_(\w+-[abc])_\w+\.id} \${aws_route_table\.vpc_\1-route-table/);
  });

  test("has one network ACL a tier, before all its subnets", () => {
    const acls = resourcesOf(synth(), "aws_network_acl");
    expect(acls.map((acl) => acl["tags"].Name)).toEqual(["portcullis-dev-isolated", "portcullis-dev-private", "portcullis-dev-public"]);
    expect(acls[0]?.["subnet_ids"]).toEqual([expect.stringContaining("isolated-a"), expect.stringContaining("isolated-b")]);
  });

  test("routes to the internet from public subnets only when there is no NAT", () => {
    const stack = synth();
    expect(resourcesOf(stack, "aws_route").map((route) => route["route_table_id"])).toEqual([
      expect.stringContaining("public-a-route-table"),
      expect.stringContaining("public-b-route-table"),
    ]);
    expect(resourcesOf(stack, "aws_nat_gateway")).toEqual([]);
    expect(resourcesOf(stack, "aws_eip")).toEqual([]);
  });

  test.each([
    ["single", ["a"], ["nat-a", "nat-a", "nat-a"]],
    ["per-zone", ["a", "b", "c"], ["nat-a", "nat-b", "nat-c"]],
  ] as const)("NAT %s", (natGateways, zones, targets) => {
    const stack = synth({ zones: 3, natGateways });
    const gateways = resourcesOf(stack, "aws_nat_gateway");
    expect(gateways.map((gateway) => gateway["subnet_id"])).toEqual(zones.map((zone) => expect.stringContaining(`public-${zone}_`)));
    const ways = resourcesOf(stack, "aws_route").filter((route) => route["nat_gateway_id"]);
    expect(ways.map((route) => route["nat_gateway_id"])).toEqual(targets.map((target) => expect.stringContaining(`${target}_`)));
    expect(ways.map((route) => route["route_table_id"])).toEqual(["a", "b", "c"].map((zone) => expect.stringContaining(`private-${zone}-route-table`)));
  });

  test("isolated subnets have no route out, whatever the NAT", () => {
    const routes = resourcesOf(synth({ zones: 3, natGateways: "per-zone" }), "aws_route");
    expect(routes.filter((route) => String(route["route_table_id"]).includes("isolated"))).toEqual([]);
  });

  test("a third zone adds resources and changes none but the lists of subnets", () => {
    const [two, three] = [synth({ natGateways: "per-zone" }), synth({ zones: 3, natGateways: "per-zone" })];
    expect(addresses(three)).toEqual(expect.arrayContaining([...addresses(two)]));
    const without = (stack: StackJson) =>
      Object.fromEntries(Object.entries(stack.resource ?? {}).filter(([type]) => type !== "aws_network_acl"));
    expect(without(three)).toMatchObject(without(two));
  });

  test("refuses a block no VPC can have and a zone the region does not offer, naming the construct", () => {
    expect(() => synth({ cidr: "10.0.0.0/8" })).toThrow(/^test\/vpc: 10\.0\.0\.0\/8 cannot be the block of a VPC.*\/16 to \/24/);
    expect(() => synth({ region: "us-west-1", zones: 3 })).toThrow(/^test\/vpc: us-west-1 offers an account 2 zones, not 3/);
  });
});

describe("what AWS gives every VPC", () => {
  const stack = synth();

  test("is adopted from this VPC and emptied, in words, so that a rule by hand shows as drift", () => {
    expect(resourceOf(stack, "aws_default_security_group")).toMatchObject({ vpc_id: expect.stringMatching(/^\${aws_vpc\..*\.id}$/), ingress: [], egress: [] });
    expect(resourceOf(stack, "aws_default_route_table")).toMatchObject({ default_route_table_id: expect.stringContaining("default_route_table_id"), route: [] });
    const acl = resourceOf(stack, "aws_default_network_acl");
    expect(acl["default_network_acl_id"]).toContain("default_network_acl_id");
    expect(acl).not.toHaveProperty("ingress");
    expect(acl).not.toHaveProperty("egress");
  });

  test("a subnet that AWS moves to the default ACL is no drift", () => {
    expect(resourceOf(stack, "aws_default_network_acl")["lifecycle"]).toEqual({ ignore_changes: ["subnet_ids"] });
  });

  test("the emptied security group claims its control", () => {
    const claims: string[] = [];
    synthStack((bare) => {
      const vpc = new Vpc(bare, "vpc", { name: "n", region: "eu-central-1", cidr: "10.0.0.0/16", zones: 2 });
      claims.push(...controlsOf(vpc.node.findChild("defaults").node.findChild("security-group")));
    });
    expect(claims).toContain("cis-aws-7.0:6.5");
  });
});
