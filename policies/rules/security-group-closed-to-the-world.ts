import { asList, blocksAt, unknown, valueOf } from "../attributes";
import { type IngressRule, inlineRule, judgeIngress } from "../network-exposure";
import { highRiskPorts } from "../open-ports";
import type { Attribute, ResourceView, Rule } from "../rule";

const read = (attribute: Attribute): unknown => (attribute.kind === "unknown" ? "${unknown}" : valueOf(attribute));

/** aws_vpc_security_group_ingress_rule, and the older aws_security_group_rule. */
const standaloneRule = (rule: ResourceView): IngressRule => ({
  protocol: read(rule.at(rule.type === "aws_security_group_rule" ? "protocol" : "ip_protocol")),
  fromPort: read(rule.at("from_port")),
  toPort: read(rule.at("to_port")),
  blocks: ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"].flatMap((path) => asList(read(rule.at(path)))),
});

export const securityGroupClosedToTheWorld: Rule = {
  id: "security-group-closed-to-the-world",
  title: "No security group opens administration, database or other high-risk ports to the world",
  risk: "critical",
  types: ["aws_security_group", "aws_vpc_security_group_ingress_rule", "aws_security_group_rule"],
  source: "CIS AWS Foundations 5.0, 5.3, 5.4 and 5.1.2; AWS Security Hub EC2.19",
  remedy: "Let in a security group or the blocks of your own networks; administer through SSM Session Manager.",
  evaluate: (resource) => {
    if (resource.type === "aws_security_group") {
      const rules = blocksAt(resource, "ingress");
      return rules === undefined ? unknown("ingress is not known yet") : judgeIngress(rules.map(inlineRule), highRiskPorts);
    }
    const direction = resource.at("type");
    if (direction.kind === "known" && direction.value === "egress") return { result: "not-applicable" };
    return judgeIngress([standaloneRule(resource)], highRiskPorts);
  },
};
