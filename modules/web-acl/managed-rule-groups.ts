import { managedRuleGroup, type GroupStatement, type RuleActionOverride } from "./statements";

/**
 * AWS managed rule groups at pinned versions. A version is immutable until AWS lets it expire, with notice by SNS; from
 * then on AWS evaluates the default version and refuses updates of the Web ACL until it names another (AWS WAF Developer
 * Guide, "Version life cycle for managed rule groups"). To move a pin: edit it here, and let the group count again.
 *
 * Versions: AWS WAF Developer Guide, "AWS Managed Rules changelog". Units: the page of each group.
 */
const groups = {
  /** 1.19 of 2025-08-14. */
  commonRuleSet: { name: "AWSManagedRulesCommonRuleSet", version: "Version_1.19", capacity: 700 },
  /** 1.24, the first with ReactJSRCE_BODY (CVE-2025-55182). */
  knownBadInputs: { name: "AWSManagedRulesKnownBadInputsRuleSet", version: "Version_1.24", capacity: 200 },
  /** 2.3, the newest that the changelog names. */
  sqlInjection: { name: "AWSManagedRulesSQLiRuleSet", version: "Version_2.3", capacity: 200 },
  /** AWS has no versions of its address lists: they live from changing ("Deployments for versioned AWS Managed Rules rule groups"). */
  ipReputation: { name: "AWSManagedRulesAmazonIpReputationList", version: undefined, capacity: 25 },
} as const;

export type AwsRuleGroup = keyof typeof groups;

/** The statement of an AWS managed rule group at its pinned version. */
export const awsRuleGroup = (group: AwsRuleGroup, ruleActionOverrides: readonly RuleActionOverride[] = []): GroupStatement =>
  managedRuleGroup({ ...groups[group], ruleActionOverrides });
