import type { FoundValue } from "../types";

/** Judges every place of a text that has such a shape, one after the other: of millions of numbers few are kept. @param shape global */
export const findEach = (text: string, shape: RegExp, judge: (match: RegExpExecArray, start: number, end: number) => FoundValue | undefined): readonly FoundValue[] => {
  const found: FoundValue[] = [];
  for (const match of text.matchAll(shape)) {
    const value = judge(match, match.index, match.index + match[0].length);
    if (value !== undefined) found.push(value);
  }
  return found;
};
