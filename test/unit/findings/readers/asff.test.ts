import { readReport, sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";
import { countBySeverity, readFixture } from "../../../support/findings";

/** Counted by hand: `FindingProviderFields.Severity.Label` of every entry. */
test.each([
  ["asff/one_vuln.json", { high: 1 }],
  ["asff/many_vulns.json", { high: 2, medium: 3 }],
])("%s", (file, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "asff", tool: "inspector", toolVersion: "2", failures: [], contradictions: [], looked: undefined });
  expect(countBySeverity(report.findings)).toEqual(expected);
  expect(report.findings.every(({ state, kind }) => state === "open" && kind === "dependency")).toBe(true);
});

test("what one entry says", () => {
  const [finding] = readFixture("asff/one_vuln.json").findings;
  expect(finding).toMatchObject({
    tool: "inspector",
    rule: "CVE-2017-9735",
    aliases: ["CVE-2017-9735"],
    nativeId: "arn:aws:inspector2:eu-west-1:123456789123:finding/e7dd7a6979b7ce39de463533b1e6cd44",
    firstSeen: "2023-08-30T20:07:14Z",
    location: { package: { name: "org.eclipse.jetty:jetty-server" }, resource: "arn:aws:ec2:eu-west-1:123456789123:instance/i-0sdg8sa1k2l3j11m2" },
  });
});

const entry = { SchemaVersion: "2018-10-08", Id: "1", ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub", AwsAccountId: "111122223333", GeneratorId: "g", Title: "t", Severity: { Label: "HIGH" }, Resources: [{ Id: "arn:aws:s3:::one" }] };
const read = (report: unknown, format?: string) => readReport(sourceOfBytes("findings.json", Buffer.from(JSON.stringify(report))), format);
const one = (fields: object) => read([{ ...entry, ...fields }]).findings;

test.each([
  [{ Severity: { Normalized: 0 } }, "info"],
  [{ Severity: { Normalized: 1 } }, "low"],
  [{ Severity: { Normalized: 39 } }, "low"],
  [{ Severity: { Normalized: 40 } }, "medium"],
  [{ Severity: { Normalized: 69 } }, "medium"],
  [{ Severity: { Normalized: 70 } }, "high"],
  [{ Severity: { Normalized: 90 } }, "critical"],
  [{ Severity: { Normalized: 101 } }, "unknown"],
  [{ Severity: { Label: "SEVERE" } }, "unknown"],
  [{ Severity: undefined }, "unknown"],
  // An automation rule has lowered it.
  [{ Severity: { Label: "LOW" }, FindingProviderFields: { Severity: { Label: "CRITICAL" } } }, "critical"],
])("%j is %s", (fields, severity) => {
  expect(one(fields)[0]).toMatchObject({ severity });
});

test.each([
  [{ RecordState: "ARCHIVED" }, "fixed"],
  [{ Workflow: { Status: "RESOLVED" } }, "suppressed"],
  [{ Workflow: { Status: "SUPPRESSED" } }, "suppressed"],
  [{ Workflow: { Status: "NOTIFIED" } }, "open"],
  [{ RecordState: "ACTIVE", Compliance: { Status: "FAILED" } }, "open"],
])("%j is %s", (fields, state) => {
  expect(one(fields)[0]).toMatchObject({ state, tool: "securityhub" });
});

test("a control that passed is no finding, but was looked at", () => {
  const report = read({ Findings: [{ ...entry, Compliance: { Status: "PASSED" } }, { ...entry, Resources: [{ Id: "arn:aws:s3:::two" }], Compliance: { Status: "FAILED", SecurityControlId: "S3.1" } }] });
  expect(report).toMatchObject({ looked: 2, lookedAt: "resources" });
  expect(report.findings.map(({ rule }) => rule)).toEqual(["S3.1"]);
});

test("one page of several is not the whole", () => {
  expect(read({ Findings: [entry], NextToken: "more" }).failures).toHaveLength(1);
});

test.each([
  ["no list", {}],
  ["another version", [{ ...entry, SchemaVersion: "2030-01-01" }]],
  ["an entry that is none", [entry, 5]],
  ["a severity that is none", [{ ...entry, Severity: "HIGH" }]],
])("%s is refused", (_, report) => {
  expect(() => read(report, "asff")).toThrow(UnreadableReport);
});
