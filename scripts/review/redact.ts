import { shorten, visible } from "../faces";
import type { Change, PlanJson } from "../terraform/plan-json";
import { isEmpty, leavesOf, outputAsResource, type Leaf, type Segment } from "./leaves";
import type { AttributeChange } from "./model";
import { redactText, secretReason } from "./secrets";

export { redactText } from "./secrets";

/** Longest text of a value, in characters; policies are described by sentences and may be longer. */
const valueLimit = 120;
const sentenceLimit = 600;
const segmentLimit = 80;
/** A sensitive value shorter than this is as likely to be a common word, and masking it everywhere would hide the review. */
const shortestSecret = 8;

type ReplacePath = readonly (string | number)[];

/** The one redactor. Everything of a plan that a person may see went through it; what it returns needs only its sink's own escaping. */
export interface Redactor {
  /** The leaves of a change as text; `replacePaths` are Terraform's. */
  attributes(leaves: readonly Leaf[], replacePaths?: readonly ReplacePath[]): readonly AttributeChange[];
  /** Names, addresses and free text (diagnostics, reasons, notes). */
  text(text: string): string;
}

/** A redactor that also masks the values which this plan marks as sensitive wherever else they stand. */
export const createRedactor = (plan: PlanJson): Redactor => redactorOf(sensitiveTexts(plan));

const redactorOf = (secrets: readonly string[]): Redactor => {
  const holdsSecret = (text: string) => secrets.some((secret) => text.includes(secret));
  const clean = (text: string): string => redactText(secrets.reduce((result, secret) => result.replaceAll(secret, "(sensitive)"), text));

  const valueText = (value: unknown, name: string): string => {
    if (typeof value === "object") return Array.isArray(value) ? "[]" : "{}";
    if (typeof value !== "string") return String(value);
    const reason = holdsSecret(value) ? "a sensitive value" : secretReason(name, value);
    return reason === undefined ? shorten(visible(JSON.stringify(value)), valueLimit) : `(masked: ${reason})`;
  };
  const sideText = (leaf: Leaf, value: unknown): string | undefined => {
    if (value === undefined || value === null) return undefined;
    if (leaf.sensitive) return "(sensitive)";
    return leaf.described ? shorten(visible(clean(String(value))), sentenceLimit) : valueText(value, leaf.name);
  };
  const attribute = (leaf: Leaf, forcesReplacement: boolean): AttributeChange => {
    const before = sideText(leaf, leaf.before);
    const after = leaf.unknown ? "(known after apply)" : sideText(leaf, leaf.after);
    const hidden = before !== undefined && before === after && /^\((sensitive|masked: .*)\)$/.test(before);
    return {
      path: leaf.path.map((segment, index) => segmentText(segment, index, clean)).join(""),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after: hidden ? after.replace(/^\((sensitive|masked)/, "($1, changed") : after }),
      sensitive: leaf.sensitive || [before, after].some((text) => text?.startsWith("(masked") ?? false),
      unknown: leaf.unknown,
      forcesReplacement,
    };
  };

  return {
    attributes: (leaves, replacePaths = []) => leaves.map((leaf) => attribute(leaf, replacePaths.some((path) => touches(path, leaf.path)))),
    text: (text) => visible(clean(text)),
  };
};

const segmentText = (segment: Segment, index: number, clean: (text: string) => string): string => {
  if (typeof segment === "object") return `[${segment.label === undefined ? segment.index : shorten(visible(clean(segment.label)), segmentLimit)}]`;
  const text = shorten(visible(clean(segment)), segmentLimit);
  return /^[A-Za-z_][\w-]*$|^Statement\[/.test(text) ? `${index === 0 ? "" : "."}${text}` : `[${JSON.stringify(text)}]`;
};

/** True where one path is the beginning of the other: Terraform names now the block, now the attribute within. */
const touches = (replacePath: ReplacePath, path: readonly Segment[]): boolean =>
  replacePath.slice(0, path.length).every((key, depth) => {
    const segment = path[depth];
    return key === (typeof segment === "object" ? segment.index : segment);
  });

/** Every text that the plan marks as sensitive: in changes, outputs, drift, and the values of sensitive variables. Longest first. */
const sensitiveTexts = (plan: PlanJson): readonly string[] => {
  const found = new Set<string>();
  const collect = (value: unknown, mark: unknown): void => {
    if (typeof value === "string" && mark === true && value.trim().length >= shortestSecret) found.add(value);
    if (typeof value !== "object" || value === null || isEmpty(mark) || mark === false) return;
    for (const [key, child] of Object.entries(value)) {
      collect(child, mark === true ? true : typeof mark === "object" && mark !== null && Object.hasOwn(mark, key) ? (mark as Record<string, unknown>)[key] : undefined);
    }
  };
  const changes: readonly Change[] = [
    ...(plan.resource_changes ?? []).map((resource) => resource.change),
    ...(plan.resource_drift ?? []).map((resource) => resource.change),
    ...Object.values(plan.output_changes ?? {}),
  ];
  for (const change of changes) {
    collect(change.before, change.before_sensitive);
    collect(change.after, change.after_sensitive);
  }
  const declared = plan.configuration?.root_module?.variables ?? {};
  for (const [name, variable] of Object.entries(plan.variables ?? {})) {
    if (Object.hasOwn(declared, name) && declared[name]?.sensitive === true) collect(variable.value, true);
  }
  return [...found].sort((a, b) => b.length - a.length);
};

/** One change as safe text, on its own: only what the change itself marks as sensitive is known. */
export const redactChange = (change: Change): readonly AttributeChange[] => redactorOf([]).attributes(leavesOf(change), change.replace_paths);
export const redactOutput = (change: Change): readonly AttributeChange[] => redactChange(outputAsResource(change));
