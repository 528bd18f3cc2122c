import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";
import { fixture, readFixture } from "../../../support/findings";

const eicar = readFileSync(fixture("clamav/eicar.txt"), "utf8");
const read = (text: string, format?: string) => readReport(sourceOfBytes("report", Buffer.from(text)), format);

/** Read by hand: lines that end in FOUND, and the summary below them. */
test("malware is critical, and the summary is the evidence", () => {
  const report = readFixture("clamav/eicar.txt");
  expect(report).toMatchObject({ format: "clamav", tool: "clamav", toolVersion: "1.4.6", rules: 1, looked: 3, lookedAt: "files", failures: [], contradictions: [] });
  expect(report.findings.map(({ rule, kind, severity, location }) => [rule, kind, severity, location.path])).toEqual([
    ["Eicar-Test-File.UNOFFICIAL", "malware", "critical", "mal/eicar.com"],
    ["Eicar-Test-File.UNOFFICIAL", "malware", "critical", "mal/archive.zip"],
  ]);
  // Local time without a zone.
  expect(report.time).toBeUndefined();
});

test("a clean scan", () => {
  expect(readFixture("clamav/clean.txt")).toMatchObject({ rules: 1, looked: 1, failures: [], contradictions: [], findings: [] });
});

test("without a database nothing was looked for, nor looked at", () => {
  const { rules, looked, failures } = readFixture("clamav/no_database.txt");
  expect([rules, looked]).toEqual([0, 0]);
  expect(failures).toEqual(["LibClamAV Error: cl_load(): No such file or directory: nodb", "ERROR: Can't get file status"]);
});

test("a file over a limit was not looked at whole", () => {
  const { findings, failures, contradictions } = readFixture("clamav/limits.txt");
  expect(findings).toEqual([]);
  expect(failures).toEqual(["not looked at whole, over a limit: mal/eicar.com", "not looked at whole, over a limit: mal/archive.zip"]);
  expect(contradictions).toEqual([]);
});

test("a line that was taken out contradicts the summary", () => {
  expect(read(eicar.replace(/^mal\/eicar\.com.*\n/, "")).contradictions).toEqual(["the summary says 2 infected files, the list has 1"]);
});

test.each([["no summary", eicar.slice(0, eicar.indexOf("-----------"))], ["half a summary", eicar.slice(0, eicar.indexOf("Infected"))]])("%s: cut off", (_, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ name: UnreadableReport.name, kind: "truncated" }));
});

test("errors in lines and in the summary are failures", () => {
  const { failures } = read(eicar.replace("mal/empty.txt: Empty file", "mal/empty.txt: Access denied. ERROR").replace("Infected files: 2", "Infected files: 2\nTotal errors: 1"));
  expect(failures).toEqual(["mal/empty.txt: Access denied. ERROR", "clamscan counts 1 errors"]);
});

test("a file whose name reads like a verdict is none", () => {
  const summary = eicar.slice(eicar.indexOf("----------- SCAN")).replace("Infected files: 2", "Infected files: 0");
  expect(read(`a: Virus FOUND: OK\n${summary}`).findings).toEqual([]);
});

test("two summaries are refused: a file's name could bring one of its own", () => {
  const forged = "x\n----------- SCAN SUMMARY -----------\nInfected files: 0\n: OK\n";
  expect(() => read(`${forged}${eicar}`)).toThrow(/more than one summary/);
});
