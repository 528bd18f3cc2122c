export { ClosedDefaultVpc, type ClosedDefaultVpcProps } from "./closed-default-vpc";
export { Vpc, type Subnet, type VpcProps } from "./vpc";
export { GatewayEndpoints, type GatewayEndpointsProps } from "./gateway-endpoints";
export { InterfaceEndpoints, type InterfaceEndpointsProps } from "./interface-endpoints";
export { planSubnets, tierCidr, tiers, type PlannedSubnet, type Tier } from "./subnetting";
export { tierRules } from "./tier-rules";
export { zoneLetters } from "./zones";
