import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { organisation, type Environment } from "../../environments";
import { evaluatePlan } from "../policies";
import { buildStackReview, parsePlan, type StackReview } from "../review";
import { blockedError, PortcullisError, usageError } from "../errors";
import { readCheckout, revisionOf } from "../git";
import { checkConfiguration, prepareFolder, type ApplyResult, type PlanJson, type Session, type TerraformRunner } from "../terraform";
import { judgeWaivers, loadWaivers } from "../waivers";
import { readDeclared, type Tree } from "../synthesis";
import { factsOf, openLedger, organisationStore, readKnownState, readState, runnerFor, workFolder, type Operation, type State } from "./operation";
import { closeJournals, openJournal, prepareRecovery } from "./recovery";
import { releaseOf } from "./release";
import { toolsText } from "./tools-text";
import type { SynthesisedStack } from "./types";
import { standingEvidence } from "./unchanged";

export interface Bootstrapped {
  readonly stack: string;
  readonly review: StackReview;
  readonly counts: ApplyResult["counts"];
  readonly facts: Readonly<Record<string, string>>;
  readonly changed: boolean;
}

/** Asked before anything changes. @returns whether to go on */
export type Confirm = (question: { readonly environment: Environment; readonly review: StackReview }) => Promise<boolean>;

const overrideFile = "backend_override.tf.json";
const exists = (path: string) => access(path).then(() => true, () => false);

/**
 * Builds what every other stack stands on, as the caller. The first time the state is kept on disk, in a private folder
 * that stays until the state has been moved into the bucket and a plan against it was clean; later times it is an
 * ordinary plan and apply.
 * @param ledgerStands waited for before the bootstrap is recorded, where the ledger's account is bootstrapped by the same
 *   run. @default the ledger must stand before anything begins
 * @throws PortcullisError (usage) `ledger-first`, `not-confirmed`; (blocked) `gate-blocked`
 */
export const bootstrap = async (operation: Operation, environment: Environment, tree: Tree, confirm: Confirm, ledgerStands?: Promise<unknown>): Promise<Bootstrapped> => {
  const stack = tree.stacks.find((candidate) => candidate.environment === environment.name && candidate.stack === "bootstrap")!;
  const session = await operation.sessions.session(environment, "caller");
  const remote = await standing(environment, session, stack.id);
  if (!remote && !ledgerStands) await requireLedger(operation, environment);

  const durable = join(workFolder(operation), "bootstrap");
  await mkdir(durable, { recursive: true, mode: 0o700 });
  const localState = join(durable, `${stack.id}.tfstate`);
  const folder = join(durable, stack.id);
  const begun = await exists(localState);
  const local = begun ? !(remote && (await isMoved(localState, remote))) : !remote;
  checkConfiguration(await readDeclared(stack));
  await prepareFolder({ stackFolder: stack.folder, workFolder: folder, lockFile: join(operation.root, ".terraform.lock.hcl") });
  const runner = runnerFor(operation, session, stack.id);
  if (local) await writeFile(join(folder, overrideFile), JSON.stringify({ terraform: { backend: { local: { path: localState } } } }), { mode: 0o600 });
  await runner.init(folder, { reconfigure: true });
  const checkout = await readCheckout(operation.root);
  const release = releaseOf(revisionOf(checkout), tree).id;
  const recovery = await prepareRecovery(operation, stack, release, folder, runner, session);

  const result = await runner.plan(folder, { out: "plan.tfplan" });
  const plan = result.empty ? undefined : parsePlan(await runner.show(folder, "plan.tfplan"), `plan of ${stack.id}`);
  const review = await judge(operation, environment, tree, stack, checkout.author, plan);
  let counts: ApplyResult["counts"] = { create: 0, update: 0, destroy: 0 };
  if (!result.empty) {
    if (!(await confirm({ environment, review })))
      throw usageError({ id: "not-confirmed", problem: `the bootstrap of ${environment.name} was not confirmed`, where: `account ${environment.accountId}`, remedy: `Run it again and type the account id, or pass --account ${environment.accountId}.` });
    counts = (await applyHere(operation, stack, folder, release, runner)).counts;
  } else if (recovery) await closeJournals(operation, stack.id);
  if (local) {
    await rm(join(folder, overrideFile));
    await runner.migrateState(folder);
    const again = await runner.plan(folder, { out: "plan.tfplan" });
    if (!again.empty)
      throw blockedError({
        id: "bootstrap-unclean",
        problem: `after the state of ${stack.id} moved into the bucket, a plan still wants to change ${again.counts.create + again.counts.update + again.counts.destroy} resource(s)`,
        where: folder,
        remedy: `The local state was kept as ${localState}. Run \`./portcullis bootstrap ${environment.name}\` again.`,
      });
  }
  const { providers } = await runner.versions(folder);
  await rm(folder, { recursive: true, force: true });
  const stands = await readKnownState(environment, session, stack.id);
  await ledgerStands;
  if (!result.empty || begun || local)
    await openLedger(operation, environment, session).append({
      actor: session.callerArn,
      environment: environment.name,
      event: "bootstrapped",
      stack: stack.id,
      release,
      evidence: { ...counts, digest: stack.digest, ...standingEvidence(stands?.hash, toolsText(operation.terraform, providers)) },
    });
  // The last of all: while it is there, the next run knows that this one was not recorded.
  await rm(localState, { force: true });
  await rm(`${localState}.backup`, { force: true });
  return { stack: stack.id, review, counts, facts: factsOf(stands?.state), changed: !result.empty };
};

