import type { Attribute } from "../../policies/rule";
import { asList, descend, isRecord } from "../../policies/attributes";
import type { Expression } from "../terraform/plan-json";
import { addressOfReference, referencesInValue } from "./references";

/**
 * One attribute of a plan: its value where the plan settles it, else its declaration, which the plan's configuration
 * carries as `constant_value` (for .tf.json the raw template; for HCL only `references`, so the attribute stays unknown).
 */

const isExpression = (node: unknown): node is Expression => isRecord(node) && ("constant_value" in node || "references" in node) && Object.keys(node).every((key) => key === "constant_value" || key === "references");

const undeclared = Symbol("undeclared");

/** The declaration as it was written, blocks included; `undeclared` where a part of it is not in the plan. */
const declaration = (node: unknown): unknown => {
  if (isExpression(node)) return "constant_value" in node ? node.constant_value : undeclared;
  if (Array.isArray(node)) {
    const items = node.map(declaration);
    return items.includes(undeclared) ? undeclared : items;
  }
  if (!isRecord(node)) return node;
  const entries = Object.entries(node).map(([key, child]) => [key, declaration(child)] as const);
  return entries.some(([, child]) => child === undeclared) ? undeclared : Object.fromEntries(entries);
};

const descendExpression = (node: unknown, key: string): unknown => {
  const block = Array.isArray(node) && node.length === 1 ? node[0] : node;
  if (isExpression(block)) return "constant_value" in block ? wrap(descend(block.constant_value, key)) : block;
  return isRecord(block) ? block[key] : undefined;
};
const wrap = (value: unknown): Expression | undefined => (value === undefined ? undefined : { constant_value: value });

const hasUnknown = (node: unknown): boolean => node === true || (typeof node === "object" && node !== null && Object.values(node).some(hasUnknown));

export interface PlannedValues {
  readonly after: unknown;
  readonly afterUnknown: unknown;
  /** Expressions of the resource in the configuration; undefined where the plan does not carry them. */
  readonly expressions: unknown;
}

const single = (node: unknown): unknown => (Array.isArray(node) && node.length === 1 ? node[0] : node);

/** The attribute at a dotted path. */
export const plannedAttribute = (values: PlannedValues, path: string): Attribute => {
  let { after, afterUnknown, expressions }: PlannedValues = values;
  for (const key of path.split(".")) {
    if (Array.isArray(after) && after.length > 1) return { kind: "unknown" };
    const [block, unknownBlock] = [single(after), single(afterUnknown)];
    after = isRecord(block) ? block[key] : undefined;
    afterUnknown = unknownBlock === true ? true : isRecord(unknownBlock) ? unknownBlock[key] : undefined;
    expressions = descendExpression(expressions, key);
  }
  if (!hasUnknown(afterUnknown)) return after === undefined || after === null ? { kind: "absent" } : { kind: "known", value: after };
  // What nobody declared is for the provider to fill in: the same as at synth, where it is not there.
  if (expressions === undefined) return values.expressions !== undefined && afterUnknown === true ? { kind: "absent" } : { kind: "unknown" };
  const template = declaration(expressions);
  return template === undeclared ? { kind: "unknown" } : template === null ? { kind: "absent" } : { kind: "template", template };
};

const collect = (node: unknown): readonly string[] => {
  if (isExpression(node)) return [...(node.references ?? []).map(addressOfReference), ...referencesInValue(node.constant_value)];
  return asList(node).flatMap((item) => (isRecord(item) ? Object.values(item).flatMap(collect) : []));
};

/** Addresses that the declaration at a dotted path refers to. */
export const plannedReferences = (expressions: unknown, path: string): readonly string[] => [
  ...new Set(collect(path.split(".").reduce<unknown>(descendExpression, expressions))),
];
