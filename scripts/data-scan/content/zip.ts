import { inflateRawSync } from "node:zlib";
import type { Sink } from "./content";
import { NotLookedAt, TooMuch } from "./not-looked-at";

/** Most entries of an archive. */
const mostEntries = 100_000;
/** Largest entry, in bytes. */
const largestEntry = 64 * 2 ** 20;
/** What deflate can do at most is 1032 to 1 (zlib, "Technical details"); a bomb lives of it, honest data does not come near. */
const highestRatio = 500;

export interface ZipEntry {
  readonly name: string;
  /** @throws NotLookedAt for what is encrypted, too large, or packed by another method than deflate */
  readonly bytes: () => Buffer;
}

/**
 * Entries by the central directory (PKWARE APPNOTE 6.3.10, 4.3.12), unpacked one at a time. fflate, which reads reports elsewhere, does
 * not say which entries are encrypted, and cuts silently what holds more than it claims.
 * @throws NotLookedAt
 */
export const zipEntriesOf = (zip: Buffer): readonly ZipEntry[] => {
  // The end of the directory stands before a comment of at most 65,535 bytes.
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || end + 22 > zip.length) throw new NotLookedAt("blind", "the archive is damaged or cut off: it has no directory");
  const entries: ZipEntry[] = [];
  let read = 0;
  for (let at = zip.readUInt32LE(end + 16); at + 46 <= zip.length && zip.readUInt32LE(at) === 0x02014b50; ) {
    if (entries.length >= mostEntries) throw new NotLookedAt("blind", `the archive has more than ${mostEntries} entries`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [number, number, number];
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString("utf8");
    if (!/[/\\]$/.test(name)) entries.push({ name, bytes: bytesAt(zip, at) });
    read += 1;
    at += 46 + nameLength + extraLength + commentLength;
  }
  if (read !== zip.readUInt16LE(end + 10)) throw new NotLookedAt("blind", "the archive's directory is not complete (damaged, split, or zip64)");
  return entries;
};

const bytesAt = (zip: Buffer, at: number) => (): Buffer => {
  const flags = zip.readUInt16LE(at + 8);
  const method = zip.readUInt16LE(at + 10);
  const packed = zip.readUInt32LE(at + 20);
  const header = zip.readUInt32LE(at + 42);
  if (flags & 1) throw new NotLookedAt("protected", "encrypted");
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== 0x04034b50) throw new NotLookedAt("blind", "damaged: it is not where the directory says");
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(start, start + packed);
  if (method === 0) return bytes;
  if (method !== 8) throw new NotLookedAt("blind", `packed by method ${method}, which is not read`);
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.min(largestEntry, Math.max(1 << 20, packed * highestRatio)) });
  } catch (error) {
    throw new NotLookedAt("blind", (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "it unpacks to more than any honest file" : "damaged");
  }
};

/** Every entry is a file like any other; one that cannot be read does not hide the rest. */
export const lookAtZip = async (entries: readonly ZipEntry[], sink: Sink): Promise<void> => {
  for (const { name, bytes } of entries) {
    try {
      const unpacked = bytes();
      sink.unpacked(unpacked.length);
      await sink.file(name, unpacked);
    } catch (error) {
      if (!(error instanceof NotLookedAt) || error instanceof TooMuch) throw error;
      sink.skip(name, error.kind, error.message);
    }
  }
};
