import { strToU8, zipSync, type Zippable } from "fflate";
import { sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";
import { readZip } from "../../../../scripts/findings/parse/zip";

const report = strToU8("<FVDL>findings</FVDL>".repeat(20));
const archive = (files: Zippable = { "audit.fvdl": report, "src/a.txt": strToU8("a") }) => Buffer.from(zipSync(files, { level: 6 }));
const read = (bytes: Uint8Array) => readZip(sourceOfBytes("report.fpr", bytes), (name) => name === "audit.fvdl");
const kindOf = (bytes: Uint8Array): string => {
  try {
    read(bytes);
  } catch (error) {
    if (error instanceof UnreadableReport) return error.kind;
    throw error;
  }
  return "read";
};
/** Changes the directory's line of the first entry: offsets by APPNOTE.TXT, section 4.3.12. */
const changed = (bytes: Buffer, change: (line: Buffer, bytes: Buffer) => void): Buffer => {
  change(bytes.subarray(bytes.readUInt32LE(bytes.length - 22 + 16)), bytes);
  return bytes;
};

test("only what is wanted is unpacked, packed or stored", () => {
  expect(Object.keys(read(archive()))).toEqual(["audit.fvdl"]);
  expect(Buffer.from(read(archive())["audit.fvdl"]!)).toEqual(Buffer.from(report));
  expect(Buffer.from(read(Buffer.from(zipSync({ "audit.fvdl": report }, { level: 0 })))["audit.fvdl"]!)).toEqual(Buffer.from(report));
  expect(read(archive({ "other.txt": report }))).toEqual({});
});

test("an archive that is cut at any byte is never read", () => {
  const whole = archive();
  const kinds = Array.from({ length: whole.length }, (_, length) => kindOf(whole.subarray(0, length)));
  expect(kinds[0]).toBe("empty");
  expect(new Set(kinds.slice(1))).toEqual(new Set(["truncated"]));
});

test("whichever byte of what is wanted is changed, it is refused", () => {
  const whole = archive({ "audit.fvdl": report });
  const packed = whole.readUInt32LE(18);
  const start = 30 + "audit.fvdl".length;
  for (let at = start; at < start + packed; at += 1) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 0x01;
    expect(["malformed", "unsafe"]).toContain(kindOf(bytes));
  }
});

test.each([
  ["a path that leaves its folder", archive({ "audit.fvdl": report, "../../etc/cron.d/x": report }), "unsafe"],
  ["the same in Windows' way", archive({ "audit.fvdl": report, "a\\..\\..\\x": report }), "unsafe"],
  ["a path from the root", archive({ "audit.fvdl": report, "/etc/passwd": report }), "unsafe"],
  ["a path of a drive", archive({ "audit.fvdl": report, "C:\\x": report }), "unsafe"],
  ["a bomb that says so", archive({ "audit.fvdl": new Uint8Array(20 * 2 ** 20) }), "unsafe"],
  ["a bomb that claims to be small", changed(archive({ "audit.fvdl": new Uint8Array(20 * 2 ** 20) }), (line) => line.writeUInt32LE(5_000, 24)), "unsafe"],
  ["an entry smaller than it claims", changed(archive({ "audit.fvdl": report }), (line) => line.writeUInt32LE(report.length + 1, 24)), "malformed"],
  ["an entry of 4 GB, as it claims", changed(archive({ "audit.fvdl": report }), (line) => line.writeUInt32LE(0xfffffff0, 24)), "unsafe"],
  ["an encrypted entry", changed(archive({ "audit.fvdl": report }), (line) => line.writeUInt16LE(1, 8)), "malformed"],
  ["an unknown method", changed(archive({ "audit.fvdl": report }), (line) => line.writeUInt16LE(12, 10)), "malformed"],
  ["an entry outside of the archive", changed(archive({ "audit.fvdl": report }), (line) => line.writeUInt32LE(0x7fffffff, 42)), "malformed"],
  ["another name in front of the entry than in the directory", changed(archive({ "audit.fvdl": report }), (_, bytes) => bytes.write("x", 30)), "malformed"],
  ["an entry twice", changed(archive({ "audit.fvdl": report, "audit.fvdL": report }), (_, bytes) => { for (let at = bytes.indexOf("fvdL"); at !== -1; at = bytes.indexOf("fvdL")) bytes.write("fvdl", at); }), "malformed"],
  ["more entries than are listed", changed(archive(), (_, bytes) => bytes.writeUInt16LE(1, bytes.length - 22 + 10)), "malformed"],
  ["fewer entries than are claimed", changed(archive(), (_, bytes) => bytes.writeUInt16LE(3, bytes.length - 22 + 10)), "malformed"],
  ["25,000 entries", archive(Object.fromEntries(Array.from({ length: 25_000 }, (_, index) => [`${index}`, new Uint8Array(0)]))), "unsafe"],
  ["no zip", Buffer.from("PK, but a text".repeat(10)), "truncated"],
])("%s", (_, bytes, kind) => {
  expect(kindOf(bytes)).toBe(kind);
});
