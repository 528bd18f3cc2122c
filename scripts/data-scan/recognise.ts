import type { Severity } from "../findings";
import { recognisers } from "./recognisers";
import { surroundingsOf } from "./surroundings";
import type { DataContext, DataMatch, FoundValue } from "./types";

/** What is only likely does not count as critical; what is only possible is said, and stops nobody; what was published is medium at most. */
const lessened = (severity: Severity, { confidence, isPublished = false }: FoundValue): Severity => {
  if (confidence === "possible" || severity === "low") return "low";
  if (isPublished) return "medium";
  return confidence === "likely" && severity === "critical" ? "high" : severity;
};

/**
 * Sensitive data in the clear in a text, in its order. Pure; linear in the length of the text. What two recognisers claim is the
 * first one's.
 */
export const recognise = (text: string, context: DataContext = {}): readonly DataMatch[] => {
  const surroundings = surroundingsOf(text, context);
  const matches: DataMatch[] = [];
  for (const { id, title, severity, find } of recognisers)
    for (const found of find(text, surroundings)) matches.push({ ...found, recogniser: id, title, severity: lessened(severity, found) });
  return withoutOverlaps(matches);
};

/** A whole record (a message, a resource) and the values in it are both said; of two values in one place the first recogniser's stands. */
const withoutOverlaps = (matches: readonly DataMatch[]): readonly DataMatch[] => {
  const sorted = matches.map((match, rank) => ({ match, rank })).sort((one, other) => one.match.start - other.match.start || one.rank - other.rank);
  const kept: { match: DataMatch; rank: number }[] = [];
  for (const each of sorted) {
    const previous = kept.at(-1);
    const isSameValue = previous !== undefined && each.match.start < previous.match.end && each.match.end - each.match.start <= 40 && previous.match.end - previous.match.start <= 40;
    if (!isSameValue) kept.push(each);
    else if (each.rank < previous.rank) kept[kept.length - 1] = each;
  }
  return kept.map(({ match }) => match);
};
