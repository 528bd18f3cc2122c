import { blocksAt, fail, isSet, mustBe, unknown, worstOf } from "../attributes";
import type { Rule } from "../rule";

export const webAclHasRules: Rule = {
  id: "web-acl-has-rules",
  title: "Every Web ACL has rules and measures them",
  risk: "high",
  types: ["aws_wafv2_web_acl"],
  source: "AWS Security Hub WAF.10 and WAF.12",
  remedy: "Add at least one rule, and set visibility_config.cloudwatch_metrics_enabled to true.",
  evaluate: (acl) => {
    const rules = blocksAt(acl, "rule");
    const metrics = mustBe(acl.at("visibility_config.cloudwatch_metrics_enabled"), true, "visibility_config.cloudwatch_metrics_enabled");
    if (isSet(acl.at("rule_json"))) return metrics;
    if (rules === undefined) return worstOf([unknown("the rules are not known yet"), metrics]);
    return worstOf([...(rules.length === 0 ? [fail("the Web ACL has no rules: it lets everything through")] : []), metrics]);
  },
};
