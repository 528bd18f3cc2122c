import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

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

/** A file that stays open, so that what is hashed is what was read, though its name may mean another file by then. */
export interface OpenFile extends Source {
  /** SHA-256 of the bytes as they were read the last time, in hexadecimal. What that reader left is read for it. */
  readonly hash: () => string;
  readonly close: () => void;
}

/** @throws the file system's error where it cannot be opened; a link is not followed */
export const openFile = (path: string): OpenFile => {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const begin = () => ({ hash: createHash("sha256"), at: 0 });
  let last = begin();
  const readOn = (reading: typeof last, buffer: Buffer): Buffer => {
    const chunk = buffer.subarray(0, readSync(file, buffer, 0, chunkBytes, reading.at));
    reading.hash.update(chunk);
    reading.at += chunk.length;
    return chunk;
  };
  function* read(reading: typeof last): Iterable<Uint8Array> {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let chunk = readOn(reading, buffer); chunk.length > 0; chunk = readOn(reading, buffer)) yield chunk;
  }
  return {
    name: path,
    size: fstatSync(file).size,
    chunks: () => read((last = begin())),
    hash: () => {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      while (readOn(last, buffer).length > 0);
      return last.hash.digest("hex");
    },
    close: () => closeSync(file),
  };
};

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
