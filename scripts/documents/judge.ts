import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import { Document, DocumentError, type DocumentFault } from "./document";

type Path = readonly PropertyKey[];

interface Options {
  /** Where in the document the value stands that the schema is of. @default at its top */
  readonly at?: Path;
  /** How a place is called in a message. @default `findings[0].severity` */
  readonly label?: (path: Path) => string;
}

export type Judged<Value> = { readonly value: Value } | { readonly faults: readonly DocumentFault[] };

/** Holds a value against its schema; every fault comes with its line, and an unknown key with the nearest that there is. */
export const judgeDocument = <Schema extends z.ZodType>(document: Document, schema: Schema, { at = [], label = dotted }: Options = {}): Judged<z.infer<Schema>> => {
  const value = at.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown>)[key], document.value);
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return {
    faults: result.error.issues.flatMap((issue) => {
      const path = [...at, ...issue.path];
      if (issue.code === "unrecognized_keys")
        return issue.keys.map((key) => ({ line: document.lineOf(path, key), text: `${label(path)}: unknown key "${key}"${suggestion(key, keysAt(schema, issue.path))}` }));
      const isMissing = issue.code === "invalid_type" && issue.path.length > 0 && !document.has(path);
      return [{ line: document.lineOf(path), text: `${label(path)}: ${isMissing ? "is missing" : issue.message}` }];
    }),
  };
};

/** Reads a whole document of one schema. @throws DocumentError */
export const readDocument = <Schema extends z.ZodType>(text: string, schema: Schema): z.infer<Schema> => {
  const judged = judgeDocument(Document.parse(text), schema);
  if ("faults" in judged) throw new DocumentError(judged.faults);
  return judged.value;
};

const dotted = (path: Path): string =>
  path.length === 0 ? "the file" : path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("");

const suggestion = (key: string, known: readonly string[]): string => {
  if (known.length === 0) return "";
  const nearest = closest(key, known);
  return distance(key.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, key.length / 3) ? `; did you mean "${nearest}"?` : `; known are ${known.join(", ")}`;
};

/** Keys of the object that the schema has at a path; none where it is no object. */
const keysAt = (schema: z.core.$ZodType, path: Path): readonly string[] => {
  const plain = unwrapped(schema);
  const [key, ...rest] = path;
  if (key === undefined) return plain instanceof z.ZodObject ? Object.keys(plain.shape) : [];
  const next = plain instanceof z.ZodObject ? plain.shape[String(key)] : plain instanceof z.ZodArray ? plain.element : plain instanceof z.ZodRecord ? plain.valueType : undefined;
  return next === undefined ? [] : keysAt(next, rest);
};

const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable ? unwrapped(schema.unwrap()) : schema;
