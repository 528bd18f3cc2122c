import { fail, hasReference, pass, unknown } from "./attributes";
import { type IngressEntry, openToTheWorld } from "./network-acl-evaluation";
import type { Outcome } from "./rule";

/** Reads the rules of network ACLs and security groups as Terraform writes them, and judges which ports the world reaches. */

/** One ingress rule before it is understood. Security groups have neither number nor action. */
export interface IngressRule {
  readonly number?: unknown;
  readonly action?: unknown;
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
  readonly blocks: readonly unknown[];
}

/** Address blocks of a VPC or a subnet are never the world: IPv4 at most a /16 (Amazon VPC User Guide, "VPC CIDR blocks"). */
const ofNetwork = /^\$\{aws_(vpc|subnet|default_vpc|default_subnet)\.[\w-]+(\[[^\]]+\])?\.(cidr_block|ipv6_cidr_block)\}$/;
const given = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

const protocols: Readonly<Record<string, IngressEntry["protocol"]>> = { "-1": "all", all: "all", "6": "tcp", tcp: "tcp", "17": "udp", udp: "udp" };

const isOpen = ({ number, action, protocol, fromPort, toPort, blocks }: IngressRule): boolean =>
  [number, action, protocol, fromPort, toPort].some(hasReference) || blocks.some((block) => hasReference(block) && !ofNetwork.test(String(block)));

const settled = (rule: IngressRule): readonly IngressEntry[] => {
  const protocol = protocols[String(rule.protocol).toLowerCase()];
  if (protocol === undefined || isOpen(rule)) return [];
  const { number = 1, action, fromPort, toPort } = rule;
  return rule.blocks
    .filter((block) => given(block) && !hasReference(block))
    .map((block) => ({ number: Number(number), action: action === "deny" ? "deny" : "allow", protocol, block: String(block), fromPort: Number(fromPort ?? 0), toPort: Number(toPort ?? 0) }));
};

const shownAtMost = 6;

/** Fails where the rules open one of the ports to the world; unknown where a rule that allows is not settled yet. */
export const judgeIngress = (rules: readonly IngressRule[], ports: readonly number[]): Outcome => {
  const open = openToTheWorld(rules.flatMap(settled), ports);
  if (open.length > 0) {
    const numbered = rules.some(({ number }) => given(number));
    const shown = open.slice(0, shownAtMost).map(({ port, protocol, family, number }) => `${port}/${protocol} over ${family}${numbered ? ` by rule ${number}` : ""}`);
    return fail(`the world reaches ${shown.join(", ")}${open.length > shownAtMost ? ` and ${open.length - shownAtMost} more` : ""}`);
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
