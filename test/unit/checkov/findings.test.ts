import { findingsOf } from "../../../scripts/checkov/findings";
import type { ScanAnswer } from "../../../scripts/checkov/scanner";
import type { CheckedPlan } from "../../../scripts/checkov";
import { files, goodAnswer, path, settings } from "./answers";

const stack = { id: "dev-audit", environment: "dev", resources: { "aws_s3_bucket.logs": { path: "dev-audit/logs/bucket", source: [{ file: "modules/bucket/secure-bucket.ts", line: 65 }], controls: [], watches: [] } } };
const planPath = "/run/plans/0.json";
const [synthesised, planned] = [{ ...files[0]!, stack }, { name: "dev-audit.json", path: planPath, kind: "plans" as const, addresses: [], stack }];
const plan = (address: string): CheckedPlan & { of: typeof stack } => ({
  name: "dev-audit.json",
  stack: "dev-audit",
  of: stack,
  plan: { format_version: "1.2", resource_changes: [{ address, mode: "managed", type: address.split(".")[0]!, name: "x", change: { actions: ["delete"], before: {}, after: null } }] },
});
const record = (check: string, file = path) => ({ file, address: "aws_s3_bucket.logs", check, name: "title", result: "FAILED" as const });
const answer = (changed: Partial<ScanAnswer> = {}): ScanAnswer => ({ ...goodAnswer, ...changed });

test("a failure stands at the construct and the line that made it; what passed does not", () => {
  expect(findingsOf(answer(), [synthesised], [], settings)).toEqual([
    {
      rule: "CKV_AWS_18",
      title: "Access is logged",
      risk: "high",
      result: "fail",
      address: "aws_s3_bucket.logs",
      constructPath: "dev-audit/logs/bucket",
      source: { file: "modules/bucket/secure-bucket.ts", line: 65 },
      reason: expect.stringContaining("Access is logged"),
      remedy: expect.stringContaining("policies/waivers.yaml"),
      environment: "dev",
      stack: "dev-audit",
      phases: ["synth"],
    },
  ]);
});

test("its risk is the policy's own, else that of the list, else high", () => {
  const records = ["CKV_PORTCULLIS_CANARY", "CKV_AWS_21", "CKV_AWS_18"].map((check) => record(check));
  expect(findingsOf(answer({ synthesised: { ...goodAnswer.synthesised, records } }), [synthesised], [], settings).map(({ risk, remedy }) => [risk, remedy.slice(0, 12)])).toEqual([
    ["critical", "Let it sing."],
    ["low", "Mend it wher"],
    ["high", "Mend it wher"],
  ]);
});

test("what is seen in the tree and in its plan is one finding", () => {
  const both = answer({ plans: { files: {}, records: [record("CKV_AWS_18", planPath)], unparsed: [] } });
  expect(findingsOf(both, [synthesised, planned], [], settings)).toEqual([expect.objectContaining({ rule: "CKV_AWS_18", phases: ["synth", "plan"] })]);
});

test("a check that broke off leaves the resource unknown, which stands like a failure", () => {
  const broken = answer({ complaints: [`Failed to run check CKV_AWS_21 on /..${path}:aws_s3_bucket.logs: KeyError: 'rule'`] });
  expect(findingsOf(broken, [synthesised], [], settings)).toContainEqual(expect.objectContaining({ rule: "CKV_AWS_21", result: "unknown", reason: expect.stringContaining("KeyError: 'rule'") }));
});

test("what a plan destroys is found although checkov says nothing of it", () => {
  expect(findingsOf(answer(), [], [plan("aws_kms_key.archive")], settings)).toEqual([
    expect.objectContaining({ rule: "CKV_PORTCULLIS_RESOURCE_DELETED", risk: "critical", address: "aws_kms_key.archive", phases: ["plan"] }),
  ]);
  expect(findingsOf(answer(), [], [plan("aws_route.a")], settings)).toEqual([]);
});

test("an instance leads to its one declaration", () => {
  const records = [{ ...record("CKV_AWS_18"), address: 'aws_s3_bucket.logs["a"]' }];
  expect(findingsOf(answer({ synthesised: { ...goodAnswer.synthesised, records } }), [synthesised], [], settings)[0]?.constructPath).toBe("dev-audit/logs/bucket");
});
