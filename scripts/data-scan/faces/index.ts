import { visibleJson } from "../../faces";
import type { Face } from "./face";
import { renderMarkdown } from "./markdown";
import { renderSarif } from "./sarif";
import { renderTerminal } from "./terminal";

export { lookedText, placeOf, protectedText, remedy } from "./face";

/** The faces of a report by the word of `--format`. */
export const dataFaces: Readonly<Record<"table" | "json" | "sarif" | "markdown", Face>> = {
  table: renderTerminal,
  json: visibleJson,
  sarif: renderSarif,
  markdown: renderMarkdown,
};
