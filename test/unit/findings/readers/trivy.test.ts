import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { countBySeverity, readFixture } from "../../../support/findings";

/** Counted by hand in each report (`Severity` of every entry), not by a parser of ours. */
test.each([
  ["trivy/all_statuses.json", { low: 8 }],
  ["trivy/misconfigurations_and_secrets.json", { critical: 2, high: 2, medium: 1 }],
  ["trivy/severity_prio.json", { critical: 1, low: 1 }],
  ["trivy/scheme_2_no_vuln.json", {}],
])("%s", (file, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "trivy", tool: "trivy", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual(expected);
});

test("a vulnerability that will not be fixed counts, and says that there is no fix", () => {
  const { findings } = readFixture("trivy/all_statuses.json");
  expect(findings.every(({ state }) => state === "open")).toBe(true);
  expect(findings.some(({ isFixAvailable }) => isFixAvailable === false)).toBe(true);
});

test("what a secret's match shows is not taken over", () => {
  const secrets = readFixture("trivy/misconfigurations_and_secrets.json").findings.filter(({ kind }) => kind === "secret");
  expect(secrets).toHaveLength(2);
  expect(secrets.map(({ location }) => location.path)).toEqual(secrets.map(() => expect.stringMatching(/^[^/]/)));
  expect(JSON.stringify(secrets)).not.toMatch(/AKIA|-----BEGIN/);
});

test("the report of a version that has no schema number is not taken for one", () => {
  expect(() => readFixture("trivy/legacy_no_vuln.json")).toThrow(/no format|name it/);
});

/** Trivy, "Filtering": `--show-suppressed` writes what .trivyignore and VEX took out. */
test("what an ignore file took out is suppressed, not gone", () => {
  const vulnerability = { VulnerabilityID: "CVE-2021-44228", PkgName: "log4j-core", InstalledVersion: "2.14.0", Severity: "CRITICAL" };
  const taken = [
    { Type: "vulnerability", Status: "ignored", Source: ".trivyignore", Finding: vulnerability },
    { Type: "secret", Status: "ignored", Source: ".trivyignore", Finding: { RuleID: "aws-key", Severity: "CRITICAL", StartLine: 3 } },
    { Type: "misconfiguration", Status: "ignored", Source: ".trivyignore", Finding: { ID: "AVD-1", Severity: "HIGH", Status: "FAIL" } },
    { Type: "license", Status: "ignored", Source: ".trivyignore", Finding: { Name: "AGPL-3.0", Severity: "HIGH", PkgName: "x" } },
  ];
  const report = (list: readonly object[]) => readReport(sourceOfBytes("trivy.json", Buffer.from(JSON.stringify({ SchemaVersion: 2, ArtifactName: "app", Results: [{ Target: "app.jar", Type: "jar", ExperimentalModifiedFindings: list }] }))));
  expect(report(taken).findings.map(({ rule, kind, severity, state }) => [rule, kind, severity, state])).toEqual([
    ["CVE-2021-44228", "dependency", "critical", "suppressed"],
    ["aws-key", "secret", "critical", "suppressed"],
    ["AVD-1", "infrastructure", "high", "suppressed"],
    ["AGPL-3.0", "licence", "high", "suppressed"],
  ]);
  expect(() => report([{ Type: "of tomorrow", Finding: {} }])).toThrow(/ExperimentalModifiedFindings/);
});
