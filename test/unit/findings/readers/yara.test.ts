import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { fixture, readFixture } from "../../../support/findings";

const read = (text: string) => readReport(sourceOfBytes("report", Buffer.from(text)), "yara");

test("with statistics it says how many rules were loaded, and what matched", () => {
  const report = readFixture("yara/eicar.txt");
  expect(report).toMatchObject({ format: "yara", tool: "yara", rules: 1, failures: [], contradictions: [] });
  expect(report.findings).toMatchObject(["mal/eicar.com", "mal/archive.zip"].map((path) => ({ rule: "eicar_test_file", kind: "malware", severity: "critical", title: "EICAR antivirus test file", location: { path } })));
});

test("a clean scan has statistics and nothing else", () => {
  expect(readFixture("yara/clean.txt")).toMatchObject({ rules: 1, findings: [], failures: [] });
});

test("what could not be opened is a failure", () => {
  expect(readFixture("yara/error.txt")).toMatchObject({ findings: [], failures: ["error scanning nowhere: could not open file"] });
});

test.each([
  ["rule some file.txt", "rule", "critical", "some file.txt"],
  ["default:rule [a,b] ./x", "rule", "critical", "x"],
  ['rule [] [severity="high",score=75,author="a \\"b\\", c]"] x', "rule", "high", "x"],
  ['rule [severity="dire"] x', "rule", "unknown", "x"],
  ["rule [id].txt", "rule", "critical", "[id].txt"],
  ["rule [score=1].txt", "rule", "critical", "[score=1].txt"],
])("%s", (line, rule, severity, path) => {
  expect(read(`${line}\n`).findings).toMatchObject([{ rule, severity, location: { path } }]);
});

test("without statistics the format has to be named, and a match that is shown is not taken over", () => {
  const text = "rule x\n0x1b:16:$a: the-secret\n";
  expect(() => readReport(sourceOfBytes("report", Buffer.from(text)))).toThrow(/name it/);
  expect(JSON.stringify(read(text))).not.toContain("the-secret");
  expect(read(text).rules).toBeUndefined();
});

test.each(["no-rule x", "rule", "-- something else"])("%s is not what yara prints", (line) => {
  expect(() => read(`${line}\n`)).toThrow(/not what yara prints/);
});

/** The statistics of yara 4 end with the percentile 0: what is cut before looks like a scan without a match. */
test("statistics that are cut, at a line's end or within, are no clean scan", () => {
  const whole = readFileSync(fixture("yara/clean.txt"), "utf8");
  const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index + 1).filter((end) => end < whole.length);
  expect(ends.length).toBeGreaterThan(100);
  for (const end of ends) expect(() => read(whole.slice(0, end))).toThrow(/ends within its statistics/);
  expect(() => read(whole.trimEnd())).toThrow(/ends within a line/);
});

test("a match that is cut within its line is told", () => {
  const whole = readFileSync(fixture("yara/eicar.txt"), "utf8");
  expect(() => read(whole.slice(0, -20))).toThrow(/ends within a line/);
});
