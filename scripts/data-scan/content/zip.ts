import { inflateRawSync } from "node:zlib";
import { headerOf, recordAt, type ZipRecord } from "../../zip";
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
 * Entries by the central directory, unpacked one at a time.
 * @throws NotLookedAt
 */
export const zipEntriesOf = (zip: Buffer): readonly ZipEntry[] => {
  // The end of the directory stands before a comment of at most 65,535 bytes.
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || end + 22 > zip.length) throw new NotLookedAt("blind", "the archive is damaged or cut off: it has no directory");
  const entries: ZipEntry[] = [];
  let read = 0;
  for (let at = zip.readUInt32LE(end + 16); at + 46 <= zip.length; ) {
    const record = recordAt(zip, at);
    if (record === undefined) break;
    if (entries.length >= mostEntries) throw new NotLookedAt("blind", `the archive has more than ${mostEntries} entries`);
    if (!/[/\\]$/.test(record.name)) entries.push({ name: record.name, bytes: () => bytesOf(zip, record) });
    read += 1;
    at = record.next;
  }
  if (read !== zip.readUInt16LE(end + 10)) throw new NotLookedAt("blind", "the archive's directory is not complete (damaged, split, or zip64)");
  return entries;
};

const bytesOf = (zip: Buffer, record: ZipRecord): Buffer => {
  const { isEncrypted, method, packed, offset } = record;
  if (isEncrypted) throw new NotLookedAt("protected", "encrypted");
  const header = offset + 30 > zip.length ? undefined : headerOf(zip, record);
  if (header === undefined) throw new NotLookedAt("blind", "damaged: it is not where the directory says");
  const bytes = zip.subarray(header.start, header.start + packed);
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
