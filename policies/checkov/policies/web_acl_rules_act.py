from portcullis_policy import Policy


def acl(*rules):
    return {"aws_wafv2_web_acl": {"name": "canary", "scope": "REGIONAL", "rule": list(rules), "visibility_config": [{"cloudwatch_metrics_enabled": True, "metric_name": "canary"}]}}


def rate(limit, **more):
    return {"name": "rate", "priority": 1, "statement": [{"rate_based_statement": [{"limit": limit, "aggregate_key_type": "IP"}]}], **more}


class WebAclRulesAct(Policy):
    """AWS WAF Developer Guide, "Testing and tuning": count is for the time until the evidence is there; a limit that nobody reaches is no limit."""

    id = "CKV_PORTCULLIS_WEB_ACL_RULES_ACT"
    title = "A Web ACL has a rate rule that blocks at a limit that can be reached"
    risk = "medium"
    remedy = "Let the rate rule block, with a limit of at most 100,000 requests; until its evidence is in, a waiver says so and ends."
    types = ("aws_wafv2_web_acl",)
    violations = (
        acl(rate(2000, action=[{"count": [{}]}])),
        acl(rate(2000000, action=[{"block": [{}]}])),
        acl({"name": "managed", "priority": 1, "override_action": [{"none": [{}]}], "statement": [{"managed_rule_group_statement": [{"vendor_name": "AWS", "name": "AWSManagedRulesCommonRuleSet"}]}]}),
    )
    compliant = (acl(rate(2000, action=[{"block": [{}]}])),)

    highest_limit = 100_000

    def holds(self, resource):
        return any(rule.block("action").blocks("block") and 0 < limit_of(rule) <= self.highest_limit for rule in resource.blocks("rule"))


def limit_of(rule):
    return rule.block("statement").block("rate_based_statement").number("limit")


check = WebAclRulesAct()
