import { readReport, sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";
import { countBySeverity, readFixture } from "../../../support/findings";

/** Counted by hand: `level` of each entry of `results`, else of its rule, else "warning". */
test.each([
  // One result, level error; 7 artifacts; a rule of the driver and one of an extension.
  ["sarif/appendix_k.sarif", { high: 1 }, { tool: "codescanner", toolVersion: "2.1.0", rules: 2, looked: 7, commit: "5da53fbb2a0aaa12d648b73984acc9aac2e11c2a", time: "2016-07-16T14:19:01Z" }],
  // Neither the result nor its rule has a level.
  ["sarif/appendix_k2.sarif", { medium: 1 }, { tool: "codescanner", toolVersion: undefined, rules: 1, looked: 1, commit: undefined }],
  // grep -c '"level": *"error"': 13; 220 artifacts; no rules.
  ["sarif/dependency_check.sarif", { high: 13 }, { tool: "dependency-check", toolVersion: "6.1.2", rules: undefined, looked: 220 }],
  ["sarif/njsscan.sarif", { high: 1, medium: 1 }, { tool: "nodejsscan", toolVersion: "0.2.3", rules: 2, looked: undefined, time: "2021-03-23T00:10:48Z" }],
  ["sarif/suppression_test.sarif", { medium: 5 }, { tool: "codescanner", rules: 5 }],
  ["sarif/no_runs.sarif", {}, { looked: 0 }],
])("%s", (file, expected, evidence) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "sarif", contradictions: [], ...evidence });
  expect(countBySeverity(report.findings)).toEqual(expected);
});

test("an error of the tool while it ran is a failure of the report", () => {
  expect(readFixture("sarif/appendix_k.sarif").failures).toEqual(['codescanner: Exception evaluating rule "C2001". Rule disabled; run continues.']);
});

test("what was suppressed in the tool is told, and an empty list suppresses nothing", () => {
  const { findings } = readFixture("sarif/suppression_test.sarif");
  expect(findings.map(({ rule, state }) => `${rule} ${state}`)).toEqual(["TST0001 suppressed", "TST0002 suppressed", "TST0003 suppressed", "TST0004 open", "TST0005 open"]);
  expect(findings[0]!.location.path).toBe("C:/code/file1.c");
});

test("a file without version and tool proves nothing", () => {
  expect(() => readFixture("sarif/suppressed-sarif.json")).toThrow(UnreadableReport);
});

test("kind, weakness and place of a finding", () => {
  const [weak, password] = readFixture("sarif/njsscan.sarif").findings;
  expect(weak).toMatchObject({ tool: "nodejsscan", rule: "node_insecure_random_generator", kind: "code", aliases: ["CWE-327"], location: { path: "src/index.js", line: 321, endLine: 321 } });
  expect(password).toMatchObject({ rule: "node_password", aliases: ["CWE-798"], title: "NodePassword" });
  const vulnerable = readFixture("sarif/dependency_check.sarif").findings.find(({ rule }) => rule === "CVE-2012-6708");
  expect(vulnerable).toMatchObject({ kind: "dependency", aliases: ["CVE-2012-6708"] });
});

const read = (run: object, version = "2.1.0") => readReport(sourceOfBytes("report.sarif", Buffer.from(JSON.stringify({ version, runs: [run] }))));
const driver = (rules: readonly object[] = [], name = "CodeQL") => ({ driver: { name, rules } });
const one = (result: object, tool: object = driver(), name = "results") => read({ [name]: [{ ruleId: "r", message: { text: "m" }, ...result }], tool }).findings;

test.each([
  ["9.8", "critical"],
  ["9.0", "critical"],
  ["8.9", "high"],
  ["4", "medium"],
  ["0.1", "low"],
  // Not scored: the level decides, error.
  ["0.0", "high"],
  ["NaN", "unknown"],
  ["11", "unknown"],
  ["severe", "unknown"],
])("a rule's score of %s goes before the level", (score, severity) => {
  expect(one({ level: "error" }, driver([{ id: "r", properties: { "security-severity": score } }]))[0]).toMatchObject({ severity });
});

