import type { Family } from "../addresses";

/** What a rule speaks of. */
export type Traffic =
  | { readonly protocol: "all" }
  /** Ports are inclusive, 0 to 65535. */
  | { readonly protocol: "tcp" | "udp"; readonly ports: { readonly from: number; readonly to: number } }
  /** ICMP in IPv4; -1 is any type or code. */
  | { readonly protocol: "icmp"; readonly type: number; readonly code: number };

/** One rule of a network ACL. AWS reads the rules of a direction by ascending number; the first that fits decides. */
export interface NetworkAclRule {
  /**
   * 1 to 32766, once a direction. It is the rule's identity: it never follows from a place in a list, so that an inserted
   * rule leaves the others alone.
   */
  readonly number: number;
  readonly direction: "ingress" | "egress";
  readonly action: "allow" | "deny";
  readonly traffic: Traffic;
  /** Peer: an IPv4 or IPv6 block. */
  readonly cidr: string;
}

/** Ports through which machines are administered or files are shared: CIS AWS Foundations 7.0, 6.2 (22, 3389) and 6.1.2 (445). */
export const administrationPorts: readonly number[] = [22, 445, 3389];

export const familyOf = (cidr: string): Family => (cidr.includes(":") ? "ipv6" : "ipv4");

/** A single port as a range. */
export const port = (number: number) => ({ from: number, to: number }) as const;
