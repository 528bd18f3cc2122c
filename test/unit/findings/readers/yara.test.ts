import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { readFixture } from "../../../support/findings";

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
  expect(read(line).findings).toMatchObject([{ rule, severity, location: { path } }]);
});

test("without statistics the format has to be named, and a match that is shown is not taken over", () => {
  const text = "rule x\n0x1b:16:$a: the-secret\n";
  expect(() => readReport(sourceOfBytes("report", Buffer.from(text)))).toThrow(/name it/);
  expect(JSON.stringify(read(text))).not.toContain("the-secret");
  expect(read(text).rules).toBeUndefined();
});

test.each(["no-rule x", "rule", "-- something else"])("%s is not what yara prints", (line) => {
  expect(() => read(line)).toThrow(/not what yara prints/);
});
