import { awsRuleGroup, capacityUpperBound, labelMatch, managedRuleGroup, rateBased, WebAcl, xssMatch, type WebAclRule } from "../../../../modules/web-acl";
import { resourceOf, synthStack, type ResourceJson } from "../../../support/synth";

const synth = (rules: readonly WebAclRule[]): ResourceJson =>
  resourceOf(synthStack((stack) => new WebAcl(stack, "web-acl", { name: "portcullis-dev", description: "Tried out", rules })), "aws_wafv2_web_acl");
const label = labelMatch({ key: "a:b", scope: "LABEL" });
const rate: WebAclRule = { name: "rate-limit", priority: 20, statement: rateBased({ limit: 2000 }) };
const group: WebAclRule = { name: "common", priority: 10, statement: awsRuleGroup("commonRuleSet") };

describe("WebAcl", () => {
  test("is regional, lets through what no rule stops, and measures", () => {
    expect(synth([])).toMatchObject({
      scope: "REGIONAL",
      default_action: { allow: {} },
      visibility_config: { cloudwatch_metrics_enabled: true, metric_name: "portcullis-dev" },
    });
  });

  test("rules count unless they are told to block: groups by override, others by action", () => {
    const [first, second] = synth([rate, group])["rule"];
    expect(first).toMatchObject({ name: "common", priority: 10, override_action: { count: {} } });
    expect(first).not.toHaveProperty("action");
    expect(second).toMatchObject({ name: "rate-limit", priority: 20, action: { count: {} } });
    expect(second).not.toHaveProperty("override_action");
  });

  test("blocks on evidence: a group by its own actions, others by block", () => {
    const mode = { action: "block", evidence: "SEC-412, two weeks without a false positive" } as const;
    const [first, second] = synth([{ ...rate, mode }, { ...group, mode }])["rule"];
    expect(first).toMatchObject({ override_action: { none: {} } });
    expect(second).toMatchObject({ action: { block: {} } });
  });

  test("each rule has a metric of its name, and no sampled requests, which show what the log redacts", () => {
    const acl = synth([rate]);
    expect(acl["rule"][0].visibility_config).toEqual({ cloudwatch_metrics_enabled: true, metric_name: "rate-limit", sampled_requests_enabled: false });
    expect(acl["visibility_config"].sampled_requests_enabled).toBe(false);
  });

  test("writes statements in the provider's spelling", () => {
    expect(synth([rate])["rule"][0].statement).toEqual({ rate_based_statement: { limit: 2000, evaluation_window_sec: 300, aggregate_key_type: "IP" } });
  });

  test("says how much capacity it needs at most", () => {
    let capacity = 0;
    synthStack((stack) => {
      capacity = new WebAcl(stack, "web-acl", { name: "n", description: "Tried out", rules: [rate, group] }).capacity;
    });
    expect(capacity).toBe(702);
  });

  const sized = (units: number): WebAclRule => ({ ...group, statement: managedRuleGroup({ name: "g", capacity: units }) });
  test("accepts 5,000 units and refuses 5,001", () => {
    expect(synth([sized(4998), rate])["rule"]).toHaveLength(2);
    expect(() => synth([sized(4999), rate])).toThrow("The rules need up to 5001 units, AWS accepts 5000.");
  });

  test.each<[string, readonly WebAclRule[], string]>([
    ["blocking without evidence", [{ ...rate, mode: { action: "block", evidence: " " } }], "Rule rate-limit blocks without evidence."],
    ["a priority between the gaps", [{ ...rate, priority: 15 }], "Rule rate-limit has the priority 15."],
    ["a negative priority", [{ ...rate, priority: -10 }], "Rule rate-limit has the priority -10."],
    ["a priority twice", [rate, { ...group, priority: 20 }], "Rules rate-limit and common share a name or the priority 20."],
    ["a name twice", [rate, { ...rate, priority: 30 }], "Rules rate-limit and rate-limit share a name"],
    ["a name AWS refuses", [{ ...rate, name: "rate limit" }], 'Rule "rate limit" has a name AWS WAF refuses.'],
    ["a faulty statement", [{ ...rate, statement: rateBased({ limit: 1 }) }], "Rule rate-limit: A rate rule has the limit 1."],
  ])("refuses %s and names the construct", (_name, rules, problem) => {
    expect(() => synth(rules)).toThrow(problem);
    expect(() => synth(rules)).toThrow(/^test\/web-acl: /);
  });

  test("reports every fault at once", () => {
    expect(() => synth([{ ...rate, priority: 15 }, { ...group, name: "a b" }])).toThrow(/priority 15.*"a b"/);
  });
});

test("the upper bound shares nothing", () => {
  const same = xssMatch({ fieldToMatch: "uriPath", textTransformations: ["LOWERCASE"] });
  expect(capacityUpperBound([same, same, label])).toBe(101);
  expect(capacityUpperBound([])).toBe(0);
});

describe("awsRuleGroup", () => {
  test.each([
    ["commonRuleSet", "AWSManagedRulesCommonRuleSet", 700],
    ["knownBadInputs", "AWSManagedRulesKnownBadInputsRuleSet", 200],
    ["sqlInjection", "AWSManagedRulesSQLiRuleSet", 200],
    ["ipReputation", "AWSManagedRulesAmazonIpReputationList", 25],
  ] as const)("%s", (name, awsName, capacity) => {
    const statement = awsRuleGroup(name);
    expect(statement.capacity).toBe(capacity);
    expect(statement.block["managed_rule_group_statement"]).toMatchObject({ name: awsName, vendor_name: "AWS" });
  });

  test("every group but the address lists, which have no versions, is pinned", () => {
    const versionOf = (name: Parameters<typeof awsRuleGroup>[0]) => awsRuleGroup(name).block["managed_rule_group_statement"];
    for (const name of ["commonRuleSet", "knownBadInputs", "sqlInjection"] as const) {
      expect(versionOf(name)).toHaveProperty("version", expect.stringMatching(/^Version_\d+\.\d+$/));
    }
    expect(versionOf("ipReputation")).not.toHaveProperty("version");
  });

  test("overrides single rules", () => {
    expect(awsRuleGroup("commonRuleSet", [{ name: "SizeRestrictions_BODY", action: "count" }]).block["managed_rule_group_statement"]).toMatchObject({
      rule_action_override: [{ name: "SizeRestrictions_BODY", action_to_use: { count: {} } }],
    });
  });
});
