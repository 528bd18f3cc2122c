import fc from "fast-check";
import { exposuresToWorld, publicReach, type NetworkAclRule, type Traffic } from "../../../../modules/network-acl";
import { lastOf, parseCidr } from "../../../../modules/addresses";
import { anyRules } from "./rules";

const rule = (number: number, action: "allow" | "deny", cidr: string, traffic: Traffic): NetworkAclRule => ({ number, direction: "ingress", action, cidr, traffic });
const tcp = (from: number, to = from): Traffic => ({ protocol: "tcp", ports: { from, to } });
const open = (rules: readonly NetworkAclRule[]): readonly string[] => exposuresToWorld(rules).map(({ family, protocol, port }) => `${family} ${protocol} ${port}`);

describe("exposuresToWorld", () => {
  test("finds remote desktop inside the ephemeral ports", () => {
    expect(exposuresToWorld([rule(100, "allow", "0.0.0.0/0", tcp(1024, 65535))])).toEqual([
      { family: "ipv4", protocol: "tcp", port: 3389, admittedBy: [100] },
    ]);
  });

  test("lets the first rule that fits decide, whatever the order of the list", () => {
    const allow = rule(200, "allow", "0.0.0.0/0", tcp(1024, 65535));
    expect(open([allow, rule(100, "deny", "0.0.0.0/0", tcp(3389))])).toEqual([]);
    expect(open([allow, rule(300, "deny", "0.0.0.0/0", tcp(3389))])).toEqual(["ipv4 tcp 3389"]);
  });

  test("judges every protocol of a rule for all, in its own family", () => {
    expect(open([rule(100, "allow", "::/0", { protocol: "all" })])).toEqual([
      "ipv6 tcp 22", "ipv6 tcp 445", "ipv6 tcp 3389", "ipv6 udp 22", "ipv6 udp 445", "ipv6 udp 3389",
    ]);
    expect(open([rule(90, "deny", "0.0.0.0/0", { protocol: "all" }), rule(100, "allow", "::/0", tcp(22))])).toEqual(["ipv6 tcp 22"]);
  });

  test("a denial for one protocol leaves the other open", () => {
    expect(open([rule(90, "deny", "0.0.0.0/0", tcp(22)), rule(100, "allow", "0.0.0.0/0", { protocol: "all" })])).not.toContain("ipv4 tcp 22");
    expect(open([rule(90, "deny", "0.0.0.0/0", tcp(22)), rule(100, "allow", "0.0.0.0/0", { protocol: "all" })])).toContain("ipv4 udp 22");
  });

  test("a denial for few does not close what is open to all", () => {
    expect(open([rule(90, "deny", "203.0.113.0/24", tcp(22)), rule(100, "allow", "0.0.0.0/0", tcp(22))])).toEqual(["ipv4 tcp 22"]);
  });

  test("sees the world in two halves", () => {
    expect(exposuresToWorld([rule(100, "allow", "0.0.0.0/1", tcp(22)), rule(110, "allow", "128.0.0.0/1", tcp(22))])[0]?.admittedBy).toEqual([100, 110]);
  });

  test.each(["10.0.0.0/8", "100.64.0.0/10", "203.0.113.0/24", "12.0.0.0/8", "fd00::/8", "2001:db8::/32"])("%s is not the world", (cidr) => {
    expect(open([rule(100, "allow", cidr, { protocol: "all" })])).toEqual([]);
  });

  test("ignores what goes out and what is no port", () => {
    expect(open([{ ...rule(100, "allow", "0.0.0.0/0", tcp(22)), direction: "egress" }])).toEqual([]);
    expect(open([rule(100, "allow", "0.0.0.0/0", { protocol: "icmp", type: 3, code: 4 })])).toEqual([]);
  });

  test("judges the ports it is asked about", () => {
    expect(exposuresToWorld([rule(100, "allow", "0.0.0.0/0", tcp(5432))], [5432])).toHaveLength(1);
  });
});

/** The first rule that fits one packet, read rule by rule: another way to the same answer. */
const admits = (rules: readonly NetworkAclRule[], address: bigint, port: number): boolean =>
  [...rules]
    .sort((one, other) => one.number - other.number)
    .find(({ cidr, traffic }) => {
      const block = parseCidr(cidr);
      const fits = traffic.protocol === "all" || (traffic.protocol === "tcp" && traffic.ports.from <= port && port <= traffic.ports.to);
      return fits && block.first <= address && address <= lastOf(block);
    })?.action === "allow";

/** RFC 1918 and RFC 6598, bounds written out. */
const isPrivate = (address: bigint): boolean =>
  (address >= 0x0a000000n && address <= 0x0affffffn) ||
  (address >= 0xac100000n && address <= 0xac1fffffn) ||
  (address >= 0xc0a80000n && address <= 0xc0a8ffffn) ||
  (address >= 0x64400000n && address <= 0x647fffffn);

const bounds = (rules: readonly NetworkAclRule[]): readonly bigint[] => {
  const blocks = [...rules.map(({ cidr }) => cidr), "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "0.0.0.0/0"].map(parseCidr);
  return [...new Set(blocks.flatMap((block) => [block.first, lastOf(block) + 1n]))].sort((one, other) => (one < other ? -1 : 1));
};

test("counts the same public addresses as asking packet by packet", () => {
  fc.assert(
    fc.property(anyRules("ipv4"), fc.constantFrom(22, 80, 445, 3389, 50000), (rules, port) => {
      const edges = bounds(rules);
      const counted = edges.slice(0, -1).reduce((sum, first, index) => {
        const next = edges[index + 1] as bigint;
        return !isPrivate(first) && admits(rules, first, port) ? sum + next - first : sum;
      }, 0n);
      expect(publicReach(rules, "ipv4", "tcp", port).addresses).toBe(counted);
    }),
    { numRuns: 300 },
  );
});

/** The auditors' reading: only peers that are the whole world, TCP or all protocols, the first that fits decides. */
const auditorFails = (rules: readonly NetworkAclRule[], port: number): boolean =>
  [...rules]
    .sort((one, other) => one.number - other.number)
    .find(
      ({ cidr, traffic }) =>
        (cidr === "0.0.0.0/0" || cidr === "::/0") &&
        (traffic.protocol === "all" || (traffic.protocol === "tcp" && traffic.ports.from <= port && port <= traffic.ports.to)),
    )?.action === "allow";

test.each(["ipv4", "ipv6"] as const)("finds what an auditor of 0.0.0.0/0 and ::/0 finds, in %s", (family) => {
  fc.assert(
    fc.property(anyRules(family, ["world"]), fc.constantFrom(22, 445, 3389), (rules, port) => {
      const found = exposuresToWorld(rules).some((exposure) => exposure.protocol === "tcp" && exposure.port === port);
      expect(found).toBe(auditorFails(rules, port));
    }),
    { numRuns: 300 },
  );
});
