import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** `aqua_severity` (console: `severity`) of every entry, counted by Python over the file; negligible is low. A disallowed image is one more high. */
test.each([
  ["aqua/one_vuln.json", { high: 2 }],
  ["aqua/many_v2.json", { high: 2, medium: 1 }],
  ["aqua/vulns_with_aqua_severity.json", { critical: 1, high: 1, medium: 2, low: 9 }],
])("%s", (file, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "aqua", tool: "aqua", looked: 1, lookedAt: "images", failures: [] });
  expect(countBySeverity(report.findings)).toEqual(expected);
});

test("what the scanner proves of its scan", () => {
  // scan_started 1567784942 and 25 seconds, data_date 1567724137: `date -u -d @…`
  expect(readFixture("aqua/one_vuln.json")).toMatchObject({
    digest: "sha256:45bc57e4e876533bc61ba7bf229f0f9f96d137b787614c3d0d5c70c3578fe867",
    time: "2019-09-06T15:49:27.000Z",
    rulesTime: "2019-09-05T22:55:37.000Z",
    contradictions: [],
  });
});

test("a summary that counts other than the list", () => {
  expect(readFixture("aqua/vulns_with_aqua_severity.json").contradictions).toEqual([
    "vulnerability_summary counts 0 critical, the list has 1",
    "vulnerability_summary counts 0 high, the list has 1",
    "vulnerability_summary counts 1 medium, the list has 2",
    "vulnerability_summary counts 1 low, the list has 2",
  ]);
});

test("a disallowed image says which controls failed", () => {
  expect(readFixture("aqua/one_vuln.json").findings.find(({ rule }) => rule === "image-assurance")).toMatchObject({
    kind: "container",
    severity: "high",
    location: { resource: "your_image" },
    note: "failed: Default (max_severity), Assurance_policy (max_score)",
  });
});

const scanned = (more: object): unknown => ({ image: "registry.example.org:5000/shop:1.0.15", resources: [], vulnerability_summary: { high: 0, sensitive: 0, malware: 0 }, ...more });
const found = { name: "CVE-2024-0001", fix_version: "1.2, 2.0" };

test.each([
  [{ aqua_severity: "low", nvd_severity_v3: "critical" }, "low"],
  [{ nvd_severity_v3: "critical", nvd_severity: "medium" }, "critical"],
  [{ vendor_severity: "unimportant" }, "low"],
  [{ aqua_severity: "grave" }, "unknown"],
  [{}, "unknown"],
])("%j is %s", (severities, severity) => {
  const report = scanned({ resources: [{ resource: { name: "musl", version: "1.1", format: "APK" }, scanned: true, vulnerabilities: [{ ...found, ...severities }] }], vulnerability_summary: {} });
  expect(readWritten(report).findings[0]).toMatchObject({ severity, location: { package: { name: "musl", version: "1.1", ecosystem: "apk", fixedIn: ["1.2", "2.0"] } }, isFixAvailable: true });
});

test("a secret is named by its kind and file", () => {
  const resources = [{ resource: { path: "/app/server.key", name: "server.key", sensitive_items: ["RSA PRIVATE KEY", "RSA PRIVATE KEY"] }, scanned: true }];
  expect(readWritten(scanned({ resources, vulnerability_summary: { sensitive: 1 } }))).toMatchObject({
    contradictions: [],
    findings: [{ rule: "RSA PRIVATE KEY", kind: "secret", severity: "critical", location: { path: "app/server.key" } }],
  });
});

test("malware that is only counted is a finding", () => {
  expect(readWritten(scanned({ vulnerability_summary: { malware: 2 } })).findings).toEqual([expect.objectContaining({ kind: "malware", severity: "critical", location: { resource: "registry.example.org:5000/shop" } })]);
});

test("counted and not listed", () => {
  expect(readWritten(scanned({ resources: null, vulnerability_summary: { high: 5, sensitive: 3 } })).contradictions).toEqual(["vulnerability_summary counts 5 high, the list has 0", "vulnerability_summary counts 3 files with secrets, the list has 0"]);
});

test("a resource that was not scanned is a failure; without a summary nothing was looked at", () => {
  expect(readWritten({ image: "shop", resources: [{ resource: { name: "musl" }, scanned: false }] })).toMatchObject({ looked: 0, failures: ["musl was not scanned"] });
});

const answer = (more: object): unknown => ({ status: "SCANNED", image_name: "shop:1", disallowed: false, cves_counts: { high: 1 }, cves: [{ file: "/usr/lib/a.so", name: "CVE-2024-0001", severity: "high", acknowledged: false }], errorMsg: null, ...more });

test("an answer of the console", () => {
  expect(readWritten(answer({ disallowed: true, cves: [{ name: "CVE-2024-0001", severity: "high", acknowledged: true }] }))).toMatchObject({
    contradictions: [],
    findings: [
      { rule: "CVE-2024-0001", state: "suppressed" },
      { rule: "image-assurance", severity: "high" },
    ],
  });
});

test("an answer of the console about a scan that went wrong", () => {
  expect(readWritten(answer({ status: "FAILED", errorMsg: "pull of user:secret refused", cves: null }))).toMatchObject({
    failures: ["the image's status is FAILED", "the scanner reported an error (errorMsg)"],
    contradictions: ["cves_counts counts 1 high, the list has 0"],
  });
});

test("an empty object is no report", () => {
  expect(() => readFixture("aqua/no_vuln.json")).toThrow(/no format/);
  expect(() => readFixture("aqua/no_vuln.json", "aqua")).toThrow(/image/);
});
