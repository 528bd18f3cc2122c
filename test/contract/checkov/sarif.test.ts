import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { checkFormats, type CheckFinding, type CheckReport } from "../../../scripts/checkov";

/** The official schema is written in JSON Schema draft 4, of which it uses nothing that later drafts read otherwise but the name of `$id`. */
const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(join(__dirname, "../../fixtures/sarif/sarif-2.1.0-rtm.5.json"), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

const finding = (changed: Partial<CheckFinding> = {}): CheckFinding => ({ rule: "CKV_AWS_18", title: "Access is logged", risk: "high", result: "fail", address: "aws_s3_bucket.logs", constructPath: "dev-audit/logs/bucket", source: { file: "modules/bucket/secure bucket.ts", line: 65 }, reason: "not so", remedy: "Mend it.", environment: "dev", stack: "dev-audit", phases: ["synth"], ...changed });
const report = (findings: readonly CheckFinding[]): CheckReport => ({ version: 1, checkov: "3.3.30", checks: 10, policies: [], stacks: [], excluded: 0, findings, waivers: [] });

test.each([
  ["findings, waived and unknown ones, with and without a source", report([finding(), finding({ waiver: "C-1" }), finding({ result: "unknown", source: undefined, constructPath: undefined }), finding({ risk: "low", reason: "\u001b[31m\u202e" })])],
  ["nothing", report([])],
])("%s: valid SARIF 2.1.0", (_, given) => {
  validate(JSON.parse(checkFormats.sarif(given)));
  expect(validate.errors ?? []).toEqual([]);
});

test("the schema refuses what is not SARIF, so the test above can fail", () => {
  expect(validate({ ...JSON.parse(checkFormats.sarif(report([finding()]))), version: "2.0.0" })).toBe(false);
});
