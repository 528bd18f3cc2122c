import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceView, Rule, RuleContext } from "../../../policies/rule";
import { blockingFindings, evaluatePlan, evaluateTree } from "../../../scripts/policies";
import type { PlanJson } from "../../../scripts/terraform/plan-json";
import { hardened, identity } from "./support/hardened";
import { planOf, type Tree } from "./support/plan-of";

const read = <Value>(...path: string[]): Value => JSON.parse(readFileSync(join(__dirname, ...path), "utf8")) as Value;
/** A tree and the plan that Terraform 1.11.4 with AWS provider 5.100.0 made of it, without an account. */
const tree = read<Tree>("fixtures", "tree.json");
const recorded = read<PlanJson>("fixtures", "plan.json");

/** Looks at one resource through a rule, as every rule does. */
const look = (address: string, seen: (view: ResourceView, context: RuleContext) => void): { readonly rule: Rule; readonly asked: () => number } => {
  let asked = 0;
  const rule: Rule = {
    id: "look",
    title: "look",
    risk: "low",
    types: ["*"],
    actions: ["create", "update", "replace", "no-op", "delete"],
    source: "test",
    remedy: "none",
    evaluate: (view, context) => {
      if (view.address === address) {
        asked += 1;
        seen(view, context);
      }
      return { result: "pass" };
    },
  };
  return { rule, asked: () => asked };
};
const onTree = (declared: Tree, address: string, seen: (view: ResourceView, context: RuleContext) => void) => {
  const { rule, asked } = look(address, seen);
  expect(evaluateTree({ tree: declared, identity, rules: [rule] }).findings).toEqual([]);
  expect(asked()).toBe(1);
};
const onPlan = (plan: PlanJson, address: string, seen: (view: ResourceView, context: RuleContext) => void) => {
  const { rule, asked } = look(address, seen);
  expect(evaluatePlan({ plan, identity, rules: [rule] }).findings).toEqual([]);
  expect(asked()).toBe(1);
};

describe("one rule on constructs and on plans", () => {
  it("finds the same in a tree, in the plan Terraform made of it, and in the plan the tests make of it", () => {
    const found = (findings: readonly { readonly rule: string; readonly address: string; readonly result: string }[]) => findings.map(({ rule, address, result }) => `${rule} ${address} ${result}`).sort();
    const onDeclared = found(evaluateTree({ tree, identity }).findings);
    expect(onDeclared.length).toBe(4);
    expect(found(evaluatePlan({ plan: recorded, identity }).findings)).toEqual(onDeclared);
    expect(found(evaluatePlan({ plan: planOf(tree), identity }).findings)).toEqual(onDeclared);
  });

  it.each([
    ["the tree", (address: string, seen: (view: ResourceView) => void) => onTree(tree, address, seen)],
    ["the recorded plan", (address: string, seen: (view: ResourceView) => void) => onPlan(recorded, address, seen)],
  ])("reads attributes of %s alike", (_, on) => {
    on("aws_s3_bucket_server_side_encryption_configuration.enc", (view) => {
      expect(view.at("rule.apply_server_side_encryption_by_default.sse_algorithm")).toEqual({ kind: "known", value: "aws:kms" });
      expect(view.at("rule.apply_server_side_encryption_by_default.kms_master_key_id")).toEqual({ kind: "template", template: "${aws_kms_key.k.arn}" });
      expect(view.references("rule")).toEqual(["aws_kms_key.k"]);
      expect(view.references("bucket")).toEqual(["aws_s3_bucket.logs"]);
    });
    on("aws_s3_bucket_object_lock_configuration.ol", (view) => expect(view.at("rule.default_retention.days")).toEqual({ kind: "known", value: 1 }));
    on("aws_s3_bucket_policy.p", (view) => expect(view.json("policy")).toMatchObject({ kind: "template", template: { Statement: [{ Effect: "Deny", Resource: ["${aws_s3_bucket.logs.arn}", "${aws_s3_bucket.logs.arn}/*"] }] } }));
    on("aws_iam_role.r", (view) => expect(view.json("assume_role_policy")).toMatchObject({ kind: "known", value: { Version: "2012-10-17" } }));
    // Computed in the plan, not there in the tree: nobody declared it.
    on("aws_kms_key.k", (view) => expect(view.at("policy")).toEqual({ kind: "absent" }));
    on("aws_s3_bucket.logs", (view) => expect(view.at("tags")).toEqual({ kind: "absent" }));
  });

  it("finds what refers to a resource, and nothing of another", () => {
    const seen = (view: ResourceView, context: RuleContext) => {
      expect(context.resources("aws_s3_bucket").map(({ address }) => address)).toEqual(["aws_s3_bucket.logs"]);
      expect(context.referring("aws_s3_bucket_policy", "bucket", view).map(({ address }) => address)).toEqual(["aws_s3_bucket_policy.p"]);
      expect(context.referring("aws_flow_log", "vpc_id", view)).toEqual([]);
    };
    onTree(tree, "aws_s3_bucket.logs", seen);
    onPlan(recorded, "aws_s3_bucket.logs", seen);
  });
});

