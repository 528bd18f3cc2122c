import { readFileSync } from "node:fs";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** Advisories are the objects in `via`: of debug and semver (moderate) and undici (low), read in the file. */
test("one finding an advisory, not one a package that depends on it", () => {
  const report = readFixture("npm_audit_7_plus/many_vulns.json");
  expect(report).toMatchObject({ format: "npm-audit", tool: "npm-audit", looked: 1180, lookedAt: "packages", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ medium: 2, low: 1 });
  expect(report.findings[0]).toMatchObject({ rule: "GHSA-GXPJ-CX7G-858C", aliases: ["GHSA-GXPJ-CX7G-858C", "CWE-400"], score: 5.3, isFixAvailable: true, note: "mended by vercel 32.3.0", location: { package: { name: "debug" } } });
});

test("a report without vulnerabilities", () => {
  expect(readFixture("npm_audit_7_plus/no_vuln.json")).toMatchObject({ looked: 97, findings: [], contradictions: [] });
});

test.each([
  ["npm_audit_7_plus/registry_unreachable.json", "npm could not audit (ECONNREFUSED)"],
  ["npm_audit_7_plus/no_lock_file.json", "npm could not audit (ENOLOCK)"],
])("%s is no clean audit", (file, failure) => {
  expect(readFixture(file)).toMatchObject({ format: "npm-audit", looked: 0, failures: [failure], findings: [] });
});

test("what npm says of its failure is not repeated: a registry's address may hold a token", () => {
  const report = readWritten({ message: "request to https://user:hunter2@registry.example.org/ failed", error: { summary: "", detail: "" } });
  expect(report.failures).toEqual(["npm could not audit"]);
});

const advisory = { source: 1, name: "ms", title: "Slow", url: "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", severity: "high", cwe: [], cvss: { score: 0 } };
const vulnerable = { name: "ms", severity: "high", via: [advisory], nodes: ["node_modules/ms"], fixAvailable: false };
const reportOf = (vulnerabilities: object, counts: object): unknown => ({ auditReportVersion: 2, vulnerabilities, metadata: { vulnerabilities: counts, dependencies: { total: 3 } } });

test("a score of 0 is none, and there is no fix", () => {
  const [finding] = readWritten(reportOf({ ms: vulnerable }, { high: 1, total: 1 })).findings;
  expect(finding).toMatchObject({ severity: "high", isFixAvailable: false, location: { path: "node_modules/ms", package: { fixedIn: [] } } });
  expect(finding?.score).toBeUndefined();
});

test("a severity that is not known is unknown", () => {
  expect(readWritten(reportOf({ ms: { ...vulnerable, via: [{ ...advisory, severity: "grave" }] } }, {})).findings[0]?.severity).toBe("unknown");
});

test("a summary that counts other than the list", () => {
  expect(readWritten(reportOf({ ms: vulnerable }, { critical: 1, high: 1, total: 2 })).contradictions).toEqual(["metadata.vulnerabilities counts 1 critical, the list has 0", "metadata.vulnerabilities counts 2 total, the list has 1"]);
});

test("a cause that is not in the list", () => {
  expect(readWritten(reportOf({ ms: { ...vulnerable, via: ["debug"] } }, { high: 1 })).contradictions).toEqual(["a package is vulnerable by debug, which is not in the list", "ms is vulnerable, and no advisory says why"]);
});

test("packages that only name each other would give no finding", () => {
  const around = { ms: { ...vulnerable, via: ["debug"] }, debug: { ...vulnerable, name: "debug", via: ["ms"] } };
  expect(readWritten(reportOf(around, { high: 2 })).contradictions).toEqual(["ms is vulnerable, and no advisory says why", "debug is vulnerable, and no advisory says why"]);
});

/** left-pad critical and ms high have an advisory, debug is vulnerable by ms, read in the file. */
test("the report of the real npm over packages that depend on each other", () => {
  const report = readFixture("npm_audit_7_plus/critical_and_high.json");
  expect(report).toMatchObject({ looked: 3, contradictions: [] });
  expect(report.findings.map(({ location, severity, isFixAvailable }) => [location.package?.name, severity, isFixAvailable])).toEqual([
    ["left-pad", "critical", false],
    ["ms", "high", true],
  ]);
});

test("the report of npm 6 is refused", () => {
  expect(() => readWritten({ auditReportVersion: 1, vulnerabilities: {}, metadata: {} })).toThrow(/auditReportVersion/);
  expect(() => readWritten({ actions: [], advisories: {}, muted: [], metadata: {} })).toThrow(/no format/);
});

test("a list holds what it wrote of each lock file, and one that it could not audit is a failure of the whole", () => {
  const clean = JSON.parse(readFileSync(fixture("npm_audit_7_plus/no_vuln.json"), "utf8"));
  const vulnerable = JSON.parse(readFileSync(fixture("npm_audit_7_plus/many_vulns.json"), "utf8"));
  const failed = JSON.parse(readFileSync(fixture("npm_audit_7_plus/no_lock_file.json"), "utf8"));
  const of = (...parts: readonly unknown[]) => readWritten(parts);
  expect(of(clean)).toEqual(readFixture("npm_audit_7_plus/no_vuln.json"));
  expect(of(clean, vulnerable).findings).toEqual(readFixture("npm_audit_7_plus/many_vulns.json").findings);
  expect(of(clean, failed)).toMatchObject({ format: "npm-audit", failures: ["npm could not audit (ENOLOCK)"] });
});