test("rules stand before or behind results, in the driver or an extension", () => {
  const rule = { id: "r", shortDescription: { text: "Rule" }, properties: { "security-severity": "9.1", tags: ["external/cwe/cwe-079", "security"] } };
  const expected = { severity: "critical", title: "Rule", aliases: ["CWE-79"], score: 9.1 };
  expect(read({ results: [{ ruleId: "r", message: {} }], tool: driver([rule]) }).findings[0]).toMatchObject(expected);
  expect(read({ tool: driver([rule]), results: [{ ruleIndex: 0, message: {} }] }).findings[0]).toMatchObject(expected);
  expect(read({ tool: { driver: { name: "x" }, extensions: [{ name: "pack", rules: [rule] }] }, results: [{ rule: { index: 0, toolComponent: { index: 0 } } }] }).findings[0]).toMatchObject(expected);
  expect(read({ tool: driver([rule]), results: [{ ruleId: "r/sub" }] }).findings[0]).toMatchObject({ ...expected, rule: "r/sub" });
  // A place that belongs to another rule is not believed.
  expect(read({ tool: driver([{ id: "mild", properties: { "security-severity": "1" } }, rule]), results: [{ ruleId: "r", ruleIndex: 0 }] }).findings[0]).toMatchObject(expected);
});

test.each([
  [{ level: "error" }, "high"],
  [{ level: "warning" }, "medium"],
  [{ level: "note" }, "low"],
  // Without a severity, and a failure all the same.
  [{ level: "none" }, "unknown"],
  [{}, "medium"],
  [{ level: "fatal" }, "unknown"],
  [{ level: "constructor" }, "unknown"],
  [{ kind: "review", level: "none" }, "medium"],
  [{ kind: "open" }, "medium"],
  [{ level: "note", properties: { "security-severity": "9.9" } }, "critical"],
  // What Trivy and grype write for "unknown".
  [{ level: "note", properties: { "security-severity": "0.0" } }, "unknown"],
  [{ level: "error", properties: { "security-severity": "0.0" } }, "high"],
])("%j is %s", (result, severity) => {
  expect(one(result).map((finding) => finding.severity)).toEqual([severity]);
});

test("the level of a rule holds where the result has none, and the command line's goes before it", () => {
  const tool = driver([{ id: "r", defaultConfiguration: { level: "note" } }]);
  expect(one({}, tool)[0]).toMatchObject({ severity: "low" });
  const invocations = [{ executionSuccessful: true, ruleConfigurationOverrides: [{ descriptor: { id: "r" }, configuration: { level: "error" } }] }];
  expect(read({ tool, invocations, results: [{ ruleId: "r" }] }).findings[0]).toMatchObject({ severity: "high" });
});

test("the level of Fortify's exporters says nothing", () => {
  expect(one({ level: "warning" }, driver([], "Fortify SCA"))[0]).toMatchObject({ severity: "unknown" });
});

test.each(["pass", "notApplicable", "informational"])("kind %s is no finding", (kind) => {
  expect(one({ kind })).toEqual([]);
  expect(one({ kind, level: "none" })).toEqual([]);
  // With such a kind a level must be none (section 3.27.10): which of the two is wrong nobody knows.
  expect(one({ kind, level: "error" })).toMatchObject([{ severity: "high" }]);
});

test.each([
  [{ baselineState: "absent" }, "fixed"],
  [{ baselineState: "unchanged" }, "open"],
  [{ suppressions: [{ status: "accepted" }] }, "suppressed"],
  [{ suppressions: [{ status: "accepted" }, { status: "underReview" }] }, "open"],
  [{ suppressions: [{ status: "rejected" }] }, "open"],
])("%j is %s", (result, state) => {
  expect(one(result)[0]).toMatchObject({ state });
});

test("a run that did not look, did not end well, or keeps its results elsewhere has failed", () => {
  expect(read({ tool: driver() }).failures).toEqual(["codeql lists no results, not even an empty list: it did not look"]);
  expect(read({ tool: driver(), results: [], invocations: [{ executionSuccessful: false }] }).failures).toEqual(["codeql says that it did not end well"]);
  expect(read({ tool: driver(), results: [], externalPropertyFileReferences: { results: [{ location: {} }] } }).failures).toEqual(["results of codeql are in other files"]);
  const inlined = Buffer.from(JSON.stringify({ version: "2.1.0", runs: [{ tool: driver(), results: [] }], inlineExternalProperties: [{ results: [{}] }] }));
  expect(readReport(sourceOfBytes("report.sarif", inlined)).failures).toHaveLength(1);
});

