import { ExitCode, PortcullisError } from "../errors";
import { requireAllDone, runGraph, slots } from "../terraform";
import { applyPlanned, recordNoChange } from "./apply-planned";
import type { Judges } from "./judge";
import { inOrderOfWork } from "./order";
import { judgeUnplanned, lookAt, refusedTrees } from "./look";
import { factsOf, type KnownState, type Operation } from "./operation";
import { planStack, type PlannedStack } from "./plan-stack";
import { watchForQuiet } from "./quiet";
import { bootstrapDiffers, refusal, type Refused } from "./refusal";
import { notApplied, type Advanced, type PromotedStack, type RecordEvent, type Run } from "./run";
import type { StackReview } from "../review";
import type { SynthesisedStack } from "./types";

/** A stack that is planned and reviewed, but never applied by promotion. */
const isBootstrap = (stack: SynthesisedStack) => stack.stack === "bootstrap";

/**
 * Takes every stack through plan, gates and apply, each as soon as the stacks that it depends on stand. Nothing is planned
 * where the guardrails stop one of them as it is declared; nothing is applied before the bootstrap is known to be the
 * release's; once something has stopped, nothing more is applied, and what has begun is finished.
 */
export const advance = async (operation: Operation, run: Run, stacks: readonly SynthesisedStack[], judges: Judges, record: RecordEvent): Promise<Advanced> => {
  const declared = stacks.filter((stack) => stack.id in run.release.digests);
  const refused = await refusedTrees(operation, run, declared, judges);
  if (refused.length === 0) return new Advance(operation, run, stacks, judges, record).all();
  for (const { stack, verdict } of refused) await record("blocked", stack.id, evidenceOf({ stack, verdict }));
  return {
    reviews: refused.map(({ review }) => review),
    stacks: stacks.map(({ id }) => notApplied(id, refused.some(({ stack }) => stack.id === id) ? "blocked" : "not-applied")),
    problem: refusal(run.to, refused, []),
  };
};

class Advance {
  private readonly reviews = new Map<string, StackReview>();
  private readonly promoted = new Map<string, PromotedStack>();
  private readonly refused: Refused[] = [];
  private readonly failures: PortcullisError[] = [];
  private bootstrapWaits = false;
  /** A Terraform of a stack that is planned or applied: as memory allows. Held from the plan to the end of the apply. */
  private readonly processes: ReturnType<typeof slots>;
  /** The same, handed on where the apply only waits for AWS: a minute for each S3 lifecycle. */
  private readonly work: ReturnType<typeof slots>;
  /** A plan is nearly all CPU. */
  private readonly planning: ReturnType<typeof slots>;
  /** Resolves when the bootstrap was looked at. */
  private readonly bootstrapSeen: Promise<void>;
  private sawBootstrap: () => void = () => undefined;

  constructor(
    private readonly operation: Operation,
    private readonly run: Run,
    private readonly stacks: readonly SynthesisedStack[],
    private readonly judges: Judges,
    private readonly record: RecordEvent,
  ) {
    this.processes = slots(operation.liveConcurrency);
    this.work = slots(operation.workConcurrency);
    this.planning = slots(operation.concurrency);
    this.bootstrapSeen = new Promise((resolve) => (this.sawBootstrap = resolve));
    if (!stacks.some(isBootstrap)) this.sawBootstrap();
  }

  public async all(): Promise<Advanced> {
    const outcomes = await runGraph(await inOrderOfWork(this.stacks), {
      idOf: (stack) => stack.id,
      dependenciesOf: (stack) => stack.dependencies,
      concurrency: Number.POSITIVE_INFINITY,
      signal: this.operation.signal,
      run: (stack) => this.turn(stack).finally(() => isBootstrap(stack) && this.sawBootstrap()),
    });
    try {
      requireAllDone(outcomes);
    } catch (error) {
      // Any other error is a defect, and is thrown as it is.
      if (!(error instanceof PortcullisError)) throw error;
      if (!this.failures.includes(error)) this.failures.push(error);
    }
    return {
      reviews: this.stacks.flatMap(({ id }) => this.reviews.get(id) ?? []),
      stacks: this.stacks.map(({ id }) => this.promoted.get(id) ?? notApplied(id, "not-applied")),
      problem: this.problem(),
    };
  }

  private get isStopped(): boolean {
    return this.refused.length > 0 || this.failures.length > 0 || this.bootstrapWaits || this.operation.signal.aborted;
  }

