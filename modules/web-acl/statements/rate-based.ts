import { transformationBlocks, transformationCapacity, type TextTransformation } from "./inspection";
import type { ForwardedIp } from "./origin";
import { scopeDownParts } from "./scope-down";
import { faultIf, rate, toBlock, type Block, type MatchStatement, type RateStatement } from "./statement";

/** What requests are counted by, besides or instead of their address. */
export type RateKey =
  | "forwardedIp"
  | "httpMethod"
  | "ip"
  | { readonly header: string; readonly textTransformations?: readonly TextTransformation[] }
  | { readonly cookie: string; readonly textTransformations?: readonly TextTransformation[] }
  | { readonly queryArgument: string; readonly textTransformations?: readonly TextTransformation[] }
  | { readonly queryString: true; readonly textTransformations?: readonly TextTransformation[] }
  | { readonly uriPath: true; readonly textTransformations?: readonly TextTransformation[] }
  | { readonly labelNamespace: string };

export interface RateBasedProps {
  /** Requests in the window before the rule fires, 10 to 2,000,000,000. */
  readonly limit: number;
  /** The window, in seconds. @default 300 */
  readonly evaluationWindowSec?: 60 | 120 | 300 | 600;
  /** What is counted by: the address, the forwarded address, one to five keys, or everything together. @default ip */
  readonly aggregate?: "ip" | "constant" | { readonly forwardedIp: ForwardedIp } | { readonly keys: readonly RateKey[] };
  /** Only requests for which it holds are counted; mandatory for constant. @default every request */
  readonly scopeDown?: MatchStatement;
}

const mostKeys = 5;

const named = (kind: string, name: string, key: { readonly textTransformations?: readonly TextTransformation[] }): Block => ({
  [kind]: { name, text_transformation: transformationBlocks(key) },
});

const keyBlock = (key: RateKey): Block => {
  if (typeof key === "string") return toBlock({ [key]: {} });
  if ("labelNamespace" in key) return { label_namespace: { namespace: key.labelNamespace } };
  if ("header" in key) return named("header", key.header, key);
  if ("cookie" in key) return named("cookie", key.cookie, key);
  if ("queryArgument" in key) return named("query_argument", key.queryArgument, key);
  return { ["queryString" in key ? "query_string" : "uri_path"]: { text_transformation: transformationBlocks(key) } };
};

/** 30 a key (AWS WAF Developer Guide, "Rate-based rule statement"); transformations of a key are added to stay an upper bound. */
const keyCapacity = (key: RateKey): number =>
  30 + (typeof key === "object" && "textTransformations" in key ? transformationCapacity(key) : 0);

const aggregateBlock = (aggregate: NonNullable<RateBasedProps["aggregate"]>): Block => {
  if (aggregate === "ip") return { aggregate_key_type: "IP" };
  if (aggregate === "constant") return { aggregate_key_type: "CONSTANT" };
  return "keys" in aggregate
    ? { aggregate_key_type: "CUSTOM_KEYS", custom_key: aggregate.keys.map(keyBlock) }
    : { aggregate_key_type: "FORWARDED_IP", ...toBlock({ forwardedIpConfig: aggregate.forwardedIp }) };
};

/** Holds for a source that sends more requests than the limit. 2 units, 30 more a key, and its scope-down statement. */
export const rateBased = ({ limit, evaluationWindowSec = 300, aggregate = "ip", scopeDown }: RateBasedProps): RateStatement => {
  const keys = typeof aggregate === "object" && "keys" in aggregate ? aggregate.keys : undefined;
  const scope = scopeDownParts(scopeDown);
  return rate({
    block: {
      rate_based_statement: { limit, evaluation_window_sec: evaluationWindowSec, ...aggregateBlock(aggregate), ...scope.block },
    },
    capacity: 2 + (keys ?? []).reduce((sum, key) => sum + keyCapacity(key), 0) + scope.capacity,
    faults: [
      ...faultIf(!Number.isInteger(limit) || limit < 10 || limit > 2_000_000_000, {
        problem: `A rate rule has the limit ${limit}.`,
        remedy: "Write 10 to 2,000,000,000 requests.",
      }),
      ...faultIf(keys !== undefined && (keys.length < 1 || keys.length > mostKeys), {
        problem: `A rate rule counts by ${keys?.length} keys.`,
        remedy: `Name 1 to ${mostKeys}.`,
      }),
      ...faultIf(aggregate === "constant" && scopeDown === undefined, {
        problem: "A rate rule counts every request together.",
        remedy: "Give it a scope-down statement, or count by address.",
      }),
      ...scope.faults,
    ],
  });
};
