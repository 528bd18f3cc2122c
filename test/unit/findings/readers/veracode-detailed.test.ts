import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";

const mitigated = "veracode/mitigated_finding.xml";
const scan = "veracode/veracode_scan.xml";

/** A fixture with one text replaced by another; both must be there. */
const changed = (file: string, from: string, to: string): Report => {
  const text = readFileSync(fixture(file), "utf8");
  expect(text).toContain(from);
  return readReport(sourceOfBytes("detailed.xml", Buffer.from(text.replace(from, to))));
};

/** Counted by `grep -o '<flaw severity="."'` (3 × 2) and `grep -o '<vulnerability [^>]* severity="."'` (4 × 3), and by eye in the small one. */
test.each([
  [scan, { medium: 4, low: 3 }, 2],
  [mitigated, { medium: 1 }, 1],
])("%s", (file, severities, modules) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "veracode-detailed", tool: "veracode", looked: modules, lookedAt: "modules", failures: [] });
  expect(countBySeverity(report.findings)).toEqual(severities);
});

/** The small one says total_flaws="2" and lists one; the other says 26 twice and 14 + 9 of severity 3, and lists 3 of severity 2. */
test("sums that the lists do not bear out contradict", () => {
  expect(readFixture(mitigated).contradictions).toEqual(["total_flaws says 2 flaws, the list has 1"]);
  expect(readFixture(scan).contradictions).toEqual(["total_flaws says 26 flaws, the list has 3", "flaw-status says 26 flaws, the list has 3", "the modules count 23 flaws of the severity medium, the list has 0"]);
  expect(changed(mitigated, 'total_flaws="2"', 'total_flaws="1"').contradictions).toEqual([]);
  expect(changed(scan, 'vulnerabilities="4"', 'vulnerabilities="5"').contradictions).toContain("1 component counts other vulnerabilities than they list");
});

test("engine and time of the analysis", () => {
  expect(readFixture(scan)).toMatchObject({ toolVersion: "123190", time: "2018-05-26T00:06:16.000Z", commit: undefined });
  expect(changed(scan, 'version="2018-05-25-18:00:29"', `version="${"0a".repeat(20)}"`).commit).toBe("0a".repeat(20));
});

test("a flaw has its place, its weakness and its history", () => {
  expect(readFixture(mitigated).findings[0]).toMatchObject({ rule: "CWE-123", kind: "code", location: { path: "sourcefilepath/MyApp.java", line: 1 }, nativeId: "1", note: "Accepted by You: description", firstSeen: "2020-06-01T10:02:01.000Z" });
});

test.each([
  ["accepted", 'mitigation_status="accepted"', "mitigated"],
  ["proposed", 'mitigation_status="proposed"', "open"],
  ["rejected", 'mitigation_status="rejected"', "open"],
])("a mitigation that is %s", (_what, status, state) => {
  expect(changed(mitigated, 'mitigation_status="accepted"', status).findings[0]!.state).toBe(state);
});

test("a fixed flaw is fixed, and may be in the sums or not", () => {
  const text = readFileSync(fixture(mitigated), "utf8").replace('remediation_status="Open"', 'remediation_status="Fixed"');
  const withTotal = (total: number) => readReport(sourceOfBytes("detailed.xml", Buffer.from(text.replace('total_flaws="2"', `total_flaws="${total}"`))));
  expect(withTotal(1).findings[0]!.state).toBe("fixed");
  expect([withTotal(0), withTotal(1)].map(({ contradictions }) => contradictions)).toEqual([[], []]);
});

test("a severity that is none is unknown, an empty one too", () => {
  expect(changed(mitigated, '<flaw severity="3"', '<flaw severity=""').findings[0]!.severity).toBe("unknown");
  expect(changed(mitigated, '<flaw severity="3"', '<flaw severity="6"').findings[0]!.severity).toBe("unknown");
});

test("a dynamic flaw has a URL, without values of its query", () => {
  const text = readFileSync(fixture(mitigated), "utf8").replaceAll("staticflaws", "dynamicflaws").replace("<flaw ", '<flaw url="https&#x3a;//shop.example/pay?session=1" vuln_parameter="amount" ');
  expect(readReport(sourceOfBytes("detailed.xml", Buffer.from(text))).findings[0]).toMatchObject({ kind: "web", location: { url: "https://shop.example/pay?session", parameter: "amount" } });
});

test("a vulnerable component", () => {
  const { findings } = readFixture(scan);
  expect(findings.find(({ rule }) => rule === "CVE-2012-5783")).toMatchObject({ kind: "dependency", severity: "medium", score: 5.8, aliases: ["CVE-2012-5783", "CWE-20"], state: "open", location: { package: { name: "commons-httpclient", version: "3.1" } } });
  // An empty cwe_id is no weakness.
  expect(findings.find(({ rule }) => rule === "CVE-2014-3577")!.aliases).toEqual(["CVE-2014-3577"]);
});

test("a vulnerability counts as mitigated only with the approval beside it", () => {
  const claimed = changed(scan, 'mitigation="false"', 'mitigation="true"');
  expect(claimed.findings.map(({ state }) => state)).not.toContain("mitigated");
  const history = '><mitigations><mitigation action="Approve Mitigation" user="someone" description="behind a proxy" date=""/></mitigations></vulnerability>';
  const approved = changed(scan, 'mitigation="false" vulnerability_affects_policy_compliance="false" />', `mitigation="true" vulnerability_affects_policy_compliance="false" ${history}`);
  expect(approved.findings.filter(({ state }) => state === "mitigated")).toEqual([expect.objectContaining({ rule: "CVE-2012-5783", note: "Approve Mitigation by someone: behind a proxy" })]);
});
