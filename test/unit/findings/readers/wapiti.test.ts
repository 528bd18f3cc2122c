import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** `grep -c '"level": 1'` and so on: five of level 1, one of 2, one of 4; `crawled_pages_nbr` is 5. */
test("a report of Wapiti over a small server", () => {
  const report = readFixture("wapiti/small_application.json");
  expect(report).toMatchObject({ format: "wapiti", tool: "wapiti", toolVersion: "3.2.3", looked: 5, lookedAt: "URLs", time: "2026-11-22T09:06:56.000Z", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ critical: 1, medium: 1, low: 5 });
  expect(report.findings.find(({ rule }) => rule === "Path Traversal")).toMatchObject({ kind: "web", severity: "critical", location: { url: "http://127.0.0.1:18766/file", method: "GET", parameter: "f" } });
  expect(report.findings.find(({ rule }) => rule === "HttpOnly Flag cookie")?.location.parameter).toBe("session");
});

const entry = { method: "GET", path: "/login?next=/", info: "Something is wrong", level: 3, parameter: "", module: "xss" };
const reportOf = (sections: object, infos: object = {}): unknown => ({
  classifications: {},
  vulnerabilities: {},
  anomalies: {},
  additionals: {},
  ...sections,
  infos: { target: "https://shop.example.org/start/", date: "Sun, 22 Nov 2026 10:06:56 +0100", version: "Wapiti 3.2.3", auth: null, crawled_pages_nbr: 2, ...infos },
});

test("anomalies count by their level; additionals are information", () => {
  const { findings } = readWritten(reportOf({ anomalies: { "Internal Server Error": [entry] }, additionals: { "Fingerprint web technology": [entry] } }));
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
    ["Internal Server Error", "high"],
    ["Fingerprint web technology", "info"],
  ]);
  expect(findings[0]?.location.url).toBe("https://shop.example.org/login?next");
});

test("the password that Wapiti guessed is not taken over", () => {
  const info = "Credentials found for URL https://shop.example.org/login : admin / hunter2";
  const { findings } = readWritten(reportOf({ vulnerabilities: { "Weak credentials": [{ ...entry, info, http_request: "POST password=hunter2" }] } }));
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain("hunter2");
});

test("a level that is not known is unknown", () => {
  expect(readWritten(reportOf({ vulnerabilities: { Xss: [{ ...entry, level: 5 }] } })).findings[0]?.severity).toBe("unknown");
});

test("a log-in that failed is a scan of the outside only", () => {
  expect(readWritten(reportOf({}, { auth: { logged_in: false } })).failures).toEqual(["the log-in failed: what lies behind it was not scanned"]);
  expect(readWritten(reportOf({}, { auth: { logged_in: true } })).failures).toEqual([]);
});

test("what was crawled, and when, in UTC", () => {
  expect(readWritten(reportOf({}, { crawled_pages_nbr: 0 }))).toMatchObject({ looked: 0, time: "2026-11-22T09:06:56.000Z" });
});

test("a report without its sections is refused", () => {
  expect(() => readWritten(reportOf({ vulnerabilities: null }))).toThrow(/vulnerabilities/);
  expect(() => readWritten(reportOf({ vulnerabilities: { Xss: [{ ...entry, level: "high" }] } }))).toThrow(/level/);
});