  /** One stack; where it stops, its dependents are not begun, others are still planned for the review. */
  private async turn(stack: SynthesisedStack): Promise<void> {
    if (this.failures.length > 0 || !stack.dependencies.every((id) => this.stands(id))) return;
    try {
      // The bootstrap comes first and so has a slot: the others wait for it with theirs in their hands.
      await this.processes(() =>
        this.work(async (handOn) => {
          // Looked at within the slot, so that plans begin in the order of work whatever AWS answers first.
          const finish = await this.planning(() => this.begin(stack));
          await finish?.(handOn);
        }),
      );
    } catch (error) {
      if (error instanceof PortcullisError) this.failures.push(error);
      throw error;
    }
  }

  /** @returns what is left to do once the slot for plans is free again */
  private async begin(stack: SynthesisedStack): Promise<((onQuiet: () => void) => Promise<void>) | undefined> {
    if (this.failures.length > 0) return undefined;
    const { unchanged, known } = await lookAt(this.operation, this.run, stack);
    if ("since" in unchanged) return () => this.leave(stack, unchanged.since, factsOf(known?.state));
    const plan = await planStack(this.operation, this.run.to, this.run.tree, stack, this.judges);
    return (onQuiet) => this.finish(plan, known, onQuiet);
  }

  /** A dependency that is not promoted here stands, as far as this run can know. */
  private stands(id: string): boolean {
    const outcome = this.promoted.get(id)?.outcome;
    return outcome === "applied" || outcome === "no-change" || !this.stacks.some((stack) => stack.id === id);
  }

  /** Nothing has changed since it was recorded; only the guardrails and gates speak. */
  private async leave(stack: SynthesisedStack, since: string, facts: PromotedStack["facts"]): Promise<void> {
    const { review, verdict } = await judgeUnplanned(this.operation, this.run, stack, this.judges, since);
    this.reviews.set(stack.id, review);
    if (verdict.result !== "pass") return this.refuse({ stack, verdict });
    await this.record("no-change", stack.id, { digest: stack.digest, unplanned: true, since });
    this.promoted.set(stack.id, { ...notApplied(stack.id, "no-change"), facts, unchangedSince: since });
  }

  private async finish(plan: PlannedStack, before: KnownState | undefined, onQuiet: () => void): Promise<void> {
    const { stack, verdict } = plan;
    this.reviews.set(stack.id, plan.review);
    if (verdict.result !== "pass") return this.refuse(plan);
    await this.record("passed", stack.id, evidenceOf(plan));
    if (plan.empty) return void this.promoted.set(stack.id, await recordNoChange(this.operation, this.run, plan, before, this.record));
    if (isBootstrap(stack)) {
      this.bootstrapWaits = true;
      return void this.promoted.set(stack.id, notApplied(stack.id, "not-applied"));
    }
    await this.bootstrapSeen;
    if (this.isStopped) return void this.promoted.set(stack.id, notApplied(stack.id, "not-applied"));
    const watch = watchForQuiet(this.operation.listener, stack.id, onQuiet);
    const { promoted, failure } = await applyPlanned({ ...this.operation, listener: watch.listener }, this.run, plan, this.record).finally(watch.end);
    this.promoted.set(stack.id, promoted);
    if (failure) this.failures.push(failure);
  }

  private async refuse(refused: Judged): Promise<void> {
    this.refused.push(refused);
    this.promoted.set(refused.stack.id, notApplied(refused.stack.id, "blocked"));
    await this.record("blocked", refused.stack.id, evidenceOf(refused));
  }

  /** An interrupt counts most; then what failed, for it may have left something half-way; then what was refused. */
  private problem(): PortcullisError | undefined {
    const applied = [...this.promoted.values()].filter(({ outcome }) => outcome === "applied").map(({ stack }) => stack);
    const interrupted = this.failures.find(({ exitCode }) => exitCode === ExitCode.interrupted);
    if (interrupted ?? this.failures[0]) return interrupted ?? this.failures[0];
    if (this.refused.length > 0) return refusal(this.run.to, this.refused, applied);
    return this.bootstrapWaits ? bootstrapDiffers(this.run.to) : undefined;
  }
}

/** A stack whose gates have spoken; without a bundle where it was not planned, or nothing is to change. */
interface Judged extends Refused {
  readonly bundle?: PlannedStack["bundle"];
}

const evidenceOf = ({ stack, verdict, bundle }: Judged) => ({
  digest: stack.digest,
  ...(bundle ? { bundle: bundle.bundle.hash, fingerprint: bundle.bundle.meta.fingerprint } : {}),
  ...(verdict.result === "pass" ? {} : { reasons: verdict.reasons.map((reason) => reason.id).join(", ") }),
});
