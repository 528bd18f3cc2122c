export { approvalProblem, expiryOf, refusalOf, unusedProblem, type ApprovalProblem } from "./approval";
export { dayOf, daysBetween, startOfDay } from "./dates";
export { loadWaivers, parseFindingWaivers, parseWaivers } from "./load";
export { applyWaiversIgnoringDates, judgeWaivers, type JudgedWaivers, type WaiverIdentity, type WaiverProblem } from "./judge";
export { judgeWaiversOfStacks } from "./judge-stacks";
export { samePerson } from "./person";
export { toolOf, type FindingWaiver, type Revocation, type WaivedTool, type Waiver } from "./waiver";
