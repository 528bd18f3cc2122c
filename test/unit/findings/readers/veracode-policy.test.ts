import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, type Finding, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";

const embedded = (findings: readonly unknown[], total = findings.length): Report =>
  readReport(sourceOfBytes("findings.json", Buffer.from(JSON.stringify({ _embedded: { findings }, page: { total_elements: total } }))));

interface Written {
  readonly finding_status: object;
  readonly finding_details: object;
}
const [first] = (JSON.parse(readFileSync(fixture("veracode/static_embedded_format.json"), "utf8")) as { readonly _embedded: { readonly findings: readonly Written[] } })._embedded.findings;
const withStatus = (status: object): Finding => embedded([{ ...first, finding_status: { ...first!.finding_status, ...status } }]).findings[0]!;

/** Counted by hand: `finding_details.severity`, `finding_status.status` and the one `resolution_status` APPROVED of every entry. */
test.each([
  ["veracode/static_embedded_format.json", { medium: 4 }, { open: 3, fixed: 1 }],
  ["veracode/sca_embedded_format.json", { high: 1, medium: 9 }, { open: 6, fixed: 3, mitigated: 1 }],
])("%s", (file, severities, states) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "veracode-policy", tool: "veracode", failures: [] });
  expect(countBySeverity(report.findings)).toEqual(severities);
  const count = (state: string) => report.findings.filter((finding) => finding.state === state).length;
  expect(Object.fromEntries(Object.keys(states).map((state) => [state, count(state)]))).toEqual(states);
});

/** `page` says 10 in both; the static one lists 4, the SCA one 10. */
test("one page of several is not the whole report", () => {
  expect(readFixture("veracode/static_embedded_format.json").contradictions).toEqual([expect.stringContaining("page.total_elements says 10 findings, the list has 4")]);
  expect(readFixture("veracode/sca_embedded_format.json").contradictions).toEqual([]);
});

test("a component is a package, with the name that other tools have for it", () => {
  expect(readFixture("veracode/sca_embedded_format.json").findings[1]).toMatchObject({
    rule: "CVE-2023-3635",
    kind: "dependency",
    title: "CVE-2023-3635 in okio-2.8.0.jar",
    location: { path: "path/to/alpha/okio-2.8.0.jar", package: { name: "okio", version: "2.8.0", ecosystem: "java" } },
    aliases: ["CVE-2023-3635"],
    score: 5.9,
    firstSeen: "2023-07-14T16:50:18.629Z",
    note: "violates the Veracode policy",
  });
});

test.each([
  ["approved", { resolution: "MITIGATED", resolution_status: "APPROVED" }, "mitigated"],
  ["only proposed", { resolution: "MITIGATED", resolution_status: "PROPOSED" }, "open"],
  ["rejected", { resolution: "POTENTIAL_FALSE_POSITIVE", resolution_status: "REJECTED" }, "open"],
  ["approved by one review and only proposed in the other", { resolution: "MITIGATED", resolution_status: "APPROVED", mitigation_review_status: "PROPOSED" }, "open"],
  ["approved without a resolution", { resolution: "UNRESOLVED", resolution_status: "APPROVED" }, "open"],
  ["closed", { status: "CLOSED" }, "fixed"],
  ["reopened", { status: "REOPENED" }, "open"],
])("a mitigation that is %s", (_what, status, state) => {
  expect(withStatus(status).state).toBe(state);
});

test("a dynamic finding has a URL without values of its query", () => {
  const details = { severity: 5, url: "https://user:word@shop.example/api/orders?token=abc#top", vulnerable_parameter: "id" };
  expect(embedded([{ ...first, scan_type: "DYNAMIC", finding_details: details }]).findings[0]).toMatchObject({ kind: "web", severity: "critical", location: { url: "https://shop.example/api/orders?token", parameter: "id" } });
});

test("an application without findings has only a page", () => {
  const report = readReport(sourceOfBytes("findings.json", Buffer.from('{"_links":{},"page":{"size":500,"total_elements":0}}')), "veracode-policy");
  expect(report).toMatchObject({ findings: [], contradictions: [] });
  expect(report.looked).toBeUndefined();
});

test.each([
  ["a kind of scan that there is not", { scan_type: "GUESS" }, /_embedded\.findings\[0\]\.scan_type/],
  ["a status without its word", { finding_status: {} }, /finding_status\.status/],
])("%s is refused", (_what, change, problem) => {
  expect(() => embedded([{ ...first, ...change }])).toThrow(problem);
});

/** A person may close a finding by a word (Veracode, "Mitigating findings"); what no review approved is not gone. */
test.each([
  ["MITIGATED", "REJECTED"],
  ["POTENTIAL_FALSE_POSITIVE", "PROPOSED"],
  ["POTENTIAL_FALSE_POSITIVE", "NONE"],
])("closed as %s with the review %s is open", (resolution, resolution_status) => {
  expect(withStatus({ status: "CLOSED", resolution, resolution_status, mitigation_review_status: null }).state).toBe("open");
});
