export { CisScan, type CisScanProps } from "./cis-scan";
export { VulnerabilitySearch, type VulnerabilitySearchProps, type VulnerabilitySuppression } from "./vulnerability-search";
