import { recogniseProtected } from "./protection";
import { recognise } from "./recognise";
import { recognisers } from "./recognisers";
import type { DataMatch, ProtectedMatch } from "./types";

/** One value of a row: a cell, a field of a document. */
export interface Field {
  /** Name of the column or key. */
  readonly key: string;
  readonly value: string;
}

export interface FieldMatches {
  readonly key: string;
  /** Sensitive data in the clear. */
  readonly clear: readonly DataMatch[];
  readonly protected: readonly ProtectedMatch[];
}

/** What is known of a whole row: the table's name, by which a column `code` in `diagnoses` is understood. */
export interface RowContext {
  readonly table?: string;
}

/** A record that nobody but a recogniser of records sees: the row as one text of labelled values. */
const asText = (fields: readonly Field[]): string => fields.map(({ key, value }) => `${key}: ${value.slice(0, 200)}`).join("\n");

/** Longest value that is read of a field, in characters. */
const longestValue = 1 << 16;

/**
 * Sensitive data in the values of one row (of PostgreSQL, DynamoDB, SQLite, a sheet), each with its column as context and the others
 * near it; then what only the row as a whole is, such as name, e-mail address and birth date together. Pure.
 */
export const recogniseRecord = (fields: readonly Field[], { table = "" }: RowContext = {}): readonly FieldMatches[] => {
  const near = [table, ...fields.map(({ key }) => key)].join(" ");
  const matches = fields.map(({ key, value }) => {
    const text = value.slice(0, longestValue);
    const context = { key, near };
    return { key, clear: recognise(text, context), protected: recogniseProtected(text, context) };
  });
  if (matches.some(({ clear }) => clear.some(({ recogniser }) => recogniser === personRecord.id))) return matches;
  const whole = recognise(asText(fields), { near: table }).filter(({ recogniser }) => recogniser === personRecord.id);
  const mail = fields.findIndex(({ value }) => value.includes("@"));
  return whole.length === 0 ? matches : matches.map((match, index) => (index === mail ? { ...match, clear: [...match.clear, ...whole.slice(0, 1).map((found) => ({ ...found, start: 0, end: fields[index]!.value.length }))] } : match));
};

const personRecord = recognisers.find(({ id }) => id === "person-record")!;
