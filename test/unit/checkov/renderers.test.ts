import type { Log } from "sarif";
import { checkFormats, type CheckFinding, type CheckReport } from "../../../scripts/checkov";

const finding = (changed: Partial<CheckFinding> = {}): CheckFinding => ({
  rule: "CKV_AWS_18",
  title: "Access is logged",
  risk: "high",
  result: "fail",
  address: "aws_s3_bucket.logs",
  constructPath: "dev-audit/logs/bucket",
  source: { file: "modules/bucket/secure-bucket.ts", line: 65 },
  reason: "not so",
  remedy: "Mend it.",
  environment: "dev",
  stack: "dev-audit",
  phases: ["synth"],
  ...changed,
});
const report = (findings: readonly CheckFinding[]): CheckReport => ({
  version: 1,
  checkov: "3.3.30",
  checks: 10,
  policies: [],
  stacks: [
    { stack: "dev-audit", phase: "synth", resources: 4, evaluations: 9, deletes: 0 },
    { stack: "dev-edge", phase: "synth", resources: 2, evaluations: 3, deletes: 0 },
  ],
  excluded: 0,
  findings,
  waivers: [],
});

describe("JUnit", () => {
  const xml = checkFormats.junit(report([finding(), finding({ rule: "CKV_AWS_19", waiver: "C-1" })]));

  it("has a suite a stack, with counts that add up", () => {
    expect(xml).toMatch(/<testsuites name="checkov 3\.3\.30" tests="4" failures="1" skipped="1" errors="0">/);
    expect(xml).toMatch(/<testsuite name="dev-audit" tests="3" failures="1" skipped="1" errors="0">/);
    expect(xml).toMatch(/<testsuite name="dev-edge" tests="1" failures="0" skipped="0" errors="0">/);
  });

  it("says what failed, where, and which waiver lifts the rest", () => {
    expect(xml).toMatch(/<testcase name="CKV_AWS_18 Access is logged" classname="dev-audit\/logs\/bucket" file="modules\/bucket\/secure-bucket\.ts" line="65">\s*<failure message="not so" type="high">aws_s3_bucket\.logs&#10;modules/);
    expect(xml).toContain('<skipped message="waiver C-1"/>');
  });

  it("says of a stack without findings how much was looked at", () => {
    expect(xml).toContain('<testcase name="3 checks of 2 resources" classname="dev-edge"/>');
  });

  it("escapes what would break out of it, and replaces what XML cannot hold", () => {
    expect(checkFormats.junit(report([finding({ reason: `"><script>&'\u0000\u001b` })]))).toContain('message="&quot;&gt;&lt;script&gt;&amp;&apos;\ufffd\ufffd"');
  });
});

test("SARIF: at the line that made the construct, in a category of its own, waived ones suppressed", () => {
  const { runs } = JSON.parse(checkFormats.sarif(report([finding(), finding({ rule: "CKV_AWS_19", waiver: "C-1" })]))) as Log;
  expect(runs[0]?.automationDetails?.id).toBe("portcullis-check/");
  expect(runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "modules/bucket/secure-bucket.ts", uriBaseId: "SRCROOT" }, region: { startLine: 65 } });
  expect(runs[0]?.results?.map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.justification])).toEqual([["CKV_AWS_18", undefined], ["CKV_AWS_19", "waiver C-1"]]);
});

test("JSON is the report", () => {
  expect(JSON.parse(checkFormats.json(report([finding()])))).toEqual(report([finding()]));
});
