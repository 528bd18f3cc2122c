import { crc32, inflateRawSync } from "node:zlib";
import { headerOf, recordAt, type ZipRecord } from "../../zip";
import { wholeOf, type Source } from "../source";
import { UnreadableReport } from "../unreadable";
import { demandSize, largestWhole, sizeText } from "./text";

/** Most entries of an archive. */
const mostEntries = 20_000;
/** Most bytes of all entries that are taken, unpacked. */
const mostUnpacked = 2 * largestWhole;
/** A text packs to a tenth or so, XML to a thirtieth; what claims more than this is a bomb. */
const highestRatio = 200;

/** A name that leaves the folder it would be unpacked to, on any system. Nothing is unpacked here, but others will. */
const leavesItsFolder = (name: string): boolean => /^(?:[/\\]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes("..") || name.includes("\0");

/** Codes of the errors for reading a number that lies outside of a buffer. */
const outside = ["ERR_OUT_OF_RANGE", "ERR_BUFFER_OUT_OF_BOUNDS"];
const damaged = (cause?: unknown) => new UnreadableReport("malformed", "the archive is damaged", { cause });
const unsafe = (problem: string) => new UnreadableReport("unsafe", problem);

/**
 * Entries of a zip that are wanted, by name. An archive that two readers understand differently is no evidence: sizes, checksums and names must be
 * what its directory claims, each name once.
 * @throws UnreadableReport `unsafe` for a bomb and for names that leave their folder, of any entry
 */
export const readZip = (source: Source, isWanted: (name: string) => boolean): Readonly<Record<string, Uint8Array>> => {
  demandSize(source, largestWhole);
  const bytes = wholeOf(source);
  try {
    const entries = directoryOf(bytes);
    const names = new Set<string>();
    for (const { name } of entries) {
      if (leavesItsFolder(name)) throw unsafe("the archive has an entry whose name leaves its folder");
      if (names.has(name)) throw new UnreadableReport("malformed", "the archive has two entries of one name");
      names.add(name);
    }
    const wanted = entries.filter(({ name }) => isWanted(name));
    demandModest(wanted);
    return Object.fromEntries(wanted.map((entry) => [entry.name, contentOf(bytes, entry)]));
  } catch (error) {
    if (outside.includes((error as NodeJS.ErrnoException).code ?? "")) throw damaged(error);
    throw error;
  }
};

/** By what the archive claims; what it then holds must be what it claimed. */
const demandModest = (entries: readonly ZipRecord[]): void => {
  let sum = 0;
  for (const { isEncrypted, packed, unpacked } of entries) {
    if (isEncrypted) throw new UnreadableReport("malformed", "an entry of the archive is encrypted");
    sum += unpacked;
    if (sum > mostUnpacked || unpacked > Math.max(packed, 1024) * highestRatio) throw unsafe(`an entry of the archive unpacks to ${sizeText(unpacked)} from ${sizeText(packed)}`);
  }
};

const endSignature = 0x06054b50;
const endBytes = 22;
/** A size or count that stands elsewhere: ZIP64, which begins at 4 GB or 65,535 entries. */
const elsewhere = [0xffff, 0xffffffff];

/** @throws RangeError where a header lies outside of the archive */
const directoryOf = (bytes: Buffer): readonly ZipRecord[] => {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  if (elsewhere.includes(count) || elsewhere.includes(start)) throw new UnreadableReport("too-large", "the archive is of the kind for more than 4 GB (ZIP64)");
  if (count > mostEntries) throw unsafe(`the archive has more than ${mostEntries} entries`);
  const entries: ZipRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const entry = recordAt(bytes, at);
    if (entry === undefined) throw damaged();
    entries.push(entry);
    at = entry.next;
  }
  // Between directory and end nothing may stand: a second directory could.
  if (at !== end) throw damaged();
  return entries;
};

/** Where the record at the end begins; only its comment, of at most 65,535 bytes, may follow. */
const endOf = (bytes: Buffer): number => {
  const first = Math.max(0, bytes.length - endBytes - 0xffff);
  for (let at = bytes.length - endBytes; at >= first; at -= 1) if (bytes.readUInt32LE(at) === endSignature && at + endBytes + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  throw new UnreadableReport("truncated", "the archive ends before its directory is complete, or is no zip");
};

/** @throws RangeError where it lies outside of the archive */
const contentOf = (bytes: Buffer, entry: ZipRecord): Uint8Array => {
  const { name, method, packed, unpacked, crc } = entry;
  const header = headerOf(bytes, entry);
  if (header?.name !== name || header.start + packed > bytes.length) throw damaged();
  const content = unpack(bytes.subarray(header.start, header.start + packed), method, unpacked);
  if (content.length !== unpacked || crc32(content) !== crc) throw damaged();
  return content;
};

const unpack = (packed: Buffer, method: number, unpacked: number): Uint8Array => {
  if (method === 0) return packed;
  if (method !== 8) throw new UnreadableReport("malformed", "an entry of the archive is packed by a method that is not read");
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, unpacked) });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? unsafe("an entry of the archive unpacks to more than it claims") : damaged(error);
  }
};
