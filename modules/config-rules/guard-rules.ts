import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigConfigRule } from "@cdktf/provider-aws/lib/config-config-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { z } from "zod";
import { repositoryRoot, watches } from "../core";
import { cis, hipaa, type Rule } from "./rule";

/** A rule of ours in Guard, AWS's language of policies; AWS Config evaluates it itself, at each change. */
export interface GuardRule extends Rule {
  /** What it says, for people. */
  readonly description: string;
  /** Types of resources it looks at. */
  readonly resourceTypes: readonly string[];
}

const guardRule = (rule: Pick<GuardRule, "name" | "description" | "resourceTypes" | "controls"> & Partial<GuardRule>): GuardRule => ({
  encryption: false,
  reach: "region",
  parameters: z.strictObject({}),
  ...rule,
});

/** Each has its text in policies/guard/<name>.guard and its cases in policies/guard/tests/<name>.yaml. */
export const guardRules: readonly GuardRule[] = [
  guardRule({
    name: "security-group-closed-to-cifs",
    description: "No security group lets the world reach file shares (TCP 445), over IPv4 or IPv6",
    resourceTypes: ["AWS::EC2::SecurityGroup"],
    controls: cis("6.1.2"),
  }),
  guardRule({
    name: "security-group-closed-to-administration",
    description: "No security group lets the world reach SSH or RDP, by a range or by all traffic, over IPv4 or IPv6",
    resourceTypes: ["AWS::EC2::SecurityGroup"],
    controls: [...cis("6.3", "6.4"), ...hipaa("164_312_a_1")],
  }),
  guardRule({
    name: "queue-encrypted-with-key",
    description: "Queues are encrypted under a key of KMS",
    resourceTypes: ["AWS::SQS::Queue"],
    encryption: true,
    controls: hipaa("164_312_a_2_iv"),
  }),
];

/** The text of a rule, as AWS Config takes it. */
export const guardText = (name: string): string => readFileSync(join(repositoryRoot, "policies", "guard", `${name}.guard`), "utf8");

export interface GuardPolicyRuleProps {
  /** What its name begins with. */
  readonly prefix: string;
  readonly rule: GuardRule;
  /** What must stand before: the recorder. @default it stands already */
  readonly recording?: ITerraformDependable;
}

/** A Guard rule in a region. */
export class GuardPolicyRule extends Construct {
  constructor(scope: Construct, id: string, { prefix, rule, recording }: GuardPolicyRuleProps) {
    super(scope, id);
    const resource = new ConfigConfigRule(this, "rule", {
      name: `${prefix}-${rule.name}`,
      description: rule.description,
      scope: { complianceResourceTypes: [...rule.resourceTypes] },
      source: {
        owner: "CUSTOM_POLICY",
        customPolicyDetails: { policyRuntime: "guard-2.x.x", policyText: guardText(rule.name), enableDebugLogDelivery: false },
        sourceDetail: ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"].map((messageType) => ({
          eventSource: "aws.config",
          messageType,
        })),
      },
      dependsOn: recording ? [recording] : [],
    });
    watches(resource, ...rule.controls);
  }
}
