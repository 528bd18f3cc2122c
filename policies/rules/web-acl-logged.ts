import { fail, pass } from "../attributes";
import type { Rule } from "../rule";

export const webAclLogged: Rule = {
  id: "web-acl-logged",
  title: "Every Web ACL logs what it sees",
  risk: "high",
  types: ["aws_wafv2_web_acl"],
  source: "AWS Security Hub WAF.11; AWS WAF Developer Guide, 'Logging AWS WAF protection pack (web ACL) traffic'",
  remedy: "Add an aws_wafv2_web_acl_logging_configuration with resource_arn of this Web ACL.",
  evaluate: (acl, context) => (context.referring("aws_wafv2_web_acl_logging_configuration", "resource_arn", acl).length > 0 ? pass : fail("no logging configuration refers to the Web ACL")),
};
