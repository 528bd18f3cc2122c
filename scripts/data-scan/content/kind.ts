export type Kind = "empty" | "text" | "zip" | "gzip" | "tar" | "pdf" | "sqlite" | "image" | "png" | "compound" | "encrypted" | "packed" | "binary";

/** How much of the beginning tells, in bytes. */
export const headBytes = 1 << 16;

const at = (bytes: Buffer, offset: number, ...expected: readonly number[]): boolean => expected.every((byte, index) => bytes[offset + index] === byte);
const says = (bytes: Buffer, offset: number, text: string): boolean => bytes.subarray(offset, offset + text.length).toString("latin1") === text;

/** Formats that are compressed by what Node.js cannot unpack, or sealed, by their first bytes. */
const packers: readonly (readonly [name: string, test: (bytes: Buffer) => boolean])[] = [
  ["bzip2", (bytes) => says(bytes, 0, "BZh") && at(bytes, 4, 0x31, 0x41, 0x59, 0x26)],
  ["xz", (bytes) => at(bytes, 0, 0xfd, 0x37, 0x7a, 0x58, 0x5a)],
  ["7-Zip", (bytes) => at(bytes, 0, 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)],
  ["Zstandard", (bytes) => at(bytes, 0, 0x28, 0xb5, 0x2f, 0xfd)],
  ["LZ4", (bytes) => at(bytes, 0, 0x04, 0x22, 0x4d, 0x18)],
  ["RAR", (bytes) => says(bytes, 0, "Rar!")],
  ["Parquet", (bytes) => says(bytes, 0, "PAR1")],
  ["ORC", (bytes) => at(bytes, 0, 0x4f, 0x52, 0x43) && (bytes[3] ?? 0) < 32],
  ["Avro", (bytes) => at(bytes, 0, 0x4f, 0x62, 0x6a, 0x01)],
];
export const packerOf = (head: Buffer): string | undefined => packers.find(([, test]) => test(head))?.[0];

const sealers: readonly (readonly [name: string, test: (bytes: Buffer) => boolean])[] = [
  ["age", (bytes) => says(bytes, 0, "age-encryption.org/")],
  ["OpenSSL", (bytes) => says(bytes, 0, "Salted__")],
  ["LUKS", (bytes) => says(bytes, 0, "LUKS\xba\xbe")],
  ["git-crypt", (bytes) => says(bytes, 0, "\0GITCRYPT\0")],
  // RFC 9580, 5.1 and 5.3: an encrypted session key comes first, by public key (version 3) or by passphrase (version 4).
  ["OpenPGP", (bytes) => ([0x84, 0x85, 0xc1].includes(bytes[0]!) && (at(bytes, 3, 3) || at(bytes, 2, 3))) || ([0x8c, 0xc3].includes(bytes[0]!) && at(bytes, 2, 4) && bytes[1]! < 64)],
];
export const sealerOf = (head: Buffer): string | undefined => sealers.find(([, test]) => test(head))?.[0];

const isImage = (bytes: Buffer): boolean => at(bytes, 0, 0xff, 0xd8, 0xff) || at(bytes, 0, 0x49, 0x49, 0x2a, 0) || at(bytes, 0, 0x4d, 0x4d, 0, 0x2a) || (says(bytes, 4, "ftyp") && /^(?:hei[cxms]|mif1|avif)/.test(bytes.subarray(8, 12).toString("latin1")));

/** The content decides, never the name: what is called `.txt` may be an archive. */
export const kindOf = (head: Buffer): Kind => {
  if (head.length === 0) return "empty";
  if (at(head, 0, 0x50, 0x4b, 3, 4) || at(head, 0, 0x50, 0x4b, 5, 6)) return "zip";
  if (at(head, 0, 0x1f, 0x8b, 8)) return "gzip";
  if (says(head, 257, "ustar")) return "tar";
  if (head.subarray(0, 1024).includes("%PDF-")) return "pdf";
  if (says(head, 0, "SQLite format 3\0")) return "sqlite";
  if (at(head, 0, 0x89, 0x50, 0x4e, 0x47)) return "png";
  if (isImage(head)) return "image";
  if (at(head, 0, 0xd0, 0xcf, 0x11, 0xe0)) return "compound";
  if (sealerOf(head) !== undefined) return "encrypted";
  if (packerOf(head) !== undefined) return "packed";
  return encodingOf(head) === undefined ? "binary" : "text";
};

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** By the byte order mark; else by the zeros that UTF-16 has in every second place; else UTF-8 where it is that, or Latin-1. Undefined where it is no text. */
export const encodingOf = (head: Buffer): Encoding | undefined => {
  if (at(head, 0, 0xff, 0xfe)) return "utf-16le";
  if (at(head, 0, 0xfe, 0xff)) return "utf-16be";
  const zeros = [0, 0];
  let controls = 0;
  for (const [index, byte] of head.entries()) {
    if (byte === 0) zeros[index % 2]! += 1;
    else if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 11 && byte !== 12 && byte !== 13 && byte !== 27) || byte === 127) controls += 1;
  }
  if (zeros[1]! > head.length * 0.4 && zeros[0] === 0 && controls < head.length * 0.05) return "utf-16le";
  if (zeros[0]! > head.length * 0.4 && zeros[1] === 0 && controls < head.length * 0.05) return "utf-16be";
  if (zeros[0]! + zeros[1]! > 0 || controls > head.length * 0.02) return undefined;
  try {
    // The last character may be cut.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "windows-1252";
  }
};
