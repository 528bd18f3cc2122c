import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { readFixture } from "../../../support/findings";

const read = (text: string, format?: string) => readReport(sourceOfBytes("report", Buffer.from(text)), format);

/** Counted by hand: lines that begin with `DA:`, and those of them that end in `,0`. */
test.each([
  ["coverage/node.info", 18, 2],
  ["coverage/istanbul.info", 6, 2],
])("%s", (file, lines, missed) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "lcov", tool: "lcov", looked: lines, lookedAt: "lines", failures: [], contradictions: [], findings: [] });
  expect(report.coverage).toBeCloseTo(((lines - missed) / lines) * 100, 5);
});

test("a line that one of several tests ran was run", () => {
  expect(read("TN:one\nSF:a.c\nDA:1,0\nDA:2,1\nend_of_record\nTN:two\nSF:a.c\nDA:1,1\nDA:2,0\nend_of_record\n")).toMatchObject({ looked: 2, coverage: 100 });
});

test("a summary that says more than the list is a contradiction", () => {
  expect(read("TN:\nSF:a.c\nDA:1,0\nLF:1\nLH:1\nend_of_record\n").contradictions).toEqual(["a.c: the summary says 1 lines that ran, the list has 0"]);
});

test("no line is nothing looked at", () => {
  expect(read("TN:\nSF:a.c\nend_of_record\n")).toMatchObject({ looked: 0, coverage: 0 });
});

test.each([
  ["TN:\nSF:a.c\nDA:1,1\n", "truncated"],
  ["TN:\nSF:a.c\nDA:1,1\nSF:b.c\nend_of_record\n", "malformed"],
  ["TN:\nSF:a.c\nDA:1,NaN\nend_of_record\n", "malformed"],
  ["SF:a.c\nhello\nend_of_record\n", "malformed"],
  ["SF:a.c\nend_of_record\nend_of_record\n", "malformed"],
])("%j is %s", (text, kind) => {
  expect(() => read(text, "lcov")).toThrow(expect.objectContaining({ kind }));
});