/** The state that lies in the bucket already. */
const standing = async (environment: Environment, session: Session, stackId: string): Promise<State | undefined> => {
  try {
    return await readState(environment, session, stackId);
  } catch (error) {
    if (error instanceof PortcullisError && error.fault.id === "not-bootstrapped") return undefined;
    throw error;
  }
};

/**
 * True where the bucket has what was kept on disk, or something newer: a run was interrupted after it had moved the state.
 * Moved once more, the copy on disk would undo what others have done since.
 * @throws PortcullisError (blocked) `bootstrap-unclean` where the two are states of different bootstraps
 */
export const isMoved = async (localState: string, remote: Pick<State, "lineage" | "serial">): Promise<boolean> => {
  const local = JSON.parse(await readFile(localState, "utf8")) as Pick<State, "lineage" | "serial">;
  if (local.lineage === remote.lineage) return remote.serial >= local.serial;
  throw blockedError({
    id: "bootstrap-unclean",
    problem: "the bucket holds the state of another bootstrap than the one that was begun here",
    where: localState,
    remedy: "Somebody else has bootstrapped this account meanwhile. Compare what the two states hold, remove by hand what only the one on disk knows, then move that file away and run this again.",
  });
};

/** The ledger's account comes first: every other bootstrap is recorded in it. */
const requireLedger = async (operation: Operation, environment: Environment): Promise<void> => {
  if (environment.name === organisation.ledgerEnvironment) return;
  const session = await operation.sessions.session(environment, "caller");
  await organisationStore(session)
    .list("ledger/")
    .catch((error: Error) => {
      const isDenied = error instanceof PortcullisError && error.fault.id === "access-denied";
      if (error.name !== "NoSuchBucket" && !isDenied) throw error;
      throw usageError({
        id: "ledger-first",
        problem: `the ledger does not stand yet, or is not open to this account, so the bootstrap of ${environment.name} cannot be recorded`,
        where: organisationStore(session).location,
        remedy: `Run \`./portcullis bootstrap ${organisation.ledgerEnvironment}\` first: its account holds the ledger.`,
      });
    });
};

/** The guardrails judge a bootstrap as they judge every plan. @throws PortcullisError (blocked) `gate-blocked` */
const judge = async (operation: Operation, environment: Environment, tree: Tree, stack: SynthesisedStack, changeAuthor: string, plan: PlanJson | undefined): Promise<StackReview> => {
  const identity = { environment: environment.name, stage: environment.stage, classification: environment.classification, stack: stack.id };
  const resources = tree.notes[stack.id]?.resources ?? {};
  const declared = await readDeclared(stack);
  const { findings, problems } = judgeWaivers({
    findings: plan ? evaluatePlan({ plan, tree: declared, identity, resources }).findings : [],
    waivers: await loadWaivers(join(operation.root, "policies", "waivers.yaml")),
    clock: operation.clock,
    identity: { environment: environment.name, stack: stack.id },
    changeAuthor,
  });
  const against = [
    ...findings.filter((finding) => finding.waiver === undefined).map(({ rule, address, reason, remedy }) => ({ text: `${rule}: ${address}: ${reason}`, remedy })),
    ...problems.filter((problem) => problem.blocks),
  ];
  if (against[0])
    throw blockedError({
      id: "gate-blocked",
      problem: `the guardrails stopped ${stack.id}; nothing was applied`,
      where: stack.id,
      details: against.map(({ text }) => `- ${text}`),
      remedy: against[0].remedy,
    });
  return buildStackReview({
    plan: plan ?? { format_version: "1.2" },
    identity: { environment: environment.name, stack: stack.id, accountId: stack.accountId, region: stack.region },
    resources,
    findings,
  });
};

const applyHere = async (operation: Operation, stack: SynthesisedStack, folder: string, release: string, runner: TerraformRunner): Promise<ApplyResult> => {
  const journal = await openJournal(operation, { meta: { stack: stack.id, release }, planFile: await readFile(join(folder, "plan.tfplan")) });
  const result = await runner.apply(folder, "plan.tfplan", { journal });
  await closeJournals(operation, stack.id);
  return result;
};
