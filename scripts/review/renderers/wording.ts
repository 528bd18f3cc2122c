import { protectionTypes, statefulTypes } from "../../../policies/resource-classes";
import type { Risk, RuleFinding, SourceLine } from "../../../policies/rule";
import { plural } from "../../faces";
import type { AttributeChange, Review, ReviewedChange, StackReview } from "../model";
import { heuristicTitles, riskRank } from "../risk";

/** What all faces say alike. */

export const isDestructive = ({ action }: ReviewedChange): boolean => action === "delete" || action === "replace";
export const openFindings = ({ findings }: StackReview): readonly RuleFinding[] => findings.filter(({ waiver }) => waiver === undefined);

/** The riskiest of a stack's changes and open findings; undefined where it has none. */
export const riskiest = (stack: StackReview): Risk | undefined =>
  [...stack.changes, ...openFindings(stack)].map(({ risk }) => risk).sort((a, b) => riskRank(a) - riskRank(b))[0];

/** One word, as a person says it. */
export const actionWord = (change: ReviewedChange): string => {
  if (change.actions.includes("invoke")) return "invoke";
  if (change.actions.includes("forget")) return change.action === "replace" ? "forget and create" : "forget";
  if (change.action === "delete") return change.type === "output" ? "remove" : "destroy";
  if (change.action === "no-op") return change.importing ? "import" : "move";
  return change.action;
};

const signs: Readonly<Record<string, string>> = { create: "+", update: "~", replace: "±", delete: "-", read: "<", "no-op": "→" };
export const actionSign = ({ action }: ReviewedChange): string => signs[action] ?? "?";

export const sourceText = (source: SourceLine): string => `${source.file}:${source.line}`;

/** Terraform's `action_reason`, https://developer.hashicorp.com/terraform/internals/json-format#change-representation. */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: "its creation was interrupted or failed, so it is made anew",
  replace_because_cannot_update: "an attribute cannot be changed in place",
  replace_by_request: "the replacement was asked for with -replace",
  replace_by_triggers: "replace_triggered_by names something that changes",
  delete_because_no_resource_config: "it is no longer declared",
  delete_because_wrong_repetition: "its count or for_each was turned on or off",
  delete_because_count_index: "its index is beyond count",
  delete_because_each_key: "its key is no longer in for_each",
  delete_because_no_module: "its module is no longer declared",
  delete_because_no_move_target: "a moved block names a target that is not declared",
  read_because_config_unknown: "what it looks up is known only after apply",
  read_because_dependency_pending: "it waits for something that changes",
  read_because_check_nested: "a check block reads it at every apply",
};

const consequence = ({ type, action }: ReviewedChange): string | undefined => {
  if ((action === "delete" || action === "replace") && Object.hasOwn(statefulTypes, type)) return `lost with it: ${statefulTypes[type]}`;
  if (action === "delete" && Object.hasOwn(protectionTypes, type)) return protectionTypes[type];
  if (action === "replace" && Object.hasOwn(protectionTypes, type)) return `until it stands again: ${protectionTypes[type]}`;
  return undefined;
};

/** What a reader should know of a change besides its attributes, one short sentence each. */
export const remarks = (change: ReviewedChange): readonly string[] =>
  [
    consequence(change),
    change.rule === undefined ? undefined : (heuristicTitles[change.rule] ?? `Found by rule ${change.rule}`),
    change.reason === undefined ? undefined : `Because ${reasons[change.reason] ?? change.reason}`,
    change.deposed === undefined ? undefined : `Left behind by a replacement that failed (deposed object ${change.deposed})`,
    change.previousAddress === undefined ? undefined : `Moved from ${change.previousAddress}`,
    change.importing && change.action !== "no-op" ? "Imported, then changed" : undefined,
  ]
    .filter((remark) => remark !== undefined)
    .map((remark) => remark.charAt(0).toUpperCase() + remark.slice(1));

export interface AttributeLine {
  readonly sign: "+" | "-";
  readonly path: string;
  readonly text: string;
  readonly forcesReplacement: boolean;
}

/** What goes and what comes, a line each. */
export const attributeLines = (attributes: readonly AttributeChange[]): readonly AttributeLine[] =>
  attributes.flatMap(({ path, before, after, forcesReplacement }): AttributeLine[] => [
    ...(before === undefined ? [] : [{ sign: "-" as const, path, text: before, forcesReplacement: forcesReplacement && after === undefined }]),
    ...(after === undefined ? [] : [{ sign: "+" as const, path, text: after, forcesReplacement }]),
  ]);

/** One line over all stacks: `2 to create, 1 to destroy in 3 stacks`. */
export const totals = ({ stacks }: Review): string => {
  const sum = (count: keyof StackReview["counts"]) => stacks.reduce((total, stack) => total + stack.counts[count], 0);
  const parts = (["create", "update", "replace", "destroy", "import", "move"] as const).filter((count) => sum(count) > 0).map((count) => `${sum(count).toLocaleString("en-US")} to ${count}`);
  const failed = stacks.filter(({ status }) => status === "failed").length;
  const provisional = stacks.filter(({ status }) => status === "provisional").length;
  const unchanged = stacks.filter(({ status }) => status === "unchanged").length;
  const outputsOnly = parts.length === 0 && stacks.some(({ status }) => status === "planned");
  return [
    parts.length > 0 ? parts.join(", ") : outputsOnly ? "No resource changes, but outputs or actions do" : "Nothing changes",
    `in ${plural(stacks.length, "stack")}`,
    failed > 0 ? `· ${plural(failed, "stack")} could not be planned` : "",
    unchanged > 0 ? `· ${plural(unchanged, "stack")} unchanged, not planned` : "",
    provisional > 0 ? `· ${plural(provisional, "stack")} provisional` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
};

export const statusText = (stack: StackReview): string =>
  ({ planned: riskiest(stack) ?? "low", "no-changes": riskiest(stack) ?? "no changes", unchanged: riskiest(stack) ?? "unchanged", provisional: "provisional", failed: "not planned" })[stack.status];

/** `prod · 333333333333 · eu-central-1`. */
export const placeOf = ({ environment, accountId, region }: StackReview): string => [environment, accountId, region].filter((part) => part !== "").join(" · ");
