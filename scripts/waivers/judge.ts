import type { RuleFinding } from "../../policies/rule";
import type { Clock } from "../clock";
import { approvalProblem, expiryOf, refusalOf, unusedProblem, type ApprovalProblem } from "./approval";
import { dayOf } from "./dates";
import { everyEnvironment, toolOf, type WaivedTool, type Waiver } from "./waiver";

export interface WaiverIdentity {
  readonly environment: string;
  /** Stack id, `<environment>-<stack>[-<region>]`. */
  readonly stack: string;
  /** Fingerprint of the plan that is judged; a waiver bound to another lifts nothing. @default none: bound waivers lift nothing */
  readonly fingerprint?: string;
}

/** What is wrong with a waiver of the stack that is judged. */
export type WaiverProblem = ApprovalProblem<ApprovalProblem["kind"] | "too-wide" | "other-plan">;

export interface JudgedWaivers<Finding extends RuleFinding = RuleFinding> {
  /** Every finding; those that a waiver lifts carry its id, those whose waiver does not hold say why. */
  readonly findings: readonly Finding[];
  readonly problems: readonly WaiverProblem[];
}

/** True where a waiver is meant for this stack. */
export const holdsHere = (waiver: Waiver, { environment, stack }: WaiverIdentity): boolean =>
  waiver.environment === everyEnvironment ? stack === `${environment}-${waiver.stack}` : waiver.environment === environment && waiver.stack === stack;
export const covers = (waiver: Waiver, finding: RuleFinding): boolean => waiver.rule === finding.rule && waiver.address === finding.address;

export interface WaiverQuestion<Finding extends RuleFinding = RuleFinding> {
  readonly findings: readonly Finding[];
  readonly waivers: readonly Waiver[];
  readonly clock: Clock;
  readonly identity: WaiverIdentity;
  /** Who found them; waivers of other tools are left alone. @default guardrails */
  readonly tool?: WaivedTool;
  /** Who wrote the change; may not have approved a waiver that it needs. @default not known, not compared */
  readonly changeAuthor?: string;
}

/** Why a waiver does not lift a finding; undefined where it does. */
const refusal = (waiver: Waiver, finding: RuleFinding, today: string, { identity, changeAuthor }: Pick<WaiverQuestion, "identity" | "changeAuthor">): WaiverProblem | undefined => {
  const isCritical = finding.risk === "critical";
  const problem = approvalProblem(waiver, { today, isCritical, changeAuthor });
  if (problem) return problem;
  if (isCritical && waiver.environment === everyEnvironment)
    return refusalOf(waiver, "too-wide", "holds in every environment, and the risk is critical.", "Waive it for one environment and its stack; the others stay blocked.");
  if (waiver.fingerprint !== undefined && waiver.fingerprint !== identity.fingerprint)
    return refusalOf(waiver, "other-plan", "was approved for another plan.", "Have this plan approved: its fingerprint is in the review.");
  return undefined;
};

export const unused = (waiver: Waiver, today: string): WaiverProblem => unusedProblem(waiver, today, `${waiver.rule} finds nothing on ${waiver.address}`);

/**
 * Applies the waivers of one stack to its findings. Pure: the clock says what day it is (UTC), and a waiver holds until
 * its last day has ended. Waivers of other environments, stacks and tools are left alone; whether one of every environment is
 * used is known only where all of them are judged (`judgeWaiversOfStacks`).
 */
export const judgeWaivers = <Finding extends RuleFinding>(question: WaiverQuestion<Finding>): JudgedWaivers<Finding> => {
  const { findings, waivers, clock, identity, tool = "guardrails" } = question;
  const today = dayOf(clock.now());
  const here = waivers.filter((waiver) => toolOf(waiver.rule) === tool && holdsHere(waiver, identity));
  const refused = new Map<string, WaiverProblem>();
  const lifting = new Set<Waiver>();
  const judged = findings.map(({ waiver: _earlier, ...rest }): Finding => {
    const finding = rest as Finding;
    const covering = here.filter((waiver) => covers(waiver, finding)).map((waiver) => ({ waiver, problem: refusal(waiver, finding, today, question) }));
    const holding = covering.find(({ problem }) => problem === undefined);
    if (holding) {
      lifting.add(holding.waiver);
      return { ...finding, waiver: holding.waiver.id };
    }
    for (const { waiver, problem } of covering) if (problem) refused.set(waiver.id, problem);
    const why = covering.flatMap(({ problem }) => (problem ? [problem.text] : []));
    return why.length === 0 ? finding : { ...finding, reason: [finding.reason, ...why].join(". ").replaceAll("..", ".") };
  });
  const idle = here.filter((waiver) => waiver.environment !== everyEnvironment && !findings.some((finding) => covers(waiver, finding)));
  return {
    findings: judged,
    problems: [...refused.values(), ...[...lifting].flatMap((waiver) => expiryOf(waiver, today)), ...idle.map((waiver) => unused(waiver, today))],
  };
};

/**
 * Applies waivers at synth, where no day is known: a tree never depends on the date. Gates judge the dates.
 * A waiver that is bound to a plan's fingerprint lifts nothing here.
 */
export const applyWaiversIgnoringDates = (findings: readonly RuleFinding[], waivers: readonly Waiver[], identity: Pick<WaiverIdentity, "environment" | "stack">): readonly RuleFinding[] =>
  findings.map((finding) => {
    const waiver = waivers.find((candidate) => holdsHere(candidate, identity) && covers(candidate, finding) && candidate.fingerprint === undefined);
    return waiver ? { ...finding, waiver: waiver.id } : finding;
  });
