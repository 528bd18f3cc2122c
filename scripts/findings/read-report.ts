import { closest } from "fastest-levenshtein";
import { probe } from "./parse/probe";
import { severities } from "./finding";
import type { Reader } from "./reader";
import { readers } from "./readers";
import type { Report } from "./report";
import type { Source } from "./source";
import { UnreadableReport } from "./unreadable";

const formats = (): string => readers.map(({ format }) => format).join(", ");

/** @throws UnreadableReport `unknown-format` with the nearest that there is */
export const readerOf = (format: string): Reader => {
  const reader = readers.find((each) => each.format === format);
  if (reader) return reader;
  throw new UnreadableReport("unknown-format", `there is no format ${JSON.stringify(format)}; the nearest is ${closest(format, readers.map((each) => each.format))}`);
};

/** The one reader that recognises a report. @throws UnreadableReport */
const recognise = (source: Source): Reader => {
  const seen = probe(source);
  if (seen.syntax === "empty") throw new UnreadableReport("empty", source.size === 0 ? "the report is empty: 0 bytes" : "the report holds nothing but blanks");
  const fitting = readers.filter((reader) => reader.recognises(seen));
  if (fitting.length === 1) return fitting[0]!;
  const problem = fitting.length === 0 ? `its content shows no format (${seen.syntax}); name it: ${formats()}` : `its content fits ${fitting.map(({ format }) => format).join(" and ")}; name one of them`;
  throw new UnreadableReport("unknown-format", problem);
};

/**
 * Reads one report.
 * @param format @default recognised by its content
 * @throws UnreadableReport
 */
export const readReport = (source: Source, format?: string): Report => {
  const report = (format === undefined ? recognise(source) : readerOf(format)).read(source);
  // Foreign words choose severities: whatever slips through a reader must not reach a gate that counts by these words.
  if (report.findings.some(({ severity }) => !severities.includes(severity))) throw new UnreadableReport("malformed", "a finding has a severity that is none");
  return report;
};
