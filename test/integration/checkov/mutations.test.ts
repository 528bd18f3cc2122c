import type { CheckReport } from "../../../scripts/checkov";
import type { Tree } from "../../../scripts/synthesis";
import { CheckBench, only, planOf } from "./bench";

/** What checkov lets through by itself; each weakening of a real stack must be found by one check more than before. */
const bench = new CheckBench();
afterAll(() => bench.remove());
afterEach(() => bench.resetPolicies());

const standing = ({ findings }: CheckReport): readonly string[] => findings.filter(({ waiver }) => waiver === undefined).map(({ rule }) => rule);
const audit = { environment: "prod", stacks: ["audit"] };
const edge = { environment: "prod", stacks: ["edge"] };

type Change = Parameters<CheckBench["changed"]>[1];
const acl = "prod-edge-eu-central-1";
const weakenings: readonly [string, string, string, Change][] = [
  ["a trail that records writes only", "prod-audit", "CKV_PORTCULLIS_TRAIL_RECORDS_EVERYTHING", (tree) => Object.assign(only(tree, "aws_cloudtrail"), { advanced_event_selector: undefined, event_selector: [{ read_write_type: "WriteOnly", include_management_events: true }] })],
  ["an archive that is locked for a day", "prod-audit", "CKV_PORTCULLIS_OBJECT_LOCK_RETENTION", (tree) => Object.assign(only(tree, "aws_s3_bucket_object_lock_configuration"), { rule: { default_retention: { mode: "GOVERNANCE", days: 1 } } })],
  ["an archive that is emptied when it is destroyed", "prod-audit", "CKV_PORTCULLIS_BUCKET_KEPT", (tree) => Object.assign(only(tree, "aws_s3_bucket"), { force_destroy: true })],
  ["a bucket that takes plain HTTP", "prod-audit", "CKV_PORTCULLIS_BUCKET_TLS_ONLY", (tree) => Object.assign(only(tree, "aws_s3_bucket_policy"), { policy: '{"Version":"2012-10-17","Statement":[]}' })],
  ["a key that is gone after a week", "prod-audit", "CKV_PORTCULLIS_KEY_DELETION_WINDOW", (tree) => Object.assign(only(tree, "aws_kms_key"), { deletion_window_in_days: 7 })],
  ["a Web ACL without rules", acl, "CKV_PORTCULLIS_WEB_ACL_MEASURED", (tree) => Object.assign(only(tree, "aws_wafv2_web_acl"), { rule: undefined })],
  ["a log of a Web ACL with cookies", acl, "CKV_PORTCULLIS_WEB_ACL_LOG_REDACTED", (tree) => Object.assign(only(tree, "aws_wafv2_web_acl_logging_configuration"), { redacted_fields: [] })],
  ["a flow log of refusals only", "prod-network-eu-central-1", "CKV_PORTCULLIS_FLOW_LOG_ALL_TRAFFIC", (tree) => Object.assign(only(tree, "aws_flow_log"), { traffic_type: "REJECT" })],
  ["a role that every branch can take", "prod-bootstrap", "CKV_PORTCULLIS_FEDERATED_SUBJECT_EXACT", (tree) => {
    for (const role of Object.values(tree.resource["aws_iam_role"]!)) role["assume_role_policy"] = String(role["assume_role_policy"]).replaceAll(":environment:prod-plan", ":*");
  }],
];

test("every weakening of a real stack is found, at that stack, and nothing else stands because of it", async () => {
  let tree: Tree | undefined;
  for (const [, stack, , change] of weakenings) tree = await bench.changed(stack, change, tree);
  const { findings } = await bench.check({ environment: "prod" }, { tree });
  const found = findings.filter(({ rule, waiver }) => rule.startsWith("CKV_PORTCULLIS_") && waiver === undefined).map(({ rule, stack }) => `${rule} in ${stack}`);
  expect([...new Set(found)].sort()).toEqual(weakenings.map(([, stack, check]) => `${check} in ${stack}`).sort());
});

