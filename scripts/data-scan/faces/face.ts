import type { DataFinding, DataReport, Looked } from "../types";

/** One face of a report. Pure; escapes everything for its own sink. */
export type Face = (report: DataReport) => string;

/** Where people look: file and line, table, or place within a document. */
export const placeOf = ({ place: { path, resource, line, part }, key }: DataFinding): string =>
  [`${path ?? resource ?? ""}${line === undefined ? "" : `:${line}`}`, line === undefined ? part : undefined, key === undefined ? undefined : `column ${key}`].filter(Boolean).join(", ");

/** `3 values`, and what speaks for or against them. */
export const remarksOf = ({ confidence, count, lines, protectedBeside, isPublished }: DataFinding): string =>
  [
    `${count.toLocaleString("en-US")} ${confidence}`,
    ...(lines.length > 1 ? [`lines ${lines.join(", ")}${lines.length < count && lines.length === 10 ? ", …" : ""}`] : []),
    ...(protectedBeside > 0 ? [`beside ${protectedBeside.toLocaleString("en-US")} protected`] : []),
    ...(isPublished ? ["published for tests"] : []),
  ].join("; ");

const nouns: Readonly<Record<keyof Looked, readonly [one: string, many: string]>> = {
  files: ["file", "files"],
  entries: ["file within", "files within"],
  tables: ["table", "tables"],
  rows: ["row", "rows"],
  bytes: ["byte", "bytes"],
};

/** `12 files, 3 tables`. */
export const lookedText = (looked: Looked): string =>
  (Object.keys(nouns) as (keyof Looked)[])
    .filter((what) => looked[what] > 0)
    .map((what) => `${looked[what].toLocaleString("en-US")} ${nouns[what][looked[what] === 1 ? 0 : 1]}`)
    .join(", ") || "nothing";

export const protectedText = (kinds: DataReport["protected"]): string =>
  Object.entries(kinds)
    .map(([kind, count]) => `${count.toLocaleString("en-US")} ${kind}`)
    .join(", ") || "none";

export const remedy = "Take it out, or encrypt, tokenise or mask it; what was committed stays in git's history and counts as disclosed. Where it is no such data, have a waiver approved.";
