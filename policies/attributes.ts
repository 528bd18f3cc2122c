import type { Attribute, Outcome, ResourceView } from "./rule";

/** What rules share when they read attributes. Nothing here knows where a view came from. */

export const pass: Outcome = { result: "pass" };
export const notApplicable: Outcome = { result: "not-applicable" };
export const fail = (reason: string): Outcome => ({ result: "fail", reason });
export const unknown = (reason: string): Outcome => ({ result: "unknown", reason });

/** The worst of several outcomes with every reason of that kind; passes where nothing speaks against it. */
export const worstOf = (outcomes: readonly Outcome[]): Outcome => {
  const reasons = (result: "fail" | "unknown") => outcomes.flatMap((outcome) => (outcome.result === result ? [outcome.reason] : []));
  const failed = reasons("fail");
  if (failed.length > 0) return fail(failed.join("; "));
  const open = reasons("unknown");
  return open.length > 0 ? unknown(open.join("; ")) : pass;
};

/** The value or its declaration; undefined where neither is there. */
export const valueOf = (attribute: Attribute): unknown =>
  attribute.kind === "known" ? attribute.value : attribute.kind === "template" ? attribute.template : undefined;

/** True where something was given; an empty string is how the provider writes "not given". */
export const isSet = (attribute: Attribute): boolean => attribute.kind === "template" || (attribute.kind === "known" && attribute.value !== "" && attribute.value !== null);

/** A reference in Terraform's template language, `${…}`; `$${…}` is the escaped text. */
const reference = /(?<!\$)(?:\$\$)*\$\{/;
export const hasReference = (value: unknown): boolean => {
  if (typeof value === "string") return reference.test(value);
  if (Array.isArray(value)) return value.some(hasReference);
  return isRecord(value) && Object.values(value).some(hasReference);
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

export const asList = (value: unknown): readonly unknown[] => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);

/** What stands at a dotted path; a single block may be an object or a list of one. */
export const descend = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((found, key) => {
    const block = Array.isArray(found) && found.length === 1 ? found[0] : found;
    return isRecord(block) ? block[key] : undefined;
  }, value);

/** Blocks of one kind: none, an object or a list of them. Undefined where they cannot be read yet. */
export const blocksAt = (resource: ResourceView, path: string): readonly Readonly<Record<string, unknown>>[] | undefined => {
  const attribute = resource.at(path);
  if (attribute.kind === "unknown") return undefined;
  const blocks = asList(valueOf(attribute));
  return blocks.every(isRecord) ? blocks : undefined;
};

/** Terraform takes `"true"` for true. */
const asBoolean = (value: unknown): unknown => (value === "true" ? true : value === "false" ? false : value);

/**
 * Judges one setting against what it must be.
 * @param absent what holds where nothing is given. @default false
 */
export const mustBe = (attribute: Attribute, expected: boolean, name: string, absent = false): Outcome => {
  if (attribute.kind === "absent") return absent === expected ? pass : fail(`${name} is not set; it must be ${expected}`);
  if (attribute.kind !== "known") return unknown(`${name} is not known yet`);
  return asBoolean(attribute.value) === expected ? pass : fail(`${name} must be ${expected}`);
};

export const mustBeSet = (attribute: Attribute, name: string): Outcome =>
  attribute.kind === "unknown" ? unknown(`${name} is not known yet`) : isSet(attribute) ? pass : fail(`${name} is not set`);

export const numberOf = (attribute: Attribute): number | undefined => {
  const value = attribute.kind === "known" ? Number(attribute.value) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
};
