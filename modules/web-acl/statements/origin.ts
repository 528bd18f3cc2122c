import { match, toBlock, type MatchStatement } from "./statement";

/** An address that a proxy has written into a header, and what holds where the header has none. */
export interface ForwardedIp {
  readonly headerName: string;
  readonly fallbackBehavior: "MATCH" | "NO_MATCH";
}

export interface IpSetProps {
  readonly arn: string;
  /** @default the address the request came from */
  readonly forwardedIp?: ForwardedIp & { readonly position: "FIRST" | "LAST" | "ANY" };
}

export interface GeoMatchProps {
  /** ISO 3166-1 alpha-2, capital letters. */
  readonly countryCodes: readonly string[];
  /** @default the address the request came from */
  readonly forwardedIp?: ForwardedIp;
}

export interface AsnMatchProps {
  /** Numbers of autonomous systems. */
  readonly asnList: readonly number[];
  /** @default the address the request came from */
  readonly forwardedIp?: ForwardedIp;
}

/** Holds where the request comes from an address of a set. 1 unit, 5 where any forwarded address counts. */
export const ipSet = ({ arn, forwardedIp }: IpSetProps): MatchStatement =>
  match({
    block: toBlock({ ipSetReferenceStatement: { arn, ipSetForwardedIpConfig: forwardedIp } }),
    capacity: forwardedIp?.position === "ANY" ? 5 : 1,
  });

/** Holds where the request comes from one of the countries. 1 unit. */
export const geoMatch = ({ countryCodes, forwardedIp }: GeoMatchProps): MatchStatement =>
  match({ block: toBlock({ geoMatchStatement: { countryCodes, forwardedIpConfig: forwardedIp } }), capacity: 1 });

/** Holds where the request comes from one of the autonomous systems. 1 unit. */
export const asnMatch = ({ asnList, forwardedIp }: AsnMatchProps): MatchStatement =>
  match({ block: toBlock({ asnMatchStatement: { asnList, forwardedIpConfig: forwardedIp } }), capacity: 1 });
