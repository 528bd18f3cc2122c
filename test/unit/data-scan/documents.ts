import { deflateSync, gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { pack } from "tar-stream";

/** Small documents, written here from the formats' own specifications. */

export const zip = (entries: Readonly<Record<string, string | Uint8Array>>): Buffer => Buffer.from(zipSync(Object.fromEntries(Object.entries(entries).map(([name, content]) => [name, typeof content === "string" ? strToU8(content) : content]))));

export const tarGz = async (entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> => {
  const archive = pack();
  for (const [name, content] of Object.entries(entries)) archive.entry({ name }, content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return gzipSync(Buffer.concat(pieces));
};

const contentTypes = { "[Content_Types].xml": "<Types/>" };

/** ECMA-376: the first row names the columns; strings are shared, numbers are not. */
export const workbook = (rows: readonly (readonly (string | number)[])[]): Buffer => {
  const strings = rows.flat().filter((cell) => typeof cell === "string");
  const cell = (value: string | number, column: number, row: number) => {
    const reference = `${String.fromCharCode(65 + column)}${row + 1}`;
    return typeof value === "number" ? `<c r="${reference}"><v>${value}</v></c>` : `<c r="${reference}" t="s"><v>${strings.indexOf(value)}</v></c>`;
  };
  return zip({
    ...contentTypes,
    "xl/workbook.xml": "<workbook/>",
    "xl/sharedStrings.xml": `<sst>${strings.map((text) => `<si><r><t>${text.slice(0, 3)}</t></r><r><t>${text.slice(3)}</t></r></si>`).join("")}</sst>`,
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows.map((row, number) => `<row r="${number + 1}">${row.map((value, column) => cell(value, column, number)).join("")}</row>`).join("")}</sheetData></worksheet>`,
  });
};

/** A number in two runs, as a word processor writes it once a part was made bold. */
export const letter = (before: string, value: string): Buffer =>
  zip({ ...contentTypes, "word/document.xml": `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t xml:space="preserve">${before} </w:t></w:r><w:r><w:t>${value.slice(0, 6)}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>${value.slice(6)}</w:t></w:r></w:p></w:body></w:document>` });

export const slides = (text: string): Buffer => zip({ ...contentTypes, "ppt/slides/slide1.xml": `<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>` });

export const openDocumentSheet = (rows: readonly (readonly string[])[]): Buffer =>
  zip({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="People">${rows.map((row) => `<table:table-row>${row.map((cell) => `<table:table-cell><text:p>${cell}</text:p></table:table-cell>`).join("")}</table:table-row>`).join("")}</table:table></office:document-content>` });

/** ISO 32000-1: one page whose content is deflated. @param shown operators that show text */
export const pdf = (shown: string, more = ""): Buffer => {
  const stream = deflateSync(Buffer.from(`BT /F1 12 Tf 72 720 Td ${shown} ET`, "latin1"));
  return Buffer.concat([
    Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog ${more} >>\nendobj\n2 0 obj\n<< /Font << /F1 4 0 R >> >>\nendobj\n3 0 obj\n<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`, "latin1"),
    stream,
    Buffer.from("\nendstream\nendobj\n", "latin1"),
    fontWithMap,
    Buffer.from("trailer << /Root 1 0 R >>\n%%EOF\n", "latin1"),
  ]);
};

/** A subset font, as browsers and word processors write it: codes 1 to 10 are the digits 0 to 9. */
const map = deflateSync(Buffer.from("beginbfrange\n<0001> <000A> <0030>\nendbfrange\nbeginbfchar\n<000B> <002D>\nendbfchar", "latin1"));
const fontWithMap = Buffer.concat([Buffer.from(`4 0 obj\n<< /Type /Font /ToUnicode 5 0 R >>\nendobj\n5 0 obj\n<< /Length ${map.length} /Filter /FlateDecode >>\nstream\n`, "latin1"), map, Buffer.from("\nendstream\nendobj\n", "latin1")]);
export const glyphs = (digits: string): string => `<${[...digits].map((digit) => (Number(digit) + 1).toString(16).padStart(4, "0")).join("")}> Tj`;

/** PNG with one text chunk; what it shows does not matter. */
export const png = (keyword: string, text: string): Buffer => {
  const data = Buffer.from(`${keyword}\0${text}`, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), length, Buffer.from("tEXt"), data, Buffer.alloc(4), Buffer.from([0, 0, 0, 0]), Buffer.from("IEND"), Buffer.alloc(4)]);
};

/** JPEG whose EXIF has one field, ImageDescription (TIFF 6.0, tag 270), and a comment. */
export const jpeg = (description: string, comment: string): Buffer => {
  const text = Buffer.from(`${description}\0`, "latin1");
  const directory = Buffer.from([1, 0, 0x0e, 1, 2, 0, text.length, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]);
  const exif = Buffer.concat([Buffer.from("Exif\0\0"), Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]), directory, text]);
  const segment = (marker: number, data: Buffer) => Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe1, exif), segment(0xfe, Buffer.from(comment, "latin1")), Buffer.from([0xff, 0xd9])]);
};
