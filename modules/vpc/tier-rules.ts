import { worldOf } from "../addresses";
import { port, type NetworkAclRule, type Traffic } from "../network-acl";
import { tierCidr, type Tier } from "./subnetting";

/**
 * The network ACL of each tier. Numbers below 1000 speak of this VPC, those from 2000 of the world; the guards between
 * them come from the generator. A network ACL forgets connections: replies need a rule of their own, on the ephemeral
 * ports 1024 to 65535 that a NAT gateway and clients use (Amazon VPC User Guide, "Ephemeral ports").
 */

const everywhere = worldOf("ipv4");
const https: Traffic = { protocol: "tcp", ports: port(443) };
const http: Traffic = { protocol: "tcp", ports: port(80) };
const replies: Traffic = { protocol: "tcp", ports: { from: 1024, to: 65535 } };
const anything: Traffic = { protocol: "all" };
/** "Fragmentation needed": without it, large packets vanish (Amazon VPC User Guide, "Path MTU Discovery"). */
const pathMtuDiscovery: Traffic = { protocol: "icmp", type: 3, code: 4 };

const allow = (direction: NetworkAclRule["direction"], number: number, traffic: Traffic, cidr: string): NetworkAclRule => ({
  number,
  direction,
  action: "allow",
  traffic,
  cidr,
});

const bothWays = (number: number, cidr: string): readonly NetworkAclRule[] => [
  allow("ingress", number, anything, cidr),
  allow("egress", number, anything, cidr),
];

const publicRules = (vpcCidr: string): readonly NetworkAclRule[] => [
  ...bothWays(100, vpcCidr),
  allow("ingress", 2000, https, everywhere),
  // A load balancer answers it with a redirect to https.
  allow("ingress", 2010, http, everywhere),
  allow("ingress", 2020, replies, everywhere),
  allow("ingress", 2030, pathMtuDiscovery, everywhere),
  allow("egress", 2000, https, everywhere),
  allow("egress", 2010, http, everywhere),
  allow("egress", 2020, replies, everywhere),
  allow("egress", 2030, pathMtuDiscovery, everywhere),
];

/** S3 and DynamoDB answer from public addresses through their gateway endpoints too, which no network ACL can name. */
const privateRules = (vpcCidr: string): readonly NetworkAclRule[] => [
  ...bothWays(100, vpcCidr),
  allow("ingress", 2020, replies, everywhere),
  allow("ingress", 2030, pathMtuDiscovery, everywhere),
  allow("egress", 2000, https, everywhere),
];

/** Only the private tier and its own: what faces the internet cannot reach a database. */
const isolatedRules = (vpcCidr: string): readonly NetworkAclRule[] => [
  ...bothWays(100, tierCidr(vpcCidr, "private")),
  ...bothWays(110, tierCidr(vpcCidr, "isolated")),
];

/** Rules of a tier's network ACL, without guards. */
export const tierRules = (tier: Tier, vpcCidr: string): readonly NetworkAclRule[] =>
  ({ public: publicRules, private: privateRules, isolated: isolatedRules })[tier](vpcCidr);
