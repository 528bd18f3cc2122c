import type { ScannedFile } from "../../../scripts/checkov/evidence";
import type { ScanAnswer } from "../../../scripts/checkov/scanner";
import type { CheckSettings } from "../../../scripts/checkov/settings";

export const path = "/run/dev-audit.tf.json";
const policy = "CKV_PORTCULLIS_CANARY";

/** A run in which everything was as it must be: one stack with one bucket that fails one check. */
export const goodAnswer: ScanAnswer = {
  version: "3.3.30",
  builtInChecks: 2,
  checks: ["CKV_AWS_18", "CKV_AWS_21", policy],
  policies: [{ id: policy, title: "It sings", risk: "critical", remedy: "Let it sing.", module: "canary" }],
  canaries: [
    { kind: "synthesised", check: policy, address: "aws_s3_bucket.a", wanted: "FAILED", heard: "FAILED" },
    { kind: "synthesised", check: policy, address: "aws_s3_bucket.b", wanted: "PASSED", heard: "PASSED" },
  ],
  synthesised: {
    files: { [path]: ["aws_s3_bucket.logs"] },
    records: [
      { file: path, address: "aws_s3_bucket.logs", check: "CKV_AWS_18", name: "Access is logged", result: "FAILED" },
      { file: path, address: "aws_s3_bucket.logs", check: "CKV_AWS_21", name: "Versions are kept", result: "PASSED" },
    ],
    unparsed: [],
  },
  plans: { files: {}, records: [], unparsed: [] },
  complaints: [],
};

export const files: readonly ScannedFile[] = [{ name: "dev-audit", path, kind: "synthesised", addresses: ["aws_s3_bucket.logs"] }];

export const settings: CheckSettings = {
  excluded: [],
  risks: new Map([["CKV_AWS_21", "low"]]),
  expected: { version: "3.3.30", builtInChecks: 2 },
  folder: "/policies",
  policyFiles: ["canary"],
};
