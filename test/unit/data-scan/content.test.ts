import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import initSqlJs from "sql.js";
import { Collector, scanFiles } from "../../../scripts/data-scan";
import { temporaryFolder } from "../../support/temporary-folder";
import { glyphs, jpeg, letter, openDocumentSheet, pdf, png, slides, tarGz, workbook, zip } from "./documents";
import { card, ssn, values } from "./planted";

const scan = async (name: string, bytes: string | Uint8Array) => {
  const root = temporaryFolder();
  writeFileSync(join(root, name), bytes);
  const collector = new Collector();
  await scanFiles(["."], { root }, collector);
  const result = collector.result();
  expect(values.filter((value) => JSON.stringify(result).includes(value))).toEqual([]);
  return { ...result, found: result.findings.map(({ rule, place, key, count }) => [rule, place.path, place.line ?? place.part, key, count].filter((each) => each !== undefined).join(" ")) };
};

const database = async (): Promise<Uint8Array> => {
  const sqlite = new (await initSqlJs()).Database();
  sqlite.run("create table patients (id integer, ssn text, card_hash text)");
  for (let id = 0; id < 3; id += 1) sqlite.run("insert into patients values (?, ?, ?)", [id, id === 1 ? ssn : "***-**-1234", "$2b$12$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvabcdefghijklmn"]);
  return sqlite.export();
};

describe("what is looked into", () => {
  test.each<[string, string, string | Uint8Array, readonly string[]]>([
    ["text in UTF-8", "notes.txt", `one\ntwo\ncard ${card}\n`, ["payment-card notes.txt 3 1"]],
    ["text in UTF-16 with a byte order mark", "notes.txt", Buffer.from(`\ufeffssn: ${ssn}`, "utf16le"), ["social-security-number notes.txt 1 1"]],
    ["text in UTF-16 without one", "notes.txt", Buffer.from(`social security ${ssn} `, "utf16le"), ["social-security-number notes.txt 1 1"]],
    ["text in Latin-1", "brief.txt", Buffer.from(`Gebühr für ssn ${ssn}`, "latin1"), ["social-security-number brief.txt 1 1"]],
    ["an archive that is called something else", "notes.txt", zip({ "a.env": `CARD=${card}` }), ["payment-card notes.txt!/a.env 1 1"]],
    ["an archive in an archive in an archive", "a.zip", zip({ "b.jar": zip({ "c.zip": zip({ "d.txt": `ssn ${ssn}` }) }) }), ["social-security-number a.zip!/b.jar!/c.zip!/d.txt 1 1"]],
    ["a log in gzip", "app.log.gz", gzipSync(`start\npan=${card}\n`), ["payment-card app.log.gz!/app.log 2 1"]],
    ["a column of a CSV", "export.csv", `id,order_number,tax_id\n1,${card},\n2,7,${ssn.replaceAll("-", "")}\n`, ["social-security-number export.csv 3 tax_id 1"]],
    ["a dump of PostgreSQL", "dump.sql", `COPY public.people (id, order_number, tax_id) FROM stdin;\n1\t${card}\t\\N\n2\t7\t${ssn.replaceAll("-", "")}\n\\.\n`, ["social-security-number dump.sql 3 tax_id 1"]],
    ["a Kubernetes secret in base64", "secret.yaml", `data:\n  note: ${Buffer.from(`customer card ${card}, thank you`).toString("base64")}\n`, ["payment-card secret.yaml 2 1"]],
    ["a workbook, whose first row names the columns", "people.xlsx", workbook([["name", "tax id", "card"], ["A", Number(ssn.replaceAll("-", "")), card]]), ["social-security-number people.xlsx sheet sheet1, row 2 tax id 1", "payment-card people.xlsx sheet sheet1, row 2 card 1"]],
    ["a letter whose number is in two fonts", "letter.docx", letter("Your ssn is", ssn), ["social-security-number letter.docx word/document.xml 1"]],
    ["slides", "talk.pptx", slides(`card ${card}`), ["payment-card talk.pptx ppt/slides/slide1.xml 1"]],
    ["an OpenDocument sheet", "people.ods", openDocumentSheet([["name", "tax id"], ["A", ssn.replaceAll("-", "")]]), ["social-security-number people.ods sheet People, row 2 tax id 1"]],
    ["a PDF, in pieces with kerning", "form.pdf", pdf(`/F2 12 Tf [(ssn: ${ssn.slice(0, 3)}) -20 (${ssn.slice(3)})] TJ`), ["social-security-number form.pdf content of object 3 1"]],
    ["a PDF whose font has its own codes", "form.pdf", pdf(glyphs(card)), ["payment-card form.pdf content of object 3 1"]],
    ["a PDF's properties", "form.pdf", pdf("(nothing) Tj", `/Subject (card ${card})`), ["payment-card form.pdf object 1 1"]],
    ["EXIF and comment of a JPEG", "scan.jpg", jpeg(`ssn ${ssn}`, `card ${card}`), ["social-security-number scan.jpg metadata ifd0 ImageDescription 1", "payment-card scan.jpg comment 1"]],
    ["text of a PNG", "scan.png", png("Description", `card ${card}`), ["payment-card scan.png metadata tEXt 1"]],
    ["strings of a program", "tool.bin", Buffer.concat([Buffer.from([0, 1, 2, 255, 254]), Buffer.from(`card number ${card}`), Buffer.from([0, 0, 7]), Buffer.from(`your ssn ${ssn} `, "utf16le"), Buffer.from([1, 2])]), ["payment-card tool.bin bytes from 0 1", "social-security-number tool.bin bytes from 0 1"]],
  ])("%s", async (_, name, bytes, expected) => {
    const { found, skipped, looked } = await scan(name, bytes);
    expect(found).toEqual(expected);
    expect(skipped).toEqual([]);
    expect(looked.files).toBe(1);
  });

  test("a tar in gzip, with a document within", async () => {
    expect((await scan("backup.tgz", await tarGz({ "a/b.txt": `ssn ${ssn}`, "c.docx": letter("card", card) }))).found).toEqual(["social-security-number backup.tgz!/backup.tar!/a/b.txt 1 1", "payment-card backup.tgz!/backup.tar!/c.docx word/document.xml 1"]);
  });

  test("a SQLite database by columns: one that is mixed says how many are protected", async () => {
    const { findings, looked, protected: sealed } = await scan("app.db", await database());
    expect(findings).toMatchObject([{ rule: "social-security-number", place: { path: "app.db", part: "table patients, row 2" }, key: "ssn", count: 1, protectedBeside: 2 }]);
    expect(looked).toMatchObject({ files: 1, tables: 1, rows: 3 });
    expect(sealed).toEqual({ bcrypt: 3, masked: 2 });
  });

  test("a column that is longer than what is read at a time", async () => {
    const row = `1,ordinary,${"x".repeat(200)}\n`;
    const { findings } = await scan("long.csv", `id,tax_id,note\n${row.repeat(12_000)}2,${ssn.replaceAll("-", "")},end\n`);
    expect(findings).toMatchObject([{ rule: "social-security-number", place: { line: 12_002 }, key: "tax_id" }]);
  });
});

