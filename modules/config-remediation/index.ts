export { ConfigRemediations, type ConfigRemediationsProps } from "./config-remediations";
export { remediations, type Remediation } from "./remediation";
