/**
 * Foreign text as a person may safely see it. Control characters (ANSI sequences among them), invisible characters and those that
 * turn the direction of writing (CVE-2021-42574, "Trojan Source") are written as \uXXXX, so that no sink acts on them.
 */
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;
export const visible = (text: string): string =>
  text.replace(hidden, (character) => (character === "\n" ? "\\n" : character === "\t" ? "\\t" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`));

/** Indented JSON, in which such characters are written as JSON's own escapes: the value stays, and whoever prints the file is safe. */
export const visibleJson = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replace(hidden, (character) => (character === "\n" ? character : Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`).join("")))}\n`;

/** Shortened at the end, with its whole length in characters. */
export const shorten = (text: string, limit: number): string => {
  const characters = text.length <= limit ? undefined : [...text];
  return characters === undefined || characters.length <= limit ? text : `${characters.slice(0, limit).join("")}… (${characters.length.toLocaleString("en-US")} characters)`;
};
