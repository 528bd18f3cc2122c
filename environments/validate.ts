import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { EnvironmentError } from "./errors";
import { type Organisation, organisationFile, organisationSchema } from "./organisation";
import { type Environment, environmentSchema } from "./schema";

/** From zod's issues to sentences for people: which file, which key, what is wrong, what to write instead. */

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What of a JSON Schema is read here. */
interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

const alternatives = (node: SchemaNode): readonly SchemaNode[] => [node, ...(node.oneOf ?? []), ...(node.anyOf ?? [])];

/** The schema nodes that may stand at a path: more than one where a union was passed. */
const nodesAt = (root: SchemaNode, path: Path): readonly SchemaNode[] =>
  path.reduce<readonly SchemaNode[]>(
    (nodes, key) =>
      nodes.flatMap(alternatives).flatMap((node) => {
        const next = typeof key === "number" ? node.items : node.properties?.[String(key)];
        return next === undefined ? [] : [next];
      }),
    [root],
  );

const knownKeys = (root: SchemaNode, path: Path): readonly string[] => [
  ...new Set(nodesAt(root, path).flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {}))),
];

const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), input);

const keyOf = (path: Path): string =>
  path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("") || "(whole file)";

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  undefined: "missing",
  null: "null",
  function: "a function",
};
const kind = (name: string): string => kinds[name] ?? name;

const kindOf = (value: unknown): string => {
  if (value === null) return kind("null");
  if (Array.isArray(value)) return kind("array");
  if (typeof value === "number" && !Number.isInteger(value)) return "a number with a fraction";
  return kind(typeof value);
};

/** A value as it stands in the file, short enough for a message. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const listed = (values: readonly unknown[]): string => values.map((value) => (typeof value === "string" ? value : shown(value))).join(" | ");

/** The nearest known word, unless it is so far away that the hint would mislead. */
const didYouMean = (word: string, known: readonly string[]): string | undefined => {
  if (known.length === 0) return undefined;
  const near = closest(word.toLowerCase(), known.map((each) => each.toLowerCase()));
  const match = known.find((each) => each.toLowerCase() === near);
  const common = [...near].filter((letter) => word.toLowerCase().includes(letter)).length;
  return common * 2 >= Math.max(near.length, word.length) ? match : undefined;
};

interface Explanation {
  readonly path: Path;
  readonly problem: string;
  readonly remedy: string;
}

/** What may be written at a path, for the remedy: the field's own documentation. */
const describeField = (root: SchemaNode, path: Path): string => {
  const documented = nodesAt(root, path).find((node) => node.description !== undefined)?.description;
  return documented === undefined ? `set ${keyOf(path)}` : `set ${keyOf(path)}: ${documented}`;
};

const choose = (options: readonly unknown[], value: unknown): string => {
  const hint = typeof value === "string" ? didYouMean(value, options.filter((option) => typeof option === "string")) : undefined;
  return hint === undefined ? `write one of ${listed(options)}` : `did you mean ${hint}? It is one of ${listed(options)}`;
};

/** The values that a union of literals offers. */
const literals = (root: SchemaNode, path: Path): readonly unknown[] =>
  nodesAt(root, path)
    .flatMap(alternatives)
    .flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));

const explain = (issue: Issue, input: unknown, root: SchemaNode): readonly Explanation[] => {
  const value = valueAt(input, issue.path);
  const say = (problem: string, remedy = describeField(root, issue.path)): readonly Explanation[] => [{ path: issue.path, problem, remedy }];
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(root, issue.path);
    return issue.keys.map((key) => {
      const hint = didYouMean(key, known);
      return {
        path: [...issue.path, key],
        problem: "is not a key that is known here",
        remedy: hint === undefined ? `remove it; known here: ${known.join(", ")}` : `did you mean ${hint}?`,
      };
    });
  }
  if (value === undefined) return say("is missing");
  switch (issue.code) {
    case "invalid_type":
      return say(`is ${kindOf(value)}, must be ${kind(issue.expected)}`);
    case "invalid_value":
      return say(/^Invalid /.test(issue.message) ? `${shown(value)} is not allowed` : `${shown(value)}: ${issue.message}`, choose(issue.values, value));
    case "invalid_union":
      return say(`${shown(value)} is not allowed`, choose(literals(root, issue.path), value));
    case "too_small":
    case "too_big": {
      const least = issue.code === "too_small";
      const bound = least ? issue.minimum : issue.maximum;
      const exclusive = issue.inclusive === false;
      const unit = issue.origin === "string" ? " characters" : issue.origin === "array" ? " entries" : "";
      return say(`${shown(value)} is too ${least ? "small" : "large"}: ${exclusive ? (least ? "more than" : "less than") : least ? "at least" : "at most"} ${bound}${unit}`);
    }
    case "invalid_format":
      return say(`${shown(value)} ${formats[issue.format] ?? issue.message}`);
    default:
      return say(issue.message);
  }
};

const formats: Readonly<Record<string, string>> = {
  cidrv4: "is not an IPv4 block such as 10.16.0.0/16",
  email: "is not an e-mail address",
};

const faultsOf = (schema: z.ZodType, file: string, input: unknown, issues: readonly Issue[]): readonly EnvironmentError[] => {
  const root = z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
  return issues
    .flatMap((issue) => explain(issue, input, root))
    .map(({ path, problem, remedy }) => new EnvironmentError({ file, key: keyOf(path), problem, remedy }));
};

export type Validation =
  | { readonly environment: Environment; readonly faults: readonly [] }
  | { readonly environment?: undefined; readonly faults: readonly EnvironmentError[] };

/** Types and single fields of one environment file; what must hold beyond them is in invariants/. */
export const validateEnvironment = (file: string, input: unknown): Validation => {
  const parsed = environmentSchema.safeParse(input);
  return parsed.success
    ? { environment: parsed.data, faults: [] }
    : { faults: faultsOf(environmentSchema, file, input, parsed.error.issues) };
};

export const validateOrganisation = (organisation: Organisation): readonly EnvironmentError[] => {
  const parsed = organisationSchema.safeParse(organisation);
  return parsed.success ? [] : faultsOf(organisationSchema, organisationFile, organisation, parsed.error.issues);
};
