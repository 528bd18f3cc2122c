import type { Rule, RuleAction, RuleGroup, WebACL } from "@aws-sdk/client-wafv2";
import type { WebAclReader } from "../../../scripts/aws";
import { fixedClock } from "../../../scripts/clock";
import { observePatches, patchesOf, readPatchEvidence } from "../../../scripts/gate/virtual-patches";

const arn = "arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/1";
const groupArn = "arn:aws:wafv2:eu-central-1:111111111111:regional/rulegroup/patches/2";
const visibility = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: true, MetricName: "m" };
const rule = (Name: string, more: Partial<Rule>): Rule => ({ Name, Priority: 0, Statement: {}, VisibilityConfig: visibility, ...more });
const webAcl = (...Rules: Rule[]): WebACL => ({ Name: "edge", Id: "1", ARN: arn, DefaultAction: { Allow: {} }, VisibilityConfig: visibility, Rules });
const group = (...Rules: Rule[]): RuleGroup => ({ Name: "patches", Id: "2", ARN: groupArn, Capacity: 1, VisibilityConfig: visibility, Rules });
const referring = (more: Partial<Rule>, statement: object = {}): Rule => rule("patches", { Statement: { RuleGroupReferenceStatement: { ARN: groupArn, ...statement } }, ...more });

const modes = (acl: WebACL, rules: readonly Rule[] = []) => Object.fromEntries(patchesOf(acl, new Map([[groupArn, group(...rules)]])).map(({ id, mode }) => [id, mode]));
const block: RuleAction = { Block: {} };

it.each<[string, RuleAction | undefined]>([["block", block], ["count", { Count: {} }], ["allow", { Allow: {} }], ["captcha", { Captcha: {} }], ["challenge", { Challenge: {} }], ["count", undefined]])("a rule's mode is what its action does: %s", (mode, Action) => {
  expect(modes(webAcl(rule("patch-1", { Action })))).toEqual({ "patch-1": mode });
});

describe("a rule of a group", () => {
  const blocking = [rule("patch-1", { Action: block }), rule("patch-2", { Action: block })];

  it("blocks where nothing overrides it, and so does the group", () => {
    expect(modes(webAcl(referring({ OverrideAction: { None: {} } })), blocking)).toEqual({ patches: "block", "patch-1": "block", "patch-2": "block" });
  });

  it.each<[string, Rule]>([
    ["the whole group is overridden to count", referring({ OverrideAction: { Count: {} } })],
    ["nothing says that the group is not overridden", referring({})],
  ])("counts where %s", (_, reference) => {
    expect(modes(webAcl(reference), blocking)).toEqual({ patches: "count", "patch-1": "count", "patch-2": "count" });
  });

  it.each<[string, object]>([
    ["overridden to count", { RuleActionOverrides: [{ Name: "patch-1", ActionToUse: { Count: {} } }] }],
    ["excluded", { ExcludedRules: [{ Name: "patch-1" }] }],
  ])("counts where it is %s, and the others go on", (_, statement) => {
    expect(modes(webAcl(referring({ OverrideAction: { None: {} } }, statement)), blocking)).toEqual({ patches: "mixed", "patch-1": "count", "patch-2": "block" });
  });

  it("is not known where the group is empty", () => {
    expect(modes(webAcl(referring({ OverrideAction: { None: {} } })))).toEqual({ patches: "mixed" });
  });
});

it("a vendor's group is no patch of ours, whatever it does", () => {
  const Statement = { ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesKnownBadInputsRuleSet" } };
  expect(modes(webAcl(rule("a", { Statement, OverrideAction: { None: {} } }), rule("b", { Statement, OverrideAction: { Count: {} } })))).toEqual({ a: "managed", b: "count" });
});

it("what is observed of every region is evidence that can be read back", async () => {
  const asked: string[] = [];
  const reader = (region: string, ...acls: WebACL[]): WebAclReader => ({
    region,
    webAcls: async () => acls,
    ruleGroup: async (wanted) => {
      asked.push(wanted);
      return group(rule("patch-1", { Action: block }));
    },
  });
  const reference = referring({ OverrideAction: { None: {} } });
  const evidence = await observePatches([reader("eu-central-1", webAcl(reference), webAcl(reference)), reader("eu-west-1")], { environment: "prod", account: "111111111111", place: "aws", clock: fixedClock("2026-11-10T12:00:00Z") });
  expect(evidence).toEqual({
    version: 1,
    environment: "prod",
    account: "111111111111",
    place: "aws",
    regions: ["eu-central-1", "eu-west-1"],
    observed: "2026-11-10T12:00:00.000Z",
    patches: ["patches", "patch-1", "patches", "patch-1"].map((id) => ({ id, mode: "block", webAcl: arn })),
  });
  expect(asked).toEqual([groupArn]);
  expect(readPatchEvidence({ name: "patches.json", text: JSON.stringify(evidence) })).toEqual(evidence);
});
