import type { RuleFinding } from "../../policies/rule";
import type { Clock } from "../clock";
import { dayOf } from "./dates";
import { covers, holdsHere, judgeWaivers, unused, type WaiverIdentity, type WaiverProblem } from "./judge";
import { everyEnvironment, toolOf, type WaivedTool, type Waiver } from "./waiver";

export interface StackOfFindings<Finding extends RuleFinding> {
  readonly identity: WaiverIdentity;
  readonly findings: readonly Finding[];
}

interface Question<Finding extends RuleFinding> {
  readonly stacks: readonly StackOfFindings<Finding>[];
  readonly waivers: readonly Waiver[];
  readonly clock: Clock;
  readonly tool: WaivedTool;
  /** True where these are all stacks of the repository: only then is it known that a waiver of every environment, or of a stack that is no more, is unused. */
  readonly isComplete: boolean;
}

/** Applies the waivers of one tool to the findings of several stacks. What is wrong with a waiver is said once, however many stacks it is meant for. */
export const judgeWaiversOfStacks = <Finding extends RuleFinding>({ stacks, waivers, clock, tool, isComplete }: Question<Finding>): { readonly findings: readonly Finding[]; readonly problems: readonly WaiverProblem[] } => {
  const judged = stacks.map((stack) => judgeWaivers({ ...stack, waivers, clock, tool }));
  const isUsed = (waiver: Waiver): boolean => stacks.some(({ identity, findings }) => holdsHere(waiver, identity) && findings.some((finding) => covers(waiver, finding)));
  const isNobodys = (waiver: Waiver): boolean => waiver.environment === everyEnvironment || !stacks.some(({ identity }) => holdsHere(waiver, identity));
  const idle = isComplete ? waivers.filter((waiver) => toolOf(waiver.rule) === tool && isNobodys(waiver) && !isUsed(waiver)) : [];
  const problems = [...judged.flatMap(({ problems: found }) => found), ...idle.map((waiver) => unused(waiver, dayOf(clock.now())))];
  return {
    findings: judged.flatMap(({ findings }) => findings),
    problems: [...new Map(problems.map((problem) => [`${problem.waiver} ${problem.kind}`, problem])).values()],
  };
};
