import { visibleJson, visibleJsonPieces } from "../../../scripts/faces";

const joined = (value: object): string => [...visibleJsonPieces(value)].join("");

test.each([
  ["an empty object", {}],
  ["no list", { one: 1, two: "a\u202eb", none: undefined, nothing: null }],
  ["lists and objects in each other", { empty: [], nested: { list: [{ a: [1, { b: "\u001b[31m" }] }, [], {}], "key\u200b": "\n" }, list: [[1, 2], "x", null, { y: undefined, z: "\u{e0041}" }] }],
])("JSON in pieces is the same as whole: %s", (_, value) => {
  expect(joined(value)).toBe(visibleJson(value));
});

test("a long list comes in pieces, and none is much longer than a finding", () => {
  const value = { findings: Array.from({ length: 2_000 }, (_, index) => ({ index, title: "\u200fx".repeat(50) })) };
  const pieces = [...visibleJsonPieces(value)];
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join("")).toBe(visibleJson(value));
  expect(JSON.parse(pieces.join(""))).toEqual(value);
});

test("what cannot be seen is written as JSON's own escapes, and its lines stay", () => {
  expect(visibleJson({ a: "x\u202ey\n\u0085" })).toBe('{\n  "a": "x\\u202ey\\n\\u0085"\n}\n');
});
