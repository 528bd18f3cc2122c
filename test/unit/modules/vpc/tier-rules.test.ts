import { exposuresToWorld, generateRules, publicReach, type NetworkAclRule } from "../../../../modules/network-acl";
import { tierCidr, tierRules, tiers } from "../../../../modules/vpc";

const cidr = "10.16.0.0/16";
const rulesOf = (tier: (typeof tiers)[number]): readonly NetworkAclRule[] => generateRules(tierRules(tier, cidr)).rules ?? [];
const reached = (tier: (typeof tiers)[number], port: number): boolean => publicReach(rulesOf(tier), "ipv4", "tcp", port).addresses > 0n;

test.each(tiers)("the %s tier is accepted and closed", (tier) => {
  expect(generateRules(tierRules(tier, cidr)).faults).toBeUndefined();
  expect(exposuresToWorld(rulesOf(tier), [22, 445, 3389])).toEqual([]);
});

test("the guards are what closes remote desktop where replies come in", () => {
  expect(exposuresToWorld(tierRules("public", cidr)).map(({ port }) => port)).toEqual([3389]);
  expect(exposuresToWorld(tierRules("private", cidr)).map(({ port }) => port)).toEqual([3389]);
});

test("public answers on 80 and 443, private takes replies only, isolated nothing from outside", () => {
  expect([80, 443, 40000, 22, 3389].filter((port) => reached("public", port))).toEqual([80, 443, 40000]);
  expect([80, 443, 40000, 22, 3389].filter((port) => reached("private", port))).toEqual([40000]);
  expect([80, 443, 40000, 22, 3389].filter((port) => reached("isolated", port))).toEqual([]);
});

test("isolated speaks with the private tier and itself, in both directions, and with nobody else", () => {
  const peers = [tierCidr(cidr, "private"), tierCidr(cidr, "isolated")];
  for (const direction of ["ingress", "egress"]) {
    expect(rulesOf("isolated").filter((rule) => rule.direction === direction).map((rule) => rule.cidr)).toEqual(peers);
  }
});

test("the private tier sends nothing to the world but https", () => {
  const out = rulesOf("private").filter(({ direction, cidr: peer }) => direction === "egress" && peer === "0.0.0.0/0");
  expect(out.map(({ traffic }) => traffic)).toEqual([{ protocol: "tcp", ports: { from: 443, to: 443 } }]);
});
