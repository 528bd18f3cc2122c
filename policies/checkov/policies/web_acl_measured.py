from portcullis_policy import Policy

on, off = [{"cloudwatch_metrics_enabled": True, "metric_name": "canary"}], [{"cloudwatch_metrics_enabled": False, "metric_name": "canary"}]


def acl(rules, visibility=on):
    return {"aws_wafv2_web_acl": {"name": "canary", "scope": "REGIONAL", "rule": rules, "visibility_config": visibility}}


def rule(visibility):
    return {"name": "canary", "priority": 1, "visibility_config": visibility}


class WebAclMeasured(Policy):
    """AWS Security Hub WAF.10 (a Web ACL has rules) and WAF.12 (its rules have metrics)."""

    id = "CKV_PORTCULLIS_WEB_ACL_MEASURED"
    title = "A Web ACL has rules, and each is measured"
    remedy = "Add at least one rule, and set cloudwatch_metrics_enabled of the Web ACL and of every rule to true."
    types = ("aws_wafv2_web_acl",)
    violations = (acl([]), acl([rule(off)]), acl([rule(on)], off))
    compliant = (acl([rule(on)]),)

    def holds(self, resource):
        rules = resource.blocks("rule")
        return len(rules) > 0 and all(each.block("visibility_config").is_true("cloudwatch_metrics_enabled") for each in (resource, *rules))


check = WebAclMeasured()
