import fc from "fast-check";
import { administrationPorts, exposuresToWorld, generateRules, guardBand, port, publicReach, type NetworkAclRule } from "../../../../modules/network-acl";
import { anyRules } from "./rules";

const base: NetworkAclRule = { number: 2000, direction: "ingress", action: "allow", traffic: { protocol: "tcp", ports: port(443) }, cidr: "0.0.0.0/0" };
const replies: NetworkAclRule = { ...base, number: 2020, traffic: { protocol: "tcp", ports: { from: 1024, to: 65535 } } };
const rulesOf = (rules: readonly NetworkAclRule[]): readonly NetworkAclRule[] => {
  const generated = generateRules(rules);
  if (generated.faults) throw new Error(generated.faults.map(({ problem }) => problem).join(" "));
  return generated.rules;
};
const problemsOf = (rules: readonly NetworkAclRule[]): string => (generateRules(rules).faults ?? []).map(({ problem, remedy }) => `${problem} ${remedy}`).join(" ");

describe("generateRules", () => {
  test("leaves a list alone that opens no administration port", () => {
    expect(rulesOf([base])).toEqual([base]);
  });

  test("puts a guard before the ephemeral ports, which contain 3389", () => {
    expect(rulesOf([replies])).toEqual([
      { number: 1020, direction: "ingress", action: "deny", traffic: { protocol: "tcp", ports: { from: 3389, to: 3389 } }, cidr: "0.0.0.0/0" },
      replies,
    ]);
  });

  test("guards each family, protocol and port that would be open, under numbers that never change", () => {
    const everything = [
      { ...base, traffic: { protocol: "all" } },
      { ...base, number: 2100, traffic: { protocol: "all" }, cidr: "::/0" },
    ] satisfies readonly NetworkAclRule[];
    expect(rulesOf(everything).map(({ number }) => number)).toEqual([1000, 1001, 1005, 1006, 1010, 1011, 1015, 1016, 1020, 1021, 1025, 1026, 2000, 2100]);
  });

  test("lets known peers through before the guards", () => {
    const inside: NetworkAclRule = { ...base, number: 100, traffic: { protocol: "all" }, cidr: "10.0.0.0/16" };
    const rules = rulesOf([replies, inside]);
    expect(rules.map(({ number }) => number)).toEqual([100, 1020, 2020]);
  });

  test("refuses the world in front of the guards, and says through which rule and what to do", () => {
    const problems = problemsOf([{ ...replies, number: 120 }]);
    expect(problems).toContain("tcp 3389 would be open to the world (0.0.0.0/0) through rule 120.");
    expect(problems).toContain("numbers from 2000");
  });

  test("refuses the world in two halves too", () => {
    const halves = ["0.0.0.0/1", "128.0.0.0/1"].map((cidr, index): NetworkAclRule => ({ ...base, number: 100 + index, cidr, traffic: { protocol: "tcp", ports: port(22) } }));
    expect(problemsOf(halves)).toContain("through rule 100, 101");
  });

  test.each<[string, Partial<NetworkAclRule>, string]>([
    ["a guard's number", { number: 1500 }, "kept for guards"],
    ["number 0", { number: 0 }, "outside 1 to 32766"],
    ["number 32767", { number: 32767 }, "outside 1 to 32766"],
    ["half a number", { number: 1.5 }, "outside 1 to 32766"],
    ["descending ports", { traffic: { protocol: "tcp", ports: { from: 80, to: 79 } } }, "the ports 80 to 79"],
    ["a port too high", { traffic: { protocol: "udp", ports: { from: 1, to: 65536 } } }, "the ports 1 to 65536"],
    ["no block", { cidr: "everyone" }, '"everyone" is not a block'],
    ["host bits", { cidr: "10.0.0.1/16" }, "Write 10.0.0.0/16."],
  ])("refuses %s", (_name, change, problem) => {
    expect(problemsOf([{ ...base, ...change }])).toContain(problem);
  });

  test("refuses a number twice in a direction, not once in each", () => {
    expect(problemsOf([base, { ...base, cidr: "::/0" }])).toContain("ingress rule 2000 stands twice");
    expect(rulesOf([base, { ...base, direction: "egress" }])).toHaveLength(2);
  });

  test("refuses more rules than AWS accepts, guards counted", () => {
    const many = Array.from({ length: 18 }, (_, index): NetworkAclRule => ({ ...base, number: 100 + index, cidr: `10.${index}.0.0/16` }));
    expect(rulesOf([...many, base])).toHaveLength(19);
    expect(problemsOf([...many, replies])).toContain("There are 20 ipv4 ingress rules");
  });
});

const numbers = fc.oneof(fc.integer({ min: 1, max: guardBand.from - 1 }), fc.integer({ min: guardBand.to + 1, max: 32766 }));

test.each(["ipv4", "ipv6"] as const)("what is generated is closed, and otherwise says so: %s", (family) => {
  fc.assert(
    fc.property(anyRules(family, ["world", "part"], numbers), (rules) => {
      const generated = generateRules(rules);
      if (generated.faults) {
        const early = rules.filter(({ number, action }) => number < guardBand.from && action === "allow");
        expect(early.length).toBeGreaterThan(0);
      } else {
        expect(exposuresToWorld(generated.rules)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

test("guards close administration ports and nothing else", () => {
  fc.assert(
    fc.property(anyRules("ipv4", ["world", "part"], numbers), fc.integer({ min: 0, max: 65535 }), (rules, other) => {
      fc.pre(!administrationPorts.includes(other));
      const generated = generateRules(rules);
      fc.pre(generated.faults === undefined);
      expect(publicReach(generated.rules ?? [], "ipv4", "tcp", other).addresses).toBe(publicReach(rules, "ipv4", "tcp", other).addresses);
    }),
  );
});
