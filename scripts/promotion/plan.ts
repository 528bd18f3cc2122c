import { join } from "node:path";
import { environments, type Environment } from "../../environments";
import { readCheckout, revisionOf } from "../git";
import { reviewModelVersion, type Review, type StackReview } from "../review";
import { selectStacks, type Tree } from "../synthesis";
import { requireAllDone, runGraph } from "../terraform";
import { loadWaivers } from "../waivers";
import { bundleStore, organisationStore, readState, type Operation } from "./operation";
import { removePlanFolders } from "./plan-folder";
import type { Judges } from "./judge";
import { notePlan } from "./plan-note";
import { planStack } from "./plan-stack";
import { releaseOf } from "./release";
import { removedStacks } from "./removed-stacks";
import { upstreamOf } from "./upstream";
import type { SynthesisedStack, Verdict } from "./types";

export interface PlannedBundle {
  readonly stack: string;
  readonly verdict: Verdict;
  /** Where the bundle was put; absent where nothing is to change. */
  readonly bundle?: string;
}

export interface Planned {
  readonly review: Review;
  readonly bundles: readonly PlannedBundle[];
}

/**
 * Plans what a person named, for review: the gates speak, nothing is applied. A stack that looks up what an upstream
 * stack has still to create is provisional: it is planned for good when its turn in a promotion comes.
 */
export const plan = async (operation: Operation, tree: Tree, wanted: { readonly environment?: string; readonly stacks?: readonly string[] }): Promise<Planned> => {
  const checkout = await readCheckout(operation.root);
  const release = releaseOf(revisionOf(checkout), tree);
  const waivers = await loadWaivers(join(operation.root, "policies", "waivers.yaml"));
  const judgesOf = rememberByEnvironment(
    async (environment): Promise<Judges> => ({ release, waivers, upstream: await upstreamOf(operation, environment, await operation.sessions.session(environment, "plan")), author: checkout.author }),
  );
  const named = selectStacks(tree.stacks, wanted);
  const selected = wanted.stacks?.length ? named : [...named, ...(await removedIn(operation, tree, named))];
  const reviews = new Map<string, StackReview>();
  const bundles = new Map<string, PlannedBundle>();
  const changing = new Set<string>();
  const outcomes = await runGraph(selected, {
    idOf: (stack) => stack.id,
    dependenciesOf: (stack) => stack.dependencies.filter((id) => selected.some((other) => other.id === id)),
    concurrency: operation.concurrency,
    signal: operation.signal,
    run: async (stack) => {
      const environment = environmentOf(stack);
      const open = await openUpstream(operation, environment, stack, changing);
      if (open !== undefined && looksUp(tree, stack)) {
        changing.add(stack.id);
        reviews.set(stack.id, provisional(stack, open));
        return;
      }
      const planned = await planStack(operation, environment, tree, stack, await judgesOf(environment));
      reviews.set(stack.id, planned.review);
      if (!planned.empty) changing.add(stack.id);
      bundles.set(stack.id, { stack: stack.id, verdict: planned.verdict, bundle: await keep(operation, environment, planned) });
    },
  });
  await removePlanFolders(operation);
  requireAllDone(outcomes);
  return {
    review: { version: reviewModelVersion, title: "Plan", commit: release.commit, release: release.id, stacks: selected.map((stack) => reviews.get(stack.id)!) },
    bundles: selected.flatMap((stack) => bundles.get(stack.id) ?? []),
  };
};

/** What a promotion would destroy, because no stack declares it any more. */
const removedIn = async (operation: Operation, tree: Tree, selected: readonly SynthesisedStack[]): Promise<readonly SynthesisedStack[]> => {
  const removed: SynthesisedStack[] = [];
  for (const environment of new Set(selected.map(environmentOf))) removed.push(...(await removedStacks(operation, environment, await operation.sessions.session(environment, "plan"), tree)));
  return removed;
};

/** One answer an environment, however many of its stacks ask. */
const rememberByEnvironment = <Result>(ask: (environment: Environment) => Promise<Result>) => {
  const answers = new Map<string, Promise<Result>>();
  return (environment: Environment): Promise<Result> => {
    const answer = answers.get(environment.name) ?? ask(environment);
    answers.set(environment.name, answer);
    return answer;
  };
};

const environmentOf = (stack: SynthesisedStack): Environment => environments.find((environment) => environment.name === stack.environment)!;

const looksUp = (tree: Tree, stack: SynthesisedStack): boolean => Object.keys(tree.notes[stack.id]!.resources).some((address) => address.startsWith("data."));

/** The first upstream stack that does not stand: it is to change in this plan, or has no state yet. */
const openUpstream = async (operation: Operation, environment: Environment, stack: SynthesisedStack, changing: ReadonlySet<string>): Promise<string | undefined> => {
  for (const id of stack.dependencies) {
    if (changing.has(id)) return id;
    const session = await operation.sessions.session(environment, "plan");
    if (!(await readState(environment, session, id))) return id;
  }
  return undefined;
};

const provisional = (stack: SynthesisedStack, upstream: string): StackReview => ({
  environment: stack.environment,
  stack: stack.id,
  accountId: stack.accountId,
  region: stack.region,
  status: "provisional",
  note: `looks up what ${upstream} has still to create; promotion plans, gates and applies it after ${upstream}`,
  counts: { create: 0, update: 0, replace: 0, destroy: 0, import: 0, move: 0 },
  changes: [],
  drift: [],
  findings: [],
});

/** Keeps the bundle, and notes its hash beside the ledger: apply takes no other. The plan role writes nothing in the ledger itself. */
const keep = async (operation: Operation, environment: Environment, planned: Awaited<ReturnType<typeof planStack>>): Promise<string | undefined> => {
  if (!planned.bundle) return undefined;
  const session = await operation.sessions.session(environment, "plan");
  const { bytes, bundle } = planned.bundle;
  const store = bundleStore(operation, environment, session);
  const key = `${bundle.meta.release}/${planned.stack.id}-${bundle.hash.slice(0, 12)}.bundle`;
  await store.create(key, bytes);
  await notePlan(organisationStore(session), {
    bundle: bundle.hash,
    actor: session.callerArn,
    time: operation.clock.now().toISOString(),
    environment: environment.name,
    stack: planned.stack.id,
    release: bundle.meta.release,
    fingerprint: bundle.meta.fingerprint,
    verdict: planned.verdict.result,
  });
  return `${store.location}/${key}`;
};