describe("what a plan leaves open", () => {
  const change = (after: object, afterUnknown: object, expressions?: Record<string, unknown>): PlanJson => ({
    format_version: "1.2",
    resource_changes: [{ address: "aws_x.a", mode: "managed", type: "aws_x", name: "a", change: { actions: ["create"], before: null, after, after_unknown: afterUnknown } }],
    configuration: { root_module: { resources: [{ address: "aws_x.a", mode: "managed", type: "aws_x", name: "a", ...(expressions && { expressions }) }] } },
  });

  it("is unknown where HCL gives references only", () => {
    onPlan(change({}, { name: true }, { name: { references: ["aws_y.b.arn", "aws_y.b"] } }), "aws_x.a", (view) => {
      expect(view.at("name")).toEqual({ kind: "unknown" });
      expect(view.references("name")).toEqual(["aws_y.b"]);
    });
  });

  it("is the declaration where a part of a block is open", () => {
    onPlan(change({ rule: [{ a: 1 }, { a: 2 }] }, { rule: [{ b: true }, {}] }, { rule: [{ a: { constant_value: 1 }, b: { constant_value: "${aws_y.b.arn}" } }, { a: { constant_value: 2 } }] }), "aws_x.a", (view) => {
      expect(view.at("rule")).toEqual({ kind: "template", template: [{ a: 1, b: "${aws_y.b.arn}" }, { a: 2 }] });
      expect(view.at("rule.a")).toEqual({ kind: "unknown" });
    });
  });

  it("is unknown in a resource whose configuration the plan does not carry", () => {
    const plan = change({}, { name: true });
    onPlan({ ...plan, configuration: undefined }, "aws_x.a", (view) => expect(view.at("name")).toEqual({ kind: "unknown" }));
  });
});

describe("which resources are judged", () => {
  const base = planOf(hardened());
  const vpc = base.resource_changes.find(({ address }) => address === "aws_vpc.main")!;
  const withVpc = (...changes: readonly object[]): PlanJson => ({ ...base, resource_changes: [...base.resource_changes.filter((one) => one !== vpc), ...changes.map((change) => ({ ...vpc, ...change }))] });
  const deletion = { actions: ["delete"] as const, before: { cidr_block: "10.0.0.0/16" }, after: null };

  it("not data sources", () => {
    const data = { ...vpc, mode: "data" as const, address: "data.aws_vpc.main" };
    expect(evaluatePlan({ plan: { ...base, resource_changes: [...base.resource_changes, data] }, identity }).evidence.resourcesJudged).toBe(base.resource_changes.length);
  });

  it("a deletion as it was before, and it is not among what remains", () => {
    onPlan(withVpc({ change: deletion }), "aws_vpc.main", (view, context) => {
      expect(view.action).toBe("delete");
      expect(view.at("cidr_block")).toEqual({ kind: "known", value: "10.0.0.0/16" });
      expect(view.before("cidr_block")).toEqual({ kind: "known", value: "10.0.0.0/16" });
      expect(context.resources("aws_vpc")).toEqual([]);
    });
  });

  it("a deletion is not judged by rules about what stands", () => {
    const plan = withVpc({ change: deletion });
    const without = { ...plan, resource_changes: plan.resource_changes?.filter(({ type }) => type !== "aws_flow_log") };
    expect(evaluatePlan({ plan: without, identity }).findings.map(({ rule }) => rule)).toEqual(["stateful-resource-kept"]);
  });

  it("a deposed object beside its successor", () => {
    const findings = evaluatePlan({ plan: withVpc({}, { deposed: "0123abcd", change: deletion }), identity }).findings;
    expect(findings).toMatchObject([{ rule: "stateful-resource-kept", address: "aws_vpc.main (deposed 0123abcd)", result: "fail" }]);
  });

  it("a moved resource under its new address", () => {
    onPlan(withVpc({ address: "aws_vpc.main", previous_address: "aws_vpc.old", change: { ...vpc.change, actions: ["no-op"] } }), "aws_vpc.main", (view) => expect(view.action).toBe("no-op"));
  });

  it("instances of one resource apart: what protects one does not protect the other", () => {
    const bucket = (index: string) => ({ address: `aws_s3_bucket.b["${index}"]`, mode: "managed" as const, type: "aws_s3_bucket", name: "b", index, change: { actions: ["create"] as const, before: null, after: { bucket: index }, after_unknown: {} } });
    const block = { address: 'aws_s3_bucket_public_access_block.b["x"]', mode: "managed" as const, type: "aws_s3_bucket_public_access_block", name: "b", index: "x", change: { actions: ["create"] as const, before: null, after: { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true }, after_unknown: { bucket: true } } };
    const configuration = { root_module: { resources: [{ address: "aws_s3_bucket_public_access_block.b", mode: "managed" as const, type: "aws_s3_bucket_public_access_block", name: "b", expressions: { bucket: { references: ["aws_s3_bucket.b"] } } }] } };
    const findings = evaluatePlan({ plan: { format_version: "1.2", resource_changes: [bucket("x"), bucket("y"), block], configuration }, identity }).findings;
    expect(findings.filter(({ rule }) => rule === "bucket-public-access-blocked").map(({ address }) => address)).toEqual(['aws_s3_bucket.b["y"]']);
  });
});

