import fc from "fast-check";
import type { NetworkAclRule, Traffic } from "../../../../modules/network-acl";

const peers = {
  ipv4: { world: ["0.0.0.0/0"], part: ["0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "172.16.0.0/12", "192.0.0.0/4", "96.0.0.0/3", "203.0.113.0/24", "8.8.8.8/32"] },
  ipv6: { world: ["::/0"], part: ["::/1", "8000::/1", "2001:db8::/32", "fc00::/7"] },
} as const;

const port = fc.constantFrom(0, 21, 22, 23, 80, 443, 444, 445, 446, 1024, 3388, 3389, 3390, 32768, 65535);

const traffic: fc.Arbitrary<Traffic> = fc.oneof(
  fc.constant<Traffic>({ protocol: "all" }),
  fc
    .tuple(fc.constantFrom("tcp" as const, "udp" as const), port, port)
    .map(([protocol, one, other]): Traffic => ({ protocol, ports: { from: Math.min(one, other), to: Math.max(one, other) } })),
);

/** Lists of ingress rules with numbers of their own, in any order, of one family. */
export const anyRules = (
  family: keyof typeof peers,
  kinds: readonly ("world" | "part")[] = ["world", "part"],
  number: fc.Arbitrary<number> = fc.integer({ min: 1, max: 32766 }),
): fc.Arbitrary<readonly NetworkAclRule[]> =>
  fc.uniqueArray(
    fc.record({
      number,
      direction: fc.constant("ingress" as const),
      action: fc.constantFrom("allow" as const, "deny" as const),
      traffic,
      cidr: fc.constantFrom(...kinds.flatMap((kind): readonly string[] => peers[family][kind])),
    }),
    { maxLength: 8, selector: (rule) => rule.number },
  );
