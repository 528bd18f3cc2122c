import type { Environment } from "./schema";

/** IPv4 blocks as numbers: first address and prefix length. */
export interface Block {
  readonly first: number;
  readonly prefix: number;
}

const size = (block: Block): number => 2 ** (32 - block.prefix);

/** @param cidr a well-formed IPv4 block such as 10.16.0.0/16 */
export const parseBlock = (cidr: string): Block => {
  const [address = "", prefix = ""] = cidr.split("/");
  return { first: address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0), prefix: Number(prefix) };
};

export const formatBlock = ({ first, prefix }: Block): string =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`;

/** True where the address is the first of its block, as AWS wants it: 10.16.0.0/16, not 10.16.0.1/16. */
export const isAligned = (block: Block): boolean => block.first % size(block) === 0;

/** The block with its host bits cleared. */
export const align = (block: Block): Block => ({ ...block, first: block.first - (block.first % size(block)) });

export const overlap = (one: Block, other: Block): boolean =>
  one.first < other.first + size(other) && other.first < one.first + size(one);

/** Home region first. */
export const regionsOf = (environment: Pick<Environment, "homeRegion" | "governedRegions">): readonly string[] => [
  environment.homeRegion,
  ...environment.governedRegions,
];

/** Prefix length of each region's share: the block is halved until every region has a part. */
export const regionPrefix = (environment: Pick<Environment, "homeRegion" | "governedRegions" | "network">): number =>
  parseBlock(environment.network.cidr).prefix + Math.ceil(Math.log2(regionsOf(environment).length));

/**
 * The IPv4 block of one region's VPC. With one region it is the whole block; with more, equal parts in the order of
 * regionsOf. A region appended later may halve the parts: plan the regions of an environment before its first apply.
 * @throws RangeError for a region that the environment does not have
 */
export const regionCidr = (environment: Pick<Environment, "homeRegion" | "governedRegions" | "network">, region: string): string => {
  const index = regionsOf(environment).indexOf(region);
  if (index < 0) throw new RangeError(`${region} is not a region of this environment`);
  const prefix = regionPrefix(environment);
  return formatBlock({ first: parseBlock(environment.network.cidr).first + index * 2 ** (32 - prefix), prefix });
};
