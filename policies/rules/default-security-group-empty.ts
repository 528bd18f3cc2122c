import { blocksAt, fail, unknown, worstOf } from "../attributes";
import type { Rule } from "../rule";

export const defaultSecurityGroupEmpty: Rule = {
  id: "default-security-group-empty",
  title: "The default security group of every VPC lets nothing through",
  risk: "medium",
  types: ["aws_vpc", "aws_default_security_group"],
  source: "CIS AWS Foundations 5.0, 5.5",
  remedy: "Add an aws_default_security_group with vpc_id of this VPC and neither ingress nor egress.",
  evaluate: (resource, context) => {
    if (resource.type === "aws_vpc") return context.referring("aws_default_security_group", "vpc_id", resource).length > 0 ? worstOf([]) : fail("no aws_default_security_group empties the default security group");
    return worstOf(
      ["ingress", "egress"].flatMap((direction) => {
        const rules = blocksAt(resource, direction);
        if (rules === undefined) return [unknown(`${direction} is not known yet`)];
        return rules.length === 0 ? [] : [fail(`${direction} has ${rules.length} ${rules.length === 1 ? "rule" : "rules"}`)];
      }),
    );
  },
};
