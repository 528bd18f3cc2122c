export { DataDiscovery, type DataDiscoveryProps, type DataSuppression } from "./data-discovery";
export { healthIdentifiers, type DataIdentifier } from "./identifiers";
