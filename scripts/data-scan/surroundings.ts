import type { DataContext } from "./types";
import { wordsOf } from "./words";

/** How far before a value its label may begin, in characters: `"socialSecurityNumber": {"value": "` has 36. */
const labelReach = 48;
/** How many words a label has at most; what stands further before speaks of something else. */
const labelWords = 5;
/** How far before and after a value words still belong to it. */
const nearBefore = 120;
const nearAfter = 60;
/** Characters of a number that is found by its words, and of such words, at most. */
const longestValue = 40;
const longestMention = 40;

/** What stands around a value; each answer is made of words as `wordsOf` writes them. */
export interface Surroundings {
  /** The name of the value: its key or column, else what stands directly before it on its line. */
  readonly labelOf: (start: number) => string;
  /** Words before and after it, with key and context. */
  readonly near: (start: number, end: number) => string;
  /**
   * Whether words of such a kind stand near a place, or anywhere around the text: asked before `labelOf` and `near`, which cost more.
   * Undefined where they stand nowhere. Places are asked for from left to right.
   * @param pattern global, and looser than the words themselves
   */
  readonly mentions: (pattern: RegExp) => ((start: number) => boolean) | undefined;
  /** Words of the context that stand outside of the text. */
  readonly outside: string;
}

/** A label ends where the value before it does: `order=7, ssn=` → `ssn=`; `ssn 536… order ` → `order `. */
const afterLastValue = (before: string): string => {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const parts = line.split(/[,;&|\t]|\d{4,}/);
  const last = parts.at(-1)!;
  return /[A-Za-z]/.test(last) ? last : line;
};

const lastWords = (words: string): string => {
  let at = words.length - 1;
  for (let count = 0; count < labelWords && at > 0; count += 1) at = words.lastIndexOf(" ", at - 1);
  return at <= 0 ? words : words.slice(at);
};

/** Each answer is kept: several recognisers ask of one place, and lines of one writer have the same labels. */
const kept = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
};

/** @param text whose values are asked for */
export const surroundingsOf = (text: string, { key, keyAt, near = "" }: DataContext): Surroundings => {
  const outside = wordsOf(`${key ?? ""} ${near}`);
  const wordsOfKey = kept(wordsOf);
  const wordsOfLabel = kept((before: string) => lastWords(wordsOf(afterLastValue(before))));
  const keyOf = kept((start: number): string | undefined => keyAt?.(start) ?? key);
  return {
    outside,
    labelOf: kept((start: number) => {
      const named = keyOf(start);
      return named === undefined ? wordsOfLabel(text.slice(Math.max(0, start - labelReach), start)) : wordsOfKey(named);
    }),
    near: (start, end) => outside + wordsOfKey(keyOf(start) ?? "") + wordsOf(`${text.slice(Math.max(0, start - nearBefore), start)} ${text.slice(end, end + nearAfter)}`),
    mentions: (pattern) => (outside.search(pattern) === -1 ? mentionsIn(text, pattern) : () => true),
  };
};

const mentionsIn = (text: string, pattern: RegExp): ((start: number) => boolean) | undefined => {
  const mentions = text.matchAll(pattern);
  let next = mentions.next();
  if (next.done) return undefined;
  let last = -Infinity;
  return (start) => {
    while (!next.done && next.value.index < start + nearAfter + longestValue) {
      last = next.value.index;
      next = mentions.next();
    }
    return last >= start - nearBefore - longestMention;
  };
};
