import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { fixture, readFixture } from "../../../support/findings";

const text = readFileSync(fixture("coverage/istanbul.xml"), "utf8");
const read = (changed: string) => readReport(sourceOfBytes("report", Buffer.from(changed)));

/** Counted by hand: six lines in the class, two of them with no hits; those of its methods stand twice. */
test.each([
  ["coverage/coverage_py.xml", "7.10.7", "2026-11-22T09:25:46.899Z"],
  ["coverage/istanbul.xml", "0.1", "2026-11-22T09:25:48.487Z"],
])("%s", (file, toolVersion, time) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "cobertura", toolVersion, time, looked: 6, lookedAt: "lines", failures: [], contradictions: [], findings: [] });
  expect(report.coverage).toBeCloseTo(66.67, 1);
});

test("its lines count, not its summary", () => {
  const report = read(text.replace('line-rate="0.6666"', 'line-rate="1"'));
  expect(report.coverage).toBeCloseTo(66.67, 1);
  expect(report.contradictions).toEqual(["the summary says 100.0 percent of lines, its lines show 66.7"]);
});

test("no line is nothing looked at", () => {
  expect(read('<coverage line-rate="1" timestamp="0"><packages/></coverage>')).toMatchObject({ looked: 0, coverage: 0, time: undefined });
});

test.each(["NaN", "-1", "1.1", "", "Infinity"])("a rate of %j is malformed", (rate) => {
  expect(() => read(`<coverage line-rate="${rate}"/>`)).toThrow(/line-rate is no number/);
});

test("a document type that only names its DTD is accepted, one with declarations of its own is not", () => {
  expect(() => read(text.replace('coverage-04.dtd">', 'coverage-04.dtd" [<!ENTITY a "b">]>'))).toThrow(/document type/);
});
