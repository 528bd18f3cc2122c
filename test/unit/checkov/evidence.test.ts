import { existsSync } from "node:fs";
import { join } from "node:path";
import { demandEvidence } from "../../../scripts/checkov/evidence";
import type { ScanAnswer } from "../../../scripts/checkov/scanner";
import type { PortcullisError } from "../../../scripts/errors";
import { files, goodAnswer, path, settings } from "./answers";

const fault = (answer: Partial<ScanAnswer>, named: readonly { check: string; where: string }[] = [], given = files) => {
  try {
    demandEvidence({ ...goodAnswer, ...answer }, given, settings, named);
  } catch (error) {
    const { exitCode, fault: { id, details } } = error as PortcullisError;
    return { id, exitCode, details: details?.join("\n") ?? "" };
  }
  return undefined;
};
const scanned = (changed: Partial<ScanAnswer["synthesised"]>) => ({ synthesised: { ...goodAnswer.synthesised, ...changed } });

test("a run that shows everything is believed", () => {
  expect(fault({})).toBeUndefined();
  expect(fault({}, [{ check: "CKV_AWS_18", where: "here" }])).toBeUndefined();
});

const doubts: readonly [string, string, Partial<ScanAnswer>, RegExp][] = [
  ["another version", "checkov-version", { version: "3.3.31" }, /expected 3\.3\.30, found 3\.3\.31/],
  ["checks that are gone", "checkov-checks-lost", { builtInChecks: 1 }, /expected 2, loaded 1/],
  ["a policy that did not load", "checkov-policy-missing", { policies: [] }, /canary\.py did not give CKV_PORTCULLIS_CANARY/],
  ["a policy of another name", "checkov-policy-missing", { policies: [...goodAnswer.policies, { id: "CKV_OTHER", title: "", risk: null, remedy: null, module: "canary" }] }, /CKV_OTHER of canary has no file/],
  ["a policy that nothing must fail", "checkov-policy-missing", { canaries: goodAnswer.canaries.slice(1) }, /has no violations/],
  ["a policy that lets its violation through", "checkov-policy-silent", { canaries: goodAnswer.canaries.map((canary) => ({ ...canary, heard: "PASSED" })) }, /must say FAILED of aws_s3_bucket\.a \(as synthesised\) and said PASSED/],
  ["a policy that says nothing", "checkov-policy-silent", { canaries: goodAnswer.canaries.map((canary) => ({ ...canary, heard: "NOTHING" })) }, /said NOTHING/],
  ["a file that could not be parsed", "checkov-file-unread", scanned({ unparsed: [path] }), /dev-audit \(cdk\.tf\.json\)/],
  ["a file that is not there", "checkov-file-unread", scanned({ files: {} }), /dev-audit/],
  ["a resource that was not seen", "checkov-resources-missed", scanned({ files: { [path]: [] } }), /dev-audit: aws_s3_bucket\.logs/],
  ["no answer at all", "checkov-silent", scanned({ records: [] }), /1 resources, 3 checks, no answer/],
  ["an error that it went on after", "checkov-complained", { complaints: ["Cannot load external check 'x'"] }, /Cannot load external check/],
  ["a check that broke off on a file that nobody gave it", "checkov-complained", { complaints: ["Failed to run check CKV_AWS_1 on /elsewhere.json:a.b: KeyError: 'x'"] }, /elsewhere/],
];

test.each(doubts)("%s: %s", (_, id, answer, details) => {
  expect(fault(answer)).toEqual({ id, exitCode: 3, details: expect.stringMatching(details) });
  expect(existsSync(join(__dirname, `../../../docs/runbooks/${id}.md`))).toBe(true);
});

test("a check id that nobody knows is a mistake of whoever wrote it, with its place", () => {
  expect(fault({}, [{ check: "CKV_AWS_999999", where: "policies/checkov/excluded.yaml" }])).toEqual({ id: "checkov-check-unknown", exitCode: 2, details: "policies/checkov/excluded.yaml: CKV_AWS_999999" });
});

test("policies must prove themselves on plans as well where plans are judged", () => {
  const plan = { name: "p.json", path: "/run/plans/0.json", kind: "plans" as const, addresses: [] };
  expect(fault({}, [], [...files, plan])).toMatchObject({ id: "checkov-policy-missing" });
});

test("a check that broke off on a resource of ours is a finding, and on a canary nothing", () => {
  expect(fault({ complaints: [`Failed to run check CKV_AWS_18 on /..${path}:aws_s3_bucket.logs: KeyError: 'x'`, "Failed to run check CKV_AWS_192 on /../portcullis-checkov-a1/canaries.tf.json:a.b"] })).toBeUndefined();
});
