import { readFile } from "node:fs/promises";
import { closest, distance } from "fastest-levenshtein";
import { isMap, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { usageError } from "../errors";
import { daysBetween, startOfDay } from "./dates";
import { everyEnvironment, toolOf, type Waiver } from "./waiver";

/** Longest life of a waiver, in days; the critical ones are held to less when they are judged. */
export const longestLife = 90;

const exact = z.string().min(1, "is empty").regex(/^[^*?\s](?:[^*?]*[^*?\s])?$/, "must be exact: no wildcard, no space at its ends");
const exactOrEvery = z.string().min(1, "is empty").regex(/^(?:\*|[^*?\s](?:[^*?]*[^*?\s])?)$/, `must be exact, or "${everyEnvironment}" for every environment`);
const day = z.string("must be a day written YYYY-MM-DD").refine((text) => startOfDay(text) !== undefined, "must be a day written YYYY-MM-DD");
const person = z.string().trim().min(2, "must name a person");

const waiverSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be letters, digits, dots, dashes or underscores"),
    rule: exact,
    environment: exactOrEvery,
    stack: exact,
    address: exact,
    fingerprint: exact.optional(),
    reason: z.string().trim().min(10, "must say why, in at least 10 characters"),
    compensatingControl: z.string().trim().min(3).optional(),
    owner: person,
    approver: person,
    created: day,
    expires: day,
  })
  .superRefine((waiver, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (samePerson(waiver.owner, waiver.approver)) fault("approver", "must not be the owner");
    if (waiver.environment === everyEnvironment && toolOf(waiver.rule) !== "checkov") fault("environment", "must be exact: only a check of checkov can be waived for every environment");
    if (startOfDay(waiver.created) === undefined || startOfDay(waiver.expires) === undefined) return;
    const life = daysBetween(waiver.created, waiver.expires);
    if (life < 0) fault("expires", "is before created");
    if (life > longestLife) fault("expires", `is ${life} days after created; a waiver lasts at most ${longestLife}`);
  });

/** People are written as they come: `Ada@Example.org` is `ada@example.org`. */
export const samePerson = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

const keys = Object.keys(waiverSchema.shape);
const suggestion = (key: string): string => {
  const nearest = closest(key, keys);
  return distance(key.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, key.length / 3) ? `; did you mean "${nearest}"?` : `; known are ${keys.join(", ")}`;
};

interface Located {
  readonly line: number;
  readonly text: string;
}

/** Line of the node at a path, or of the nearest one around it; with `key`, of that key inside it. */
const lineOf = (document: Document, lines: LineCounter, path: readonly PropertyKey[], key?: string): number => {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length) as (string | number)[], true);
    const pair = key !== undefined && isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const range = (pair && isScalar(pair.key) ? pair.key : (node as { range?: readonly number[] | null } | undefined))?.range;
    if (range) return lines.linePos(range[0] as number).line;
  }
  return 1;
};

const label = (path: readonly PropertyKey[]): string => {
  const [index, ...rest] = path;
  return index === undefined ? "the file" : [`waiver ${Number(index) + 1}`, ...rest.map(String)].join(", ");
};

const located = (issue: z.core.$ZodIssue, document: Document, lines: LineCounter): readonly Located[] => {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ line: lineOf(document, lines, issue.path, key), text: `${label(issue.path)}: unknown key "${key}"${suggestion(key)}` }));
  const missing = issue.code === "invalid_type" && document.getIn(issue.path as (string | number)[]) === undefined && issue.path.length > 1;
  return [{ line: lineOf(document, lines, issue.path), text: `${label(issue.path)}: ${missing ? "is missing" : issue.message}` }];
};

const refuse = (file: string, faults: readonly Located[]) => {
  const ordered = [...faults].sort((one, other) => one.line - other.line);
  return usageError({
    id: "waivers-invalid",
    problem: `The waivers cannot be read: ${faults.length} ${faults.length === 1 ? "fault" : "faults"}.`,
    where: `${file}:${ordered[0]?.line ?? 1}`,
    details: ordered.map(({ line, text }) => `${file}:${line}: ${text}`),
    remedy: "Correct the lines named; the beginning of policies/waivers.yaml shows a whole waiver.",
  });
};

const duplicates = (waivers: readonly Waiver[], document: Document, lines: LineCounter): readonly Located[] =>
  waivers.flatMap(({ id }, index) =>
    waivers.findIndex((other) => other.id === id) === index ? [] : [{ line: lineOf(document, lines, [index, "id"]), text: `${label([index, "id"])}: "${id}" is taken by an earlier waiver` }],
  );

/**
 * Reads waivers from YAML: a list, or nothing for none.
 * @param file name for messages
 * @throws PortcullisError (usage) `waivers-invalid`, naming every fault with its line
 */
export const parseWaivers = (text: string, file: string): readonly Waiver[] => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) throw refuse(file, document.errors.map((error) => ({ line: error.linePos?.[0].line ?? 1, text: error.message.split("\n")[0] as string })));
  const value: unknown = readValue(document, file);
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw refuse(file, [{ line: 1, text: "the file must be a list of waivers, each beginning with a dash" }]);
  const result = z.array(waiverSchema).safeParse(value);
  if (!result.success) throw refuse(file, result.error.issues.flatMap((issue) => located(issue, document, lines)));
  const repeated = duplicates(result.data, document, lines);
  if (repeated.length > 0) throw refuse(file, repeated);
  return result.data;
};

const readValue = (document: Document, file: string): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that multiply without end.
    throw refuse(file, [{ line: 1, text: error instanceof Error ? error.message : String(error) }]);
  }
};

/** Reads a file of waivers. @throws PortcullisError (usage) `waivers-missing` or `waivers-invalid` */
export const loadWaivers = async (path: string): Promise<readonly Waiver[]> => {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usageError({
      id: "waivers-missing",
      problem: `The file of waivers cannot be read (${error.code ?? error.message}).`,
      where: path,
      remedy: "Bring it back from git; where there are no waivers it is an empty file.",
    });
  });
  return parseWaivers(text, path);
};
