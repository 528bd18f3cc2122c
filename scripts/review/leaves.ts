import { isDeepStrictEqual } from "node:util";
import canonicalize from "canonicalize";
import type { Change } from "../terraform/plan-json";
import { depthWithin } from "./depth";
import { comparePolicies, parsePolicy } from "./policy-document";

/**
 * Walks the five parallel trees of a plan's change (before, after, unknown, sensitive before and after) to the leaves that differ.
 * Leaves hold raw values: only the redactor turns them into text, only the risk table reads them otherwise.
 */

/** A key, or a member of a list: where it stands and, where it tells, what it is called. */
export type Segment = string | Member;
export interface Member {
  readonly index: number;
  /** `tcp 443` of a firewall rule, the `name` of a block. */
  readonly label?: string;
}

export interface Leaf {
  readonly path: readonly Segment[];
  /** What names the value: the attribute, the map's key, or the `name` beside a `value`. */
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly sensitive: boolean;
  readonly unknown: boolean;
  /** True where before and after are sentences about the value (a policy statement, an order), not the value. */
  readonly described: boolean;
  /** True where a policy lets more through than before. */
  readonly widens: boolean;
}

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
}

type Trees = Readonly<Record<string, unknown>>;

/** The leaves of a change that differ. Without sensitivity marks (Terraform before 0.15) every value counts as sensitive. */
export const leavesOf = (change: Change): readonly Leaf[] => {
  const marked = change.before_sensitive !== undefined || change.after_sensitive !== undefined;
  const sides: Sides = {
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    beforeSensitive: marked ? change.before_sensitive : true,
    afterSensitive: marked ? change.after_sensitive : true,
  };
  const leaves: Leaf[] = [];
  descend(sides, [], "", leaves);
  return leaves;
};

/** An output's change in the shape of a resource's: one attribute, `value`. */
export const outputAsResource = (change: Change): Change => ({
  ...change,
  before: { value: change.before },
  after: { value: change.after },
  after_unknown: { value: change.after_unknown },
  before_sensitive: change.before_sensitive === undefined ? undefined : { value: change.before_sensitive },
  after_sensitive: change.after_sensitive === undefined ? undefined : { value: change.after_sensitive },
});

const isTree = (value: unknown): value is Trees => typeof value === "object" && value !== null && !Array.isArray(value);
/** Terraform writes an unset collection now as null, now as an empty one. */
export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) ? value.length === 0 : isTree(value) && Object.keys(value).length === 0);

/** A mark on a whole tree holds for every part of it. Own keys only: an attribute may be called `constructor`. */
const part = (tree: unknown, key: string | number): unknown => {
  if (tree === true) return true;
  return typeof tree === "object" && tree !== null && Object.hasOwn(tree, key) ? (tree as Trees)[key] : undefined;
};
const partsOf = (sides: Sides, key: string): Sides => ({
  before: sides.before === true ? undefined : part(sides.before, key),
  after: sides.after === true ? undefined : part(sides.after, key),
  unknown: part(sides.unknown, key),
  beforeSensitive: part(sides.beforeSensitive, key),
  afterSensitive: part(sides.afterSensitive, key),
});

const walk = (sides: Sides, path: readonly Segment[], name: string, leaves: Leaf[]): void => {
  const { before, after } = sides;
  const sensitive = sides.beforeSensitive === true || sides.afterSensitive === true;
  const leaf = { path, name, before, after, sensitive, unknown: false, described: false, widens: false };
  if (sides.unknown === true) {
    if (!sensitive && (isTree(before) || Array.isArray(before)) && !isEmpty(before)) descend({ ...sides, after: undefined }, path, name, leaves);
    else leaves.push({ ...leaf, after: undefined, unknown: true });
    return;
  }
  if (sensitive) {
    if (!isEmpty(before) || !isEmpty(after)) {
      if (canonicalize(before ?? null) !== canonicalize(after ?? null)) leaves.push(leaf);
    }
    return;
  }
  if (isTree(before) || isTree(after) || Array.isArray(before) || Array.isArray(after)) {
    descend(sides, path, name, leaves);
    return;
  }
  if (before === after || (isEmpty(before) && isEmpty(after))) return;
  if (!descendText(before, after, path, name, leaves)) leaves.push(leaf);
};

const descend = (sides: Sides, path: readonly Segment[], name: string, leaves: Leaf[]): void => {
  const { before, after } = sides;
  if (Array.isArray(before) || Array.isArray(after)) {
    descendList(sides, path, name, leaves);
    return;
  }
  const unknown = isTree(sides.unknown) ? sides.unknown : {};
  const keys = new Set([before, after, unknown].flatMap((tree) => (isTree(tree) ? Object.keys(tree) : [])));
  // A list of what was and a scalar that will be, or the other way round: the tree goes or comes, and the scalar with it.
  for (const scalar of [before, after]) {
    if (scalar !== null && scalar !== undefined && !isTree(scalar)) {
      leaves.push({ path, name, before: scalar === before ? before : undefined, after: scalar === after ? after : undefined, sensitive: false, unknown: false, described: false, widens: false });
    }
  }
  const sibling = namedValue(after) ?? namedValue(before);
  for (const key of keys) {
    walk(partsOf(sides, key), [...path, key], key.toLowerCase() === "value" && sibling !== undefined ? sibling : key, leaves);
  }
};

