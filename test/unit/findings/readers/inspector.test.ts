import { readReport, sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";
import { countBySeverity, readFixture } from "../../../support/findings";

test("every finding of a list, by `severity` and `status` counted by hand", () => {
  const report = readFixture("aws_inspector2/aws_inspector2_many_vul.json");
  expect(report).toMatchObject({ format: "inspector", tool: "inspector", failures: [], time: "2024-07-31T17:59:32+02:00" });
  // UNTRIAGED twice.
  expect(countBySeverity(report.findings)).toEqual({ high: 2, medium: 3, low: 1, unknown: 2 });
  // CLOSED once; fixAvailable NO once.
  expect(report.findings.filter(({ state }) => state === "fixed")).toHaveLength(1);
  expect(report.findings.filter(({ isFixAvailable }) => isFixAvailable === false)).toHaveLength(1);
  expect(report.findings[0]).toMatchObject({ rule: "CVE-2021-3744", kind: "dependency", score: 5.5, aliases: ["CVE-2021-3744"], location: { package: { name: "linux", version: "4.19.118", ecosystem: "os", fixedIn: ["0:4.19.232-1"] } } });
});

test("findings of several images prove none of them", () => {
  expect(readFixture("aws_inspector2/aws_inspector2_many_vul.json").digest).toBeUndefined();
});

test("an empty list says nothing of what was looked at, and must be named", () => {
  expect(readFixture("aws_inspector2/aws_inspector2_zero_vul.json", "inspector")).toEqual(expect.not.objectContaining({ looked: expect.anything() }));
  expect(() => readFixture("aws_inspector2/aws_inspector2_zero_vul.json")).toThrow(/name it/);
});

/** The answer of a call that failed: an object without the list. */
test("no list at all is no answer", () => {
  expect(() => readFixture("aws_inspector2/empty_with_error.json", "inspector")).toThrow(/^findings is not what the format has there/);
  expect(() => readFixture("aws_inspector2/empty_with_error.json")).toThrow(UnreadableReport);
});

const entry = { findingArn: "arn:aws:inspector2:eu-west-1:111122223333:finding/1", status: "ACTIVE", severity: "CRITICAL", type: "CODE_VULNERABILITY", updatedAt: 1_700_000_000, codeVulnerabilityDetails: { detectorId: "python/sql-injection@v1.0", cwes: ["CWE-89"], filePath: { filePath: "app/main.py", startLine: 7, endLine: 9 } }, resources: [{ id: "arn:aws:lambda:eu-west-1:111122223333:function:one" }] };
const read = (report: unknown) => readReport(sourceOfBytes("findings.json", Buffer.from(JSON.stringify(report))), "inspector");

test("a finding in code, with the time in seconds", () => {
  const report = read({ findings: [entry] });
  expect(report.time).toBe("2023-11-14T22:13:20.000Z");
  expect(report.findings[0]).toMatchObject({ kind: "code", rule: "python/sql-injection@v1.0", aliases: ["CWE-89"], location: { path: "app/main.py", line: 7, endLine: 9 } });
});

test.each([
  ["ACTIVE", "open"],
  ["SUPPRESSED", "suppressed"],
  ["CLOSED", "fixed"],
  ["constructor", "open"],
])("%s is %s", (status, state) => {
  expect(read({ findings: [{ ...entry, status }] }).findings[0]).toMatchObject({ state });
});

test("one page of several is not the whole", () => {
  expect(read({ findings: [entry], nextToken: "more" }).failures).toHaveLength(1);
});

test("a finding of the wrong shape is refused by its place", () => {
  expect(() => read({ findings: [entry, { ...entry, severity: 9 }] })).toThrow(/^findings\[1\]\.severity is not/);
});
