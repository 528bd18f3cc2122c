import type { Sources } from "./sources";

/** `partly`: some of it, or declared and not shown to stand. `unknown`: nothing was given by which it could be told. */
export type AnswerWord = "yes" | "partly" | "no" | "unknown";

export interface Proof {
  /** What was seen, one sentence. */
  readonly statement: string;
  /** Where an assessor finds it again: a file, an address of a stack, a verdict with its hash. */
  readonly source: string;
}

export interface Gap {
  readonly problem: string;
  readonly remedy: string;
}

export interface Answer {
  readonly answer: AnswerWord;
  readonly proofs: readonly Proof[];
  /** Empty where the answer is yes. */
  readonly gaps: readonly Gap[];
}

/** What an assessor asks. One file each in `questions/`. Pure. */
export interface Question {
  /** In kebab case: `secrets-detected`. */
  readonly id: string;
  /** As the assessor says it. */
  readonly text: string;
  readonly ask: (sources: Sources) => Answer;
}

/** No gap is a yes, proofs beside gaps are a part of it; without proofs it is no, or not known where nothing was given to look at. */
export const answerOf = (proofs: readonly Proof[], gaps: readonly Gap[], without: "no" | "unknown" = "no"): Answer => ({
  answer: gaps.length === 0 ? (proofs.length === 0 ? "unknown" : "yes") : proofs.length > 0 ? "partly" : without,
  proofs,
  gaps,
});
