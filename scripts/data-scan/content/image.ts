import exifr from "exifr";
import { inflateSync } from "node:zlib";
import type { Field } from "../record";
import type { Sink } from "./content";

/** Longest text of a picture's metadata that is read, in bytes. */
const longest = 1 << 20;

const textOf = (value: unknown): string | undefined => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  // EXIF's UserComment and Windows' XP fields: bytes that are ASCII or UTF-16.
  if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, longest)).toString("latin1").replaceAll("\0", "");
  if (Array.isArray(value)) return value.map(textOf).join(" ");
  return typeof value === "object" && value !== null ? Object.entries(value).map(([key, each]) => `${key}: ${textOf(each) ?? ""}`).join("\n") : undefined;
};

/** EXIF, IPTC and XMP. What the picture shows is not read. */
export const lookAtImage = async (bytes: Buffer, sink: Sink): Promise<void> => {
  const found = (await exifr.parse(bytes, { tiff: true, exif: true, gps: true, iptc: true, xmp: true, ihdr: true, userComment: true, mergeOutput: false, sanitize: false, multiSegment: true })) as Readonly<Record<string, unknown>> | undefined;
  for (const [part, values] of Object.entries(found ?? {})) {
    if (typeof values !== "object" || values === null || values instanceof Uint8Array) continue;
    const fields = Object.entries(values).flatMap(([key, value]): readonly Field[] => {
      const text = textOf(value);
      return text ? [{ key, value: text }] : [];
    });
    if (fields.length > 0) sink.row(fields, { part: `metadata ${part}` });
  }
  for (const comment of commentsOf(bytes)) sink.text(comment, { part: "comment" });
};

/** JPEG's COM segments (ITU-T T.81, B.2.4.5): before the picture's data begin. */
const commentsOf = (bytes: Buffer): readonly string[] => {
  const comments: string[] = [];
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return comments;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const length = bytes.readUInt16BE(at + 2);
    if (bytes[at + 1] === 0xfe) comments.push(bytes.subarray(at + 4, at + 2 + length).toString("latin1"));
    at += 2 + Math.max(length, 2);
  }
  return comments;
};

/** PNG (third edition), 11.3.3: keyword and text, plain, deflated, or international. */
export const lookAtPng = async (bytes: Buffer, sink: Sink): Promise<void> => {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.subarray(at + 4, at + 8).toString("latin1");
    const text = textOfChunk(type, bytes.subarray(at + 8, at + 8 + length));
    if (text !== undefined) sink.text(text, { part: `metadata ${type}` });
    at += 12 + length;
  }
  await lookAtImage(bytes, sink);
};

const textOfChunk = (type: string, data: Buffer): string | undefined => {
  const end = data.indexOf(0);
  if (end === -1) return undefined;
  const keyword = data.subarray(0, end).toString("latin1");
  const inflated = (packed: Buffer): string => inflateSync(packed, { maxOutputLength: longest }).toString("utf8");
  if (type === "tEXt") return `${keyword}: ${data.subarray(end + 1).toString("latin1")}`;
  if (type === "zTXt") return `${keyword}: ${inflated(data.subarray(end + 2))}`;
  if (type !== "iTXt") return undefined;
  // Behind the keyword: whether it is deflated, by what, language, translated keyword.
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  if (language === -1 || translated === -1) return undefined;
  const text = data.subarray(translated + 1);
  return `${keyword}: ${data[end + 1] === 1 ? inflated(text) : text.toString("utf8")}`;
};
