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
