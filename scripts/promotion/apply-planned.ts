import { PortcullisError } from "../errors";
import { applyBundle } from "./apply-bundle";
import { factsOf, readKnownState, type KnownState, type Operation } from "./operation";
import type { PlannedStack } from "./plan-stack";
import { closeJournals } from "./recovery";
import { notApplied, type PromotedStack, type RecordEvent, type Run } from "./run";
import { standingEvidence } from "./unchanged";

/** How a stack ended, and why where it failed. */
export interface Applied {
  readonly promoted: PromotedStack;
  readonly failure?: PortcullisError;
}

/**
 * Nothing is to change. A plan writes no state: where the state is another one than before it, somebody else works on the
 * stack, and what was seen is not recorded as what stands.
 */
export const recordNoChange = async (operation: Operation, run: Run, plan: PlannedStack, before: KnownState | undefined, record: RecordEvent): Promise<PromotedStack> => {
  const { id, digest } = plan.stack;
  // Nothing is left of an interrupted apply: its journal would go on excusing what it had made.
  if (plan.recovery) await closeJournals(operation, id);
  const after = await readKnownState(run.to, run.session, id);
  await record("no-change", id, { digest, ...standingEvidence(after?.hash === before?.hash ? after?.hash : undefined, plan.tools) });
  return { ...notApplied(id, "no-change"), facts: factsOf(after?.state) };
};

/** Applies the very plan that passed its gates. */
export const applyPlanned = async (operation: Operation, run: Run, plan: PlannedStack, record: RecordEvent): Promise<Applied> => {
  const { bundle } = plan.bundle!;
  const { id, digest } = plan.stack;
  try {
    const result = await applyBundle(operation, run.to, bundle, {
      name: id,
      commit: run.release.commit,
      known: new Set([bundle.hash]),
      initialised: plan.folder,
      onChecked: () => record("apply-started", id, { bundle: bundle.hash, digest }),
    });
    const after = await readKnownState(run.to, run.session, id);
    await record(plan.recovery ? "recovered" : "applied", id, { ...result.counts, bundle: bundle.hash, digest, ...standingEvidence(after?.hash, plan.tools) });
    return { promoted: { stack: id, counts: result.counts, seconds: result.seconds, facts: factsOf(after?.state), outcome: "applied" } };
  } catch (error) {
    if (!(error instanceof PortcullisError)) throw error;
    await record("apply-failed", id, { bundle: bundle.hash, fault: error.fault.id }).catch(() => undefined);
    return { promoted: notApplied(id, "failed"), failure: error };
  }
};
