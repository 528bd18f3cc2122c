import { countBySeverity, readFixture } from "../../../support/findings";
import { readReport, sourceOfBytes } from "../../../../scripts/findings";

/** Counted by hand: `extra.severity` of every result (`grep -c '"severity": "LOW"'` and so on). */
test.each([
  ["semgrep/high-medium-low-severities.json", { low: 3 }],
  ["semgrep/many_findings.json", { medium: 2, low: 1 }],
  ["semgrep/empty.json", {}],
  ["semgrep/notebook.json", { high: 4, medium: 1 }],
  ["semgrep/notebook_fixed.json", {}],
])("%s", (file, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "semgrep", tool: "semgrep", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual(expected);
});

test("it proves which version looked at how many files", () => {
  expect(readFixture("semgrep/notebook_fixed.json")).toMatchObject({ toolVersion: "1.182.0", looked: 1, lookedAt: "files" });
  expect(readFixture("semgrep/empty.json")).toMatchObject({ toolVersion: undefined, looked: undefined });
  expect(readFixture("semgrep/many_findings.json").looked).toBeUndefined();
});

test("a finding has rule, place and weakness", () => {
  const { findings } = readFixture("semgrep/notebook.json");
  expect(findings.find(({ rule }) => rule === "rules.sql-injection")).toMatchObject({ kind: "code", location: { path: "flawed/server.cjs", line: 37 }, aliases: ["CWE-89"], state: "open" });
});

test("a fingerprint that is none gives no identity: without an account all say the same", () => {
  expect(readFixture("semgrep/notebook.json").findings.map(({ nativeId }) => nativeId)).toEqual(Array(5).fill(undefined));
  expect(new Set(readFixture("semgrep/high-medium-low-severities.json").findings.map(({ nativeId }) => nativeId)).size).toBe(3);
});

test("a file that was not understood or too large is a failure, also where it is only a warning", () => {
  expect(readFixture("semgrep/syntax_error.json").failures).toEqual([
    "warn: Syntax error in broken/broken.cjs",
    "not looked at: broken/broken.cjs (analysis_failed_parser_or_internal_error)",
    "not looked at: broken/large.cjs (exceeded_size_limit)",
  ]);
});

test("a rule that is none leaves nothing looked at", () => {
  const { failures, looked } = readFixture("semgrep/invalid_rule.json");
  expect(looked).toBe(0);
  expect(failures).toHaveLength(2);
  expect(failures[0]).toMatch(/^error: InvalidRuleSchemaError in rules\/bad\.yaml/);
});

test("what is ignored in the source is suppressed; a word that nobody knows is unknown; the code is not taken over", () => {
  const result = (severity: string, is_ignored: boolean) => ({ check_id: "r", path: "a.js", start: { line: 1 }, end: { line: 1 }, extra: { severity, is_ignored, message: "m", lines: "the-secret" } });
  const report = { version: "1", results: [result("CRITICAL", true), result("URGENT", false)], errors: [{ level: "error", type: ["PartialParsing", []], message: "the-secret" }], paths: { scanned: ["a.js"] } };
  const { findings, failures } = readReport(sourceOfBytes("r", Buffer.from(JSON.stringify(report))));
  expect(findings.map(({ severity, state }) => [severity, state])).toEqual([["critical", "suppressed"], ["unknown", "open"]]);
  expect(failures).toEqual(["error: PartialParsing"]);
  expect(JSON.stringify([findings, failures])).not.toContain("the-secret");
});

/** semgrep-interfaces, `skip_reason`: with too many matches in a file its findings are dropped. */
test.each(["too_many_matches", "nonexistent_file", "a reason of tomorrow"])("a file that is left out for %s is a failure, one that a flag left out is not", (reason) => {
  const report = (why: string) => readReport(sourceOfBytes("semgrep.json", Buffer.from(JSON.stringify({ version: "1.100.0", results: [], errors: [], paths: { scanned: ["a.ts"], skipped: [{ path: "b.ts", reason: why }] } }))));
  expect(report(reason).failures).toEqual([`not looked at: b.ts (${reason})`]);
  expect(report("cli_exclude_flags_match").failures).toEqual([]);
});
