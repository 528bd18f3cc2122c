import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PortcullisError } from "../errors";
import { isDeclared, readAttribute, type DeclaredTree } from "./attributes";
import { importId, isMadeAgain, predictableId, withoutImport, type Place } from "./import-ids";
import { completed, halfCreated, holderIsDead, inFlight, ownsLock, type Journal } from "./journal";
import type { PlanJson } from "./plan-json";
import { erroredStateFile, type TerraformRunner } from "./runner";
import { StateLockedError, type StateLock } from "./state-lock";
import { findTagged, taggedObject, type Tagged } from "./tagged";
import type { FindTagged } from "./types";

/** Beside cdk.tf.json in the private folder; never part of a digest. */
export const recoveryFileName = "recovery.tf.json";

export interface RecoveryInput {
  readonly journal: Journal;
  /** Address → id of what the state holds. */
  readonly stateIds: ReadonlyMap<string, string>;
  /** cdk.tf.json as it is now: only what is declared can be imported. */
  readonly tree: DeclaredTree;
  /** The plan that was applied, where it is still at hand: its values go before the tree's. */
  readonly plan?: PlanJson;
  readonly place: Place;
}

export interface Import {
  readonly to: string;
  readonly id: string;
}

export interface Unresolved {
  readonly address: string;
  readonly type: string;
  /** Empty where it is not known. */
  readonly id: string;
  readonly remedy: string;
}

/** What an interrupted apply had made and the state lacks. */
export interface Recovery {
  /** Made for certain: to be imported. */
  readonly imports: readonly Import[];
  /** Were being made when it ended; their id follows from the name, if they are there. */
  readonly probable: readonly Import[];
  /** Were being made, or failed in between, under ids that only AWS knows: to be found by their tags. */
  readonly tagged: readonly Tagged[];
  /** Replaced meanwhile: the state still names the old object, so the address is taken out before the import. */
  readonly replaced: readonly { readonly address: string; readonly oldId: string }[];
  /** A person must look. */
  readonly unresolved: readonly Unresolved[];
  /** Addresses that the interrupted attempt created or had begun to create. */
  readonly attempted: readonly string[];
}

/** Compares the journal of an interrupted apply with the state. Pure. */
export function recoveryOf(input: RecoveryInput): Recovery {
  const { journal, stateIds, tree, plan, place } = input;
  const created = completed(journal);
  const creating = inFlight(journal).filter((touched) => touched.action === "create");
  const ids = new Map([...stateIds, ...created.map(({ address, id }) => [address, id] as const)]);
  const reader = (address: string) => (name: string) => readAttribute({ plan, tree, ids }, address, name);

  const imports: Import[] = [];
  const probable: Import[] = [];
  const tagged: Tagged[] = [];
  const replaced: { readonly address: string; readonly oldId: string }[] = [];
  const unresolved: Unresolved[] = [];

  for (const { address, type, id } of created) {
    const oldId = stateIds.get(address);
    if (oldId === id || isMadeAgain(type)) continue;
    const target = importId(type, id, reader(address));
    const isHere = isDeclared(tree, address);
    if (withoutImport(type) !== undefined || target === undefined || !isHere) {
      unresolved.push({ address, type, id, remedy: withoutImport(type) ?? (isHere ? importByHand(address) : leftOver(id)) });
      continue;
    }
    if (oldId !== undefined) replaced.push({ address, oldId });
    imports.push({ to: address, id: target });
  }
  for (const { address, type } of creating) {
    if (stateIds.has(address) || isMadeAgain(type)) continue;
    const id = predictableId(type, reader(address), place);
    const object = isDeclared(tree, address) ? taggedObject(tree, address, type) : undefined;
    if (id !== undefined && isDeclared(tree, address)) probable.push({ to: address, id });
    else if (object) tagged.push(object);
    else unresolved.push({ address, type, id: "", remedy: lookUp(type) });
  }
  // Where the provider died in a creation, or a creation was retried and refused as a duplicate, the object is there and the state lacks it.
  for (const { address, type } of halfCreated(journal)) {
    const object = !stateIds.has(address) && isDeclared(tree, address) ? taggedObject(tree, address, type) : undefined;
    if (object) tagged.push(object);
  }
  return { imports, probable, tagged, replaced, unresolved, attempted: [...created, ...creating, ...halfCreated(journal)].map(({ address }) => address) };
}

const importByHand = (address: string) => `Look up its import id on the type's page of the provider documentation and import it: terraform import '${address}' <id>.`;

const leftOver = (id: string) => `No stack declares it any more: remove ${id} by hand if it is not wanted.`;

