import type { Sink } from "./content";
import { NotLookedAt } from "./not-looked-at";
import { fontsOf, type PdfFont } from "./pdf-fonts";
import { objectsOf, unpackedStream, type PdfObject } from "./pdf-objects";

/** Fonts of one name that are tried, at most. */
const mostVariants = 4;

/** ISO 32000-1, 9.4: operators that show text, choose a font, or move to another place; strings, numbers and names before them. */
const tokens = /(\()|<([\da-fA-F\s]*)>|\/([\w.+-]+)|(-?\d*\.?\d+)|([A-Za-z'"*]{1,3})|([[\]])/g;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "", f: "" };
/** In thousandths of a character's height: a larger gap between two pieces is a blank. */
const blankGap = -180;

const literalOf = (text: string): string => text.replace(/\\(?:([0-7]{1,3})|\r?\n|([^]))/g, (_, octal: string | undefined, character: string | undefined) => (octal ? String.fromCharCode(parseInt(octal, 8) & 255) : character === undefined ? "" : (escapes[character] ?? character)));

/** 7.3.4.2: parentheses may stand within, in pairs. Where one is never closed the string ends with the content. */
const endOfLiteral = (content: string, start: number): number => {
  let depth = 1;
  for (let at = start; at < content.length; at += 1) {
    const character = content[at];
    if (character === "\\") at += 1;
    else if (character === "(") depth += 1;
    else if (character === ")" && (depth -= 1) === 0) return at;
  }
  return content.length;
};

const decoded = (bytes: string, font: PdfFont | undefined): string => {
  if (font === undefined) return bytes;
  let text = "";
  for (let at = 0; at < bytes.length; at += font.codeBytes) {
    const code = font.codeBytes === 2 ? bytes.charCodeAt(at) * 256 + (bytes.charCodeAt(at + 1) || 0) : bytes.charCodeAt(at);
    text += font.characters.get(code) ?? (font.codeBytes === 1 ? bytes[at]! : "");
  }
  return text;
};

/** Text of one content stream; of fonts with one name the given one. */
const shownText = (content: string, fonts: ReadonlyMap<string, readonly PdfFont[]>, variant: number): string => {
  let text = "";
  let font: PdfFont | undefined;
  let name = "";
  let numbers: number[] = [];
  let strings: string[] = [];
  let isArray = false;
  const lexer = new RegExp(tokens);
  for (let token = lexer.exec(content); token !== null; token = lexer.exec(content)) {
    const [, opening, hex, named, number, operator, bracket] = token;
    if (opening !== undefined) {
      const end = endOfLiteral(content, lexer.lastIndex);
      strings.push(decoded(literalOf(content.slice(lexer.lastIndex, end)), font));
      lexer.lastIndex = end + 1;
    } else if (hex !== undefined) strings.push(decoded(Buffer.from(hex.replace(/\s/g, ""), "hex").toString("latin1"), font));
    else if (named !== undefined) name = named;
    else if (number !== undefined) {
      if (isArray && Number(number) < blankGap) strings.push(" ");
      numbers.push(Number(number));
    } else if (bracket !== undefined) isArray = bracket === "[";
    else {
      if (operator === "Tf") {
        const candidates = fonts.get(name);
        font = candidates?.[Math.min(variant, candidates.length - 1)];
      } else if (operator === "Tj" || operator === "TJ") text += strings.join("");
      else if (operator === "'" || operator === '"') text += `\n${strings.join("")}`;
      else if (operator === "Td" || operator === "TD") text += numbers.at(-1) === 0 ? " " : "\n";
      else if (operator === "T*" || operator === "Tm" || operator === "BT") text += "\n";
      numbers = [];
      strings = [];
    }
  }
  return text;
};

/** Strings outside of contents: the document's properties, notes, values of form fields. */
const stringsOf = ({ value }: PdfObject): string =>
  [...value.matchAll(/\/(\w{1,40})\s{0,4}(?:\(((?:[^()\\]|\\[^])*)\)|<((?:[\da-fA-F]{2}){2,4096})>)/g)]
    .map(([, key, literal, hex]) => {
      const bytes = Buffer.from(literal !== undefined ? literalOf(literal) : Buffer.from(hex!, "hex").toString("latin1"), "latin1");
      const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0;
      return `${key}: ${isUtf16 ? bytes.subarray(2).swap16().toString("utf16le") : bytes.toString("latin1")}`;
    })
    .join("\n");

/**
 * Text of a PDF: what its contents show, properties and form fields. Pages that are pictures are not read.
 * @throws NotLookedAt
 */
export const lookAtPdf = (pdf: Buffer, sink: Sink): void => {
  const objects = objectsOf(pdf);
  if (/\/Encrypt\s{0,4}(?:\d+\s|<<)/.test(pdf.toString("latin1")) || objects.some(({ value }) => /\/Type\s*\/XRef/.test(value) && value.includes("/Encrypt"))) throw new NotLookedAt("protected", "an encrypted PDF");
  const fonts = fontsOf(objects);
  const variants = Math.min(mostVariants, Math.max(1, ...[...fonts.values()].map((each) => each.length)));
  let shown = 0;
  for (const object of objects) {
    const properties = stringsOf(object);
    if (properties !== "") sink.text(properties, { part: `object ${object.id}` });
    if (object.stream === undefined || /\/Subtype\s*\/Image|\/Type\s*\/(?:ObjStm|XRef)|\/FontFile|\/Length1/.test(object.value)) continue;
    const bytes = unpackedStream(object);
    if (bytes === undefined) continue;
    sink.unpacked(bytes.length);
    const content = bytes.toString("latin1");
    if (/<x:xmpmeta|<\?xpacket/.test(content)) sink.text(content, { part: "metadata" });
    else if (/\bT[jJ]\b|\b['"]\s/.test(content)) {
      shown += 1;
      const texts = new Set(Array.from({ length: variants }, (_, variant) => shownText(content, fonts, variant)));
      for (const text of texts) sink.text(text, { part: `content of object ${object.id}` });
    }
  }
  if (shown === 0) throw new NotLookedAt("blind", "a PDF that shows no text we can read: its pages are pictures, or packed by another filter than Flate");
};
