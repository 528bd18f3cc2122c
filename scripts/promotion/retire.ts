import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../../environments";
import { usageError } from "../errors";
import { buildStackReview, parsePlan, type StackReview } from "../review";
import { readDeclared, type Tree } from "../synthesis";
import { prepareFolder, type Session } from "../terraform";
import type { Confirm } from "./bootstrap";
import { withEnvironmentLock } from "./environment-lock";
import { layersOf } from "./layers";
import { openLedger, readState, runnerFor, stateStore, workFolder, type Operation, type State } from "./operation";
import { closeJournals, openJournal, prepareRecovery } from "./recovery";
import { removePlanFolders } from "./plan-folder";
import { removedStacks } from "./removed-stacks";
import { referencesIn, subsetOf, type DeclaredTree } from "./tree-subset";
import type { SynthesisedStack } from "./types";

/** Something that stays when an environment is retired, and why. */
export interface Kept {
  readonly stack: string;
  readonly address: string;
  readonly why: string;
}

export interface RetiredStack {
  readonly stack: string;
  readonly destroyed: number;
  readonly kept: readonly Kept[];
  readonly review: StackReview;
}

/**
 * Removes an environment, last stack first, as the caller. What cannot be deleted stays managed and is named: buckets
 * that hold objects (locked, or the states and the ledger themselves), with their policies and keys, so that nothing
 * left behind is less protected than before.
 * @throws PortcullisError (usage) `not-confirmed`
 */
export const retire = async (operation: Operation, environment: Environment, tree: Tree, confirm: Confirm): Promise<readonly RetiredStack[]> => {
  const session = await operation.sessions.session(environment, "caller");
  await readState(environment, session, "any");
  return withEnvironmentLock(
    stateStore(environment, session),
    { environment: environment.name, actor: session.callerArn, release: "retire", clock: operation.clock },
    () => retireLocked(operation, environment, tree, session, confirm).finally(() => removePlanFolders(operation)),
  );
};

const retireLocked = async (operation: Operation, environment: Environment, tree: Tree, session: Session, confirm: Confirm): Promise<readonly RetiredStack[]> => {
  const declared = [...(await removedStacks(operation, environment, session, tree)), ...tree.stacks.filter((stack) => stack.environment === environment.name)];
  const order = [...layersOf(declared.filter((stack) => stack.stack !== "bootstrap"))].reverse().flat();
  const retired: RetiredStack[] = [];
  for (const stack of [...order, ...declared.filter((candidate) => candidate.stack === "bootstrap")]) {
    const state = await readState(environment, session, stack.id);
    if (!state?.resources.some((resource) => resource.mode === "managed")) continue;
    retired.push(await retireStack(operation, environment, stack, state, { ...session, region: stack.region }, confirm));
  }
  return retired;
};

const retireStack = async (operation: Operation, environment: Environment, stack: SynthesisedStack, state: State, session: Session, confirm: Confirm): Promise<RetiredStack> => {
  const declared = await readDeclared<DeclaredTree>(stack);
  const full = await fullBuckets(state, session);
  const kept = full.map((bucket) => ({ stack: stack.id, ...bucket }));
  const undeclared = kept.filter(({ address }) => declared.resource?.aws_s3_bucket?.[address.slice("aws_s3_bucket.".length)] === undefined);
  if (undeclared.length > 0) return untouched(environment, stack, undeclared.map((bucket) => ({ ...bucket, why: `${bucket.why}; no stack declares it any more, so its whole stack stays` })));
  const source = join(workFolder(operation), "retire", `${stack.id}-declared`);
  const folder = join(workFolder(operation), "retire", stack.id);
  await rm(source, { recursive: true, force: true });
  await mkdir(source, { recursive: true, mode: 0o700 });
  const remaining = subsetOf(declared, new Set(kept.flatMap((bucket) => [bucket.address, ...referencesIn(declared, bucket.address)])));
  await writeFile(join(source, "cdk.tf.json"), JSON.stringify(remaining), { mode: 0o600 });
  await prepareFolder({ stackFolder: source, workFolder: folder, lockFile: join(operation.root, ".terraform.lock.hcl") });
  const runner = runnerFor(operation, session, stack.id);
  try {
    await runner.init(folder);
    // An apply or a retirement that was killed has left its lock, and perhaps resources that no state knows: those are named.
    await prepareRecovery(operation, stack, "retire", folder, runner, session);
    const result = await runner.plan(folder, { out: "plan.tfplan" });
    const plan = result.empty ? { format_version: "1.2" } : parsePlan(await runner.show(folder, "plan.tfplan"), `retirement of ${stack.id}`);
    const review = buildStackReview({ plan, identity: { environment: environment.name, stack: stack.id, accountId: session.accountId, region: stack.region }, resources: {}, findings: [] });
    if (result.empty) return { stack: stack.id, destroyed: 0, kept, review };
    if (!(await confirm({ environment, review })))
      throw usageError({ id: "not-confirmed", problem: `the retirement of ${stack.id} was not confirmed`, where: `account ${environment.accountId}`, remedy: `Run it again and type the account id, or pass --account ${environment.accountId}. Stacks retired before this one stay retired.` });
    const journal = await openJournal(operation, { meta: { stack: stack.id, release: "retire" }, planFile: await readFile(join(folder, "plan.tfplan")) });
    const applied = await runner.apply(folder, "plan.tfplan", { journal });
    await closeJournals(operation, stack.id);
    await openLedger(operation, environment, session).append({
      actor: session.callerArn,
      environment: environment.name,
      stack: stack.id,
      event: "retired",
      evidence: { destroyed: applied.counts.destroy, kept: kept.length },
    });
    return { stack: stack.id, destroyed: applied.counts.destroy, kept, review };
  } finally {
    await rm(source, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
};

/** A stack that keeps a bucket of which only its state knows how it is protected: nothing of it can be told apart. */
const untouched = (environment: Environment, stack: SynthesisedStack, kept: readonly Kept[]): RetiredStack => {
  const identity = { environment: environment.name, stack: stack.id, accountId: stack.accountId, region: stack.region };
  return { stack: stack.id, destroyed: 0, kept, review: buildStackReview({ plan: { format_version: "1.2" }, identity, resources: {}, findings: [] }) };
};

/** Buckets of a state that hold at least one object version. */
const fullBuckets = async (state: State, session: Session): Promise<readonly { readonly address: string; readonly why: string }[]> => {
  const { S3Client, ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
  const s3 = new S3Client({ region: session.region, endpoint: session.endpoint, forcePathStyle: session.endpoint !== undefined, credentials: session });
  const full: { address: string; why: string }[] = [];
  for (const resource of state.resources) {
    if (resource.mode !== "managed" || resource.type !== "aws_s3_bucket") continue;
    const attributes = resource.instances[0]!.attributes;
    const bucket = String(attributes.bucket);
    const answer = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1 }));
    if (!answer.Versions?.length && !answer.DeleteMarkers?.length) continue;
    full.push({
      address: `${resource.type}.${resource.name}`,
      why: attributes.object_lock_enabled ? `${bucket} holds objects under Object Lock; it can go when their retention is over` : `${bucket} holds objects; empty it and retire again`,
    });
  }
  return full;
};
