import type { Probe } from "./parse/probe";
import type { Report } from "./report";
import type { Source } from "./source";

/** Reads one format. Pure: bytes in, a report or an UnreadableReport out. One file a format in `readers/`. */
export interface Reader {
  /** As a person names it by `--format` or in a manifest: `veracode-pipeline`. */
  readonly format: string;
  /** For tables: "Veracode Pipeline Scan JSON". */
  readonly title: string;
  /** True where the beginning of a report can only be of this format. Exactly one reader may say so. */
  readonly recognises: (probe: Probe) => boolean;
  /** @throws UnreadableReport */
  readonly read: (source: Source) => Report;
}
