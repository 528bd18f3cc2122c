import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";

const file = "fortify/webinspect_4_2_many_findings.xml";
const written = readFileSync(fixture(file), "utf8");
const changed = (from: string, to: string): Report => {
  expect(written).toContain(from);
  return readReport(sourceOfBytes("scan.xml", Buffer.from(written.replace(from, to))));
};

/** Counted by `grep -o '<Severity>.</Severity>' | sort | uniq -c`: 4 once, 3 twice, 2 five times, 1 four times, 0 three times. */
test("severities are WebInspect's 4 to 0", () => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "webinspect", tool: "webinspect", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ critical: 1, high: 2, medium: 5, low: 4, info: 3 });
});

/** Begun at 12:01:24 PM, which is noon, it lasted 00:04:28. */
test("version and end of the scan", () => {
  expect(readFixture(file)).toMatchObject({ toolVersion: "23.1.0.107", time: "2024-02-22T12:05:52.000Z" });
  expect(changed("12:01:24 PM", "12:01:24 AM").time).toBe("2024-02-22T00:05:52.000Z");
  expect(changed("<Duration>00:04:28.6219672", "<Duration>1.02:00:00").time).toBe("2024-02-23T14:01:24.000Z");
  expect(["22.02.2024 12:01", "22/2/2024 12:01:24 PM"].map((time) => changed("2/22/2024 12:01:24 PM", time).time)).toEqual([undefined, undefined]);
});

test("a finding has its URL and method, and nothing of what went over the wire", () => {
  const { findings } = readFixture(file);
  expect(findings[0]).toEqual({ tool: "webinspect", rule: "4720", kind: "web", severity: "medium", title: "Cookie Security: Cookie not Sent Over SSL", location: { url: "https://omnis.deltaww.com:443/accounts/login/?next", method: "GET" }, state: "open", aliases: [], nativeId: undefined });
  expect(JSON.stringify(findings)).not.toMatch(/CustomCookie|csrf|sessionid|next=/);
});

test("a severity that is none is unknown", () => {
  expect(countBySeverity(changed("<Severity>4</Severity>", "<Severity>5</Severity>").findings)).toMatchObject({ unknown: 1 });
  expect(countBySeverity(changed("<Severity>4</Severity>", "").findings)).toMatchObject({ unknown: 1 });
  // A word that every object of JavaScript knows.
  for (const word of ["constructor", "__proto__", "toString"]) expect(countBySeverity(changed("<Severity>4</Severity>", `<Severity>${word}</Severity>`).findings)).toMatchObject({ unknown: 1 });
});

test.each([
  ["without issues at all", "<Scan><PolicyName>Standard</PolicyName></Scan>", /no Scan with Issues/],
  ["with an issue of no check", "<Scan><Issues><Issue/></Issues></Scan>", /no VulnerabilityID/],
  ["cut off", written.slice(0, 100_000), /ends before its XML is complete/],
])("a report %s is refused", (_what, text, problem) => {
  expect(() => readReport(sourceOfBytes("scan.xml", Buffer.from(text)))).toThrow(problem);
});
