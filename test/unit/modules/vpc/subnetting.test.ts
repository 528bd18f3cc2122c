import fc from "fast-check";
import { contains, formatCidr, parseCidr, sizeOf } from "../../../../modules/addresses";
import { planSubnets, tierCidr, tiers } from "../../../../modules/vpc";

const vpcs = fc
  .tuple(fc.integer({ min: 16, max: 24 }), fc.integer({ min: 0, max: 2 ** 24 - 1 }))
  .map(([prefix, value]) => formatCidr({ family: "ipv4", prefix, first: (((10n << 24n) + BigInt(value)) >> BigInt(32 - prefix)) << BigInt(32 - prefix) }));

describe("planSubnets", () => {
  test("lays out a /16 in tiers of /18 and subnets of /20", () => {
    expect(planSubnets("10.16.0.0/16", 2)).toEqual([
      { tier: "public", place: 0, cidr: "10.16.0.0/20" },
      { tier: "public", place: 1, cidr: "10.16.16.0/20" },
      { tier: "private", place: 0, cidr: "10.16.64.0/20" },
      { tier: "private", place: 1, cidr: "10.16.80.0/20" },
      { tier: "isolated", place: 0, cidr: "10.16.128.0/20" },
      { tier: "isolated", place: 1, cidr: "10.16.144.0/20" },
    ]);
  });

  test("keeps every subnet in its tier, its tier in the VPC, and nothing overlaps", () => {
    fc.assert(
      fc.property(vpcs, (vpc) => {
        const subnets = planSubnets(vpc, 3);
        expect(subnets).toHaveLength(9);
        for (const [index, { tier, cidr }] of subnets.entries()) {
          const block = parseCidr(cidr);
          expect(sizeOf(block)).toBe(sizeOf(parseCidr(vpc)) / 16n);
          expect(contains(parseCidr(tierCidr(vpc, tier)), block)).toBe(true);
          expect(contains(parseCidr(vpc), block)).toBe(true);
          expect(subnets.slice(index + 1).some((other) => contains(block, parseCidr(other.cidr)))).toBe(false);
        }
      }),
    );
  });

  test("moves no subnet when a third zone is added", () => {
    fc.assert(fc.property(vpcs, (vpc) => expect(planSubnets(vpc, 3)).toEqual(expect.arrayContaining([...planSubnets(vpc, 2)]))));
  });

  test("the smallest VPC gives the smallest subnets that AWS accepts", () => {
    expect(planSubnets("10.0.0.0/24", 3).map(({ cidr }) => parseCidr(cidr).prefix)).toEqual(new Array(9).fill(28));
  });

  test.each(["10.0.0.0/15", "10.0.0.0/25", "2001:db8::/56", "10.0.0.1/16", "tenten"])("refuses %s", (vpc) => {
    expect(() => planSubnets(vpc, 2)).toThrow();
  });
});

test("a quarter of the VPC stays free for a later tier", () => {
  expect(tiers.map((tier) => tierCidr("10.0.0.0/16", tier))).toEqual(["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"]);
});
