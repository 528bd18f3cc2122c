import { rm } from "node:fs/promises";
import { join } from "node:path";
import { waveOf, type Environment } from "../../environments";
import { ExitCode, PortcullisError } from "../errors";
import { authorOf, readCheckout, requireClean, revisionOf } from "../git";
import { render, reviewModelVersion, type Review } from "../review";
import { selectStacks, withSynthesis } from "../synthesis";
import { loadWaivers } from "../waivers";
import { advance } from "./advance";
import { withEnvironmentLock } from "./environment-lock";
import type { Judges } from "./judge";
import { openLedger, organisationStore, readState, stateStore, workFolder, type Operation } from "./operation";
import { removePlanFolders } from "./plan-folder";
import { fetchRelease, releaseOf, storeRelease } from "./release";
import { removedStacks } from "./removed-stacks";
import type { PromotedStack, RecordEvent, Run } from "./run";
import { isVerified, newestVerified, verifiedUpstream } from "./standing";
import type { Release } from "./types";

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
  /** Plan every stack, also those of which nothing has changed since they were recorded. @default false */
  readonly refresh?: boolean;
  /** Promote uncommitted changes; only ever on an emulator. */
  readonly allowDirty?: boolean;
}

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
  const record: RecordEvent = (event, stack, evidence = {}) =>
    run.ledger.append({ actor: run.session.callerArn, environment: run.to.name, release: run.release.id, event, stack, evidence });
  const entries = await run.ledger.read();
  if (!entries.some((entry) => entry.event === "released" && entry.release === run.release.id)) await record("released", undefined, { commit: run.release.commit });

  const declared = selectStacks(run.tree.stacks, { environment: run.to.name, stacks: run.stacks });
  const left = await removedStacks(operation, run.to, run.session, run.tree);
  const removed = run.stacks?.length ? [] : left;
  const stacks = [...declared, ...removed];
  const judges: Judges = { release: run.release, waivers: await loadWaivers(join(operation.root, "policies", "waivers.yaml")), upstream: run.upstream, author: run.author };
  const { reviews, stacks: promoted, problem } = await advance(operation, run, stacks, judges, record);

  const review: Review = { version: reviewModelVersion, title: `${run.release.id} → ${run.to.name}`, commit: run.release.commit, release: run.release.id, stacks: reviews };
  // The evidence stands before the verdict does; where something failed, that failure counts more.
  await keepReview(run, review, operation.clock.now()).catch((error: unknown) => {
    if (problem === undefined) throw error;
  });
  const verified = problem === undefined && left.length === removed.length && isVerified(await run.ledger.read(), run.to.name, run.release);
  if (verified && newestVerified(await run.ledger.read(), run.to.name) !== run.release.id) await record("verified");
  return { environment: run.to.name, release: run.release, review, stacks: promoted, verified, problem };
};

/** The redacted review stays with the ledger; the time in its name keeps every attempt. */
const keepReview = async (run: Run, review: Review, now: Date): Promise<void> => {
  await run.store.create(`reviews/${run.release.id}/${run.to.name}-${now.toISOString().replaceAll(":", "-")}.json`, Buffer.from(render(review, "json", {})));
};
