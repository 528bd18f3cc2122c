import type { Verdict } from "../verdict";
import { renderAsff } from "./asff";
import { renderCodeBuild } from "./codebuild";
import type { Face } from "./face";
import { renderHtml } from "./html";
import { renderJson, renderJsonPieces } from "./json";
import { renderJunit } from "./junit";
import { renderMarkdown } from "./markdown";
import { renderSarif } from "./sarif";
import { renderTerminal } from "./terminal";

export { buildspecReports } from "./codebuild";
export type { Face } from "./face";
export { gateMarker } from "./markdown";

/** Every face of a verdict, by the word of `--format`. */
export const gateFormats = {
  terminal: renderTerminal,
  markdown: renderMarkdown,
  html: renderHtml,
  json: renderJson,
  sarif: renderSarif,
  junit: renderJunit,
  codebuild: renderCodeBuild,
  asff: renderAsff,
} as const satisfies Readonly<Record<string, Face>>;
export type GateFormat = keyof typeof gateFormats;

/** A face as it is best written: the one that has every finding comes in pieces. */
export const facePieces = (format: GateFormat, verdict: Verdict): Iterable<string> => (format === "json" ? renderJsonPieces(verdict) : [gateFormats[format](verdict)]);

/** Name of the file that holds a face, where all of them are written to one folder. */
export const gateFileNames: Readonly<Record<GateFormat, string>> = {
  terminal: "verdict.txt",
  markdown: "verdict.md",
  html: "verdict.html",
  json: "verdict.json",
  sarif: "verdict.sarif",
  junit: "verdict.junit.xml",
  codebuild: "verdict.codebuild.xml",
  asff: "verdict.asff.json",
};
