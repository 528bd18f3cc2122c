/**
 * Foreign text as a person may safely see it. Control characters (ANSI sequences among them), invisible characters and those that
 * turn the direction of writing (CVE-2021-42574, "Trojan Source") are written as \uXXXX, so that no sink acts on them.
 */
const unseen = String.raw`\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\p{Cs}\u{e0000}-\u{e007f}`;
const hidden = new RegExp(String.raw`[\u0000-\u001f${unseen}]`, "gu");
export const visible = (text: string): string =>
  text.replace(hidden, (character) => (character === "\n" ? "\\n" : character === "\t" ? "\\t" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`));

/** JSON itself escapes the control characters of a string: those that are left are its own lines. */
const hiddenInJson = new RegExp(`[${unseen}]`, "gu");

const escapedInJson = (json: string): string =>
  json.replace(hiddenInJson, (character) => Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`).join(""));

const indented = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** Indented JSON, in which such characters are written as JSON's own escapes: the value stays, and whoever prints the file is safe. */
export const visibleJson = (value: unknown): string => `${escapedInJson(indented(value))}\n`;

/** In characters. */
const pieceLength = 2 ** 16;

/** The same of an object with long lists, in pieces: as one string, a verdict of 90 MB took half a gigabyte more. */
export function* visibleJsonPieces(value: object): Iterable<string> {
  let piece = "{";
  let comma = "";
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    piece += `${comma}\n  ${JSON.stringify(key)}: `;
    comma = ",";
    if (!Array.isArray(member) || member.length === 0) {
      piece += indented(member).replaceAll("\n", "\n  ");
      continue;
    }
    for (const [index, each] of member.entries()) {
      piece += `${index === 0 ? "[" : ","}\n    ${indented(each).replaceAll("\n", "\n    ")}`;
      if (piece.length < pieceLength) continue;
      yield escapedInJson(piece);
      piece = "";
    }
    piece += "\n  ]";
  }
  yield escapedInJson(`${piece}${comma === "" ? "" : "\n"}}\n`);
}

/** Shortened at the end, with its whole length in characters. */
export const shorten = (text: string, limit: number): string => {
  const characters = text.length <= limit ? undefined : [...text];
  return characters === undefined || characters.length <= limit ? text : `${characters.slice(0, limit).join("")}… (${characters.length.toLocaleString("en-US")} characters)`;
};
