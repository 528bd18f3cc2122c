export { WebAcl, type RuleMode, type WebAclProps, type WebAclRule } from "./web-acl";
export { WebAclLog, type WebAclLogProps } from "./web-acl-log";
export { awsRuleGroup, type AwsRuleGroup } from "./managed-rule-groups";
export { capacityUpperBound, largestCapacity } from "./capacity";
export * from "./statements";
