import { align, formatBlock, isAligned, overlap, parseBlock, regionPrefix, regionsOf } from "../cidr";
import { EnvironmentError } from "../errors";
import type { Invariant } from "./invariant";

/** Overlapping networks can never be peered or routed to each other, and re-addressing a VPC means rebuilding it. */
export const cidrsDoNotOverlap: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment }, index) => {
    const block = align(parseBlock(environment.network.cidr));
    const met = environments.slice(0, index).find((other) => overlap(block, align(parseBlock(other.environment.network.cidr))));
    return met === undefined
      ? []
      : [
          new EnvironmentError({
            file,
            key: "network.cidr",
            problem: `${environment.network.cidr} overlaps ${met.environment.network.cidr} of ${met.environment.name}`,
            remedy: "choose a block that no other environment uses",
          }),
        ];
  });

/** A VPC is /16 to /28 (Amazon VPC User Guide, "VPC CIDR blocks"); three tiers over three zones of at least /28 need a /24. */
const widest = 16;
const narrowest = 24;

/** A block begins at its own first address, and each region's share is a size that a VPC with all its subnets can have. */
export const cidrsFitVpcs: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment }) => {
    const fault = (problem: string, remedy: string) => [new EnvironmentError({ file, key: "network.cidr", problem, remedy })];
    const block = parseBlock(environment.network.cidr);
    if (!isAligned(block)) {
      return fault(`${environment.network.cidr} does not begin at the first address of its block`, `write ${formatBlock(align(block))}`);
    }
    const share = regionPrefix(environment);
    const regions = regionsOf(environment).length;
    return share < widest || share > narrowest
      ? fault(
          `divided among ${regions} region${regions === 1 ? "" : "s"} each VPC gets a /${share}; a VPC here is /${widest} to /${narrowest}`,
          `choose a block of /${widest + (share - block.prefix)} to /${narrowest - (share - block.prefix)}`,
        )
      : [];
  });
