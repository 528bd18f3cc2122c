import { TextDecoder } from "node:util";
import { UnreadableReport } from "../unreadable";
import type { Source } from "../source";

/** Largest report that is read at all, in bytes. */
export const largestReport = 2 ** 30;
/** Largest report that is held in memory whole, in bytes: larger ones only where the reader takes its findings one by one. */
export const largestWhole = 64 * 2 ** 20;
/** No writer leaves so many blanks in a row, in bytes. */
const longestBlank = 2 ** 17;

export const sizeText = (bytes: number): string => (bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MB` : `${bytes} bytes`);

export const demandSize = ({ size }: Source, limit: number): void => {
  if (size === 0) throw new UnreadableReport("empty", "the report is empty: 0 bytes");
  if (size > limit) throw new UnreadableReport("too-large", `the report has ${sizeText(size)}; at most ${sizeText(limit)} are read`);
};

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** By the byte order mark; without one it is UTF-8 (RFC 8259, section 8.1; XML 1.0, appendix F). PowerShell's `>` writes UTF-16. */
const encodingOf = (first: Uint8Array): { readonly encoding: Encoding; readonly mark: number } => {
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
 * The text of a report in pieces, without its byte order mark.
 * @throws UnreadableReport `encoding` for bytes that are no text, `empty` for blanks without end
 */
export function* textOf(source: Source): Iterable<string> {
  let decoder: TextDecoder | undefined;
  let blanks = 0;
  try {
    for (const chunk of source.chunks()) {
      const trailing = blanksAtEnd(chunk);
      blanks = trailing === chunk.length ? blanks + trailing : trailing;
      if (blanks > longestBlank) throw new UnreadableReport("empty", `the report holds more than ${longestBlank} blanks in a row`);
      if (decoder === undefined) {
        const { encoding, mark } = encodingOf(chunk);
        decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
        yield decoder.decode(chunk.subarray(mark), { stream: true });
      } else yield decoder.decode(chunk, { stream: true });
    }
    const rest = decoder?.decode();
    if (rest) yield rest;
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableReport("encoding", "the report is not UTF-8 (nor UTF-16 with a byte order mark)", { cause: error });
    throw error;
  }
}

/** The whole text. @throws UnreadableReport also `empty` and `too-large` */
export const wholeTextOf = (source: Source): string => {
  demandSize(source, largestWhole);
  const text = [...textOf(source)].join("");
  if (text.trim() === "") throw new UnreadableReport("empty", "the report holds nothing but blanks");
  return text;
};
