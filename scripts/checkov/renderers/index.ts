import { renderJunit } from "./junit";
import type { Renderer } from "./renderer";
import { renderSarif } from "./sarif";

export { lineOf, placeOf } from "./renderer";

/** The faces for machines, by the word of `--format`. */
export const checkFormats: Readonly<Record<"json" | "junit" | "sarif", Renderer>> = {
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  junit: renderJunit,
  sarif: renderSarif,
};
