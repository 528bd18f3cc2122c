import { ConfigConfigRule } from "@cdktf/provider-aws/lib/config-config-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { watches } from "../core";
import type { ChosenRule } from "./choice";
import type { ManagedRule } from "./rule";

export interface ManagedPolicyRuleProps extends ChosenRule<ManagedRule> {
  /** What its name begins with. */
  readonly prefix: string;
  /** What must stand before: the recorder. @default it stands already */
  readonly recording?: ITerraformDependable;
}

/** A rule that AWS wrote, by itself: for one whose violations are repaired, which needs its exact name; a pack appends to names. */
export class ManagedPolicyRule extends Construct {
  public readonly resource: ConfigConfigRule;

  constructor(scope: Construct, id: string, { prefix, rule, values, recording }: ManagedPolicyRuleProps) {
    super(scope, id);
    this.resource = new ConfigConfigRule(this, "rule", {
      name: `${prefix}-${rule.name}`,
      ...(Object.keys(values).length === 0 ? {} : { inputParameters: JSON.stringify(values) }),
      source: { owner: "AWS", sourceIdentifier: rule.identifier },
      dependsOn: recording ? [recording] : [],
    });
    watches(this.resource, ...rule.controls);
  }
}
