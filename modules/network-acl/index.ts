export { NetworkAcl, type NetworkAclProps } from "./network-acl";
export { generateRules, guardBand, type GeneratedRules, type RuleFault } from "./generate";
export { exposuresToWorld, publicReach, type Exposure } from "./exposure";
export { administrationPorts, port, type NetworkAclRule, type Traffic } from "./rule";
