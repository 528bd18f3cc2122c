import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet as AwsSubnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { AddressError, worldOf } from "../addresses";
import { ConstructError } from "../core";
import { NetworkAcl } from "../network-acl";
import { EmptiedDefaults } from "./emptied-defaults";
import { planSubnets, tiers, type PlannedSubnet, type Tier } from "./subnetting";
import { tierRules } from "./tier-rules";
import { zoneLetters } from "./zones";

export interface VpcProps {
  /** Beginning of every name in it: `portcullis-dev`. */
  readonly name: string;
  readonly region: string;
  /** IPv4 block, /16 to /24. */
  readonly cidr: string;
  readonly zones: 2 | 3;
  /** Way out of the private tier: none, one gateway in the first zone, or one a zone. Each costs by hour and byte. @default none */
  readonly natGateways?: "none" | "single" | "per-zone";
}

/** A subnet with its own route table. */
export interface Subnet {
  readonly tier: Tier;
  /** Letter of its availability zone. */
  readonly zone: string;
  readonly id: string;
  readonly routeTableId: string;
}

/**
 * A VPC of three tiers: public, private, isolated. Each subnet has a route table, each tier a network ACL. No subnet gives
 * out public addresses of itself. Identities follow tier and zone letter, so that a zone more changes nothing else.
 * @throws ConstructError for a block that cannot be divided, or more zones than the region has.
 *
 * @example
 * const vpc = new Vpc(scope, "vpc", { name: "castle-dev", region: "eu-central-1", cidr: "10.16.0.0/16", zones: 2 });
 */
export class Vpc extends Construct {
  public readonly id: string;
  public readonly cidr: string;
  private readonly subnets: readonly Subnet[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const letters = this.letters(props);
    const plan = this.plan(props);
    const vpc = new AwsVpc(this, "vpc", {
      cidrBlock: props.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: props.name },
    });
    new EmptiedDefaults(this, "defaults", { name: props.name, vpc });
    this.id = vpc.id;
    this.cidr = props.cidr;
    this.subnets = plan.map((subnet) => this.subnet(props, vpc, subnet, letters[subnet.place] as string));
    for (const tier of tiers) {
      const subnetIds = this.tier(tier).map((subnet) => subnet.id);
      new NetworkAcl(this, `${tier}-acl`, { name: `${props.name}-${tier}`, vpcId: vpc.id, subnetIds, rules: tierRules(tier, props.cidr) });
    }
    const gateway = new InternetGateway(this, "internet-gateway", { vpcId: vpc.id, tags: { Name: props.name } });
    for (const { zone, routeTableId } of this.tier("public")) {
      new Route(this, `public-${zone}-default-route`, { routeTableId, destinationCidrBlock: worldOf("ipv4"), gatewayId: gateway.id });
    }
    this.wayOut(props, gateway);
  }

  /** Subnets of a tier, in the order of their zones. */
  public tier(tier: Tier): readonly Subnet[] {
    return this.subnets.filter((subnet) => subnet.tier === tier);
  }

  private letters({ region, zones }: VpcProps): readonly string[] {
    const letters = zoneLetters(region, zones);
    if (letters.length < zones) {
      throw new ConstructError(this, { problem: `${region} offers an account ${letters.length} zones, not ${zones}.`, remedy: `Ask for ${letters.length}.` });
    }
    return letters;
  }

  private plan({ cidr, zones }: VpcProps): readonly PlannedSubnet[] {
    try {
      return planSubnets(cidr, zones);
    } catch (error) {
      if (error instanceof AddressError) throw new ConstructError(this, error);
      throw error;
    }
  }

  private subnet(props: VpcProps, vpc: AwsVpc, { tier, cidr }: PlannedSubnet, zone: string): Subnet {
    const id = `${tier}-${zone}`;
    const tags = { Name: `${props.name}-${id}`, Tier: tier };
    const subnet = new AwsSubnet(this, id, {
      vpcId: vpc.id,
      cidrBlock: cidr,
      availabilityZone: `${props.region}${zone}`,
      mapPublicIpOnLaunch: false,
      tags,
    });
    const table = new RouteTable(this, `${id}-route-table`, { vpcId: vpc.id, tags });
    new RouteTableAssociation(this, `${id}-route-table-association`, { subnetId: subnet.id, routeTableId: table.id });
    return { tier, zone, id: subnet.id, routeTableId: table.id };
  }

  private wayOut({ name, natGateways = "none" }: VpcProps, internetGateway: InternetGateway): void {
    if (natGateways === "none") return;
    const homes = natGateways === "single" ? this.tier("public").slice(0, 1) : this.tier("public");
    const gateways = homes.map(({ zone, id }) => {
      const tags = { Name: `${name}-nat-${zone}` };
      const address = new Eip(this, `nat-${zone}-address`, { domain: "vpc", tags });
      const gateway = new NatGateway(this, `nat-${zone}`, { allocationId: address.id, subnetId: id, tags, dependsOn: [internetGateway] });
      return { zone, id: gateway.id };
    });
    for (const { zone, routeTableId } of this.tier("private")) {
      const gateway = gateways.find((one) => one.zone === zone) ?? gateways[0];
      new Route(this, `private-${zone}-default-route`, { routeTableId, destinationCidrBlock: worldOf("ipv4"), natGatewayId: gateway?.id });
    }
  }
}
