export { dayOf, daysBetween, startOfDay } from "./dates";
export { loadWaivers, parseWaivers } from "./load";
export { applyWaiversIgnoringDates, judgeWaivers, type JudgedWaivers, type WaiverIdentity, type WaiverProblem } from "./judge";
export { judgeWaiversOfStacks } from "./judge-stacks";
export { toolOf, type WaivedTool, type Waiver } from "./waiver";
