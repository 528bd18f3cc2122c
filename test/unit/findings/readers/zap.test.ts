import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** Instances of every alert of the four sites by `riskcode`, counted by Python over the file. */
test("a report of several sites", () => {
  const report = readFixture("zap/webgoat.json");
  expect(report).toMatchObject({ format: "zap", tool: "zap", toolVersion: "2.7.0", looked: 4, lookedAt: "sites", time: "2018-12-06T10:53:11.000Z", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ high: 25, medium: 68, low: 53, info: 166 });
  expect(report.findings.filter(({ note }) => note === "ZAP lists 20 of 74 places")).toHaveLength(40);
});

const alert = { pluginid: "40012", name: "Cross Site Scripting", riskcode: "3", confidence: "2", cweid: "79", instances: [{ uri: "http://shop.example.org/a?q=1", method: "get", param: "q" }] };
const site = (alerts: readonly object[], name = "http://shop.example.org"): object => ({ "@name": name, alerts });
const reportOf = (sites: unknown, more: object = {}): unknown => ({ "@version": "2.16.1", "@generated": "Sun, 22 Jun 2025 04:04:14", site: sites, ...more });

test("a finding has rule, place and weakness", () => {
  expect(readWritten(reportOf([site([alert])])).findings).toEqual([
    expect.objectContaining({ tool: "zap", rule: "40012", kind: "web", severity: "high", state: "open", location: { url: "http://shop.example.org/a?q", method: "GET", parameter: "q" }, aliases: ["CWE-79"] }),
  ]);
});

test("the alert of the second site counts although the first has none", () => {
  expect(readWritten(reportOf([site([]), site([alert])])).findings).toHaveLength(1);
});

test("a single site as an object is one", () => {
  expect(readWritten(reportOf(site([alert])))).toMatchObject({ looked: 1, findings: [{ rule: "40012" }] });
});

test("no site, or one without a name, is nothing looked at", () => {
  expect(readWritten(reportOf([])).looked).toBe(0);
  expect(readWritten(reportOf([site([], "")])).looked).toBe(0);
});

test("an alert without places stands at its site", () => {
  expect(readWritten(reportOf([site([{ ...alert, instances: [] }])])).findings[0]?.location.url).toBe("http://shop.example.org");
});

test("what a person called a false positive in ZAP is suppressed, not gone", () => {
  expect(readWritten(reportOf([site([{ ...alert, confidence: "0" }])])).findings[0]).toMatchObject({ severity: "high", state: "suppressed" });
});

test.each([
  [3, "high"],
  ["2", "medium"],
  ["1", "low"],
  ["0", "info"],
  ["4", "unknown"],
  ["High", "unknown"],
  ["constructor", "unknown"],
])("risk %p is %s", (riskcode, severity) => {
  expect(readWritten(reportOf([site([{ ...alert, riskcode }])])).findings[0]?.severity).toBe(severity);
});

test("the finer id of an alert is taken where there is one", () => {
  expect(readWritten(reportOf([site([{ ...alert, alertRef: "40012-2" }])])).findings[0]?.rule).toBe("40012-2");
});

test("a parameter that is no name is left out", () => {
  const token = "eyJhbGciOiJIUzI1NiJ9 and more";
  const { findings } = readWritten(reportOf([site([{ ...alert, instances: [{ uri: `http://shop.example.org/a;jsessionid=1f?${token}#f`, method: "GET", param: token }] }])]));
  expect(findings[0]?.location).toEqual({ url: "http://shop.example.org/a", method: "GET", parameter: undefined });
});

test("insights tell how many addresses there were, and whether the scan can be believed", () => {
  const insights = [
    { level: "Info", key: "insight.endpoint.total", description: "Count of total endpoints", statistic: "12" },
    { level: "Medium", key: "insight.network.failure", description: "Percentage of network failures", statistic: "63" },
    { level: "Low", key: "insight.log.warn", description: "ZAP warnings logged", statistic: "3" },
    { level: "Medium", key: "insight.memory.usage", description: "Percentage of memory used", statistic: "90" },
  ];
  expect(readWritten(reportOf([site([])], { insights, created: "2026-02-25T11:09:49.007472780Z" }))).toMatchObject({
    looked: 12,
    lookedAt: "URLs",
    time: "2026-02-25T11:09:49.007Z",
    failures: ["Percentage of network failures: 63 (insight.network.failure)"],
  });
});

test.each([
  [{ "@version": "2.16.1", "@generated": "" }, /site/],
  [reportOf([{ "@name": "http://shop.example.org" }]), /site/],
  [reportOf([site([{ ...alert, riskcode: null }])]), /site/],
])("%j is refused", (report, problem) => {
  expect(() => readWritten(report)).toThrow(problem);
});
