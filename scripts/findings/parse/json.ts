import type { Source } from "../source";
import { JsonParser, type EachValue } from "./json-parser";
import { demandSize, largestReport, largestWhole, utf8Of } from "./text";

export type { EachValue } from "./json-parser";

interface JsonOptions {
  /**
   * Values that are handed over one by one and not kept, by their place: `runs[].results[]`. Only with it a report of more than
   * 64 MB is read.
   * @default none: everything is in what is returned
   */
  readonly each?: Readonly<Record<string, EachValue>>;
}

/**
 * Reads JSON strictly (RFC 8259): a key that stands twice, a number that is none and nesting without end are refused, since two
 * readers would understand two things.
 * @throws UnreadableReport
 */
export const readJson = (source: Source, { each = {} }: JsonOptions = {}): unknown => {
  demandSize(source, Object.keys(each).length > 0 ? largestReport : largestWhole);
  return new JsonParser(utf8Of(source), each).read();
};
