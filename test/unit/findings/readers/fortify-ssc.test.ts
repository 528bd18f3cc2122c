import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, type Finding, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";

const file = "fortify/fortifyssc.json";
const written = JSON.parse(readFileSync(fixture(file), "utf8")) as { readonly data: readonly object[] };
const read = (report: object): Report => readReport(sourceOfBytes("issues.json", Buffer.from(JSON.stringify(report))), "fortify-ssc");
const first = (change: object): Finding => read({ ...written, data: [{ ...written.data[0], ...change }], count: 1 }).findings[0]!;

/** Read by eye: friority High, Low, Critical; count 3. */
test("issues of the server", () => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "fortify-ssc", tool: "fortify", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ critical: 1, high: 1, low: 1 });
  expect(report.findings[0]).toMatchObject({ rule: "SQL Injection", kind: "code", nativeId: "12345", state: "open", location: { path: "src/main/java/com/example/LoginController.java", line: 42 } });
});

test("the place as the server itself writes it", () => {
  expect(first({ primaryLocation: "Login.java", fullFileName: "src/Login.java", lineNumber: 7, issueInstanceId: "AB", primaryRuleGuid: "G", foundDate: "2021-04-01T11:59:41.000+0000" })).toMatchObject({ rule: "G", nativeId: "AB", location: { path: "src/Login.java", line: 7 }, firstSeen: "2021-04-01T11:59:41.000Z" });
});

test.each([
  [{ suppressed: true }, "suppressed"],
  [{ removed: true, suppressed: true }, "fixed"],
  [{ hidden: true }, "open"],
  [{ primaryTag: "Not an Issue" }, "open"],
])("%j", (change, state) => {
  expect(first(change).state).toBe(state);
});

test("without a priority, or with one that is none, it is unknown", () => {
  expect([first({ friority: undefined }), first({ friority: "Urgent" })].map(({ severity }) => severity)).toEqual(["unknown", "unknown"]);
});

test("SCA is the Static Code Analyzer", () => {
  expect(["SCA", "WEBINSPECT", "SONATYPE"].map((engineType) => first({ engineType }).kind)).toEqual(["code", "web", "dependency"]);
});

test("a count that the list does not bear out contradicts", () => {
  expect(read({ ...written, count: 200 }).contradictions).toEqual([expect.stringContaining("count says 200 issues, the list has 3")]);
});

test("an answer that is an error is a failure", () => {
  expect(read({ data: [], count: 0, responseCode: 403 }).failures).toEqual(["the server answered with 403"]);
});

test("a flag in letters is refused", () => {
  expect(() => first({ suppressed: "false" })).toThrow(/data\[0\]\.suppressed/);
});
