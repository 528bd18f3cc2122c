import fc from "fast-check";
import { AddressError, contains, formatCidr, lastOf, parseCidr, partOf, sizeOf } from "../../../../modules/addresses";

describe("parseCidr", () => {
  test.each([
    ["10.0.0.0/16", 0x0a000000n, 0x0a00ffffn],
    ["0.0.0.0/0", 0n, 2n ** 32n - 1n],
    ["203.0.113.7/32", 0xcb007107n, 0xcb007107n],
    ["::/0", 0n, 2n ** 128n - 1n],
    ["2001:db8::/32", 0x20010db8n << 96n, (0x20010db9n << 96n) - 1n],
    ["::1/128", 1n, 1n],
    ["fe80::1:0:0:2/128", (0xfe80n << 112n) | (1n << 48n) | 2n, (0xfe80n << 112n) | (1n << 48n) | 2n],
    ["::ffff:192.0.2.1/128", 0xffffc0000201n, 0xffffc0000201n],
  ])("reads %s", (text, first, last) => {
    expect(parseCidr(text).first).toBe(first);
    expect(lastOf(parseCidr(text))).toBe(last);
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/16", "10.0.0.0/16/2", "::/129", "world", "10.0.0.0/", ""])("refuses %p", (text) => {
    expect(() => parseCidr(text)).toThrow(AddressError);
  });

  test("refuses host bits and says what was meant", () => {
    expect(() => parseCidr("10.1.2.3/16")).toThrow("Write 10.1.0.0/16.");
  });

  test("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 128n - 1n), fc.integer({ min: 0, max: 128 }), fc.boolean(), (value, bits, four) => {
        const [width, prefix] = four ? [32, bits % 33] : [128, bits];
        const host = BigInt(width - prefix);
        const first = ((value & (2n ** BigInt(width) - 1n)) >> host) << host;
        const cidr = { family: four ? ("ipv4" as const) : ("ipv6" as const), first, prefix };
        expect(parseCidr(formatCidr(cidr))).toEqual(cidr);
      }),
    );
  });
});

describe("partOf", () => {
  const vpc = parseCidr("10.0.0.0/16");

  test("divides evenly and completely", () => {
    const parts = [0, 1, 2, 3].map((index) => partOf(vpc, 2, index));
    expect(parts.map(formatCidr)).toEqual(["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18", "10.0.192.0/18"]);
    expect(parts.every((part) => contains(vpc, part))).toBe(true);
    expect(parts.reduce((sum, part) => sum + sizeOf(part), 0n)).toBe(sizeOf(vpc));
  });

  test.each([
    [2, 4],
    [2, -1],
    [17, 0],
  ])("refuses part %i bits %i", (bits, index) => {
    expect(() => partOf(vpc, bits, index)).toThrow(AddressError);
  });
});

test("contains knows families apart", () => {
  expect(contains(parseCidr("::/0"), parseCidr("10.0.0.0/8"))).toBe(false);
  expect(contains(parseCidr("10.0.0.0/8"), parseCidr("10.9.0.0/16"))).toBe(true);
  expect(contains(parseCidr("10.9.0.0/16"), parseCidr("10.0.0.0/8"))).toBe(false);
});
