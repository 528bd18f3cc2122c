export { AddressList, addressListFolder, type AddressListProps } from "./address-list";
export { type ProtectionPlan } from "./features";
export { ThreatDetection, type ThreatDetectionProps, type ThreatSuppression } from "./threat-detection";
