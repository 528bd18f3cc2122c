import { blocksAt, fail, unknown, valueOf } from "../attributes";
import { type IngressRule, inlineRule, judgeIngress } from "../network-exposure";
import { administrationPorts } from "../open-ports";
import type { Attribute, ResourceView, Rule, RuleContext } from "../rule";

const isIngress = (egress: Attribute): boolean => egress.kind === "absent" || (egress.kind === "known" && [false, "false"].includes(egress.value as boolean));

const unsettled = "${unknown}";
const read = (attribute: Attribute): unknown => (attribute.kind === "unknown" ? unsettled : valueOf(attribute));

const standaloneRule = (rule: ResourceView): IngressRule => ({
  number: read(rule.at("rule_number")),
  action: read(rule.at("rule_action")),
  protocol: read(rule.at("protocol")),
  fromPort: read(rule.at("from_port")),
  toPort: read(rule.at("to_port")),
  blocks: [read(rule.at("cidr_block")), read(rule.at("ipv6_cidr_block"))],
});

const aclTypes = ["aws_network_acl", "aws_default_network_acl"] as const;
const belongsTo = (rule: ResourceView, context: RuleContext): boolean =>
  aclTypes.some((type) => context.resources(type).some((acl) => context.referring("aws_network_acl_rule", "network_acl_id", acl).some(({ address }) => address === rule.address)));

export const networkAclClosedToTheWorld: Rule = {
  id: "network-acl-closed-to-the-world",
  title: "No network ACL opens SSH, RDP or CIFS to the world, the ephemeral range included",
  risk: "high",
  types: [...aclTypes, "aws_network_acl_rule"],
  source: "CIS AWS Foundations 5.0, 5.2 and 5.1.2; Amazon VPC User Guide, 'Network ACL rules': the first match decides",
  remedy: "Deny 22, 445 and 3389 from 0.0.0.0/0 and ::/0 by rules with lower numbers than any allow that holds them; the module network-acl does.",
  evaluate: (resource, context) => {
    if (resource.type === "aws_network_acl_rule") {
      // Rules of an ACL in this stack are judged together with it: an earlier deny may close them.
      if (belongsTo(resource, context) || !isIngress(resource.at("egress"))) return { result: "not-applicable" };
      return judgeIngress([standaloneRule(resource)], administrationPorts);
    }
    const inline = blocksAt(resource, "ingress");
    const rules = context.referring("aws_network_acl_rule", "network_acl_id", resource);
    const own = rules.filter((rule) => isIngress(rule.at("egress"))).map(standaloneRule);
    const outcome = judgeIngress([...(inline ?? []).map(inlineRule), ...own], administrationPorts);
    if (outcome.result === "fail") return fail(outcome.reason);
    const directions = rules.map((rule) => rule.at("egress").kind);
    return inline === undefined || directions.some((kind) => kind === "template" || kind === "unknown") ? unknown("the rules of the network ACL are not known yet") : outcome;
  },
};