/** `{name: "DB_PASSWORD", value: …}`, as environment variables of containers and builds are written. */
const namedValue = (tree: unknown): string | undefined => {
  if (!isTree(tree)) return undefined;
  const name = Object.entries(tree).find(([key, value]) => /^(name|key)$/i.test(key) && typeof value === "string");
  return name?.[1] as string | undefined;
};

/** Most lists in a plan are sets that Terraform wrote in some order: equal members fall away first, the rest are paired in order. */
const descendList = (sides: Sides, path: readonly Segment[], name: string, leaves: Leaf[]): void => {
  if (!holdsTrue(sides.unknown) && isDeepStrictEqual(sides.before, sides.after)) return;
  const before = Array.isArray(sides.before) ? (sides.before as unknown[]) : isEmpty(sides.before) ? [] : [sides.before];
  const after = Array.isArray(sides.after) ? (sides.after as unknown[]) : isEmpty(sides.after) ? [] : [sides.after];
  const length = Math.max(after.length, Array.isArray(sides.unknown) ? sides.unknown.length : 0);
  const left = new Map<string, number[]>();
  for (let index = before.length - 1; index >= 0; index -= 1) {
    const key = canonicalize(before[index] ?? null) ?? "";
    const same = left.get(key);
    if (same === undefined) left.set(key, [index]);
    else same.push(index);
  }
  const added: number[] = [];
  let reordered = false;
  let last = -1;
  for (let index = 0; index < length; index += 1) {
    const settled = !holdsTrue(part(sides.unknown, index));
    const match = settled ? left.get(canonicalize(after[index] ?? null) ?? "")?.pop() : undefined;
    if (match === undefined) added.push(index);
    else {
      reordered ||= match < last;
      last = match;
    }
  }
  const removed = [...left.values()].flat().sort((a, b) => a - b);
  if (removed.length === 0 && added.length === 0 && reordered) {
    leaves.push({ path, name, before: "(the same members)", after: "(in another order)", sensitive: false, unknown: false, described: true, widens: false });
  }
  for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
    const [old, now] = [removed[index], added[index]];
    const member: Sides = {
      before: old === undefined ? undefined : before[old],
      after: now === undefined ? undefined : after[now],
      unknown: now === undefined ? sides.unknown === true : part(sides.unknown, now),
      beforeSensitive: old === undefined ? undefined : part(sides.beforeSensitive, old),
      afterSensitive: now === undefined ? undefined : part(sides.afterSensitive, now),
    };
    walk(member, [...path, { index: now ?? old ?? 0, ...labelOf(member) }], name, leaves);
  }
};

/** Blocks in a list are told apart by what they are, where nothing of them is sensitive. */
const labelOf = ({ before, after, beforeSensitive, afterSensitive }: Sides): { readonly label?: string } => {
  const member = isTree(after) ? after : before;
  if (!isTree(member) || holdsTrue(beforeSensitive) || holdsTrue(afterSensitive)) return {};
  const { protocol, from_port: from, to_port: to } = member;
  if (typeof protocol === "string" && typeof from === "number" && typeof to === "number") return { label: `${protocol} ${from === to ? from : `${from}-${to}`}` };
  const called = ["name", "id", "sid", "key"].map((key) => member[key]).find((value) => typeof value === "string" && value !== "");
  return called === undefined ? {} : { label: String(called) };
};

const holdsTrue = (tree: unknown): boolean =>
  tree === true || (Array.isArray(tree) ? tree.some(holdsTrue) : isTree(tree) && Object.values(tree).some(holdsTrue));

/** JSON in a string: policies statement by statement, other documents as if they were attributes. False where it is plain text. */
const descendText = (before: unknown, after: unknown, path: readonly Segment[], name: string, leaves: Leaf[]): boolean => {
  const [oldPolicy, newPolicy] = [parsePolicy(before), parsePolicy(after)];
  if ((oldPolicy ?? newPolicy) !== undefined && (oldPolicy !== undefined || isEmpty(before)) && (newPolicy !== undefined || isEmpty(after))) {
    for (const { path: below, widens, ...texts } of comparePolicies(oldPolicy, newPolicy)) {
      leaves.push({ path: [...path, ...below], name: "policy", before: texts.before, after: texts.after, sensitive: false, unknown: false, described: true, widens });
    }
    return true;
  }
  const [oldDocument, newDocument] = [parseDocument(before), parseDocument(after)];
  if ((oldDocument ?? newDocument) === undefined || (oldDocument === undefined && !isEmpty(before)) || (newDocument === undefined && !isEmpty(after))) return false;
  descend({ before: oldDocument, after: newDocument, unknown: undefined, beforeSensitive: undefined, afterSensitive: undefined }, path, name, leaves);
  return true;
};

const parseDocument = (text: unknown): unknown => {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !isEmpty(value) && depthWithin(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
