import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** Two vulnerabilities without ratings, three components, read in the file. */
test("what pip-audit writes as CycloneDX", () => {
  const report = readFixture("cyclonedx/pip_audit.json");
  expect(report).toMatchObject({ format: "cyclonedx", tool: "cyclonedx", looked: 3, lookedAt: "components", time: "2026-11-22T09:21:40.403Z", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ unknown: 2 });
  expect(report.findings.map(({ rule, location }) => [rule, location.package?.name, location.package?.version])).toEqual([
    ["PYSEC-2021-142", "pyyaml", "5.3"],
    ["PYSEC-2021-66", "jinja2", "2.11.2"],
  ]);
});

const found = { id: "CVE-2024-0001", cwes: [79], references: [{ id: "GHSA-aaaa-bbbb-cccc" }], ratings: [{ severity: "high", score: 7.5, method: "CVSSv31" }], affects: [{ ref: "a" }] };
const reportOf = (vulnerability: object, more: object = {}): unknown => ({
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  metadata: { tools: { components: [{ name: "Grype", version: "0.104.0" }] }, component: { name: "shop" } },
  components: [{ name: "shop-web", components: [{ "bom-ref": "a", name: "ms", version: "2.0.0", purl: "pkg:npm/ms@2.0.0" }] }],
  vulnerabilities: [{ ...found, ...vulnerability }],
  ...more,
});

test("a component within another is found, and the tool named", () => {
  expect(readWritten(reportOf({}))).toMatchObject({
    tool: "grype",
    toolVersion: "0.104.0",
    looked: 2,
    findings: [{ severity: "high", score: 7.5, state: "open", aliases: ["CVE-2024-0001", "GHSA-AAAA-BBBB-CCCC", "CWE-79"], location: { package: { name: "ms", version: "2.0.0", ecosystem: "npm" } } }],
  });
});

test.each([
  [[{ severity: "low" }, { severity: "critical" }], "critical"],
  [[{ severity: "unknown", score: 9.8, method: "CVSSv31" }], "critical"],
  [[{ score: 9.8, method: "OWASP" }], "unknown"],
  [[{ severity: "none" }], "info"],
  [[], "unknown"],
])("ratings %j are %s", (ratings, severity) => {
  expect(readWritten(reportOf({ ratings })).findings[0]?.severity).toBe(severity);
});

test.each([
  ["exploitable", "open"],
  ["in_triage", "open"],
  ["not_affected", "suppressed"],
  ["false_positive", "suppressed"],
  ["resolved", "suppressed"],
])("an analysis that says %s is %s", (analysed, state) => {
  expect(readWritten(reportOf({ analysis: { state: analysed, justification: "code_not_reachable" } })).findings[0]).toMatchObject({ state, note: `${analysed}: code_not_reachable` });
});

test("one finding a component that is affected; of none, the whole; of another document, its reference", () => {
  expect(readWritten(reportOf({ affects: [{ ref: "a" }, { ref: "urn:cdx:1/1#b" }] })).findings.map(({ location }) => location.package?.name)).toEqual(["ms", "b"]);
  expect(readWritten(reportOf({ affects: [] })).findings[0]?.location).toEqual({ resource: "shop" });
});

test("a bill without vulnerabilities is no evidence of a scan", () => {
  expect(() => readWritten(reportOf({}, { vulnerabilities: undefined }))).toThrow(/vulnerabilities/);
});
