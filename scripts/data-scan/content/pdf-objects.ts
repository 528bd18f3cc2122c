import { inflateSync } from "node:zlib";

/** Largest stream that is unpacked, in bytes. */
const largestStream = 32 * 2 ** 20;

export interface PdfObject {
  readonly id: number;
  /** Its dictionary or other value, as text. */
  readonly value: string;
  /** Its stream as it is stored. */
  readonly stream?: Buffer;
}

/** ISO 32000-1, 7.4.3: four bytes in five characters. */
const fromAscii85 = (bytes: Buffer): Buffer => {
  const text = bytes.toString("latin1").replace(/\s/g, "").replace(/^<~/, "").split("~>")[0]!;
  const out: number[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === "z") {
      out.push(0, 0, 0, 0);
      at += 1;
      continue;
    }
    const group = text.slice(at, at + 5);
    const number = [...group.padEnd(5, "u")].reduce((sum, character) => sum * 85 + character.charCodeAt(0) - 33, 0);
    out.push(...[24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).slice(0, group.length - 1));
    at += 5;
  }
  return Buffer.from(out);
};

/** Unpacked bytes; undefined where a filter is one of pictures or unknown, or the stream is damaged. */
export const unpackedStream = ({ value, stream }: PdfObject): Buffer | undefined => {
  if (stream === undefined) return undefined;
  const filters = /\/Filter\s*(?:\[([^\]]{0,200})\]|(\/\w+))/.exec(value);
  let bytes = stream;
  for (const [, filter] of (filters?.[1] ?? filters?.[2] ?? "").matchAll(/\/(\w+)/g)) {
    try {
      if (filter === "FlateDecode" || filter === "Fl") bytes = inflateSync(bytes, { maxOutputLength: largestStream });
      else if (filter === "ASCII85Decode" || filter === "A85") bytes = fromAscii85(bytes);
      else if (filter === "ASCIIHexDecode" || filter === "AHx") bytes = Buffer.from(bytes.toString("latin1").replace(/[^\da-f]/gi, ""), "hex");
      else return undefined;
    } catch {
      return undefined;
    }
  }
  return bytes;
};

/**
 * Every object, found by its `obj`: the table of references may be damaged, or leave out what an older revision of the file still
 * holds.
 */
export const objectsOf = (pdf: Buffer): readonly PdfObject[] => {
  const text = pdf.toString("latin1");
  const objects: PdfObject[] = [];
  const begins = /(\d{1,10})\s{1,4}\d{1,5}\s{1,4}obj\b/g;
  for (let found = begins.exec(text); found !== null; found = begins.exec(text)) {
    const start = found.index + found[0].length;
    const end = text.indexOf("endobj", start);
    const whole = text.slice(start, end === -1 ? text.length : end);
    const keyword = whole.indexOf("stream");
    const isStream = keyword !== -1;
    const streamAt = start + keyword;
    const value = isStream ? whole.slice(0, keyword) : whole;
    const streamStart = streamAt + (text[streamAt + 6] === "\r" ? 2 : 1) + 6;
    const streamEnd = isStream ? endOfStream(text, value, streamStart) : start + value.length;
    const object: PdfObject = { id: Number(found[1]), value, stream: isStream ? pdf.subarray(streamStart, streamEnd) : undefined };
    objects.push(object);
    if (/\/Type\s*\/ObjStm/.test(value)) objects.push(...objectsWithin(object));
    begins.lastIndex = Math.max(streamEnd, begins.lastIndex);
  }
  return objects;
};

/** By its length where that is said and right, since compressed bytes may hold any word. */
const endOfStream = (text: string, value: string, start: number): number => {
  const length = /\/Length\s{1,4}(\d{1,10})(?!\s+\d+\s+R)/.exec(value)?.[1];
  const said = start + Number(length ?? -1);
  if (length !== undefined && /^\s{0,4}endstream/.test(text.slice(said, said + 16))) return said;
  const found = text.indexOf("endstream", start);
  return found === -1 ? text.length : found;
};

/** 7.5.7: objects without streams, packed together; pairs of number and offset stand before them. */
const objectsWithin = (container: PdfObject): readonly PdfObject[] => {
  const text = unpackedStream(container)?.toString("latin1");
  const first = Number(/\/First\s{1,4}(\d+)/.exec(container.value)?.[1] ?? -1);
  if (text === undefined || first < 0) return [];
  const numbers = (text.slice(0, first).match(/\d+/g) ?? []).map(Number);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, index) => ({
    id: numbers[index * 2]!,
    value: text.slice(first + numbers[index * 2 + 1]!, index * 2 + 3 < numbers.length ? first + numbers[index * 2 + 3]! : text.length),
  }));
};
