import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** `Severity` of every entry of `Vulnerabilities`, counted by Python over the file. */
test.each([
  ["acunetix/acunetix360_many_findings.json", { critical: 5, high: 3, medium: 8 }],
  ["acunetix/acunetix360_one_finding.json", { medium: 1 }],
  ["acunetix/acunetix360_one_finding_accepted_risk.json", { medium: 1 }],
  ["acunetix/acunetix360_zero_finding.json", {}],
])("%s", (file, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "acunetix-360", tool: "acunetix-360", looked: 1, failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual(expected);
});

test("the scan ended when its duration was over, not when the report was exported", () => {
  // Initiated 25/06/2021 01:42 AM, Duration 00:01:16, Generated 25/06/2021 09:57 AM.
  expect(readFixture("acunetix/acunetix360_zero_finding.json").time).toBe("2021-06-25T01:43:16.000Z");
});

test("what a scanner sent stays out of the place", () => {
  const urls = readFixture("acunetix/acunetix360_many_findings.json").findings.map(({ location }) => location.url);
  expect(urls).toContain("http://php.testsparker.com/artist.php?id");
  expect(urls.join()).not.toMatch(/=|%27|script/i);
});

const vulnerability = { Type: "Xss", Name: "Cross-site Scripting", Severity: "High", State: "Present", Url: "http://shop.example.org/", Classification: { Cwe: "79, 80" }, HttpRequest: { Method: "post" }, Confirmed: false, Certainty: 70 };
const reportOf = (fields: object, target: object = {}): unknown => ({
  Generated: "25/06/2021 09:57 AM",
  Target: { ScanId: "1", Url: "http://shop.example.org/", Initiated: "24/06/2021 11:30 PM", Duration: "01:00:00.5", ...target },
  Vulnerabilities: [{ ...vulnerability, ...fields }],
});

test.each([
  ["Present", "open"],
  ["Revived", "open"],
  ["Present, AcceptedRisk", "suppressed"],
  ["Present, FalsePositive", "suppressed"],
  ["Fixed (Confirmed)", "fixed"],
  ["Fixed", "fixed"],
  ["Fixed (Unconfirmed)", "open"],
  ["Fixed (Can't Retest)", "open"],
  ["Fixed, Revived", "open"],
  ["", "open"],
])("the state %p is %s", (State, state) => {
  expect(readWritten(reportOf({ State })).findings[0]?.state).toBe(state);
});

test.each([
  ["Best Practice", "info"],
  ["BestPractice", "info"],
  ["Information", "info"],
  ["Severe", "unknown"],
])("the severity %p is %s", (Severity, severity) => {
  expect(readWritten(reportOf({ Severity })).findings[0]?.severity).toBe(severity);
});

test("a finding has its method, its weaknesses and how sure the scanner is", () => {
  expect(readWritten(reportOf({})).findings[0]).toMatchObject({ location: { method: "POST" }, aliases: ["CWE-79", "CWE-80"], note: "Present; not confirmed, 70 % certain" });
});

test("with a byte order mark, and over midnight", () => {
  expect(readWritten(`\uFEFF${JSON.stringify(reportOf({}))}`)).toMatchObject({ time: "2021-06-25T00:30:00.000Z", looked: 1 });
});

test.each(["06/25/2021 09:57 AM", "31/02/2021 09:57 AM", "yesterday", null])("a start of %p is no time", (Initiated) => {
  expect(readWritten(reportOf({}, { Initiated })).time).toBeUndefined();
});

test("a scan that took no time looked at nothing", () => {
  expect(readWritten(reportOf({}, { Duration: "00:00:00" })).looked).toBe(0);
});

test("a vulnerability without severity is refused, not passed over", () => {
  expect(() => readWritten(reportOf({ Severity: null }))).toThrow(/Vulnerabilities\[0\]\.Severity/);
});
