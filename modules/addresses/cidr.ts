import { isIP } from "node:net";

/** Arithmetic on IPv4 and IPv6 blocks. Pure; addresses are numbers, so that no text is ever compared. */

export type Family = "ipv4" | "ipv6";

/** A block of addresses. */
export interface Cidr {
  readonly family: Family;
  /** Its first address. */
  readonly first: bigint;
  /** Length of its prefix, in bits. */
  readonly prefix: number;
}

/** A text that is no block, or a block that cannot be divided as asked. */
export class AddressError extends Error {
  public readonly problem: string;
  public readonly remedy: string;

  constructor(fault: { readonly problem: string; readonly remedy: string }) {
    super(`${fault.problem} ${fault.remedy}`);
    this.name = "AddressError";
    this.problem = fault.problem;
    this.remedy = fault.remedy;
  }
}

const widths = { ipv4: 32, ipv6: 128 } as const;
const world = { ipv4: "0.0.0.0/0", ipv6: "::/0" } as const;

/** The block of every address of a family. */
export const worldOf = (family: Family): string => world[family];

const joined = (parts: readonly number[], bits: number): bigint =>
  parts.reduce((value, part) => (value << BigInt(bits)) | BigInt(part), 0n);

const hexGroups = (text: string): readonly number[] => (text === "" ? [] : text.split(":").map((group) => parseInt(group, 16)));

const ipv6Groups = (address: string): readonly number[] => {
  // The URL parser writes any spelling of an IPv6 address, embedded IPv4 included, as hexadecimal groups.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  if (tail === undefined) return hexGroups(head);
  const [left, right] = [hexGroups(head), hexGroups(tail)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
};

/** Number of addresses in a block. */
export const sizeOf = (cidr: Cidr): bigint => 1n << BigInt(widths[cidr.family] - cidr.prefix);

/** Last address of a block. */
export const lastOf = (cidr: Cidr): bigint => cidr.first + sizeOf(cidr) - 1n;

/** The block as text: `10.0.0.0/16`, `2001:db8:0:0:0:0:0:0/32`. */
export const formatCidr = ({ family, first, prefix }: Cidr): string => {
  const [count, bits, radix, separator] = family === "ipv4" ? ([4, 8, 10, "."] as const) : ([8, 16, 16, ":"] as const);
  const parts = Array.from({ length: count }, (_, index) => {
    const shift = BigInt((count - 1 - index) * bits);
    return ((first >> shift) & ((1n << BigInt(bits)) - 1n)).toString(radix);
  });
  return `${parts.join(separator)}/${prefix}`;
};

/**
 * Reads `10.0.0.0/16` or `2001:db8::/32`.
 * @throws AddressError where the text is no block or its address is not the first of the block.
 */
export const parseCidr = (text: string): Cidr => {
  const [address = "", length = "", ...rest] = text.split("/");
  const version = isIP(address);
  const family: Family = version === 6 ? "ipv6" : "ipv4";
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(prefix <= widths[family])) {
    throw new AddressError({ problem: `"${text}" is not a block of addresses.`, remedy: "Write address/prefix, such as 10.0.0.0/16." });
  }
  const value = version === 6 ? joined(ipv6Groups(address), 16) : joined(address.split(".").map(Number), 8);
  const hostBits = BigInt(widths[family] - prefix);
  const cidr: Cidr = { family, first: (value >> hostBits) << hostBits, prefix };
  if (cidr.first !== value) {
    throw new AddressError({ problem: `"${text}" is not the first address of its block.`, remedy: `Write ${formatCidr(cidr)}.` });
  }
  return cidr;
};

/** True where every address of the inner block lies in the outer one. */
export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.family === inner.family && outer.first <= inner.first && lastOf(inner) <= lastOf(outer);

/**
 * One of the 2^bits equal parts of a block.
 * @throws AddressError where the block is too small or has no such part.
 *
 * @example
 * const third = formatCidr(partOf(parseCidr("10.16.0.0/16"), 2, 2)); // 10.16.128.0/18
 */
export const partOf = (cidr: Cidr, bits: number, index: number): Cidr => {
  const prefix = cidr.prefix + bits;
  if (prefix > widths[cidr.family] || index < 0 || index >= 2 ** bits) {
    throw new AddressError({
      problem: `${formatCidr(cidr)} has no part ${index} of ${2 ** bits}.`,
      remedy: "Choose a larger block or fewer parts.",
    });
  }
  const part = { family: cidr.family, first: cidr.first, prefix };
  return { ...part, first: cidr.first + BigInt(index) * sizeOf(part) };
};
