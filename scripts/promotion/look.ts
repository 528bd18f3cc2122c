import type { StackReview } from "../review";
import { digestOf, readDeclared, readFiles } from "../synthesis";
import { emptyPlan } from "../terraform";
import type { Gate } from "./gate";
import { treeGates } from "./gates";
import { judgePlan, type Judges } from "./judge";
import { isStateLocked, readKnownState, type KnownState, type Operation } from "./operation";
import { hasJournal } from "./recovery";
import type { Run } from "./run";
import { exactProviders, toolsText } from "./tools-text";
import type { SynthesisedStack, Verdict } from "./types";
import { judgeUnchanged, upstreamIds, type Unchanged } from "./unchanged";

/** Guardrails, waivers and gates over a stack that nobody planned. */
const judgeTree = async (operation: Operation, run: Run, stack: SynthesisedStack, judges: Judges, gates?: readonly Gate[]): Promise<{ readonly review: StackReview; readonly verdict: Verdict }> => {
  const [declared, planned] = [await readDeclared(stack), digestOf(await readFiles(stack.folder))];
  const resources = run.tree.notes[stack.id]?.resources ?? {};
  return judgePlan(operation, run.to, run.session, { ...judges, stack, resources, plan: emptyPlan, declared, planned, planEmpty: true, ownAttemptCreated: [], gates });
};

export interface RefusedTree {
  readonly stack: SynthesisedStack;
  readonly review: StackReview;
  readonly verdict: Verdict;
}

/** Stacks that no plan could let pass: judged together before the first is planned, so that nothing is applied beside them. */
export const refusedTrees = async (operation: Operation, run: Run, stacks: readonly SynthesisedStack[], judges: Judges): Promise<readonly RefusedTree[]> => {
  const refused: RefusedTree[] = [];
  for (const stack of stacks) {
    const { review, verdict } = await judgeTree(operation, run, stack, judges, treeGates);
    if (verdict.result !== "pass") refused.push({ stack, verdict, review: { ...review, status: "failed", note: "not planned: the guardrails stop it as it is declared" } });
  }
  return refused;
};

/** What is known of a stack before it is planned. */
export interface Look {
  readonly unchanged: Unchanged;
  readonly known?: KnownState;
}

/** Whether anything can have changed in a stack since Terraform looked at it last. */
export const lookAt = async (operation: Operation, run: Run, stack: SynthesisedStack): Promise<Look> => {
  const [known, isLocked, journal, declared, entries] = await Promise.all([
    readKnownState(run.to, run.session, stack.id),
    isStateLocked(run.to, run.session, stack.id),
    hasJournal(operation, stack.id),
    readDeclared(stack),
    run.ledger.read(),
  ]);
  const providers = exactProviders(declared);
  const unchanged = judgeUnchanged({
    stack,
    entries,
    upstream: upstreamIds(stack, run.tree.stacks),
    state: known?.hash,
    tools: providers && toolsText(operation.terraform, providers),
    isLocked,
    hasJournal: journal,
    clock: operation.clock,
  });
  return { unchanged: run.refresh ? { doubt: "asked for by --refresh" } : unchanged, known };
};

/** Review and verdict of a stack that is not planned: the guardrails and the dates of waivers are judged all the same. */
export const judgeUnplanned = async (operation: Operation, run: Run, stack: SynthesisedStack, judges: Judges, since: string): Promise<{ readonly review: StackReview; readonly verdict: Verdict }> => {
  const { review, verdict } = await judgeTree(operation, run, stack, judges);
  return { verdict, review: { ...review, status: "unchanged", note: `unchanged since ${since}, not planned: drift is looked for by \`plan\` or \`promote --refresh\`` } };
};
