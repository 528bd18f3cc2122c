import { rm } from "node:fs/promises";
import { join } from "node:path";
import { waveOf, type Environment } from "../../environments";
import { ExitCode, PortcullisError } from "../errors";
import { authorOf, readCheckout, requireClean, revisionOf } from "../git";
import { reviewModelVersion, render, type Review, type StackReview } from "../review";
import type { Store } from "../stores";
import { selectStacks, withSynthesis, type Tree } from "../synthesis";
import { requireAllDone, runGraph, type ApplyResult, type Session } from "../terraform";
import { loadWaivers } from "../waivers";
import { applyBundle } from "./apply-bundle";
import { withEnvironmentLock } from "./environment-lock";
import type { Upstream } from "./gate";
import type { Ledger } from "./ledger";
import { factsOf, openLedger, organisationStore, readState, stateStore, workFolder, type Operation } from "./operation";
import { layersOf } from "./layers";
import { removePlanFolders } from "./plan-folder";
import type { Judges } from "./judge";
import { planStack, type PlannedStack } from "./plan-stack";
import { closeJournals } from "./recovery";
import { fetchRelease, releaseOf, storeRelease } from "./release";
import { removedStacks } from "./removed-stacks";
import { isVerified, newestVerified, verifiedUpstream } from "./standing";
import type { LedgerEvent, Release, SynthesisedStack } from "./types";

export interface PromotedStack {
  readonly stack: string;
  readonly counts: ApplyResult["counts"];
  readonly seconds: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly outcome: "applied" | "no-change" | "blocked" | "not-applied" | "failed";
}

export interface Promotion {
  readonly environment: string;
  readonly release: Release;
  readonly review: Review;
  readonly stacks: readonly PromotedStack[];
  /** True where every stack of the release now stands in the environment. */
  readonly verified: boolean;
  /** Why it did not go through; thrown by the command after everything was shown. */
  readonly problem?: PortcullisError;
}

export interface PromoteOptions {
  readonly to: Environment;
  /** Narrow to these stacks; the environment counts as verified when all of the release stand. */
  readonly stacks?: readonly string[];
  /** Promote uncommitted changes; only ever on an emulator. */
  readonly allowDirty?: boolean;
}

/** A stack that is planned and reviewed, but never applied by promotion. */
const isBootstrap = (stack: SynthesisedStack) => stack.stack === "bootstrap";

/** Upstream of the first wave is the commit itself; of every other, what the wave before it has verified. */
export const promote = async (operation: Operation, options: PromoteOptions): Promise<Promotion> => {
  const environment = options.to;
  const session = await operation.sessions.session(environment, "apply");
  const ledger = openLedger(operation, environment, session);
  await readState(environment, session, "any");
  const store = organisationStore(session);
  const wave = waveOf(environment.name);
  // In every wave: the checkout's waivers judge the release, wherever it comes from.
  const checkout = await readCheckout(operation.root);
  if (!(options.allowDirty && session.endpoint)) requireClean(checkout);
  if (wave === 0)
    return withSynthesis(operation.root, operation.environment, async (tree) => {
      // A mistyped stack is refused before anything is kept.
      selectStacks(tree.stacks, { environment: environment.name, stacks: options.stacks });
      const release = releaseOf(revisionOf(checkout), tree);
      await storeRelease(store, release, tree);
      return promoteRelease(operation, { ...options, ledger, store, session, release, tree, upstream: [], author: checkout.author });
    });
  const upstream = verifiedUpstream(await ledger.read(), wave);
  const [first] = upstream;
  if (!first?.verified)
    throw new PortcullisError(ExitCode.notYet, {
      id: "nothing-upstream",
      problem: `no release is verified in ${first?.environment ?? "the wave before"} yet, so there is nothing to promote into ${environment.name}`,
      where: ledger.location,
      remedy: `Run \`./portcullis promote --to ${first?.environment}\` first.`,
    });
  const { release, tree } = await fetchRelease(store, first.verified, workFolder(operation));
  try {
    const author = await authorOf(operation.root, release.commit);
    return await promoteRelease(operation, { ...options, ledger, store, session, release, tree, upstream, author });
  } finally {
    await rm(tree.folder, { recursive: true, force: true });
  }
};

interface Run extends PromoteOptions {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly session: Session;
  readonly release: Release;
  readonly tree: Tree;
  readonly upstream: readonly Upstream[];
  readonly author?: string;
}

