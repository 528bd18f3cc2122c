import type { Severity } from "../finding";
import { oneLine } from "../text";

/** What a rule says of all that it finds, each from 0 to 5. */
export interface RuleRating {
  readonly impact: number;
  readonly accuracy: number;
  readonly probability: number;
}

const isRated = (value: number): boolean => value >= 0 && value <= 5;

/**
 * Fortify Priority Order (Fortify, "Fortify Priority Order": likelihood = accuracy × confidence × probability ÷ 25, and both it and
 * the impact are high from 2.5). InstanceSeverity is another thing and no part of it. Without the rule's rating it is unknown.
 * @param confidence of this one instance, 0 to 5
 */
export const priorityOf = (rating: RuleRating | undefined, confidence: number): Severity => {
  if (rating === undefined || ![rating.impact, rating.accuracy, rating.probability, confidence].every(isRated)) return "unknown";
  const isLikely = (rating.accuracy * confidence * rating.probability) / 25 >= 2.5;
  if (rating.impact >= 2.5) return isLikely ? "critical" : "high";
  return isLikely ? "medium" : "low";
};

/**
 * Messages of the engine, one for each code with how often: a scan that could not translate a file, or guessed, has not seen
 * everything. Fortify calls all of them errors in the FVDL and warnings in its reports. What a parser encountered is source code and
 * is left out.
 */
export const engineMessages = (messages: readonly { readonly code: string; readonly text: string }[]): readonly string[] => {
  const byCode = new Map<string, { readonly text: string; readonly count: number }>();
  for (const { code, text } of messages) byCode.set(code, { text: byCode.get(code)?.text ?? oneLine(text.replace(/\bEncountered\b.*/s, "")), count: (byCode.get(code)?.count ?? 0) + 1 });
  return [...byCode].map(([code, { text, count }]) => `the engine reports ${code || "a problem"}: ${text}${count > 1 ? ` (and ${count - 1} more of this code)` : ""}`);
};
