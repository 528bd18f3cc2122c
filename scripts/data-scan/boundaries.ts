const isDigit = (character: string | undefined): boolean => character !== undefined && character >= "0" && character <= "9";
const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[\dA-Za-z]/.test(character);
const isConnector = (character: string | undefined): boolean => character === "-" || character === "." || character === "+";

/** Not a part of a longer number, word, decimal fraction, version or UUID. */
export const standsAlone = (text: string, start: number, end: number): boolean => {
  if (isWordCharacter(text[start - 1]) || isWordCharacter(text[end])) return false;
  if (isConnector(text[start - 1]) && isDigit(text[start - 2])) return false;
  // The last group of a UUID may be all digits (RFC 9562, section 4).
  if (text[start - 1] === "-" && /[\da-f]{4}-$/i.test(text.slice(Math.max(0, start - 5), start))) return false;
  return !(isConnector(text[end]) && isDigit(text[end + 1]));
};