test("a plan is judged like the tree, and what it destroys is found", async () => {
  const plan = planOf("prod-audit", { "aws_imagebuilder_infrastructure_configuration.build": { name: "x", instance_profile_name: "x", instance_metadata_options: [{ http_tokens: "optional" }], terminate_instance_on_failure: true } }, ["aws_kms_key.gone", "aws_route.gone"]);
  const report = await bench.check(audit, { plans: [plan] });
  expect(standing(report).filter((rule) => rule.startsWith("CKV_PORTCULLIS_"))).toEqual(["CKV_PORTCULLIS_INSTANCE_METADATA", "CKV_PORTCULLIS_RESOURCE_DELETED"]);
  expect(report.stacks).toContainEqual(expect.objectContaining({ stack: "prod-audit", phase: "plan", resources: 1, deletes: 2 }));
});

test("a plan that only destroys is no pass, though checkov sees an empty file", async () => {
  expect(standing(await bench.check(audit, { plans: [planOf("prod-audit", {}, ["aws_cloudtrail.trail"])] }))).toEqual(["CKV_PORTCULLIS_RESOURCE_DELETED"]);
});

test("a check that breaks off on a resource leaves it unknown, and that stands", async () => {
  const plan = planOf("prod-edge-eu-central-1", { "aws_wafv2_web_acl.empty": { name: "x", scope: "REGIONAL", rule: [], visibility_config: [{ cloudwatch_metrics_enabled: true }] } });
  const { findings } = await bench.check(edge, { plans: [plan] });
  expect(findings).toContainEqual(expect.objectContaining({ rule: "CKV_AWS_192", result: "unknown", address: "aws_wafv2_web_acl.empty" }));
});

const fault = (id: string, details: RegExp) => ({ fault: { id, details: expect.arrayContaining([expect.stringMatching(details)]) } });
const policy = "policies/checkov/policies/bucket_kept.py";

test("a policy that cannot be imported stops the check", async () => {
  bench.write(policy, "import nothing_of_that_name\n");
  await expect(bench.check(audit)).rejects.toMatchObject(fault("checkov-policy-missing", /bucket_kept\.py did not give CKV_PORTCULLIS_BUCKET_KEPT/));
});

test("a policy that lets everything through stops the check", async () => {
  bench.edit(policy, 'return resource.is_false("force_destroy") or not resource.is_set("force_destroy")', "return True");
  await expect(bench.check(audit)).rejects.toMatchObject(fault("checkov-policy-silent", /CKV_PORTCULLIS_BUCKET_KEPT must say FAILED/));
});

test("a policy that raises stops the check", async () => {
  bench.edit(policy, 'return resource.is_false("force_destroy")', 'return resource["force_destroy"]');
  await expect(bench.check(audit)).rejects.toMatchObject(fault("checkov-policy-silent", /CKV_PORTCULLIS_BUCKET_KEPT/));
});

test("an exclusion of a check that is not there stops the check", async () => {
  bench.write("policies/checkov/excluded.yaml", "- {check: CKV_AWS_999999, reason: There is no check of this name.}\n");
  await expect(bench.check(audit)).rejects.toMatchObject({ exitCode: 2, ...fault("checkov-check-unknown", /excluded\.yaml: CKV_AWS_999999/) });
});

test("an exclusion in an environment that is not there stops the check", async () => {
  bench.write("policies/checkov/excluded.yaml", "- {check: CKV_AWS_18, environments: [devel], reason: There is no environment of this name.}\n");
  await expect(bench.check(audit)).rejects.toMatchObject({ exitCode: 2, fault: { id: "checkov-settings" } });
});

test("another number of checks than the pinned checkov brings stops the check", async () => {
  bench.edit("policies/checkov/expected.yaml", "builtInChecks: ", "builtInChecks: 1");
  await expect(bench.check(audit)).rejects.toMatchObject(fault("checkov-checks-lost", /loaded 1142/));
});

test("a stack that checkov cannot read stops the check", async () => {
  const tree = await bench.changed("prod-audit", (configuration) => Object.assign(configuration.resource, { aws_vpc: { broken: "not a block" } }));
  await expect(bench.check(audit, { tree })).rejects.toMatchObject(fault("checkov-file-unread", /prod-audit/));
});

test("a stack without resources is no pass", async () => {
  const tree = await bench.changed("prod-audit", (configuration) => Object.assign(configuration, { resource: {}, data: {} }));
  await expect(bench.check(audit, { tree })).rejects.toMatchObject({ exitCode: 2, fault: { id: "checkov-empty" } });
});
