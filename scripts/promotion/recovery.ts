import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ec2Tagged } from "../aws";
import { toolError } from "../errors";
import { sha256 } from "../sha256";
import { completed, halfCreated, inFlight, JournalWriter, readJournal, recover, type Journal, type Recovery, type Session, type TerraformRunner } from "../terraform";
import type { Bundle } from "./bundle";
import { workFolder, type Operation } from "./operation";
import type { SynthesisedStack } from "./types";

export type { Recovery } from "../terraform";

const folderOf = (operation: Operation, stack: string) => join(workFolder(operation), "journals", stack);

/** Journals of a stack's unfinished applies, oldest first. An apply that is itself interrupted adds one; none goes before all is done. */
const journalFiles = async (operation: Operation, stack: string): Promise<readonly string[]> => {
  const names = await readdir(folderOf(operation, stack)).catch(() => []);
  return names.filter((name) => name.endsWith(".jsonl")).sort().map((name) => join(folderOf(operation, stack), name));
};

/** True where an apply of this stack was interrupted on this machine. */
export const hasJournal = async (operation: Operation, stack: string): Promise<boolean> => (await journalFiles(operation, stack)).length > 0;

/** Begins the journal of an apply. */
export const openJournal = async (operation: Operation, bundle: { readonly meta: Pick<Bundle["meta"], "stack" | "release">; readonly planFile: Uint8Array }): Promise<JournalWriter> => {
  const { stack, release } = bundle.meta;
  await mkdir(folderOf(operation, stack), { recursive: true, mode: 0o700 });
  const number = (await journalFiles(operation, stack)).length + 1;
  return JournalWriter.create(join(folderOf(operation, stack), `${String(number).padStart(4, "0")}.jsonl`), { stack, release, planHash: sha256(bundle.planFile) });
};

/**
 * A plan from before an interrupted apply knows nothing of what that apply made, and would make it a second time.
 * @throws PortcullisError (failed) `journal-exists`
 */
export const requireNoneUnfinished = async (operation: Operation, meta: Pick<Bundle["meta"], "stack" | "environment" | "created">): Promise<void> => {
  const last = (await journalFiles(operation, meta.stack)).at(-1);
  const journal = last === undefined ? undefined : await readJournal(last);
  if (journal === undefined || new Date(journal.header.started) < new Date(meta.created)) return;
  throw toolError({
    id: "journal-exists",
    problem: `an apply of ${meta.stack} was interrupted after this plan was made`,
    where: last,
    remedy: `Plan again: \`./portcullis plan ${meta.environment}\` takes in what that apply had made.`,
  });
};

/** The stack's state holds everything: nothing is left to recover. */
export const closeJournals = (operation: Operation, stack: string): Promise<void> => rm(folderOf(operation, stack), { recursive: true, force: true });

/**
 * Where an apply of this stack was interrupted: frees its lock and has the next plan in the folder import what it made.
 * @returns undefined where no apply was interrupted; `attempted` names only what this very release had begun to create
 */
export const prepareRecovery = async (operation: Operation, stack: SynthesisedStack, release: string, folder: string, runner: TerraformRunner, session: Session): Promise<Recovery | undefined> => {
  const files = await journalFiles(operation, stack.id);
  const journalFile = files.at(-1);
  if (journalFile === undefined) return undefined;
  const journals = (await Promise.all(files.map(readJournal))).filter((journal) => journal !== undefined);
  const last = journals.at(-1)!;
  const all: Journal = { ...last, events: journals.flatMap((journal) => journal.events) };
  operation.listener({ stack: stack.id, phase: "recover", kind: "start", seconds: 0 });
  const recovery = await recover({ runner, folder, journal: all, journalFile, place: { accountId: stack.accountId, region: stack.region }, find: ec2Tagged({ ...session, region: stack.region }) });
  for (const { address, remedy } of recovery.unresolved) operation.listener({ stack: stack.id, phase: "recover", kind: "note", address, seconds: 0, message: `${address}: ${remedy}` });
  operation.listener({ stack: stack.id, phase: "recover", kind: "note", seconds: 0, message: `an interrupted apply is to be finished: ${recovery.imports.length} to import` });
  operation.listener({ stack: stack.id, phase: "recover", kind: "done", seconds: 0 });
  const own = journals.filter((journal) => journal.header.release === release).flatMap((journal) => [...completed(journal), ...inFlight(journal), ...halfCreated(journal)].map(({ address }) => address));
  return { ...recovery, attempted: recovery.attempted.filter((address) => own.includes(address)) };
};
