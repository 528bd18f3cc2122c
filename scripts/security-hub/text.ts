import { visible } from "../faces";

const ellipsis = "…";

/** In UTF-8, as it goes over the wire. */
export const byteLength = (text: string): number => Buffer.byteLength(text, "utf8");

/**
 * Safe text of at most so many bytes, cut between characters. AWS states the lengths of ASFF without saying of what; bytes are never fewer than
 * characters, so that what fits by bytes fits by either.
 * @param instead what stands where nothing visible is left: AWS refuses blank strings
 */
export const fitting = (text: string, bytes: number, instead = "unknown"): string => {
  const clean = visible(text).trim() || visible(instead).trim() || "unknown";
  if (byteLength(clean) <= bytes) return clean;
  let kept = "";
  let used = byteLength(ellipsis);
  for (const character of clean) {
    used += byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return `${kept.trimEnd()}${ellipsis}`;
};
