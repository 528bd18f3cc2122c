import { scopeDownParts } from "./scope-down";
import { faultIf, group, type Block, type GroupStatement, type MatchStatement } from "./statement";

/** Another action for one rule of a group than the group's own. */
export interface RuleActionOverride {
  readonly name: string;
  readonly action: "allow" | "block" | "captcha" | "challenge" | "count";
}

export interface ManagedRuleGroupProps {
  readonly name: string;
  /** @default AWS */
  readonly vendorName?: string;
  /** Static version, such as Version_1.19. @default none: AWS changes the rules when it likes */
  readonly version?: string;
  /** Units of the group, as its vendor states them. */
  readonly capacity: number;
  readonly ruleActionOverrides?: readonly RuleActionOverride[];
  /** Only requests for which it holds are inspected. @default every request */
  readonly scopeDown?: MatchStatement;
}

export interface RuleGroupReferenceProps {
  readonly arn: string;
  /** Units of the group, fixed when it was made. */
  readonly capacity: number;
  readonly ruleActionOverrides?: readonly RuleActionOverride[];
}

const mostOverrides = 100;

const overrideBlocks = (overrides: readonly RuleActionOverride[] = []): Block =>
  overrides.length === 0 ? {} : { rule_action_override: overrides.map(({ name, action }) => ({ name, action_to_use: { [action]: {} } })) };

const overrideFaults = (overrides: readonly RuleActionOverride[] = []) =>
  faultIf(overrides.length > mostOverrides, { problem: `A rule group has ${overrides.length} overrides.`, remedy: `AWS accepts ${mostOverrides}.` });

/** The rules of a vendor. Their units, and those of the scope-down statement. */
export const managedRuleGroup = (props: ManagedRuleGroupProps): GroupStatement => {
  const scope = scopeDownParts(props.scopeDown);
  return group({
    block: {
      managed_rule_group_statement: {
        vendor_name: props.vendorName ?? "AWS",
        name: props.name,
        ...(props.version === undefined ? {} : { version: props.version }),
        ...overrideBlocks(props.ruleActionOverrides),
        ...scope.block,
      },
    },
    capacity: props.capacity + scope.capacity,
    faults: [...overrideFaults(props.ruleActionOverrides), ...scope.faults],
  });
};

/** The rules of an own group. Its units. */
export const ruleGroupReference = (props: RuleGroupReferenceProps): GroupStatement =>
  group({
    block: { rule_group_reference_statement: { arn: props.arn, ...overrideBlocks(props.ruleActionOverrides) } },
    capacity: props.capacity,
    faults: overrideFaults(props.ruleActionOverrides),
  });
