import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleFinding } from "../../../policies/rule";
import { buildStackReview, normaliseAction, parsePlan, reviewWithoutPlan, type StackReview } from "../../../scripts/review";
import { change, identity, plan, policy, resource, weakening } from "./plans";

const review = (name: string): StackReview => buildStackReview({ plan: parsePlan(readFileSync(join(__dirname, "../../fixtures/plans", name)), name), identity });
const of = (...resources: Parameters<typeof plan>[0]) => buildStackReview({ plan: plan(resources), identity });
const none = { create: 0, update: 0, replace: 0, destroy: 0, import: 0, move: 0 };

/** Counted by hand in the files. */
describe("plans of other projects", () => {
  test.each([
    ["basic-plan.json", { ...none, create: 7 }, 16],
    ["basic-plan-0.15.json", { ...none, create: 1 }, 2],
    ["110_basic-plan.json", { ...none, create: 7 }, 15],
    ["110_sensitive_values-plan.json", { ...none, create: 7 }, 15],
    ["120_basic-plan.json", { ...none, create: 7 }, 15],
    ["create.json", { ...none, create: 1 }, 1],
    ["delete-create.json", { ...none, replace: 1 }, 1],
    ["moved_block-plan.json", { ...none, move: 1 }, 1],
    ["no-op.json", none, 0],
    ["no-resources.json", none, 0],
    ["actions-plan.json", none, 1],
  ] as const)("%s", (name, counts, shown) => {
    const result = review(name);
    expect(result.counts).toEqual(counts);
    expect(result.changes).toHaveLength(shown);
    expect(result.status).toBe(shown === 0 ? "no-changes" : "planned");
  });
  test("a replacement names what forces it and why", () => {
    const [replaced] = review("delete-create.json").changes;
    expect(replaced).toMatchObject({ address: "null_resource.foo-bar", action: "replace", actions: ["delete", "create"], reason: "replace_because_cannot_update", risk: "medium" });
    expect(replaced?.attributes).toContainEqual({ path: "triggers.always_run", before: '"2024-10-25T21:40:19Z"', after: "(known after apply)", sensitive: false, unknown: true, forcesReplacement: true });
  });
  test("a move says from where", () => {
    expect(review("moved_block-plan.json").changes[0]).toMatchObject({ address: "random_id.test2", previousAddress: "random_id.test", action: "no-op" });
  });
  test("sensitive values of a plan and of an output are hidden", () => {
    const result = review("basic-plan-0.15.json");
    expect(JSON.stringify(result)).not.toContain("boop");
    expect(result.changes.find(({ address }) => address === "output.test")?.attributes[0]?.after).toBe("(sensitive)");
  });
  test("an imperative action is not silently nothing", () => {
    expect(review("actions-plan.json").changes[0]).toMatchObject({ address: "action.bufo_print.success", actions: ["invoke"], risk: "high", rule: "action-invoked" });
  });
});

test.each([
  [["no-op"], "no-op"],
  [["create"], "create"],
  [["read"], "read"],
  [["update"], "update"],
  [["delete"], "delete"],
  [["delete", "create"], "replace"],
  [["create", "delete"], "replace"],
  [["forget"], "delete"],
  [["create", "forget"], "replace"],
] as const)("%j is %s", (actions, expected) => expect(normaliseAction(actions)).toBe(expected));

describe("a change that weakens prod", () => {
  const result = buildStackReview({
    plan: weakening,
    identity,
    resources: { "aws_cloudtrail.trail": { path: "prod-audit/trail", source: [{ file: "modules/audit/trail.ts", line: 42 }, { file: "stacks/audit.ts", line: 7 }], controls: ["cis-aws-7.0:3.1"] } },
    fingerprint: "v1:00",
  });
  test("riskiest first, what does not change left out", () => {
    expect(result.changes.map(({ address, action, risk, rule }) => [address, action, risk, rule])).toEqual([
      ["aws_cloudtrail.trail", "delete", "critical", "protection-removed"],
      ["aws_kms_key.archive", "replace", "high", "stateful-destroyed"],
      ["aws_s3_bucket_policy.archive", "update", "high", "policy-widened"],
      ["aws_security_group.builds", "update", "high", "opened-to-the-world"],
      ["output.trail_arn", "delete", "low", undefined],
      ["aws_ssm_parameter.database", "update", "low", undefined],
      ["aws_cloudwatch_log_group.edge", "create", "low", undefined],
      ["aws_iam_role.apply", "no-op", "low", undefined],
      ["aws_sns_topic.alerts", "no-op", "low", undefined],
    ]);
    expect(result.counts).toEqual({ create: 1, update: 3, replace: 1, destroy: 1, import: 1, move: 1 });
  });
  test("the side file gives construct, line and controls", () => {
    expect(result.changes[0]).toMatchObject({ constructPath: "prod-audit/trail", source: { file: "modules/audit/trail.ts", line: 42 }, controls: ["cis-aws-7.0:3.1"] });
    expect(result.changes[1]?.source).toBeUndefined();
  });
  test("drift apart, without noise", () => {
    expect(result.drift).toEqual([{ address: "aws_security_group.builds", action: "update" }]);
  });
});

