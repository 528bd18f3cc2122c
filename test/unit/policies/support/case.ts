import type { Outcome } from "../../../../policies/rule";
import type { PlanJson } from "../../../../scripts/terraform/plan-json";
import type { Tree } from "./plan-of";

/** What a rule must say of one resource after one edit of the hardened stack. */
export interface RuleCase {
  readonly rule: string;
  readonly name: string;
  readonly address: string;
  /** @default nothing is edited */
  readonly edit?: (resources: Tree["resource"]) => void;
  /** A plan edited further, for deletions and the like; it is judged instead of the tree's plan. */
  readonly editPlan?: (plan: PlanJson) => PlanJson;
  readonly stage?: string;
  readonly classification?: string;
  readonly expect: Outcome["result"];
  /** Where the plan says more or less than the tree. @default the same */
  readonly expectOnPlan?: Outcome["result"];
  /** Text that the reason holds. */
  readonly because?: string;
}

/** Cases of one rule, shorter to write. */
export const casesOf = (rule: string, ...cases: readonly Omit<RuleCase, "rule">[]): readonly RuleCase[] => cases.map((one) => ({ rule, ...one }));

type Body = Record<string, unknown>;
/** Edits one resource in place. */
export const set =
  (address: string, values: Body) =>
  (resources: Tree["resource"]): void => {
    const [type, name] = address.split(".") as [string, string];
    resources[type] ??= {};
    resources[type][name] = { ...resources[type][name], ...values };
  };
export const drop =
  (address: string, ...keys: readonly string[]) =>
  (resources: Tree["resource"]): void => {
    const [type, name] = address.split(".") as [string, string];
    if (keys.length === 0) delete resources[type]?.[name];
    for (const key of keys) delete resources[type]?.[name]?.[key];
  };
/** A policy document whose shape is exactly what the edits break. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Document = any;
/** Rewrites a policy document inside a resource. */
export const rewrite =
  (address: string, attribute: string, change: (document: Document) => void) =>
  (resources: Tree["resource"]): void => {
    const [type, name] = address.split(".") as [string, string];
    const body = resources[type]?.[name] as Body;
    const parsed = JSON.parse(String(body[attribute])) as Document;
    change(parsed);
    body[attribute] = JSON.stringify(parsed);
  };
export const both =
  (...edits: readonly ((resources: Tree["resource"]) => void)[]) =>
  (resources: Tree["resource"]): void =>
    edits.forEach((edit) => edit(resources));
