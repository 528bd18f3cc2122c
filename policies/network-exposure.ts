import { exposuresToWorld } from "../modules/network-acl/exposure";
import type { NetworkAclRule } from "../modules/network-acl/rule";
import { fail, hasReference, pass, unknown } from "./attributes";
import type { Outcome } from "./rule";

/**
 * Reads the rules of network ACLs and security groups as Terraform writes them and asks the evaluator which ports the
 * world reaches. The evaluator is the generator's own proof (modules/network-acl/exposure, pure): what is proved when
 * the rules are made is what is checked when they are declared and planned.
 */

/** One ingress rule before it is understood. Security groups have neither number nor action. */
export interface IngressRule {
  readonly number?: unknown;
  readonly action?: unknown;
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
  readonly blocks: readonly unknown[];
}

/** Address blocks of a VPC or a subnet are at most a /16 each: never the world. */
const ofNetwork = /^\$\{aws_(vpc|subnet|default_vpc|default_subnet)\.[\w-]+(\[[^\]]+\])?\.(cidr_block|ipv6_cidr_block)\}$/;
const given = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

const trafficOf = (rule: IngressRule): NetworkAclRule["traffic"] | undefined => {
  const protocol = String(rule.protocol).toLowerCase();
  if (protocol === "-1" || protocol === "all") return { protocol: "all" };
  const name = ({ "6": "tcp", tcp: "tcp", "17": "udp", udp: "udp" } as const)[protocol];
  return name && { protocol: name, ports: { from: Number(rule.fromPort ?? 0), to: Number(rule.toPort ?? 0) } };
};

const isOpen = ({ number, action, protocol, fromPort, toPort, blocks }: IngressRule): boolean =>
  [number, action, protocol, fromPort, toPort].some(hasReference) || blocks.some((block) => hasReference(block) && !ofNetwork.test(String(block)));

const settled = (rule: IngressRule): readonly NetworkAclRule[] => {
  const traffic = trafficOf(rule);
  if (traffic === undefined || isOpen(rule)) return [];
  return rule.blocks
    .filter((block) => given(block) && !hasReference(block))
    .map((block) => ({ number: Number(rule.number ?? 1), direction: "ingress", action: rule.action === "deny" ? "deny" : "allow", traffic, cidr: String(block) }));
};

/** Fails where the rules open one of the ports to the world; unknown where a rule that allows is not settled yet. */
export const judgeIngress = (rules: readonly IngressRule[], ports: readonly number[]): Outcome => {
  const exposures = exposuresToWorld(rules.flatMap(settled), ports);
  if (exposures.length > 0) {
    const shown = exposures.map(({ port, protocol, family, admittedBy }) => `${port}/${protocol} over ${family}${rules.some(({ number }) => given(number)) ? ` by rule ${admittedBy.join(", ")}` : ""}`);
    return fail(`the world reaches ${shown.slice(0, 6).join(", ")}${shown.length > 6 ? ` and ${shown.length - 6} more` : ""}`);
  }
  return rules.some((rule) => rule.action !== "deny" && isOpen(rule)) ? unknown("a rule that allows is not known yet") : pass;
};

/** An inline `ingress` block, of a network ACL or of a security group. */
export const inlineRule = (block: Readonly<Record<string, unknown>>): IngressRule => ({
  number: block.rule_no,
  action: block.action,
  protocol: block.protocol,
  fromPort: block.from_port,
  toPort: block.to_port,
  blocks: [block.cidr_block, block.ipv6_cidr_block, ...[block.cidr_blocks, block.ipv6_cidr_blocks].flat()],
});
