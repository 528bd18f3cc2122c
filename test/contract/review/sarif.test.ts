import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import type { Log } from "sarif";
import type { RuleFinding } from "../../../policies/rule";
import { buildReview, buildStackReview, render } from "../../../scripts/review";
import { identity, plan, resource, weakening } from "../../unit/review/plans";

/** The official schema is written in JSON Schema draft 4, of which it uses nothing that later drafts read otherwise but the name of `$id`. */
const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(join(__dirname, "../../fixtures/sarif/sarif-2.1.0-rtm.5.json"), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

const finding = (more: Partial<RuleFinding> = {}): RuleFinding => ({ rule: "kms-rotation", risk: "high", result: "fail", address: "aws_kms_key.archive", constructPath: "prod-audit/archive", source: { file: "modules/audit/log archive.ts", line: 17 }, reason: "rotation is off", remedy: "turn it on", ...more });
const sarif = (findings: readonly RuleFinding[], of = weakening) => JSON.parse(render(buildReview({ title: "t", stacks: [buildStackReview({ plan: of, identity, findings })] }), "sarif", { toolVersion: "0.1.0" })) as Log;
const run = (log: Log) => log.runs[0]!;

test.each([
  ["findings and risky changes", sarif([finding(), finding({ rule: "low-rule", risk: "low" }), finding({ waiver: "W-1", address: "a.b" })])],
  ["nothing", sarif([], plan([]))],
])("%s: valid SARIF 2.1.0", (_, log) => {
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
});

test("the schema refuses what is not SARIF, so the test above can fail", () => {
  const log = sarif([finding()]);
  expect(validate({ ...log, version: "2.0.0" })).toBe(false);
  expect(validate({ ...log, runs: [{ ...run(log), results: [{ level: "fatal" }] }] })).toBe(false);
});

test("a finding stands at its line in the source, with rule, level and severity", () => {
  const { tool, results } = run(sarif([finding()]));
  const result = results?.find(({ ruleId }) => ruleId === "kms-rotation");
  expect(result).toMatchObject({ level: "error", properties: { "security-severity": "8.0", risk: "high", address: "aws_kms_key.archive", stack: "prod-audit" } });
  expect(result?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "modules/audit/log%20archive.ts", uriBaseId: "SRCROOT" }, region: { startLine: 17 } });
  expect(tool.driver.rules?.[result?.ruleIndex ?? -1]).toMatchObject({ id: "kms-rotation", help: { text: "turn it on" }, properties: { "security-severity": "8.0" } });
});

test("a dangerous change is a result too", () => {
  const destroyed = run(sarif([])).results?.find(({ ruleId }) => ruleId === "protection-removed");
  expect(destroyed?.level).toBe("error");
  expect(destroyed?.message.text).toContain("destroy aws_cloudtrail.trail in prod-audit. API calls are no longer recorded");
  expect(destroyed?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("main.ts");
});

test("every result has a fingerprint of rule, stack and address that survives a moved line", () => {
  const of = (line: number) => run(sarif([finding({ source: { file: "a.ts", line } })])).results?.map(({ partialFingerprints }) => partialFingerprints?.["portcullis/v1"]);
  expect(of(1)).toEqual(of(99));
  expect(new Set(of(1)).size).toBe(of(1)?.length);
});

test("a waived finding is suppressed and names its waiver", () => {
  expect(run(sarif([finding({ waiver: "W-1" })], plan([]))).results?.[0]?.suppressions).toEqual([{ kind: "external", status: "accepted", justification: "waiver W-1" }]);
});

test.each(["/etc/passwd", "../outside.ts", "C:\\windows", "file:///etc/passwd"])("%s is no location in the repository", (file) => {
  expect(run(sarif([finding({ source: { file, line: 3 } })], plan([]))).results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("main.ts");
});

test("what GitHub would drop is counted; the riskiest stay", () => {
  const many = Array.from({ length: 5005 }, (_, index) => finding({ address: `a.n${index}`, risk: index === 5004 ? "critical" : "low" }));
  const { results, properties } = run(sarif(many, plan([resource("aws_vpc.a", { before: { a: 1 }, after: { a: 2 } })])));
  expect(results).toHaveLength(5000);
  expect(results?.[0]?.properties?.["risk"]).toBe("critical");
  expect(properties?.["leftOut"]).toBe(5);
});
