import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { headerOf, recordAt, type ZipRecord } from "../zip";

/** Folder of the artifact that holds what goes out: one file. */
const folder = "deliverable/";

const endSignature = 0x06054b50;
const endBytes = 22;
/** A comment of an archive is no longer (APPNOTE 4.4.12), and neither is a name or an extra field. */
const longestField = 0xffff;
const localBytes = 30;
/** Of the archive's directory, in bytes: an artifact holds a handful of files. */
const largestDirectory = 16 * 1024 * 1024;

const broken = (why: string) => new Error(`The artifact Application cannot be judged: ${why}. Run the pipeline anew, from the build.`);

const bytesAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};

/** Where the directory lies, as the end of the archive says. */
const directoryOf = async (file: FileHandle): Promise<Buffer> => {
  const { size } = await file.stat();
  const tail = await bytesAt(file, Math.max(0, size - endBytes - longestField), Math.min(size, endBytes + longestField));
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature || at + endBytes + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    // What does not fit into these fields is told in a form for archives above 4 GB (zip64), which no target takes.
    if (length > largestDirectory || offset + length > size) throw broken("its directory is larger than the archive, or than the gate's function reads");
    return bytesAt(file, offset, length);
  }
  throw broken("it is no whole zip");
};

const recordsOf = (directory: Buffer): readonly ZipRecord[] => {
  const records: ZipRecord[] = [];
  for (let at = 0; at < directory.length; ) {
    const record = recordAt(directory, at);
    if (record === undefined) throw broken("its directory is broken");
    records.push(record);
    at = record.next;
  }
  return records;
};

/** The bytes of an entry, unpacked as they are read. */
const contentOf = async (file: FileHandle, record: ZipRecord): Promise<AsyncIterable<Buffer>> => {
  const header = headerOf(await bytesAt(file, record.offset, localBytes + 2 * longestField), { offset: 0 });
  if (header === undefined || header.name !== record.name) throw broken(`${record.name} is not where the directory says`);
  if (record.isEncrypted || ![0, 8].includes(record.method)) throw broken(`${record.name} is encrypted, or packed in a way that is not read`);
  if (record.packed === 0) return Readable.from([]);
  const start = record.offset + header.start;
  const packed = file.createReadStream({ start, end: start + record.packed - 1, autoClose: false });
  if (record.method === 0) return packed;
  const unpacked = createInflateRaw();
  packed.on("error", (error) => unpacked.destroy(error)).pipe(unpacked);
  return unpacked;
};

const digestOf = async (content: AsyncIterable<Buffer>, { name, unpacked, crc }: ZipRecord): Promise<string> => {
  const hash = createHash("sha256");
  let [size, sum] = [0, 0];
  for await (const chunk of content) {
    hash.update(chunk);
    size += chunk.length;
    sum = crc32(chunk, sum);
    if (size > unpacked) break;
  }
  if (size !== unpacked || sum !== crc) throw broken(`${name} is not whole`);
  return `sha256:${hash.digest("hex")}`;
};

/**
 * Digest of the one file that goes out, read from the artifact's zip: neither the archive nor the file is ever in memory as a whole, and
 * nothing is unpacked to disk.
 *
 * @throws Error where there is none or more than one, or the archive is not whole
 */
export const digestOfDeliverable = async (archive: string): Promise<string> => {
  const file = await open(archive);
  try {
    const files = recordsOf(await directoryOf(file)).filter(({ name }) => name.startsWith(folder) && !name.endsWith("/"));
    const [deliverable, ...others] = files;
    if (deliverable === undefined || others.length > 0) throw broken(`it holds ${files.length} files in ${folder} instead of one`);
    return await digestOf(await contentOf(file, deliverable), deliverable);
  } catch (error) {
    // A field of the archive that points outside of it, and bytes that are not what they are said to be.
    const { code, message } = error as NodeJS.ErrnoException;
    throw error instanceof RangeError || code?.startsWith("Z_") ? broken(message) : error;
  } finally {
    await file.close();
  }
};
