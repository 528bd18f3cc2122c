import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Outcome, Rule } from "../../../policies/rule";
import { rules } from "../../../policies/rules";
import { evaluatePlan, evaluateTree } from "../../../scripts/policies";
import type { PlanJson } from "../../../scripts/terraform/plan-json";
import { bucketCases } from "./cases/buckets";
import { deliveryCases } from "./cases/delivery";
import { identityCases } from "./cases/identities";
import { accessCases } from "./cases/keys-and-access";
import { loggingCases } from "./cases/logging";
import { networkCases } from "./cases/network";
import { planCases } from "./cases/plans";
import type { RuleCase } from "./support/case";
import { hardened, identity } from "./support/hardened";
import { planOf, settledPlanOf } from "./support/plan-of";

const cases: readonly RuleCase[] = [...bucketCases, ...accessCases, ...deliveryCases, ...identityCases, ...loggingCases, ...networkCases, ...planCases];
const ruleOf = (id: string): Rule => rules.find((rule) => rule.id === id) as Rule;
const speaksIn = (rule: Rule, phase: "synth" | "plan") => !rule.phases || rule.phases.includes(phase);

/** Runs one rule through the public face and notes what it said of each address; silence is a pass. */
const outcomes = (rule: Rule, run: (rules: readonly Rule[]) => unknown): ReadonlyMap<string, Outcome> => {
  const said = new Map<string, Outcome>();
  run([
    {
      ...rule,
      evaluate: (view, context) => {
        const outcome = rule.evaluate(view, context);
        said.set(view.address, outcome);
        return outcome;
      },
    },
  ]);
  return said;
};

const treeOf = ({ edit }: RuleCase) => {
  const tree = hardened();
  edit?.(tree.resource);
  return tree;
};
const identityOf = ({ stage = identity.stage, classification = identity.classification }: RuleCase) => ({ ...identity, stage, classification });

const expectOutcome = (said: ReadonlyMap<string, Outcome>, { address, because, rule }: RuleCase, expected: Outcome["result"]) => {
  const outcome = said.get(address);
  // A rule for plans alone is not asked about actions that it does not judge: nothing is said, nothing is found.
  if (expected === "pass" && outcome === undefined && ruleOf(rule).actions) return;
  expect(outcome?.result).toBe(expected);
  if (because !== undefined && outcome && "reason" in outcome) expect(outcome.reason).toContain(because);
};

const synthCases = cases.filter(({ rule }) => speaksIn(ruleOf(rule), "synth"));

describe.each(synthCases)("$rule on a tree: $name", (one) => {
  it(`says ${one.expect}`, () => {
    const said = outcomes(ruleOf(one.rule), (only) => evaluateTree({ tree: treeOf(one), identity: identityOf(one), rules: only }));
    expectOutcome(said, one, one.expect);
  });
});

describe.each(cases)("$rule on a plan: $name", (one) => {
  const judge = (plan: PlanJson) => outcomes(ruleOf(one.rule), (only) => evaluatePlan({ plan: one.editPlan ? one.editPlan(plan) : plan, identity: identityOf(one), rules: only }));

  it(`says ${one.expectOnPlan ?? one.expect}`, () => {
    expectOutcome(judge(planOf(treeOf(one))), one, one.expectOnPlan ?? one.expect);
  });

  // Where everything stands already the plan holds values instead of templates; variables would be settled by then.
  if (!one.editPlan && one.expect !== "unknown") {
    it(`says ${one.expect} where it stands already`, () => {
      expectOutcome(judge(settledPlanOf(treeOf(one))), one, one.expect);
    });
  }
});

describe("the rules together", () => {
  it("find nothing in the hardened stack, declared, planned or standing", () => {
    const tree = hardened();
    expect(evaluateTree({ tree, identity }).findings).toEqual([]);
    expect(evaluatePlan({ plan: planOf(tree), identity }).findings).toEqual([]);
    expect(evaluatePlan({ plan: settledPlanOf(tree), identity }).findings).toEqual([]);
  });

  it("are one file each, named by its rule and listed", () => {
    const files = readdirSync(join(__dirname, "../../../policies/rules")).filter((file) => file !== "index.ts");
    expect(rules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))("%s says where it comes from and what to do", (_, rule) => {
    expect(rule.source.length).toBeGreaterThan(15);
    expect(rule.remedy.length).toBeGreaterThan(15);
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.types.length).toBeGreaterThan(0);
  });

  it.each(rules.map(({ id }) => id))("%s has a violating and a compliant case in each phase in which it speaks", (id) => {
    const own = cases.filter(({ rule }) => rule === id);
    for (const phase of ["synth", "plan"] as const) {
      if (!speaksIn(ruleOf(id), phase)) continue;
      const expected = own.map(({ expect: always, expectOnPlan }) => (phase === "plan" ? (expectOnPlan ?? always) : always));
      expect(expected).toEqual(expect.arrayContaining(["fail", "pass"]));
    }
  });

  it.each(rules.filter(({ id }) => !["stateful-resource-kept", "protection-kept", "web-acl-logged"].includes(id)).map(({ id }) => id))("%s has a case that cannot be judged", (id) => {
    expect(cases.some((one) => one.rule === id && [one.expect, one.expectOnPlan].includes("unknown"))).toBe(true);
  });
});
