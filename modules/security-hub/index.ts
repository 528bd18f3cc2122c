export { Automation, type AutomationProps, type FindingSuppression } from "./automation";
export { FindingsHub, type DisabledControl, type FindingsHubProps } from "./findings-hub";
export { type Standard } from "./standards";
