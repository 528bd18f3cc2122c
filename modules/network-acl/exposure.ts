import { lastOf, parseCidr, sizeOf, type Family } from "../addresses";
import { administrationPorts, familyOf, type NetworkAclRule } from "./rule";

/**
 * The proof that a network ACL keeps administration ports closed to the world, by evaluation as AWS does it: rules by
 * ascending number, the first that fits decides, what no rule fits is denied (Amazon VPC User Guide, "Network ACL
 * rules"). TCP and UDP are judged, as CIS AWS Foundations 7.0, 6.2 asks; a rule for all protocols speaks of both. A range
 * such as the ephemeral ports 1024 to 65535 counts for every port in it.
 *
 * Auditors look for 0.0.0.0/0 and ::/0 only. Two halves of the internet are the internet too, so this counts addresses.
 */

/** A port that the world reaches. */
export interface Exposure {
  readonly family: Family;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** Numbers of the rules that admit the world, ascending. */
  readonly admittedBy: readonly number[];
}

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

const rangeOf = (cidr: string): Range => {
  const block = parseCidr(cidr);
  return { first: block.first, last: lastOf(block) };
};

/** Addresses nobody on the internet can send from (RFC 1918, RFC 6598, RFC 4193). */
const privateRanges: Readonly<Record<Family, readonly Range[]>> = {
  ipv4: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(rangeOf),
  ipv6: ["fc00::/7"].map(rangeOf),
};

/** More public addresses than one organisation is ever assigned: a /8 of IPv4, a /32 of IPv6. */
const largestOrganisation: Readonly<Record<Family, bigint>> = {
  ipv4: sizeOf(parseCidr("11.0.0.0/8")),
  ipv6: sizeOf(parseCidr("2001:db8::/32")),
};

const intersection = (ranges: readonly Range[], other: Range): readonly Range[] =>
  ranges
    .map(({ first, last }) => ({ first: first > other.first ? first : other.first, last: last < other.last ? last : other.last }))
    .filter(({ first, last }) => first <= last);

const difference = (ranges: readonly Range[], other: Range): readonly Range[] =>
  ranges
    .flatMap(({ first, last }) => [
      { first, last: last < other.first ? last : other.first - 1n },
      { first: first > other.last ? first : other.last + 1n, last },
    ])
    .filter(({ first, last }) => first <= last);

const publicAddresses = (ranges: readonly Range[], family: Family): bigint =>
  privateRanges[family].reduce(difference, ranges).reduce((sum, { first, last }) => sum + last - first + 1n, 0n);

const speaksOf = ({ traffic }: NetworkAclRule, protocol: "tcp" | "udp", port: number): boolean =>
  traffic.protocol === "all" || (traffic.protocol === protocol && traffic.ports.from <= port && port <= traffic.ports.to);

/** Number of public addresses that may send to a port, and the rules that admit them. */
export const publicReach = (
  rules: readonly NetworkAclRule[],
  family: Family,
  protocol: "tcp" | "udp",
  port: number,
): { readonly addresses: bigint; readonly admittedBy: readonly number[] } => {
  const ordered = rules
    .filter((rule) => rule.direction === "ingress" && familyOf(rule.cidr) === family && speaksOf(rule, protocol, port))
    .sort((one, other) => one.number - other.number);
  let undecided: readonly Range[] = [rangeOf(family === "ipv4" ? "0.0.0.0/0" : "::/0")];
  let addresses = 0n;
  const admittedBy: number[] = [];
  for (const rule of ordered) {
    const range = rangeOf(rule.cidr);
    const admitted = rule.action === "allow" ? publicAddresses(intersection(undecided, range), family) : 0n;
    if (admitted > 0n) admittedBy.push(rule.number);
    addresses += admitted;
    undecided = difference(undecided, range);
  }
  return { addresses, admittedBy };
};

/**
 * Ports that the world reaches through these rules.
 * @param ports judged. @default administrationPorts
 */
export const exposuresToWorld = (rules: readonly NetworkAclRule[], ports = administrationPorts): readonly Exposure[] =>
  (["ipv4", "ipv6"] as const).flatMap((family) =>
    (["tcp", "udp"] as const).flatMap((protocol) =>
      ports.flatMap((port) => {
        const { addresses, admittedBy } = publicReach(rules, family, protocol, port);
        return addresses > largestOrganisation[family] ? [{ family, protocol, port, admittedBy }] : [];
      }),
    ),
  );
