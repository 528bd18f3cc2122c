import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** Two entries in `vulns` and three dependencies, read in the file. */
test("vulnerabilities without a severity are unknown", () => {
  const report = readFixture("pip_audit/two_vulnerabilities.json");
  expect(report).toMatchObject({ format: "pip-audit", tool: "pip-audit", looked: 3, lookedAt: "packages", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ unknown: 2 });
  expect(report.findings).toEqual([
    expect.objectContaining({ rule: "PYSEC-2021-66", aliases: ["PYSEC-2021-66", "GHSA-G3RQ-G295-4J3M", "CVE-2020-28493"], isFixAvailable: true, location: { package: { name: "jinja2", version: "2.11.2", ecosystem: "pypi", fixedIn: ["2.11.3"] } } }),
    expect.objectContaining({ rule: "PYSEC-2021-142", isFixAvailable: false }),
  ]);
});

test("a clean report", () => {
  expect(readFixture("pip_audit/no_vulnerabilities.json")).toMatchObject({ looked: 1, failures: [], findings: [] });
});

test("it ended with 0 and looked at nothing", () => {
  expect(readFixture("pip_audit/everything_skipped.json")).toMatchObject({
    looked: 0,
    failures: ["jinja2 was skipped, not audited", "pyyaml was skipped, not audited", "ms-of-nobody was skipped, not audited"],
    findings: [],
  });
});

test("one that was skipped among others is a failure", () => {
  const dependencies = [{ name: "idna", version: "3.7", vulns: [] }, { name: "own", skip_reason: "not found" }];
  expect(readWritten({ dependencies, fixes: [] })).toMatchObject({ looked: 1, failures: ["own was skipped, not audited"] });
});

test("no dependency is nothing looked at", () => {
  expect(readWritten({ dependencies: [], fixes: [] })).toMatchObject({ format: "pip-audit", looked: 0 });
});

test("a malicious package is critical", () => {
  const dependencies = [{ name: "idna2", version: "3.7", vulns: [{ id: "MAL-2024-0001", fix_versions: [], aliases: [] }] }];
  expect(readWritten({ dependencies, fixes: [] }).findings[0]).toMatchObject({ kind: "malware", severity: "critical" });
});

test("a dependency that is neither audited nor skipped is refused", () => {
  expect(() => readWritten({ dependencies: [{ name: "idna", version: "3.7" }], fixes: [] })).toThrow(/dependencies\[0\]/);
});

test("a list holds what it wrote of each file of pins", () => {
  const audited = (name: string) => ({ name, version: "3.7", vulns: [] });
  const parts = [{ dependencies: [audited("idna"), audited("attrs")], fixes: [] }, { dependencies: [audited("idna"), { name: "own", skip_reason: "not found" }], fixes: [] }];
  expect(readWritten(parts)).toMatchObject({ format: "pip-audit", looked: 3, failures: ["own was skipped, not audited"], findings: [] });
  expect(readWritten(parts.slice(0, 1))).toMatchObject({ looked: 2, failures: [] });
});
