import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import type { Source } from "../source";
import { UnreadableReport } from "../unreadable";

/** Largest report that is read at all, in bytes. */
export const largestReport = 2 ** 30;
/** Most of a report that is held in memory, in bytes: larger ones are read only where the reader takes the findings one by one. */
export const largestWhole = 64 * 2 ** 20;
/** Longest string, number, comment or blank between two values, in bytes. */
export const longestToken = 16 * 2 ** 20;
/** Most values, or elements and attributes, held in memory: `[[],[],…` takes thirty times its own size. A real report of 30 MB has a million; whose readers take findings one by one have no such bound. */
export const mostValues = 1_000_000;
/** Most keys of one object, or attributes of one element: hash tables are the dearest of all. Lists by package or file have thousands. */
export const mostKeys = 200_000;
/** Deepest nesting. The deepest real reports here have 15 levels (SARIF's code flows, FVDL). */
export const deepest = 200;
/** No writer leaves so many blanks in a row, in bytes. */
const longestBlank = 2 ** 17;

export const sizeText = (bytes: number): string => (bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MB` : `${bytes} bytes`);

export const demandSize = ({ size }: Source, limit: number): void => {
  if (size === 0) throw new UnreadableReport("empty", "the report is empty: 0 bytes");
  if (size > limit) throw new UnreadableReport("too-large", `the report has ${sizeText(size)}; at most ${sizeText(limit)} are read`);
};

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** By the byte order mark; without one it is UTF-8 (RFC 8259, section 8.1; XML 1.0, appendix F). PowerShell's `>` writes UTF-16. */
export const encodingOf = (first: Uint8Array): { readonly encoding: Encoding; readonly mark: number } => {
  const [one, two, three] = first;
  if (one === 0xef && two === 0xbb && three === 0xbf) return { encoding: "utf-8", mark: 3 };
  if (one === 0xff && two === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (one === 0xfe && two === 0xff) return { encoding: "utf-16be", mark: 2 };
  return { encoding: "utf-8", mark: 0 };
};

/** Blanks without end would cost minutes and say nothing. */
const blanksAtEnd = (chunk: Uint8Array): number => {
  let end = chunk.length;
  while (end > 0 && chunk[end - 1]! <= 0x20) end -= 1;
  return chunk.length - end;
};

/**
 * The text of a report in pieces of UTF-8, each of whole characters, without its byte order mark. The bytes are only looked at: a parser makes strings
 * of what it needs.
 * @throws UnreadableReport `encoding` for bytes that are no text, `empty` for blanks without end
 */
export function* utf8Of(source: Source): Iterable<Buffer> {
  let pieces: Pieces | undefined;
  let blanks = 0;
  for (const chunk of source.chunks()) {
    const trailing = blanksAtEnd(chunk);
    blanks = trailing === chunk.length ? blanks + trailing : trailing;
    if (blanks > longestBlank) throw new UnreadableReport("empty", `the report holds more than ${longestBlank} blanks in a row`);
    if (pieces === undefined) {
      const { encoding, mark } = encodingOf(chunk);
      pieces = encoding === "utf-8" ? utf8Pieces() : utf16Pieces(encoding);
      yield withoutNul(pieces(chunk.subarray(mark)));
    } else yield withoutNul(pieces(chunk));
  }
  pieces?.();
}

/** The same as strings. @throws UnreadableReport */
export function* textOf(source: Source): Iterable<string> {
  for (const piece of utf8Of(source)) yield piece.toString("utf8");
}

/** From one chunk to UTF-8; called without one at the end, where no character may be missing its rest. @throws UnreadableReport `encoding` */
type Pieces = (chunk?: Uint8Array) => Buffer;

const utf8Pieces = (): Pieces => {
  let rest: Uint8Array = Buffer.alloc(0);
  return (chunk) => {
    if (chunk === undefined && rest.length > 0) throw noText();
    const bytes = Buffer.concat(chunk === undefined ? [] : [rest, chunk]);
    const whole = bytes.subarray(0, bytes.length - unfinishedAtEnd(bytes));
    if (!isUtf8(whole)) throw noText();
    rest = bytes.subarray(whole.length);
    return whole;
  };
};

const utf16Pieces = (encoding: Encoding): Pieces => {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (chunk) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch (error) {
      throw noText(error);
    }
  };
};

/** How many bytes at the end are the beginning of a character, by what its first byte says of its length (RFC 3629, section 3). */
const unfinishedAtEnd = (bytes: Uint8Array): number => {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count]!;
    if (byte >= 0xc0) return count < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? count : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
};

const noText = (cause?: unknown): UnreadableReport => new UnreadableReport("encoding", "the report is not UTF-8 (nor UTF-16 with a byte order mark)", { cause });

/** No format has NUL in its text: where it stands, the bytes are UTF-16 without a mark, or no text at all. */
const withoutNul = (piece: Buffer): Buffer => {
  if (piece.includes(0)) throw new UnreadableReport("encoding", "the report holds NUL characters: it is binary, or UTF-16 without a byte order mark");
  return piece;
};

/** The whole text. @throws UnreadableReport also `empty` and `too-large` */
export const wholeTextOf = (source: Source): string => {
  demandSize(source, largestWhole);
  const text = [...textOf(source)].join("");
  if (text.trim() === "") throw new UnreadableReport("empty", "the report holds nothing but blanks");
  return text;
};