function lookUp(type: string): string {
  if (type === "aws_kms_key") {
    return "Its creation had begun. A key has no name: look for one created at that time with this stack's tags (aws resourcegroupstaggingapi get-resources --resource-type-filters kms:key) and schedule its deletion; a new one is made.";
  }
  return "Its creation had begun. Look whether it is there (by name or by this stack's tags); if so remove it or import it before the next apply.";
}

/**
 * Frees the lock of an apply that was killed, and only that: its process is proven dead and the lock proven its own.
 * @returns false where that cannot be proven; then the lock stays
 */
export async function freeDeadLock(runner: TerraformRunner, folder: string, journal: Journal, lock: StateLock): Promise<boolean> {
  if (!holderIsDead(journal) || !ownsLock(journal, lock)) return false;
  await runner.forceUnlock(folder, lock.id);
  return true;
}

export interface RecoverOptions extends Omit<RecoveryInput, "stateIds" | "tree"> {
  readonly runner: TerraformRunner;
  /** Initialised private folder of the stack. */
  readonly folder: string;
  readonly journalFile: string;
  readonly find: FindTagged;
}

/**
 * Makes an initialised folder ready to finish an interrupted apply: frees its lock, takes in a state that could not be
 * written, and writes import blocks for what the state lacks. The next plan in the folder imports it.
 * @throws StateLockedError where somebody else holds the lock, or the apply may still run
 */
export async function recover(options: RecoverOptions): Promise<Recovery> {
  const { runner, folder, journal } = options;
  const tree = JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as DeclaredTree;
  await locked(options, () => pushErroredState(runner, folder, options.journalFile));
  const stateIds = await runner.stateIds(folder);
  const recovery = recoveryOf({ journal, tree, plan: options.plan, place: options.place, stateIds });
  await locked(options, () => runner.forget(folder, recovery.replaced.map(({ address }) => address)));
  const known = new Set([...stateIds.values(), ...completed(journal).map(({ id }) => id)]);
  const found = await findTagged(recovery.tagged, known, options.find);
  const imports = await locked(options, () => existing(runner, folder, [...recovery.imports, ...recovery.probable, ...found]));
  await writeImports(folder, imports);
  // What failed and is not there was simply not made; what was cut off may be there under other tags.
  const cutOff = new Set(inFlight(journal).map(({ address }) => address));
  const lost = recovery.tagged.filter(({ address }) => cutOff.has(address) && !found.some(({ to }) => to === address));
  return { ...recovery, imports, probable: [], tagged: [], unresolved: [...recovery.unresolved, ...lost.map(({ address, type }) => ({ address, type, id: "", remedy: lookUp(type) }))] };
}

/** Runs an action; where the dead apply's lock is in its way, frees it and runs the action again. */
async function locked<T>(options: RecoverOptions, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof StateLockedError) || !(await freeDeadLock(options.runner, options.folder, options.journal, error.lock))) throw error;
    return action();
  }
}

async function pushErroredState(runner: TerraformRunner, folder: string, journalFile: string): Promise<void> {
  const file = erroredStateFile(journalFile);
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  await runner.pushState(folder, file);
  await rm(file);
}

/** Plans with all imports, and leaves out the probable ones that Terraform says are not there. The plan itself also frees the way: it takes the lock. */
async function existing(runner: TerraformRunner, folder: string, all: readonly Import[]): Promise<readonly Import[]> {
  let candidates = all;
  for (;;) {
    await writeImports(folder, candidates);
    try {
      const probe = "recovery-probe.tfplan";
      await runner.plan(folder, { out: probe, lockTimeoutSeconds: 0 });
      await rm(join(folder, probe), { force: true });
      return candidates;
    } catch (error) {
      const missing = error instanceof PortcullisError ? missingObjects(error) : new Set<string>();
      const kept = candidates.filter(({ to }) => !missing.has(to));
      if (kept.length === candidates.length) throw error;
      candidates = kept;
    }
  }
}

/** Addresses in "Cannot import non-existent remote object"; also one that was made and then removed by hand needs no import. */
function missingObjects(error: PortcullisError): ReadonlySet<string> {
  const text = (error.fault.details ?? []).join(" ").replace(/\s+/g, " ");
  return new Set([...text.matchAll(/import an existing object to "(\S+?)", the provider detected that no object exists/g)].map((match) => match[1]!));
}

async function writeImports(folder: string, imports: readonly Import[]): Promise<void> {
  const file = join(folder, recoveryFileName);
  if (imports.length === 0) return rm(file, { force: true });
  await writeFile(file, JSON.stringify({ import: imports }, null, 2), { mode: 0o600 });
}
