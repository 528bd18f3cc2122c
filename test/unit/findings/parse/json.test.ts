import fc from "fast-check";
import { sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";
import { readJson } from "../../../../scripts/findings/parse/json";

const of = (text: string | Uint8Array) => sourceOfBytes("report.json", typeof text === "string" ? Buffer.from(text) : text);
/** In pieces of so many bytes: where a piece ends must not matter. */
const inPieces = (text: string, size: number) => ({
  ...of(text),
  *chunks() {
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  },
});
const kindOf = (text: string | Uint8Array): string => {
  try {
    readJson(of(text));
  } catch (error) {
    if (error instanceof UnreadableReport) return error.kind;
    throw error;
  }
  return "read";
};

test("it reads what JSON.parse reads, wherever the pieces end", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 4, max: 40 }), fc.integer({ min: 0, max: 3 }), (value, size, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(readJson(inPieces(text, size))).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test("whatever else JSON.parse refuses is refused, by a typed error", () => {
  const alphabet = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "a", "u", "0", "1", "-", ".", "e", "true", "null", " ", "\n", "\t", "\u0001", "é");
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 12 }).map((parts) => parts.join("")), (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      const kind = kindOf(text);
      // One thing is stricter here: a key that stands twice.
      if (kind === "read") expect(isJson).toBe(true);
      else if (isJson) expect(() => readJson(of(text))).toThrow(/stands twice/);
    }),
    { numRuns: 5_000 },
  );
});

test("a document that is cut at any byte is never read", () => {
  const text = JSON.stringify({ version: "2.1.0", runs: [{ "ké\"y": "välue\n", n: -12.5e3, t: true, f: false, z: null, deep: [[{}], []] }] }, undefined, 1);
  const whole = Buffer.from(text);
  expect(kindOf(whole)).toBe("read");
  const kinds = Array.from({ length: whole.length }, (_, length) => kindOf(whole.subarray(0, length)));
  expect(kinds[0]).toBe("empty");
  expect(new Set(kinds.slice(1))).toEqual(new Set(["truncated", "encoding"]));
  // `encoding` only where a character of two bytes is cut.
  expect(kinds.filter((kind) => kind === "encoding")).toHaveLength(2);
});

test.each([
  ["NaN", '{"severity": NaN}', "malformed"],
  ["Infinity", '{"severity": -Infinity}', "malformed"],
  ["a number without bounds", '{"severity": 1e999}', "malformed"],
  ["a number with a leading zero", '{"line": 012}', "malformed"],
  ["a number of ten thousand digits", `{"line": ${"1".repeat(10_000)}}`, "malformed"],
  ["a key twice", '{"severity": "low", "severity": "critical"}', "malformed"],
  ["a key twice, once escaped", '{"severity": "low", "s\\u0065verity": "critical"}', "malformed"],
  ["__proto__", '{"a": {"__proto__": 1}}', "unsafe"],
  ["__proto__ in other letters", '{"\\u005f_proto__": 1}', "unsafe"],
  ["a comma too many", '{"a": [1,]}', "malformed"],
  ["a comment", '{"a": 1 /* none */}', "malformed"],
  ["single quotes", "{'a': 1}", "malformed"],
  ["a line break in a string", '{"a": "b\nc"}', "malformed"],
  ["an escape that is none", '{"a": "\\x41"}', "malformed"],
  ["a second document", '{"a": 1}\n{"a": 2}', "malformed"],
  ["a text behind it", "[] end", "malformed"],
  ["NUL behind it", "[]\0", "encoding"],
  ["blanks alone", " \r\n\t ", "empty"],
  ["a byte order mark alone", "\u{feff}", "empty"],
  ["200,000 arrays in each other", "[".repeat(200_000), "unsafe"],
  ["200,000 objects in each other", '{"a":'.repeat(200_000), "unsafe"],
  ["blanks without end in front", `${" ".repeat(600_000)}{}`, "empty"],
  ["a byte order mark in front", "\u{feff}{}", "read"],
  ["keys that every object inherits", '{"constructor": {}, "toString": 1, "hasOwnProperty": {"valueOf": 1}}', "read"],
  ["200 levels", `${"[".repeat(200)}${"]".repeat(200)}`, "read"],
  ["a half of a surrogate pair, escaped", '"\\ud800"', "read"],
])("%s", (_, text, kind) => {
  expect(kindOf(text)).toBe(kind);
});

test("UTF-16 is read with its mark only, and UTF-8 strictly", () => {
  const text = '{"name": "Zürich €"}';
  const little = Buffer.from(`\u{feff}${text}`, "utf16le");
  expect(readJson(of(little))).toEqual({ name: "Zürich €" });
  expect(readJson(of(Buffer.from(little).swap16()))).toEqual({ name: "Zürich €" });
  expect(kindOf(little.subarray(2))).toBe("encoding");
  expect(kindOf(Buffer.from(text.replace("€", ""), "latin1"))).toBe("encoding");
  expect(kindOf(little.subarray(0, little.length - 1))).toBe("encoding");
});

test("`each` hands values over where they stand, and keeps the rest", () => {
  const taken: unknown[] = [];
  const rest = readJson(inPieces('{"runs": [{"id": 1, "results": [{"a": 1}, {"a": 2}]}, {"results": [3], "id": 2}], "constructor": 5}', 5), { each: { "runs[].results[]": (value, indexes) => taken.push([value, indexes]) } });
  expect(rest).toEqual({ runs: [{ id: 1, results: [] }, { id: 2, results: [] }], constructor: 5 });
  expect(taken).toEqual([
    [{ a: 1 }, [0, 0]],
    [{ a: 2 }, [0, 1]],
    [3, [1, 0]],
  ]);
});

test("a value that is handed over by its key cannot stand twice either", () => {
  const each = { list: () => undefined };
  expect(() => readJson(of('{"list": [1], "list": [2]}'), { each })).toThrow(/"list" stands twice/);
});

test("a message names keys, never values", () => {
  expect(() => readJson(of('{"runs": [{}, {"token": "hunter2", "next": [1, hunter2]}]}'))).toThrow(/^the report is not JSON \(at runs\[1\]\.next\[1\]\)$/);
});

test("a fault of whoever takes the values is not one of the report", () => {
  const each = {
    "[]": () => {
      throw new RangeError("ours");
    },
  };
  expect(() => readJson(of("[1]"), { each })).toThrow(RangeError);
});
