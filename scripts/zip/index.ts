/**
 * Records of a zip (PKWARE APPNOTE 6.3.10, 4.3). Who reads one decides what an archive may be: evidence has to be whole and mean one
 * thing, and a scan looks at what it can. The libraries at hand believe the sizes that the directory claims, check no CRC and do not say which entries are
 * encrypted.
 */

/** One line of the archive's directory. */
export interface ZipRecord {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  /** In bytes. */
  readonly packed: number;
  /** In bytes, as the archive claims. */
  readonly unpacked: number;
  /** Of the entry's own header, from the beginning. */
  readonly offset: number;
  /** Where the directory's next line begins. */
  readonly next: number;
}

const directorySignature = 0x02014b50;
const directoryBytes = 46;
const localSignature = 0x04034b50;
const localBytes = 30;

/**
 * The directory's line at a place; undefined where none begins there.
 * @throws RangeError where it lies outside of the archive
 */
export const recordAt = (bytes: Buffer, at: number): ZipRecord | undefined => {
  if (bytes.readUInt32LE(at) !== directorySignature) return undefined;
  const nameEnd = at + directoryBytes + bytes.readUInt16LE(at + 28);
  return {
    name: bytes.toString("utf8", at + directoryBytes, nameEnd),
    isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    unpacked: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
    next: nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32),
  };
};

/**
 * An entry's own header says its name again, and where its bytes begin; undefined where none is there.
 * @throws RangeError where it lies outside of the archive
 */
export const headerOf = (bytes: Buffer, { offset }: Pick<ZipRecord, "offset">): { readonly name: string; readonly start: number } | undefined => {
  if (bytes.readUInt32LE(offset) !== localSignature) return undefined;
  const nameEnd = offset + localBytes + bytes.readUInt16LE(offset + 26);
  return { name: bytes.toString("utf8", offset + localBytes, nameEnd), start: nameEnd + bytes.readUInt16LE(offset + 28) };
};
