/** checkov over what synth wrote and over plans, believed on evidence only. */
export { check } from "./check";
export { readCheckedPlan } from "./plans";
export { checkFormats, lineOf, placeOf } from "./renderers";
export { startScanner, type Scanner } from "./scanner";
export type { CheckedPlan, CheckFinding, CheckReport, StackEvidence } from "./types";
