import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import type { Log, Run } from "sarif";
import { gateFormats } from "../../../../scripts/gate";
import { attacked, evidenceOf, inCode, judged, mixed, subject, verdictOf } from "../../../support/verdicts";

/** The official schema is written in JSON Schema draft 4, of which it uses nothing that later drafts read otherwise but the name of `$id`. */
const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(join(__dirname, "../../../fixtures/sarif/sarif-2.1.0-rtm.5.json"), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

const logOf = (verdict = mixed()): Log => JSON.parse(gateFormats.sarif(verdict)) as Log;
const runOf = (log: Log, tool: string): Run => log.runs.find((run) => run.tool.driver.name === tool)!;

it.each([
  ["one of each", mixed()],
  ["nothing", verdictOf({ reports: [] })],
  ["hostile names", attacked()],
  ["a pull request", mixed({ subject: { ...subject, event: "pull-request" } })],
])("%s: valid SARIF 2.1.0", (_, verdict) => {
  validate(logOf(verdict));
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ ...logOf(verdict), version: "2.0.0" })).toBe(false);
});

it("has a run of the gate, and one a tool whether it found something or not", () => {
  const log = logOf();
  expect(log.runs.map((run) => run.tool.driver.name)).toEqual(["Portcullis gate", "grype", "semgrep", "trivy"]);
  expect(new Set(log.runs.map((run) => run.automationDetails?.id)).size).toBe(4);
  expect(runOf(log, "grype").results).toEqual([]);
  expect(runOf(log, "semgrep").invocations?.[0]?.executionSuccessful).toBe(false);
});

it("says in the gate's run what is wrong besides findings, and warns apart", () => {
  const gate = runOf(logOf(), "Portcullis gate");
  expect(gate.results?.map(({ ruleId, level }) => [ruleId, level])).toEqual([["report-missing", "error"]]);
  expect(gate.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toContain("Waiver W-1 ends");
  expect(gate.properties).toMatchObject({ outcome: "block", commit: subject.commit });
});

it("ranks by severity, keeps the fingerprint, and suppresses what is waived by name of the waiver", () => {
  const log = logOf();
  const [dependency] = runOf(log, "trivy").results!;
  expect(dependency).toMatchObject({ ruleId: "CVE-2021-44228", level: "error", partialFingerprints: { "portcullis/f1": "f1-log4j" }, properties: { "security-severity": "9.5", standing: "blocks", tools: ["grype", "trivy"] } });
  expect(runOf(log, "trivy").tool.driver.rules?.[0]).toMatchObject({ id: "CVE-2021-44228", defaultConfiguration: { level: "error" }, properties: { "security-severity": "9.5" } });
  const code = runOf(log, "semgrep").results!;
  expect(code.map(({ suppressions }) => suppressions?.[0]?.justification)).toEqual(["waiver W-1: The page is not served.", undefined, undefined]);
  expect(code.map(({ level }) => level)).toEqual(["error", "warning", "warning"]);
  expect(code[0]?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "src/page-1.ts", uriBaseId: "SRCROOT" }, region: { startLine: 2 } });
  expect(runOf(log, "semgrep").tool.driver.rules?.[0]?.properties?.tags).toContain("external/cwe/cwe-79");
});

it("leaves out what is closed, and tells what is new from what was there only on a pull request", () => {
  const states = (event: "pull-request" | "promotion") => runOf(logOf(mixed({ subject: { ...subject, event } })), "semgrep").results!.map(({ baselineState }) => baselineState);
  expect(states("promotion")).toEqual([undefined, undefined, undefined]);
  expect(states("pull-request")).toEqual(["new", "new", "unchanged"]);
});

it.each(["/etc/passwd", "../outside.ts", "C:\\windows", "file:///etc/passwd"])("%s is no location in the repository", (path) => {
  expect(runOf(logOf(verdictOf({ findings: [inCode(1, { location: { path, line: 3, endLine: 5 } })] })), "semgrep").results?.[0]?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "verdict.json", uriBaseId: "SRCROOT" }, region: { startLine: 1 } });
});

it("a finding cannot link out of its message", () => {
  const log = logOf(verdictOf({ findings: [judged({ title: "see [here](https://evil.example)" })] }));
  expect(runOf(log, "trivy").results?.[0]?.message.text).toContain("[here] (https://evil.example)");
});

it("keeps the worst of what GitHub takes, and counts the rest", () => {
  const findings = Array.from({ length: 5003 }, (_, number) => inCode(number, { severity: number === 5002 ? "critical" : "low" }));
  const run = runOf(logOf(verdictOf({ findings, reports: [evidenceOf("semgrep")] })), "semgrep");
  expect(run.results).toHaveLength(5000);
  expect(run.results?.[0]?.partialFingerprints).toEqual({ "portcullis/f1": "f1-code-5002" });
  expect(run.properties).toEqual({ leftOut: 3 });
});
