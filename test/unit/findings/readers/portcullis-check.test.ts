import { checkFormats, type CheckReport } from "../../../../scripts/checkov";
import { readReport, sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";

const finding: CheckReport["findings"][number] = {
  rule: "CKV_AWS_18",
  risk: "medium",
  result: "fail",
  address: "aws_s3_bucket.archive",
  reason: "not so",
  remedy: "Mend it.",
  environment: "dev",
  stack: "dev-audit",
  title: "Ensure the S3 bucket has access logging enabled",
  phases: ["synth"],
  source: { file: "stacks/audit/archive.ts", line: 12 },
};
const report: CheckReport = {
  version: 1,
  checkov: "3.3.30",
  checks: 1160,
  policies: ["CKV_PORTCULLIS_1"],
  stacks: [
    { stack: "dev-audit", phase: "synth", resources: 12, evaluations: 34, deletes: 0 },
    { stack: "dev-network", phase: "synth", resources: 30, evaluations: 51, deletes: 0 },
  ],
  excluded: 3,
  findings: [finding],
  waivers: [],
};
/** As `./portcullis check --format json` prints it. */
const read = (changed: Partial<CheckReport> = {}) => readReport(sourceOfBytes("check.json", Buffer.from(checkFormats.json({ ...report, ...changed }))));

test("says by itself which checks looked at how many resources, and neither commit nor time", () => {
  const known = read();
  expect(known).toMatchObject({ format: "portcullis-check", tool: "portcullis-check", toolVersion: "3.3.30", rules: 1160, looked: 42, lookedAt: "resources", failures: [], contradictions: [] });
  expect([known.commit, known.time]).toEqual([undefined, undefined]);
});

test("a failure of a check is open, one that policies/waivers.yaml lifts is mitigated", () => {
  const { findings } = read({ findings: [finding, { ...finding, address: "aws_s3_bucket.logs", risk: "high", source: undefined, waiver: "C-1" }] });
  expect(findings).toMatchObject([
    { rule: "CKV_AWS_18", kind: "infrastructure", severity: "medium", state: "open", location: { path: "stacks/audit/archive.ts", line: 12, resource: "dev-audit aws_s3_bucket.archive" } },
    { severity: "high", state: "mitigated", location: { resource: "dev-audit aws_s3_bucket.logs" }, note: "waiver C-1" },
  ]);
});

test("a stack that no check answered was not looked at", () => {
  expect(read({ stacks: [report.stacks[0]!, { ...report.stacks[1]!, evaluations: 0 }] }).failures).toEqual(["no check judged dev-network"]);
  expect(read({ stacks: [report.stacks[0]!, { ...report.stacks[1]!, resources: 0, evaluations: 0 }] }).failures).toEqual([]);
});

test("a finding in a stack that it does not list is a contradiction", () => {
  expect(read({ findings: [{ ...finding, stack: "prod-audit" }] }).contradictions).toEqual(["it lists a finding in prod-audit, which is none of its stacks"]);
});

test("what the command prints where it fails is no report", () => {
  expect(() => readReport(sourceOfBytes("check.json", Buffer.from('{ "error": { "id": "synth-failed" } }')), "portcullis-check")).toThrow(UnreadableReport);
});
