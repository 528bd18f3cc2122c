import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { awsRuleGroup, rateBased, WebAcl, WebAclLog, type WebAclRule } from "../modules/web-acl";
import type { Environment } from "../environments";
import { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

/**
 * Rules in the order of their priorities: what is cheap to judge goes first. Names and priorities are identities and never
 * change. Priority 0 is free for what must go before all of them.
 */
const rulesOf = ({ requestLimit, rules }: Environment["edge"]): readonly WebAclRule[] => [
  { name: "ip-reputation", priority: 10, statement: awsRuleGroup("ipReputation"), mode: rules.ipReputation },
  { name: "rate-limit", priority: 20, statement: rateBased({ limit: requestLimit }), mode: rules.rateLimit },
  { name: "known-bad-inputs", priority: 30, statement: awsRuleGroup("knownBadInputs"), mode: rules.knownBadInputs },
  { name: "common-rule-set", priority: 40, statement: awsRuleGroup("commonRuleSet"), mode: rules.commonRuleSet },
  { name: "sql-injection", priority: 50, statement: awsRuleGroup("sqlInjection"), mode: rules.sqlInjection },
];

/** A region's Web ACL, for load balancers and APIs to be associated with, and its log. */
class EdgeStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, edge, props);
    const settings = this.environment.edge;
    const webAcl = new WebAcl(this, "web-acl", {
      name: this.names.base,
      description: "What every public endpoint of this region stands behind",
      rules: rulesOf(settings),
    });
    new WebAclLog(this, "web-acl-log", {
      ...this.home,
      webAclArn: webAcl.arn,
      logGroupName: this.names.webAclLogGroup,
      keyAlias: this.names.keyAlias("web-acl-log"),
      retentionDays: settings.logRetentionDays,
      redactedHeaders: settings.redactedHeaders,
    });
    new TerraformOutput(this, "web_acl_arn", { description: "ARN of the region's Web ACL", value: webAcl.arn });
  }
}

export const edge: StackDefinition = {
  name: "edge",
  scope: "region",
  dependsOn: [],
  create: (scope, props) => new EdgeStack(scope, props),
};
