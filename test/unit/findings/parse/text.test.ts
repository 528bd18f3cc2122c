import type { Source } from "../../../../scripts/findings";
import { UnreadableReport } from "../../../../scripts/findings";
import { textOf, utf8Of } from "../../../../scripts/findings/parse/text";

/** Bytes that come in chunks of so many. */
const inChunksOf = (length: number, bytes: Buffer): Source => ({
  name: "report",
  size: bytes.length,
  *chunks() {
    for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
  },
});
const kindOf = (source: Source): string => {
  try {
    for (const piece of utf8Of(source)) expect(piece).toBeInstanceOf(Buffer);
  } catch (error) {
    if (error instanceof UnreadableReport) return error.kind;
    throw error;
  }
  return "read";
};
const text = "a é \u20ac \u{1f512} \ufeff z";

test.each([4, 5, 6, 7, 8, 9, 1000])("characters of up to four bytes survive chunks of %i bytes", (length) => {
  const bytes = Buffer.from(text);
  expect(Buffer.concat([...utf8Of(inChunksOf(length, bytes))])).toEqual(bytes);
  for (const piece of textOf(inChunksOf(length, bytes))) expect(piece).not.toContain("\ufffd");
  expect([...textOf(inChunksOf(length, bytes))].join("")).toBe(text);
});

test.each([4, 6, 1000])("UTF-16 comes out as UTF-8, in chunks of %i bytes", (length) => {
  expect([...textOf(inChunksOf(length, Buffer.from(`\ufeff${text}`, "utf16le")))].join("")).toBe(text);
});

test.each([
  ["a character that is cut at the end", [0x61, 0xf0, 0x9f, 0x94]],
  ["a lone continuation", [0x61, 0x80]],
  ["a byte that UTF-8 has not", [0x61, 0xff]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["half of a surrogate pair", [0xed, 0xa0, 0x80]],
  ["above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
])("%s is no text, wherever the chunks end", (_, bytes) => {
  for (const length of [1, 2, 3, 1000]) expect(kindOf(inChunksOf(length, Buffer.from(bytes)))).toBe("encoding");
});
