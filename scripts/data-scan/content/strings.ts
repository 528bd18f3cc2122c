import type { Sink } from "./content";

/** Shortest run of characters that is taken for text, as `strings` of binutils has it, but longer: what we look for is. */
const shortest = 8;
const ascii = /[\t\x20-\x7e\x85\xa0-\xff]{8,}/g;
/** UTF-16 in either order: a zero beside each character. */
const wide = /(?:[\t\x20-\x7e]\0){8,}/g;

const pieceBytes = 1 << 20;
const overlap = 512;

/** Text within what is no text: programs, core dumps, old documents. */
export const lookAtStrings = async (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, sink: Sink): Promise<void> => {
  let rest = "";
  let offset = 0;
  const look = (piece: string): void => {
    const runs = [...piece.matchAll(ascii)].map(([run]) => run).concat([...piece.matchAll(wide)].map(([run]) => run.replaceAll("\0", "")));
    if (runs.length > 0) sink.text(runs.filter((run) => run.length >= shortest).join("\n"), { part: `bytes from ${offset}` });
  };
  for await (const chunk of chunks) {
    rest += Buffer.from(chunk).toString("latin1");
    if (rest.length < pieceBytes) continue;
    look(rest);
    offset += rest.length - overlap;
    rest = rest.slice(-overlap);
  }
  if (rest !== "") look(rest);
};
