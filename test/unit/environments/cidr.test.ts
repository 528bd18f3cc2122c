import fc from "fast-check";
import { formatBlock, overlap, parseBlock, regionCidr } from "../../../environments/cidr";

const environment = (cidr: string, governedRegions: string[]) => ({ homeRegion: "eu-central-1", governedRegions, network: { cidr } as never });

describe("the block of a region", () => {
  it("is the whole block where there is one region", () => {
    expect(regionCidr(environment("10.16.0.0/16", []), "eu-central-1")).toBe("10.16.0.0/16");
  });

  it("is an even part, home region first", () => {
    const three = environment("10.16.0.0/16", ["us-east-1", "eu-west-1"]);
    expect(["eu-central-1", "us-east-1", "eu-west-1"].map((region) => regionCidr(three, region))).toEqual(["10.16.0.0/18", "10.16.64.0/18", "10.16.128.0/18"]);
  });

  it("is refused for a region that the environment does not have", () => {
    expect(() => regionCidr(environment("10.16.0.0/16", []), "us-east-1")).toThrow(/us-east-1 is not a region/);
  });

  it("never meets another region's, whatever the block and the number of regions", () => {
    const regions = ["us-east-1", "eu-west-1", "eu-north-1", "ap-south-1", "sa-east-1"];
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 8, max: 20 }), fc.integer({ min: 0, max: regions.length }), (octet, prefix, count) => {
        const whole = { first: octet * 2 ** 24, prefix };
        const subject = environment(formatBlock(whole), regions.slice(0, count));
        const parts = ["eu-central-1", ...subject.governedRegions].map((region) => parseBlock(regionCidr(subject, region)));
        expect(parts.every((part) => overlap(part, whole) && part.prefix >= prefix)).toBe(true);
        expect(parts.some((part, index) => parts.slice(index + 1).some((other) => overlap(part, other)))).toBe(false);
      }),
    );
  });
});

describe("overlap", () => {
  it.each([
    ["10.0.0.0/16", "10.0.0.0/16", true],
    ["10.0.0.0/8", "10.255.255.0/24", true],
    ["10.0.0.0/16", "10.1.0.0/16", false],
    ["192.168.1.0/24", "192.168.0.0/24", false],
  ])("of %s and %s is %s, both ways", (one, other, expected) => {
    expect(overlap(parseBlock(one), parseBlock(other))).toBe(expected);
    expect(overlap(parseBlock(other), parseBlock(one))).toBe(expected);
  });
});