test("several tools in one file: each finding has its own", () => {
  const runs = [{ tool: driver(), results: [{ ruleId: "a" }] }, { tool: driver([], "gitleaks"), results: [{ ruleId: "b" }] }];
  const { tool, findings } = readReport(sourceOfBytes("report.sarif", Buffer.from(JSON.stringify({ version: "2.1.0", runs }))));
  expect(tool).toBe("codeql");
  expect(findings.map((finding) => `${finding.tool} ${finding.kind} ${finding.rule}`)).toEqual(["codeql code a", "gitleaks secret b"]);
});

test("neither a secret nor a person's address reaches a finding", () => {
  const secret = { message: { text: 'The hard-coded value "hunter2" is used' }, locations: [{ physicalLocation: { artifactLocation: { uri: "a.js" }, region: { startLine: 3, snippet: { text: "hunter2" } } } }], partialFingerprints: { commitSha: "c", email: "ada@example.com" } };
  const findings = [...one(secret, driver([], "gitleaks")), ...one({ ...secret, ruleId: "js/hardcoded-credentials" }), ...one(secret, driver([{ id: "r", properties: { tags: ["external/cwe/cwe-798"] } }]))];
  expect(findings).toHaveLength(3);
  expect(JSON.stringify(findings)).not.toMatch(/hunter2|example\.com/);
});

test("an identity of the tool's is kept as a hash, other for other files", () => {
  const at = (uri: string, hash: string) => one({ partialFingerprints: { primaryLocationLineHash: hash }, locations: [{ physicalLocation: { artifactLocation: { uri } } }] })[0]!.nativeId;
  expect(at("a.js", "1")).toMatch(/^[\da-f]{32}$/);
  expect(at("a.js", "1")).toBe(at("a.js", "1"));
  expect(new Set([at("a.js", "1"), at("b.js", "1"), at("a.js", "2")]).size).toBe(3);
});

test("a file that is named by its place in the list, with blanks escaped", () => {
  const { findings } = read({ tool: driver(), artifacts: [{ location: { uri: "src/my%20file.js" } }], results: [{ ruleId: "r", locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }] }] });
  expect(findings[0]!.location.path).toBe("src/my file.js");
});

test.each([
  ["another version", { version: "2.0.0", runs: [] }],
  ["a result that is none", { version: "2.1.0", runs: [{ tool: driver(), results: ["r"] }] }],
  ["results that are no list", { version: "2.1.0", runs: [{ tool: driver(), results: {} }] }],
  ["a run without a tool", { version: "2.1.0", runs: [{ results: [] }] }],
  ["runs that are null", { version: "2.1.0", runs: null }],
])("%s is refused", (_, log) => {
  expect(() => readReport(sourceOfBytes("report.sarif", Buffer.from(JSON.stringify(log))), "sarif")).toThrow(UnreadableReport);
});

test("what another tool loaded and looked at in the same file proves nothing for the first", () => {
  const run = (name: string, rules: readonly object[], artifacts: readonly object[], endTimeUtc: string) => ({ tool: driver(rules, name), artifacts, results: [], invocations: [{ executionSuccessful: true, endTimeUtc }] });
  const runs = [run("semgrep", [], [], "2026-11-01T00:00:00Z"), run("eslint", [{ id: "a" }], [{ location: { uri: "a.ts" } }], "2026-11-22T00:00:00Z")];
  const of = (all: readonly object[]) => readReport(sourceOfBytes("report.sarif", Buffer.from(JSON.stringify({ version: "2.1.0", runs: all }))));
  expect(of(runs)).toMatchObject({ tool: "semgrep", rules: undefined, looked: undefined, time: "2026-11-01T00:00:00Z" });
  expect(of([...runs].reverse())).toMatchObject({ tool: "eslint", rules: 1, looked: 1, time: "2026-11-22T00:00:00Z" });
});
