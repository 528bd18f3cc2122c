import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { countBySeverity, readFixture } from "../../../support/findings";

/** Counted by hand: `grep -c hashed_secret`, and `grep -c '"name":'` for the plugins. */
test.each([
  ["detect_secrets/notebook.json", { critical: 4 }],
  ["detect_secrets/notebook_fixed.json", {}],
])("%s", (file, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "detect-secrets", tool: "detect-secrets", toolVersion: "1.5.0", rules: 27, failures: [], contradictions: [] });
  expect(report.time).toMatch(/^2026-11-22T/);
  expect(countBySeverity(report.findings)).toEqual(expected);
});

const baseline = (key: string, more: object) => ({
  version: "1.5.0",
  plugins_used: [{ name: "KeywordDetector" }],
  results: { [key]: [{ type: "Secret Keyword", filename: "a.js", hashed_secret: "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", line_number: 3, ...more }] },
});
const read = (report: object) => readReport(sourceOfBytes("report", Buffer.from(JSON.stringify(report))));

test("the hash of a secret is not taken over: a short one can be guessed from it", () => {
  const report = read(baseline("a.js", {}));
  expect(report.findings).toMatchObject([{ rule: "Secret Keyword", location: { path: "a.js", line: 3 }, state: "open" }]);
  expect(JSON.stringify(report)).not.toMatch(/[0-9a-f]{40}/);
});

test("an audit that says it is none suppresses; one that was verified is said to be live", () => {
  expect(read(baseline("a.js", { is_secret: false })).findings[0]).toMatchObject({ state: "suppressed", note: "audited as no secret" });
  expect(read(baseline("a.js", { is_secret: true })).findings[0]).toMatchObject({ state: "open" });
  expect(read(baseline("a.js", { is_verified: true })).findings[0]).toMatchObject({ note: expect.stringContaining("live") });
});

test("a secret listed under another file is a contradiction", () => {
  expect(read(baseline("b.js", {})).contradictions).toHaveLength(1);
});

test("a file named __proto__ does not take its secrets along", () => {
  const text = JSON.stringify(baseline("PLACE", {})).replaceAll("PLACE", "__proto__");
  expect(() => readReport(sourceOfBytes("report", Buffer.from(text)))).toThrow(/__proto__/);
});