const promoteRelease = async (operation: Operation, run: Run): Promise<Promotion> => {
  let ended: Promotion | undefined;
  try {
    return await withEnvironmentLock(
      stateStore(run.to, run.session),
      { environment: run.to.name, actor: run.session.callerArn, release: run.release.id, clock: operation.clock },
      async () => (ended = await promoteLocked(operation, run).finally(() => removePlanFolders(operation))),
    );
  } catch (error) {
    // Where AWS is gone the lock cannot be freed either: what was done and what failed counts more than that.
    if (ended?.problem === undefined) throw error;
    return ended;
  }
};

const promoteLocked = async (operation: Operation, run: Run): Promise<Promotion> => {
  const record = (event: LedgerEvent, stack?: string, evidence: Readonly<Record<string, string | number | boolean>> = {}) =>
    run.ledger.append({ actor: run.session.callerArn, environment: run.to.name, release: run.release.id, event, stack, evidence });
  const entries = await run.ledger.read();
  if (!entries.some((entry) => entry.event === "released" && entry.release === run.release.id)) await record("released", undefined, { commit: run.release.commit });

  const declared = selectStacks(run.tree.stacks, { environment: run.to.name, stacks: run.stacks });
  const left = await removedStacks(operation, run.to, run.session, run.tree);
  const removed = run.stacks?.length ? [] : left;
  const stacks = [...declared, ...removed];
  const judges: Judges = { release: run.release, waivers: await loadWaivers(join(operation.root, "policies", "waivers.yaml")), upstream: run.upstream, author: run.author };
  const reviews: StackReview[] = [];
  const promoted: PromotedStack[] = [];
  let problem: PortcullisError | undefined;

  for (const layer of layersOf(stacks)) {
    let planned: readonly PlannedStack[];
    try {
      // The last declared first: measured, the Web ACL's plan takes twice as long as any other, and bootstrap's has nothing waiting for it.
      planned = (await inParallel(operation, [...layer].reverse(), (stack) => planStack(operation, run.to, run.tree, stack, judges))).reverse();
    } catch (error) {
      problem = known(error);
      break;
    }
    reviews.push(...planned.map((plan) => plan.review));
    const refused = planned.filter((plan) => plan.verdict.result !== "pass");
    for (const plan of planned) await record(plan.verdict.result === "pass" ? "passed" : "blocked", plan.stack.id, evidenceOf(plan));
    const waiting = planned.find((plan) => isBootstrap(plan.stack) && !plan.empty);
    if (refused.length > 0 || waiting) {
      problem = refused.length > 0 ? refusal(run.to, refused) : bootstrapDiffers(run.to);
      promoted.push(...planned.map((plan) => notApplied(plan.stack.id, refused.includes(plan) ? "blocked" : plan.empty ? "no-change" : "not-applied")));
      break;
    }
    const applied = await applyLayer(operation, run, planned, record);
    promoted.push(...applied.stacks);
    if (applied.problem) {
      problem = applied.problem;
      break;
    }
  }
  for (const stack of stacks) if (!promoted.some((done) => done.stack === stack.id)) promoted.push(notApplied(stack.id, "not-applied"));

  const review: Review = { version: reviewModelVersion, title: `${run.release.id} → ${run.to.name}`, commit: run.release.commit, release: run.release.id, stacks: reviews };
  // The evidence stands before the verdict does; where something failed, that failure counts more.
  await keepReview(run, review, operation.clock.now()).catch((error: unknown) => {
    if (problem === undefined) throw error;
  });
  const verified = problem === undefined && left.length === removed.length && isVerified(await run.ledger.read(), run.to.name, run.release);
  if (verified && newestVerified(await run.ledger.read(), run.to.name) !== run.release.id) await record("verified");
  return { environment: run.to.name, release: run.release, review, stacks: promoted, verified, problem };
};

/** Any other error is a defect, and is thrown as it is. */
const known = (error: unknown): PortcullisError => {
  if (error instanceof PortcullisError) return error;
  throw error;
};

type RecordEvent = (event: LedgerEvent, stack?: string, evidence?: Readonly<Record<string, string | number | boolean>>) => Promise<unknown>;

