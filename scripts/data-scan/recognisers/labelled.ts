import { standsAlone } from "../boundaries";
import { maskOf } from "../masks";
import type { Surroundings } from "../surroundings";
import type { Confidence, FoundValue } from "../types";
import { findEach } from "./find-each";

interface LabelledShape {
  /** Global; what can be such a value. */
  readonly shape: RegExp;
  /** Global, and looser than the words that `confidence` asks for: where it does not stand near, nothing can be meant. */
  readonly mentioned: RegExp;
  /** @returns undefined where the value is another */
  readonly confidence: (value: string, label: string, near: () => string) => Confidence | undefined;
  /** @default none is */
  readonly isPublished?: (value: string) => boolean;
}

/** Values whose shape alone says nothing: they count by the words that stand with them. */
export const findLabelled = (text: string, { labelOf, near, mentions }: Surroundings, { shape, mentioned, confidence, isPublished = () => false }: LabelledShape): readonly FoundValue[] => {
  const isMentioned = mentions(mentioned);
  if (isMentioned === undefined) return [];
  return findEach(text, shape, ({ 0: value }, start, end) => {
    if (!isMentioned(start) || !standsAlone(text, start, end)) return undefined;
    const found = confidence(value, labelOf(start), () => near(start, end));
    return found && { start, end, confidence: found, masked: maskOf(value), isPublished: isPublished(value) };
  });
};
