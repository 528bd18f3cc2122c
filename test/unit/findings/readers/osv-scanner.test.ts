import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** One package with one group, MAL-2023-1035, read in the file. */
test("a malicious package is critical although nobody scored it", () => {
  const report = readFixture("osv_scanner/some_findings.json");
  expect(report).toMatchObject({ format: "osv-scanner", tool: "osv-scanner", looked: 1, lookedAt: "packages", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ critical: 1 });
  expect(report.findings[0]).toMatchObject({
    rule: "MAL-2023-1035",
    kind: "malware",
    title: "Malicious code in flot-axis (npm)",
    location: { path: "tmp/components/yarn.lock", package: { name: "flot-axis", version: "0.0.0", ecosystem: "npm", fixedIn: [] } },
    aliases: ["MAL-2023-1035", "GHSA-8348-2Q94-FFJX"],
    isFixAvailable: false,
  });
});

test("the file of 0 bytes that a scanner left is no evidence", () => {
  expect(() => readFixture("osv_scanner/no_findings.json")).toThrow(expect.objectContaining({ kind: "empty" }));
});

const github = { id: "GHSA-aaaa-bbbb-cccc", database_specific: { severity: "HIGH", cwe_ids: ["CWE-79"] } };
const python = { id: "PYSEC-2024-1", affected: [{ package: { name: "Jinja2" }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "3.1.3" }] }, { type: "GIT", events: [{ fixed: "0123abcd" }] }] }] };
const reportOf = (scanned: object): unknown => ({ results: [{ source: { path: "/src/requirements.txt", type: "lockfile" }, packages: [{ package: { name: "jinja2", version: "3.0.3", ecosystem: "PyPI" }, ...scanned }] }] });

test("one finding a group, with the versions that mend it", () => {
  const { findings } = readWritten(reportOf({ vulnerabilities: [github, python], groups: [{ ids: [github.id, python.id], aliases: ["CVE-2024-0001"], max_severity: "9.8" }] }));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: github.id,
    severity: "critical",
    score: 9.8,
    aliases: ["GHSA-AAAA-BBBB-CCCC", "PYSEC-2024-1", "CVE-2024-0001", "CWE-79"],
    isFixAvailable: true,
    location: { package: { ecosystem: "pypi", fixedIn: ["3.1.3"] } },
  });
});

test.each([
  [{ max_severity: "7.0" }, "high"],
  [{ max_severity: "5.3" }, "medium"],
  [{ max_severity: "" }, "high"],
  [{}, "high"],
  [{ max_severity: "NaN" }, "high"],
  [{ max_severity: "11" }, "unknown"],
])("a group of %j beside the word HIGH is %s", (fields, severity) => {
  expect(readWritten(reportOf({ vulnerabilities: [github, python], groups: [{ ids: [github.id, python.id], ...fields }] })).findings[0]?.severity).toBe(severity);
});

test("MODERATE is medium, and no word at all is unknown", () => {
  const { findings } = readWritten(reportOf({ vulnerabilities: [{ ...github, database_specific: { severity: "MODERATE" } }, python], groups: [{ ids: [github.id] }, { ids: [python.id] }] }));
  expect(findings.map(({ severity }) => severity)).toEqual(["medium", "unknown"]);
});

test("a vulnerability that no group names is not lost", () => {
  expect(readWritten(reportOf({ vulnerabilities: [github, python], groups: [{ ids: [github.id] }] })).findings.map(({ rule }) => rule)).toEqual([github.id, python.id]);
  expect(readWritten(reportOf({ vulnerabilities: [github] })).findings).toHaveLength(1);
});

test("without a package it does not say what it looked at", () => {
  const report = readWritten({ results: [], experimental_config: { licenses: { summary: false, allowlist: null } } });
  expect(report).toMatchObject({ format: "osv-scanner", findings: [] });
  expect(report.looked).toBeUndefined();
});

test("a vulnerability without an id is refused", () => {
  expect(() => readWritten(reportOf({ vulnerabilities: [{}] }))).toThrow(/vulnerabilities\[0\]\.id/);
});

/** JavaScript takes a blank for 0, which would be the mildest there is. */
test.each([" ", "\t", "0x0", "-0", "NaN", ""])("a score that is none (%j) leaves the word of the database", (max_severity) => {
  expect(readWritten(reportOf({ vulnerabilities: [github], groups: [{ ids: [github.id], max_severity }] })).findings).toMatchObject([{ severity: "high", score: undefined }]);
});
