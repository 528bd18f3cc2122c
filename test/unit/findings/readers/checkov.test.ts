import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { countBySeverity, readFixture } from "../../../support/findings";

/** Counted by hand: entries of `failed_checks` and `skipped_checks` (`grep -c '"result": "FAILED"'`), `resource_count` of each summary. */
test.each([
  ["checkov/checkov-report-0-vuln.json", { toolVersion: "1.0.467", looked: undefined }, {}],
  ["checkov/checkov2-report-0-vuln.json", { toolVersion: "2.1.269", looked: 0 }, {}],
  ["checkov/notebook.json", { toolVersion: "3.3.30", looked: 3 }, { high: 6 }],
  ["checkov/notebook_fixed.json", { toolVersion: "3.3.30", looked: 3 }, {}],
])("%s", (file, facts, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "checkov", tool: "checkov", failures: [], contradictions: [] });
  expect(report).toMatchObject(facts);
  expect(countBySeverity(report.findings)).toEqual(expected);
});

test("a summary that says 2 above a list of 3 contradicts itself", () => {
  const { findings, contradictions } = readFixture("checkov/checkov-report-many-vuln.json");
  expect(findings).toHaveLength(3);
  expect(contradictions).toEqual(["terraform: the summary says 2 failed, the list has 3"]);
});

test("several runners in one report: what was skipped in the source counts, what was not understood is a failure", () => {
  const report = readFixture("checkov/notebook_several.json");
  expect(report.looked).toBe(4);
  expect(report.failures).toEqual([expect.stringMatching(/^terraform: not understood: .*broken\.tf$/)]);
  expect(report.findings.map(({ rule, kind, state, location }) => [rule, kind, state, location.path])).toEqual([
    ["CKV_DOCKER_3", "container", "open", "several/Dockerfile"],
    ["CKV_AWS_20", "infrastructure", "open", "several/storage.tf"],
    ["CKV2_AWS_6", "infrastructure", "suppressed", "several/storage.tf"],
  ]);
  expect(report.findings[2]!.note).toBe("skipped in the source: the ACL decides");
});

test("a secret is critical, and its hash is not taken over", () => {
  const { findings, looked } = readFixture("checkov/notebook_secrets.json");
  expect(countBySeverity(findings)).toEqual({ critical: 2 });
  expect(findings.map(({ location }) => location)).toEqual([2, 3].map((line) => ({ path: "sec/settings.py", line, endLine: line + 1, resource: undefined })));
  // Its runner counts what it found, not what it looked at.
  expect(looked).toBeUndefined();
});

test("a parsing error that --quiet hides is a failure all the same; a severity that is said is taken", () => {
  const run = {
    check_type: "terraform",
    results: { failed_checks: [{ check_id: "CKV_1", severity: "LOW", resource: "a.b" }] },
    summary: { passed: 0, failed: 1, skipped: 0, parsing_errors: 1, resource_count: 1, checkov_version: "3.0.0" },
  };
  const report = readReport(sourceOfBytes("report", Buffer.from(JSON.stringify(run))));
  expect(report.failures).toEqual([expect.stringContaining("1 files not understood")]);
  expect(countBySeverity(report.findings)).toEqual({ low: 1 });
});

test("checks skipped in the source that --quiet hides are a failure: they count, and nobody can see which", () => {
  const report = { check_type: "terraform", results: { failed_checks: [] }, summary: { passed: 3, failed: 0, skipped: 2, parsing_errors: 0, resource_count: 4, checkov_version: "3.2.0" } };
  expect(readReport(sourceOfBytes("checkov.json", Buffer.from(JSON.stringify(report)))).failures).toEqual(["terraform: 2 checks skipped in the source; --quiet hides which"]);
});
