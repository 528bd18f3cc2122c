import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of a report, read in pieces: a report of 500 MB never lies in memory whole. */
export interface Source {
  /** File name as the user knows it, for messages. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** From the beginning, each time it is asked. A chunk is only valid until the next one is asked for. */
  readonly chunks: () => Iterable<Uint8Array>;
}

const chunkBytes = 1 << 18;

export const sourceOfBytes = (name: string, bytes: Uint8Array): Source => ({
  name,
  size: bytes.length,
  *chunks() {
    for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
  },
});

/** @throws the file system's error where it cannot be opened */
export const sourceOfFile = (path: string, name: string = path): Source => {
  const opened = openSync(path, "r");
  const { size } = fstatSync(opened);
  closeSync(opened);
  return { name, size, chunks: () => readChunks(path) };
};

function* readChunks(path: string): Iterable<Uint8Array> {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) yield buffer.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

/** All bytes at once: only for what was found small enough. */
export const wholeOf = (source: Source): Buffer => {
  const copies: Buffer[] = [];
  for (const chunk of source.chunks()) copies.push(Buffer.from(chunk));
  return Buffer.concat(copies);
};

/** SHA-256 of the bytes, in hexadecimal. */
export const hashOf = (source: Source): string => {
  const hash = createHash("sha256");
  for (const chunk of source.chunks()) hash.update(chunk);
  return hash.digest("hex");
};
