import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** `vulnerability.severity` of the six matches, read in the file: Negligible, High, Critical, Critical, High, High. */
test("a report with matches", () => {
  const report = readFixture("anchore_grype/check_all_fields.json");
  expect(report).toMatchObject({
    format: "grype",
    tool: "grype",
    toolVersion: "0.28.0",
    rulesTime: "2021-12-24T08:14:02.000Z",
    digest: "sha256:9d8825ab20ac86b40eb71495bece1608a302fb180384740697a28c2b0a5a0fc6",
    looked: 5,
    failures: [],
    contradictions: [],
  });
  expect(countBySeverity(report.findings)).toEqual({ critical: 2, high: 3, low: 1 });
  expect(report.findings.map(({ isFixAvailable }) => isFixAvailable)).toEqual([false, false, false, false, true, true]);
  expect(report.findings.at(-1)).toMatchObject({ rule: "GHSA-v6rh-hp5x-86rv", aliases: ["GHSA-V6RH-HP5X-86RV", "CVE-2021-44420"], location: { package: { name: "Django", ecosystem: "python", fixedIn: ["3.2.10"] } } });
});

test("without a match it does not say what it looked at", () => {
  const report = readFixture("anchore_grype/no_vuln.json");
  expect(report).toMatchObject({ toolVersion: "0.7.0", findings: [] });
  expect(report.looked).toBeUndefined();
});

const match = (severity: string | undefined, fix: object = {}): object => ({ vulnerability: { id: "CVE-2024-0001", severity, fix }, artifact: { name: "musl", version: "1.1", type: "apk", locations: [{ path: "/lib/apk/db" }] } });
const reportOf = (more: object, db: object = {}): unknown => ({ matches: [], source: { type: "directory", target: "." }, descriptor: { name: "grype", version: "0.104.0", timestamp: "2026-06-19T11:43:35.523947199Z", db }, ...more });

test.each([
  ["Unknown", "unknown"],
  [undefined, "unknown"],
  ["Negligible", "low"],
])("severity %p is %s", (word, severity) => {
  expect(readWritten(reportOf({ matches: [match(word)] })).findings[0]?.severity).toBe(severity);
});

test("a fix of unknown state is neither there nor not", () => {
  expect(readWritten(reportOf({ matches: [match("High", { state: "unknown", versions: [] })] })).findings[0]?.isFixAvailable).toBeUndefined();
});

test("a match that a rule ignores is suppressed, not gone", () => {
  expect(readWritten(reportOf({ ignoredMatches: [{ ...match("Critical"), appliedIgnoreRules: [{ vulnerability: "CVE-2024-0001" }] }] })).findings).toEqual([expect.objectContaining({ severity: "critical", state: "suppressed" })]);
});

test("the database of newer versions, and one that is not valid", () => {
  expect(readWritten(reportOf({}, { status: { built: "2026-06-18T08:00:00Z", valid: true } }))).toMatchObject({ rulesTime: "2026-06-18T08:00:00.000Z", time: "2026-06-19T11:43:35.523Z", failures: [] });
  expect(readWritten(reportOf({}, { status: { valid: false } })).failures).toEqual(["the vulnerability database is not valid"]);
  expect(readWritten(reportOf({}, { built: "2026-06-18T08:00:00Z", error: "checksum" })).failures).toEqual(["the vulnerability database is not valid"]);
});

test("a match without vulnerability is refused with its place", () => {
  expect(() => readWritten(reportOf({ matches: [match("High"), { artifact: { name: "musl" } }] }))).toThrow(/matches\[1\]\.vulnerability/);
  expect(() => readWritten(reportOf({ matches: null }), "grype")).toThrow(/matches/);
});
