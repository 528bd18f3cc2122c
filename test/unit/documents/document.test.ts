import { z } from "zod";
import { Document, DocumentError, readDocument } from "../../../scripts/documents";

const faultsOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof DocumentError) return error.faults;
    throw error;
  }
  throw new Error("nothing was refused");
};
const schema = z.strictObject({ title: z.string(), lines: z.array(z.strictObject({ id: z.string(), count: z.number().optional() })).optional() });

describe("a document", () => {
  it.each([
    ["YAML", "title: a\nlines:\n  - id: b\n    count: 1\n"],
    ["JSON", '{"title": "a", "lines": [{"id": "b", "count": 1}]}'],
    ["JSON that is indented by tabs", '{\n\t"title": "a",\n\t"lines": [\n\t\t{"id": "b", "count": 1}\n\t]\n}\n'],
    ["JSON with a byte order mark and Windows' ends of lines", '\uFEFF{\r\n"title": "a",\r\n"lines": [{"id": "b", "count": 1}]\r\n}\r\n'],
  ])("is read from %s", (_, text) => {
    expect(readDocument(text, schema)).toEqual({ title: "a", lines: [{ id: "b", count: 1 }] });
  });

  it("of thousands of entries on one line is not mistaken for one that is nested", () => {
    const entries = Array.from({ length: 5000 }, (_, index) => ({ id: `- ? [{ ${index}` }));
    expect(readDocument(JSON.stringify({ title: "a", lines: entries }), schema).lines).toEqual(entries);
  });

  it("has every fault named with its line and the nearest key, in their order", () => {
    expect(faultsOf(() => readDocument("lines:\n  - id: 1\n    cuont: 2\n  - count: x\ntitel: a\n", schema))).toEqual([
      { line: 1, text: "title: is missing" },
      { line: 2, text: expect.stringMatching(/^lines\[0\]\.id: .*string/) },
      { line: 3, text: 'lines[0]: unknown key "cuont"; did you mean "count"?' },
      { line: 4, text: "lines[1].id: is missing" },
      { line: 4, text: expect.stringMatching(/^lines\[1\]\.count: .*number/) },
      { line: 5, text: 'the file: unknown key "titel"; did you mean "title"?' },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ["a key that stands twice", "title: a\ntitle: b\n", /unique/],
    ["a text that does not end", 'title: "a\n', /./],
    ["aliases that multiply without end", "a: &a [1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n", /alias/i],
    ["two documents", "title: a\n---\ntitle: b\n", /document/],
    ["brackets without end", "[".repeat(100_000), /deeper than 100 levels/],
    ["maps without end", '{"a":'.repeat(100_000), /deeper than 100 levels/],
    ["lists in lists on one line", "- ".repeat(400_000), /deeper than 100 levels/],
    ["lists in lists, each with a tag", "- !a ".repeat(100_000), /./],
    ["indentation without end", Array.from({ length: 1400 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"), /deeper than 100 levels/],
    ["more than a megabyte", `title: ${"a".repeat(2 ** 20)}`, /at most 1048576 are read/],
  ])("with %s is refused within a second of the processor", (_, text, message) => {
    // Its own time: a machine that does other things besides is no fault.
    const begun = process.cpuUsage();
    expect(faultsOf(() => Document.parse(text))[0]?.text).toMatch(message);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(1000);
  });
});