describe("risk", () => {
  const finding = (risk: RuleFinding["risk"], more: Partial<RuleFinding> = {}): RuleFinding => ({ rule: "a-rule", risk, result: "fail", address: "aws_vpc.a", reason: "r", remedy: "m", ...more });
  const assessed = (action: "update" | "delete", ...findings: RuleFinding[]) => {
    const changed = resource("aws_vpc.a", { actions: [action], before: { a: 1 }, after: action === "delete" ? null : { a: 2 } });
    const [first] = buildStackReview({ plan: plan([changed]), identity, findings }).changes;
    return [first?.risk, first?.rule];
  };
  test("a rule's finding decides", () => expect(assessed("update", finding("medium"), finding("critical", { rule: "b-rule" }))).toEqual(["critical", "b-rule"]));
  test("a finding on another address does not", () => expect(assessed("update", finding("critical", { address: "aws_vpc.b" }))).toEqual(["low", undefined]));
  test("a waived finding does not", () => expect(assessed("update", finding("critical", { waiver: "W-1" }))).toEqual(["low", undefined]));
  test("a small finding does not make a destroy small", () => expect(assessed("delete", finding("low"))).toEqual(["high", "stateful-destroyed"]));
  test("a resource let go of is not harmless", () => expect(of(resource("aws_cloudtrail.a", { actions: ["forget"], before: { a: 1 } })).changes[0]).toMatchObject({ action: "delete", risk: "critical" }));
  test("a deposed object is destroyed, and listed beside the resource", () => {
    const result = of(resource("aws_instance.a", { actions: ["delete"], before: { a: 1 } }, { deposed: "8f2e" }), resource("aws_instance.a", { before: { a: 1 }, after: { a: 2 } }));
    expect(result.changes.map(({ action, deposed }) => [action, deposed])).toEqual([["delete", "8f2e"], ["update", undefined]]);
  });
  test("what is let out to the world is not what is let in", () => {
    expect(of(resource("aws_security_group.a", { before: { egress: [] }, after: { egress: [{ cidr_blocks: ["0.0.0.0/0"] }] } })).changes[0]?.risk).toBe("medium");
  });
  const allow = { Sid: "A", Effect: "Allow", Principal: { AWS: "arn:aws:iam::1:root" }, Action: "s3:GetObject", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } };
  test.each([
    ["a condition gone", policy(allow), policy({ ...allow, Condition: undefined }), true],
    ["everyone added", policy(allow), policy({ ...allow, Principal: { AWS: ["arn:aws:iam::1:root", "*"] } }), true],
    ["a Deny gone", policy(allow, { Sid: "D", Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }), policy(allow), true],
    ["a Deny turned into an Allow", policy({ ...allow, Effect: "Deny" }), policy(allow), true],
    ["an action added", policy(allow), policy({ ...allow, Action: ["s3:GetObject", "s3:GetObjectTagging"] }), false],
    ["an action taken away", policy({ ...allow, Action: ["s3:GetObject", "s3:*"] }), policy(allow), false],
    ["a Deny added", policy(allow), policy(allow, { Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }), false],
    ["a new policy for everyone", null, policy({ ...allow, Principal: "*", Condition: undefined }), true],
    ["a new policy for one account", null, policy({ ...allow, Condition: undefined }), false],
  ])("%s: widened %s", (_, before, after, widened) => {
    const [first] = of(resource("aws_s3_bucket_policy.a", { before: { policy: before }, after: { policy: after } })).changes;
    expect(first?.rule === "policy-widened").toBe(widened);
  });
});

describe("what is not a resource", () => {
  test("a plan of outputs alone is a plan", () => {
    const result = buildStackReview({ plan: plan([], { output_changes: { a: change({ actions: ["create"], after: "x", after_unknown: false }) } }), identity });
    expect(result.status).toBe("planned");
    expect(result.counts).toEqual(none);
  });
  test("data that is read at apply changes nothing", () => {
    const result = of(resource("aws_region.a", { actions: ["read"], after: {} }, { mode: "data", address: "data.aws_region.a" }));
    expect([result.status, result.changes.length]).toEqual(["no-changes", 1]);
  });
  test("an incomplete plan says so", () => {
    expect(buildStackReview({ plan: plan([], { complete: false }), identity }).note).toContain("not complete");
  });
  test("a stack that could not be planned keeps its reason and no secret", () => {
    expect(reviewWithoutPlan(identity, "failed", "denied for AKIAIOSFODNN7EXAMPLE").note).toBe("denied for (masked: AWS access key)");
  });
});
