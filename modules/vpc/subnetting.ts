import { AddressError, formatCidr, parseCidr, partOf } from "../addresses";

/**
 * Where each subnet of a VPC lies: a pure function of the VPC's block, so that a plan needs no look-up and a new zone
 * moves nothing. The block has four equal parts, one a tier and a spare; a tier has four equal parts, one a zone and a
 * spare. From 10.0.0.0/16: tiers of /18, subnets of /20 with 4,096 addresses.
 */

/** public: behind the internet gateway. private: out through NAT or endpoints only. isolated: no way out. */
export const tiers = ["public", "private", "isolated"] as const;
export type Tier = (typeof tiers)[number];

/** Bits that divide a block into four. */
const quarter = 2;
/** AWS accepts a VPC of /16 at most and a subnet of /28 at least (Amazon VPC User Guide, "VPC CIDR blocks"). */
const largestVpc = 16;
const smallestVpc = 28 - 2 * quarter;

/** A subnet by tier and place of its zone, 0 to 2. */
export interface PlannedSubnet {
  readonly tier: Tier;
  readonly place: number;
  readonly cidr: string;
}

/** Block that holds every subnet of a tier, of today and of a later zone. @throws AddressError for a block no VPC can have. */
export const tierCidr = (vpcCidr: string, tier: Tier): string => {
  const vpc = parseCidr(vpcCidr);
  if (vpc.family !== "ipv4" || vpc.prefix < largestVpc || vpc.prefix > smallestVpc) {
    throw new AddressError({
      problem: `${vpcCidr} cannot be the block of a VPC with three tiers.`,
      remedy: `Choose an IPv4 block from /${largestVpc} to /${smallestVpc} for each region.`,
    });
  }
  return formatCidr(partOf(vpc, quarter, tiers.indexOf(tier)));
};

/** Subnets of a VPC: each tier in each zone. @throws AddressError for a block no VPC can have. */
export const planSubnets = (vpcCidr: string, zones: 2 | 3): readonly PlannedSubnet[] =>
  tiers.flatMap((tier) =>
    Array.from({ length: zones }, (_, place) => ({
      tier,
      place,
      cidr: formatCidr(partOf(parseCidr(tierCidr(vpcCidr, tier)), quarter, place)),
    })),
  );
