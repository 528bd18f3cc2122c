import canonicalize from "canonicalize";
import { depthWithin } from "./depth";

/**
 * What differs between two JSON policy documents (identity, bucket, key, trust policies), as a person asks for it:
 * statements added, removed, changed, whatever their order and however their lists are written.
 */

export interface PolicyDifference {
  /** Below the attribute that holds the document. */
  readonly path: readonly string[];
  readonly before?: string;
  readonly after?: string;
  /** True where the difference lets more through: a Deny gone or changed, a Condition gone, a wildcard added. */
  readonly widens: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

interface Statement {
  readonly sid?: string;
  readonly effect: string;
  /** Element without Sid and Effect → its members as flat texts, sorted, wildcards first. */
  readonly elements: ReadonlyMap<string, readonly string[]>;
  readonly key: string;
}

/** The parsed document where a text is one, otherwise undefined. */
export const parsePolicy = (text: unknown): Fields | undefined => {
  if (typeof text !== "string" || !text.includes('"Statement"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) && Object.hasOwn(value, "Statement") && depthWithin(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** @param before undefined where there was no policy; @param after undefined where there will be none. */
export const comparePolicies = (before: Fields | undefined, after: Fields | undefined): readonly PolicyDifference[] => {
  const header = ["Version", "Id"].flatMap((field): PolicyDifference[] => {
    const [old, now] = [asText(before?.[field]), asText(after?.[field])];
    return before === undefined || after === undefined || old === now ? [] : [{ path: [field], before: old, after: now, widens: false }];
  });
  const { removed, added } = withoutEqual(statementsOf(before), statementsOf(after));
  const pairs = pair(removed, added);
  const paired = new Set(pairs.flat());
  return [
    ...header,
    ...pairs.flatMap(([old, now]) => compareStatements(old, now)),
    ...removed.filter((statement) => !paired.has(statement)).map((statement) => ({ path: [label(statement)], before: describe(statement), widens: statement.effect === "Deny" && after !== undefined })),
    ...added.filter((statement) => !paired.has(statement)).map((statement) => ({ path: [label(statement)], after: describe(statement), widens: isOpen(statement, before !== undefined) })),
  ];
};

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const asText = (value: unknown): string | undefined => (value === undefined ? undefined : typeof value === "string" ? value : (canonicalize(value) ?? ""));

const statementsOf = (document: Fields | undefined): readonly Statement[] => asList(document?.["Statement"]).filter(isFields).map(read);

const read = (fields: Fields): Statement => {
  const elements = new Map<string, readonly string[]>();
  for (const name of Object.keys(fields).sort()) {
    if (name !== "Sid" && name !== "Effect") elements.set(name, members(fields[name]));
  }
  const effect = asText(fields["Effect"]) ?? "";
  const sid = asText(fields["Sid"]);
  return { sid, effect, elements, key: canonicalize([sid ?? null, effect, [...elements]]) ?? "" };
};

/** `{"Bool": {"aws:SecureTransport": "false"}}` → `Bool aws:SecureTransport = false`; `{"AWS": "*"}` → `AWS *`; lists member by member. */
const members = (value: unknown): readonly string[] => flatten(value).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
const flatten = (value: unknown): string[] => {
  if (!isFields(value)) return asList(value).map((member) => asText(member) ?? "");
  return Object.entries(value).flatMap(([key, inner]) =>
    isFields(inner)
      ? Object.entries(inner).map(([name, operand]) => `${key} ${name} = ${asList(operand).map(asText).sort().join(" | ")}`)
      : asList(inner).map((member) => `${key} ${asText(member) ?? ""}`),
  );
};
const rank = (text: string): number => (text.includes("*") ? 0 : 1);

const withoutEqual = (before: readonly Statement[], after: readonly Statement[]) => {
  const left = new Map<string, Statement[]>(before.map(({ key }) => [key, []]));
  for (const statement of before) left.get(statement.key)?.push(statement);
  const added = after.filter((statement) => left.get(statement.key)?.pop() === undefined);
  return { removed: before.filter((statement) => left.get(statement.key)?.includes(statement)), added };
};

/** By Sid first; then those that share the effect and at least half of their elements. */
const pair = (removed: readonly Statement[], added: readonly Statement[]): readonly (readonly [Statement, Statement])[] => {
  const free = new Set(added);
  const pairs: [Statement, Statement][] = [];
  const take = (old: Statement, matches: (now: Statement) => boolean) => {
    const now = [...free].find(matches);
    if (now === undefined) return false;
    free.delete(now);
    pairs.push([old, now]);
    return true;
  };
  const rest = removed.filter((old) => old.sid === undefined || !take(old, (now) => now.sid === old.sid));
  for (const old of rest) {
    take(old, (now) => {
      const names = new Set([...old.elements.keys(), ...now.elements.keys()]);
      const same = [...names].filter((name) => canonicalize(old.elements.get(name)) === canonicalize(now.elements.get(name))).length;
      return old.effect === now.effect && same * 2 >= names.size;
    });
  }
  return pairs;
};

const compareStatements = (old: Statement, now: Statement): readonly PolicyDifference[] => {
  const at = label(now);
  const sid: PolicyDifference[] = old.sid === now.sid ? [] : [{ path: [at, "Sid"], before: old.sid, after: now.sid, widens: false }];
  const effect: PolicyDifference[] =
    old.effect === now.effect ? [] : [{ path: [at, "Effect"], before: old.effect, after: now.effect, widens: now.effect === "Allow" }];
  const names = [...new Set([...old.elements.keys(), ...now.elements.keys()])].sort();
  return [
    ...sid,
    ...effect,
    ...names.flatMap((name): PolicyDifference[] => {
      const [was, is] = [old.elements.get(name) ?? [], now.elements.get(name) ?? []];
      const [gone, come] = [was.filter((member) => !is.includes(member)), is.filter((member) => !was.includes(member))];
      const deny = now.effect === "Deny";
      return [
        ...gone.map((member) => ({ path: [at, name], before: member, widens: deny || name === "Condition" || name.startsWith("Not") })),
        ...come.map((member) => ({ path: [at, name], after: member, widens: deny ? name === "Condition" : name !== "Condition" && isWildcard(member) })),
      ];
    }),
  ];
};

const isWildcard = (member: string): boolean => /(^|[ :])\*$/.test(member);

/** An Allow for everyone without a condition; in a policy that stood before, also one with a wildcard action. */
const isOpen = (statement: Statement, existed: boolean): boolean => {
  if (statement.effect !== "Allow") return false;
  const everyone = (statement.elements.get("Principal") ?? []).some((member) => /^(AWS )?\*$/.test(member)) && !statement.elements.has("Condition");
  return everyone || statement.elements.has("NotPrincipal") || (existed && (statement.elements.get("Action") ?? []).some(isWildcard));
};

const label = (statement: Statement): string => (statement.sid === undefined ? `Statement[${statement.effect}]` : `Statement[${statement.sid}]`);

const describe = (statement: Statement): string => {
  const text = (name: string) => statement.elements.get(name)?.join(", ");
  const parts: readonly (string | undefined)[] = [
    statement.effect,
    text("Action") ?? prefixed("everything but", text("NotAction")),
    prefixed("on", text("Resource")) ?? prefixed("on everything but", text("NotResource")),
    prefixed("by", text("Principal")) ?? prefixed("by everyone but", text("NotPrincipal")),
    prefixed("when", statement.elements.get("Condition")?.join(" and ")),
  ];
  return parts.filter((part) => part !== undefined).join(" ");
};
const prefixed = (word: string, text: string | undefined): string | undefined => (text === undefined ? undefined : `${word} ${text}`);
