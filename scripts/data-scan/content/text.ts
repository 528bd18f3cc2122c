import { isReadable } from "../protection";
import { columnsOf } from "./columns";
import type { Sink } from "./content";
import { encodingOf, headBytes } from "./kind";

/** How much text is recognised at a time, in characters. A line that is longer is cut, with what lies around the cut looked at twice. */
const pieceLength = 1 << 20;
const overlap = 512;

/** Reads a text in pieces that end with a line, so that memory does not grow with it. */
export const lookAtText = async (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, head: Buffer, sink: Sink): Promise<void> => {
  const decoder = new TextDecoder(encodingOf(head.subarray(0, headBytes)) ?? "windows-1252");
  const columns = columnsOf();
  let rest = "";
  let firstLine = 1;
  const look = (text: string): void => {
    sink.text(text, { firstLine, context: columns(text) });
    lookIntoBase64(text, firstLine, sink);
  };
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    while (rest.length >= pieceLength) {
      const lineEnd = rest.lastIndexOf("\n", pieceLength);
      const end = lineEnd > 0 ? lineEnd + 1 : pieceLength;
      const piece = rest.slice(0, end);
      look(piece);
      firstLine += linesIn(piece);
      rest = rest.slice(lineEnd > 0 ? end : end - overlap);
    }
  }
  rest += decoder.decode();
  if (rest !== "") look(rest);
};

/** Lines of offsets that only grow: what lies between two is counted once. */
export const lineCounter = (text: string, firstLine: number): ((offset: number) => number) => {
  let line = firstLine;
  let counted = 0;
  return (offset) => {
    line += linesIn(text.slice(counted, offset));
    counted = offset;
    return line;
  };
};

const linesIn = (text: string): number => {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
};

const encoded = /(?<![\w+/-])[\w+/-]{24,65536}={0,2}/g;
/** Enough to see that it is no text, in characters of base64. */
const tried = 24;
/** How far before it words belong to it, in characters. */
const nearBefore = 60;

/** Base64 hides nothing: Kubernetes' secrets, claims of a JWT (RFC 7519) and parts of a mail are in the clear for who decodes them. */
const lookIntoBase64 = (text: string, firstLine: number, sink: Sink): void => {
  const lineOf = lineCounter(text, firstLine);
  for (const { 0: value, index } of text.matchAll(encoded)) {
    if (!isReadable(Buffer.from(value.slice(0, tried), "base64"))) continue;
    const decoded = Buffer.from(value, "base64").toString("latin1");
    sink.text(decoded, { firstLine: lineOf(index), part: "in base64", context: { near: text.slice(Math.max(0, index - nearBefore), index).split("\n").at(-1) } });
  }
};