describe("what cannot be looked into is said", () => {
  const bzip2 = Buffer.concat([Buffer.from("BZh91AY&SY"), Buffer.alloc(100, 7)]);
  const encryptedZip = (() => {
    const archive = zip({ "secret.txt": "something" });
    // The flag of encryption, in the local header and in the directory (APPNOTE 4.4.4).
    archive[6]! |= 1;
    archive[archive.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8]! |= 1;
    return archive;
  })();
  const nested = (depth: number): Buffer => (depth === 0 ? Buffer.from(`card ${card}`) : zip({ [`${depth}.zip`]: nested(depth - 1) }));

  test.each<[string, string, Uint8Array | string, string, RegExp]>([
    ["bzip2", "a.bz2", bzip2, "blind", /bzip2 is not unpacked/],
    ["7-Zip", "a.7z", Buffer.concat([Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), Buffer.alloc(50)]), "blind", /7-Zip/],
    ["an entry that is encrypted", "a.zip", encryptedZip, "protected", /^encrypted$/],
    ["an archive that is cut off", "a.zip", zip({ "a.txt": "x".repeat(500), "b.txt": "y" }).subarray(0, 60), "blind", /damaged or cut off/],
    ["a bomb of one entry", "bomb.zip", zip({ "zeros.txt": new Uint8Array(30 * 2 ** 20) }), "blind", /more than any honest file/],
    ["archives without end", "deep.zip", nested(12), "blind", /nested deeper/],
    ["gzip that is cut off", "a.gz", gzipSync("hello ".repeat(5000)).subarray(0, 40), "blind", /cut off/],
    ["a PDF that is encrypted", "a.pdf", Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Encrypt 9 0 R >>\n%%EOF"), "protected", /encrypted PDF/],
    ["a PDF of pictures", "a.pdf", Buffer.from("%PDF-1.7\n1 0 obj\n<< /Subtype /Image /Filter /DCTDecode /Length 4 >>\nstream\nabcd\nendstream\nendobj\n%%EOF"), "blind", /shows no text/],
    ["a damaged database", "a.db", Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(200, 9)]), "blind", /sqlite/],
    ["what age encrypted", "a.age", "age-encryption.org/v1\n-> X25519 abc\n", "protected", /encrypted by age/],
    // The beginning of what `gpg --symmetric` 2.2 writes.
    ["what GnuPG encrypted by a passphrase", "a.gpg", Buffer.from("8c0d0409030232a1b2c3d4e5f60718ff", "hex"), "protected", /OpenPGP/],
    ["what OpenSSL encrypted", "a.enc", Buffer.from("Salted__12345678abcdefgh"), "protected", /OpenSSL/],
  ])("%s", async (_, name, bytes, kind, reason) => {
    const { skipped } = await scan(name, bytes);
    expect(skipped).toEqual([{ path: expect.stringContaining(name), kind, reason: expect.stringMatching(reason) }]);
  });

  test("an entry that is a bomb does not hide the one beside it", async () => {
    const { found, skipped } = await scan("a.zip", zip({ "zeros.txt": new Uint8Array(30 * 2 ** 20), "b.txt": `ssn ${ssn}` }));
    expect(found).toEqual(["social-security-number a.zip!/b.txt 1 1"]);
    expect(skipped).toHaveLength(1);
  });
});
