export { catalogue } from "./catalogue";
export { allocate, choiceFaults, chooseRules, type ChoiceFault, type ChosenRule, type PackName, type RuleChoice } from "./choice";
export { ConformancePack, packFaults, packTemplate, templateLimitBytes, type ConformancePackProps } from "./conformance-pack";
export { FunctionRules, functionRules, type FunctionRule, type FunctionRulesProps } from "./function-rules";
export { GuardPolicyRule, guardRules, guardText, type GuardPolicyRuleProps, type GuardRule } from "./guard-rules";
export { ManagedPolicyRule, type ManagedPolicyRuleProps } from "./managed-rule";
export { managedRule, type ManagedRule, type Rule, type RuleParameters } from "./rule";
