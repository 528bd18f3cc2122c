import type { Answer } from "./answer";
import { questions } from "./questions";
import type { Sources } from "./sources";

export interface Assessment {
  readonly version: 1;
  /** ISO 8601. */
  readonly time: string;
  /** Name of the pipeline that was assessed. @default this repository alone */
  readonly pipeline?: string;
  readonly answers: readonly (Answer & { readonly id: string; readonly question: string })[];
}

/** Asks every question. Pure. */
export const assess = (sources: Sources): Assessment => ({
  version: 1,
  time: sources.clock.now().toISOString(),
  pipeline: sources.pipeline?.manifest.pipeline,
  answers: questions.map(({ id, text, ask }) => ({ id, question: text, ...ask(sources) })),
});
