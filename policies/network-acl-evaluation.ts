/**
 * Which ports a list of ingress rules leaves open to the world. Pure, imports nothing: a module that generates rules may
 * import it too, and then what is proved when they are made is what is checked when they are declared and planned.
 *
 * A network ACL is evaluated in the order of rule numbers, the first match decides, and what matches nothing is denied
 * (Amazon VPC User Guide, "Network ACL rules"). So an allow of the ephemeral range 1024-65535 opens 3389 unless a
 * lower-numbered deny closes it first. A security group is such a list without denials.
 */

export interface IngressEntry {
  readonly number: number;
  readonly action: "allow" | "deny";
  readonly protocol: "tcp" | "udp" | "all";
  /** IPv4 or IPv6 block. */
  readonly block: string;
  /** Ignored where the protocol is `all`. */
  readonly fromPort: number;
  readonly toPort: number;
}

export interface OpenPort {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  readonly family: "ipv4" | "ipv6";
  /** Number of the rule that lets the world in. */
  readonly number: number;
}

interface Block {
  readonly bits: 32 | 128;
  readonly prefix: number;
  /** The first `prefix` bits of the address. */
  readonly network: bigint;
}

const parseIpv4 = (address: string): bigint | undefined => {
  const octets = address.split(".");
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
};

const parseIpv6 = (address: string): bigint | undefined => {
  const [head, tail, ...more] = address.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - (head ?? []).length - (tail ?? []).length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 0)) return undefined;
  const groups = [...(head ?? []), ...Array.from({ length: missing }, () => "0"), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
};

const parseBlock = (text: string): Block | undefined => {
  const [address = "", prefix = ""] = text.split("/");
  const bits = address.includes(":") ? 128 : 32;
  const value = bits === 128 ? parseIpv6(address) : parseIpv4(address);
  if (value === undefined || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return undefined;
  return { bits, prefix: Number(prefix), network: value >> BigInt(bits - Number(prefix)) };
};

const contains = (outer: Block, inner: Block): boolean =>
  outer.bits === inner.bits && outer.prefix <= inner.prefix && inner.network >> BigInt(inner.prefix - outer.prefix) === outer.network;

/** RFC 4193; the largest block that nobody on the internet can send from. Of IPv4 that is 10.0.0.0/8 (RFC 1918). */
const uniqueLocal = parseBlock("fc00::/7") as Block;

/**
 * True where a block is so large that it can only be meant as the world, whole (0.0.0.0/0, ::/0) or in pieces
 * (0.0.0.0/1 with 128.0.0.0/1): auditors look for the whole only. A text that is no block counts as the world.
 */
const isWorld = (block: Block | undefined): boolean => {
  if (block === undefined) return true;
  return block.bits === 32 ? block.prefix < 8 : block.prefix < 16 && !contains(uniqueLocal, block);
};

const speaksOf = ({ protocol, fromPort, toPort }: IngressEntry, wanted: "tcp" | "udp", port: number): boolean =>
  protocol === "all" || (protocol === wanted && fromPort <= port && port <= toPort);

const firstOpening = (ordered: readonly IngressEntry[], family: "ipv4" | "ipv6", protocol: "tcp" | "udp", port: number): IngressEntry | undefined => {
  const denied: Block[] = [];
  for (const entry of ordered) {
    if (entry.block.includes(":") !== (family === "ipv6") || !speaksOf(entry, protocol, port)) continue;
    const block = parseBlock(entry.block);
    if (entry.action === "deny") {
      if (block) denied.push(block);
    } else if (isWorld(block) && !(block && denied.some((closed) => contains(closed, block)))) {
      return entry;
    }
  }
  return undefined;
};

/** The ports, of those asked for, that are open to the world over TCP or UDP; empty where all are closed. */
export const openToTheWorld = (entries: readonly IngressEntry[], ports: readonly number[]): readonly OpenPort[] => {
  const ordered = [...entries].sort((one, other) => one.number - other.number);
  return ports.flatMap((port) =>
    (["tcp", "udp"] as const).flatMap((protocol) =>
      (["ipv4", "ipv6"] as const).flatMap((family) => {
        const opening = firstOpening(ordered, family, protocol, port);
        return opening ? [{ port, protocol, family, number: opening.number }] : [];
      }),
    ),
  );
};