/** Applies what passed; a failure lets the layer's other stacks finish, and stops the layers after it. */
const applyLayer = async (operation: Operation, run: Run, planned: readonly PlannedStack[], record: RecordEvent) => {
  const bundles = new Set(planned.flatMap((plan) => (plan.bundle ? [plan.bundle.bundle.hash] : [])));
  const stacks: PromotedStack[] = [];
  const failures: PortcullisError[] = [];
  const applyOne = async (plan: PlannedStack): Promise<void> => {
    const id = plan.stack.id;
    if (!plan.bundle) {
      // Nothing is left of an interrupted apply: its journal would go on excusing what it had made.
      if (plan.recovery) await closeJournals(operation, id);
      await record("no-change", id, { digest: plan.stack.digest });
      stacks.push({ stack: id, counts: { create: 0, update: 0, destroy: 0 }, seconds: 0, facts: factsOf(await readState(run.to, run.session, id)), outcome: "no-change" });
      return;
    }
    const { hash } = plan.bundle.bundle;
    try {
      const result = await applyBundle(operation, run.to, plan.bundle.bundle, {
        name: id,
        commit: run.release.commit,
        known: bundles,
        initialised: plan.folder,
        onChecked: () => record("apply-started", id, { bundle: hash, digest: plan.stack.digest }),
      });
      await record(plan.recovery ? "recovered" : "applied", id, { ...result.counts, bundle: hash, digest: plan.stack.digest });
      stacks.push({ stack: id, counts: result.counts, seconds: result.seconds, facts: factsOf(await readState(run.to, run.session, id)), outcome: "applied" });
    } catch (error) {
      if (!(error instanceof PortcullisError)) throw error;
      failures.push(error);
      stacks.push(notApplied(id, "failed"));
      await record("apply-failed", id, { bundle: hash, fault: error.fault.id }).catch(() => undefined);
    }
  };
  const applyStack = (stack: SynthesisedStack) => applyOne(planned.find((plan) => plan.stack.id === stack.id)!);
  await inParallel(operation, planned.map((plan) => plan.stack), applyStack, operation.applyConcurrency).catch((error: unknown) => void failures.push(known(error)));
  return { stacks, problem: failures.find((failure) => failure.exitCode === ExitCode.interrupted) ?? failures[0] };
};

const notApplied = (stack: string, outcome: PromotedStack["outcome"]): PromotedStack => ({ stack, counts: { create: 0, update: 0, destroy: 0 }, seconds: 0, facts: {}, outcome });

const evidenceOf = (plan: PlannedStack): Readonly<Record<string, string | number | boolean>> => ({
  digest: plan.stack.digest,
  ...(plan.bundle ? { bundle: plan.bundle.bundle.hash, fingerprint: plan.bundle.bundle.meta.fingerprint } : {}),
  ...(plan.verdict.result === "pass" ? {} : { reasons: plan.verdict.reasons.map((reason) => reason.id).join(", ") }),
});

const refusal = (environment: Environment, refused: readonly PlannedStack[]): PortcullisError => {
  const reasons = refused.flatMap((plan) => plan.verdict.reasons.map((reason) => ({ stack: plan.stack.id, ...reason })));
  const notYet = refused.every((plan) => plan.verdict.result === "not-yet");
  return new PortcullisError(notYet ? ExitCode.notYet : ExitCode.blocked, {
    id: notYet ? "gate-not-yet" : "gate-blocked",
    problem: `the gate stopped ${refused.map((plan) => plan.stack.id).join(", ")} before ${environment.name}; nothing of this layer was applied`,
    where: reasons[0] && `${reasons[0].stack}${reasons[0].address ? ` ${reasons[0].address}` : ""}`,
    details: reasons.map((reason) => `- ${reason.stack}: ${reason.text}${reason.remedy ? `\n    to do: ${reason.remedy}` : ""}`),
    remedy: reasons[0]?.remedy ?? "Read the review.",
  });
};

const bootstrapDiffers = (environment: Environment) =>
  new PortcullisError(ExitCode.notYet, {
    id: "bootstrap-differs",
    problem: `this release changes the bootstrap of ${environment.name}, which promotion never applies`,
    where: `${environment.name}-bootstrap`,
    remedy: `A person with rights in account ${environment.accountId} runs \`./portcullis bootstrap ${environment.name}\` on this commit, then promote again.`,
  });

/** Runs the work for each stack, bounded; every one ends before the first failure is thrown. */
const inParallel = async <Result>(operation: Operation, stacks: readonly SynthesisedStack[], work: (stack: SynthesisedStack) => Promise<Result>, concurrency = operation.concurrency): Promise<Result[]> => {
  const results = new Map<string, Result>();
  const outcomes = await runGraph(stacks, {
    idOf: (stack) => stack.id,
    dependenciesOf: () => [],
    concurrency,
    signal: operation.signal,
    run: async (stack) => void results.set(stack.id, await work(stack)),
  });
  requireAllDone(outcomes);
  return stacks.map((stack) => results.get(stack.id)!);
};

/** The redacted review stays with the ledger; the time in its name keeps every attempt. */
const keepReview = async (run: Run, review: Review, now: Date): Promise<void> => {
  await run.store.create(`reviews/${run.release.id}/${run.to.name}-${now.toISOString().replaceAll(":", "-")}.json`, Buffer.from(render(review, "json", {})));
};
