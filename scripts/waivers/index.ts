export { loadWaivers, parseWaivers } from "./load";
export { applyWaiversIgnoringDates, judgeWaivers, type JudgedWaivers, type WaiverIdentity, type WaiverProblem } from "./judge";
export type { Waiver } from "./waiver";