describe("evidence", () => {
  it("says how much was loaded and judged, and on which tree", () => {
    const { evidence, digest, phase } = evaluateTree({ tree, identity, digest: "abc" });
    expect({ digest, phase }).toEqual({ digest: "abc", phase: "synth" });
    expect(evidence.resourcesJudged).toBe(Object.values(tree.resource).flatMap((byName) => Object.keys(byName)).length);
    expect(evidence.rulesLoaded).toBe(evidence.rules.length);
    expect(evidence.rulesLoaded).toBeGreaterThanOrEqual(10);
    expect(evidence.evaluations).toBeGreaterThan(10);
    expect(evaluateTree({ tree, identity, rules: [] }).evidence).toEqual({ rulesLoaded: 0, resourcesJudged: evidence.resourcesJudged, evaluations: 0, rules: [] });
  });

  it("makes a finding of a rule that throws, which blocks on a plan and is reported at synth", () => {
    const rules: readonly Rule[] = [{ id: "broken", title: "t", risk: "low", types: ["aws_vpc"], source: "s", remedy: "r", evaluate: () => { throw new Error("no such thing"); } }];
    const atSynth = evaluateTree({ tree, identity, rules });
    expect(atSynth.findings).toMatchObject([{ rule: "broken", result: "unknown", reason: "the rule failed: no such thing" }]);
    expect(blockingFindings(atSynth)).toEqual([]);
    expect(blockingFindings(evaluatePlan({ plan: recorded, identity, rules }))).toHaveLength(1);
  });

  it("carries construct path and source line, from the side file or from cdktf's own metadata", () => {
    const source = [{ file: "stacks/audit.ts", line: 7 }, { file: "main.ts", line: 2 }];
    const bucketFinding = (resources?: Record<string, { path?: string; source?: typeof source }>) => evaluatePlan({ plan: recorded, tree, identity, resources }).findings.find(({ address }) => address === "aws_s3_bucket.logs");
    expect(bucketFinding({ "aws_s3_bucket.logs": { path: "audit/logs", source } })).toMatchObject({ constructPath: "audit/logs", source: source[0] });
    expect(bucketFinding()).toMatchObject({ constructPath: "dev-audit/logs", source: undefined });
  });

  it("does not count findings that a waiver covers as blocking", () => {
    const evaluation = evaluateTree({ tree, identity });
    const waived = { ...evaluation, findings: evaluation.findings.map((finding) => ({ ...finding, waiver: "W-1" })) };
    expect(blockingFindings(evaluation).length).toBeGreaterThan(0);
    expect(blockingFindings(waived)).toEqual([]);
  });
});

describe("input that is no plan", () => {
  it.each([["null", null], ["a list", []], ["an empty object", {}], ["a state", { version: 4, resources: [] }]])("%s is refused in words", (_, plan) => {
    expect(() => evaluatePlan({ plan: plan as never, identity })).toThrow(/cannot be read by the guardrails/);
  });

  it("a tree that is none is refused in words", () => {
    expect(() => evaluateTree({ tree: null as never, identity })).toThrow(/cannot be read by the guardrails/);
    expect(() => evaluateTree({ tree: { resource: { aws_vpc: { main: [] } } } as never, identity })).toThrow(/aws_vpc.main cannot be read/);
  });

  const plans = join(__dirname, "../../fixtures/plans");
  it.each(readdirSync(plans).filter((file) => file.endsWith(".json") && file !== "invalid.json"))("other projects' %s is judged without a fault", (file) => {
    const plan = read<PlanJson>("../../fixtures/plans", file);
    const { evidence, findings } = evaluatePlan({ plan, identity });
    expect(evidence.resourcesJudged).toBe((plan.resource_changes ?? []).filter(({ mode }) => mode === "managed").length);
    expect(findings.filter(({ reason }) => reason.startsWith("the rule failed"))).toEqual([]);
  });
});

it("judges thirty environments of five stacks in less than a second of CPU", () => {
  const declared = hardened();
  const { aws_codepipeline: _pipelines, aws_codebuild_project: _projects, ...others } = declared.resource;
  // Pipelines stand in one stack of an environment.
  const trees = [declared, ...Array.from({ length: 4 }, () => ({ resource: others }))];
  const start = process.cpuUsage();
  for (let environment = 0; environment < 30; environment += 1) for (const tree of trees) evaluateTree({ tree, identity });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1_000_000).toBeLessThan(1);
});
