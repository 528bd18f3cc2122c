import { appendFileSync, closeSync, fsyncSync, openSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { toolError } from "../errors";
import { parseEvent, type TerraformEvent } from "./events";
import { identifyProcess, isGone, thisBoot, type ProcessIdentity } from "./process-identity";
import type { StateLock } from "./state-lock";

/** First line of a journal: what is applied, and by whom. */
export interface JournalHeader {
  readonly version: 1;
  readonly stack: string;
  readonly release: string;
  /** SHA-256 of the plan file, hexadecimal. */
  readonly planHash: string;
  /** This command's own process; Terraform's is in a line of its own. */
  readonly process: ProcessIdentity;
  readonly host: string;
  /** Changes with every start of the machine. */
  readonly bootId: string;
  /** ISO 8601. */
  readonly started: string;
}

export interface Journal {
  readonly header: JournalHeader;
  /** Terraform's process; it may outlive the command. Absent where it never started. */
  readonly terraform?: ProcessIdentity;
  readonly events: readonly TerraformEvent[];
}

export interface Created {
  readonly address: string;
  readonly type: string;
  /** Terraform's state id, which for some types is not the id to import by. */
  readonly id: string;
}

export interface Touched {
  readonly address: string;
  readonly type: string;
  readonly action: string;
}

const processLine = "portcullis_process";

/** The journal of one apply, while it is written. Terraform itself appends its events to the file. */
export class JournalWriter {
  private constructor(public readonly file: string) {}

  /**
   * Begins a journal; it is on disk before Terraform starts.
   * @throws PortcullisError (failed) `journal-exists` where an earlier apply's journal was not dealt with
   */
  public static async create(file: string, subject: { readonly stack: string; readonly release: string; readonly planHash: string }): Promise<JournalWriter> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const header: JournalHeader = {
      version: 1,
      ...subject,
      process: identifyProcess(process.pid),
      host: hostname(),
      bootId: thisBoot(),
      started: new Date().toISOString(),
    };
    const handle = await open(file, "ax", 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      throw toolError({
        id: "journal-exists",
        problem: `an earlier apply of ${subject.stack} has left its journal`,
        where: file,
        remedy: "Plan the stack again: what that apply had made is taken in first.",
      });
    });
    await handle.writeFile(`${JSON.stringify(header)}\n`);
    await handle.sync();
    await handle.close();
    return new JournalWriter(file);
  }

  /** Notes which process is Terraform's, synchronously: nothing may happen between its start and this line. */
  public started(pid: number): void {
    const descriptor = openSync(this.file, "a");
    try {
      appendFileSync(descriptor, `${JSON.stringify({ type: processLine, process: identifyProcess(pid) })}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  /** The state holds all that was made: the journal is not needed any more. */
  public async done(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

/**
 * Undefined where there is no journal. A last line that was cut off by a crash is left out.
 * @throws PortcullisError (failed) `journal-unreadable`
 */
export async function readJournal(file: string): Promise<Journal | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const [first = "", ...rest] = text.split("\n");
  const events = rest.flatMap((line) => parseEvent(line) ?? []);
  const own = events.find((event): event is TerraformEvent & { readonly process: ProcessIdentity } => event.type === processLine);
  return { header: parseHeader(first, file), terraform: own?.process, events: events.filter((event) => event.type !== processLine) };
}

function parseHeader(line: string, file: string): JournalHeader {
  try {
    const header = JSON.parse(line) as JournalHeader;
    if (header.version === 1 && typeof header.process.pid === "number") return header;
  } catch {
    // Falls through to the error below.
  }
  throw toolError({
    id: "journal-unreadable",
    problem: "the journal of an interrupted apply cannot be read",
    where: file,
    remedy: "Keep a copy of the file, compare the stack's resources with `terraform state list`, import by hand what is missing, then remove the file.",
  });
}

/** Resources that the apply had finished creating, in order; an object that it deleted again is left out. */
export function completed(journal: Journal): readonly Created[] {
  const created = new Map<string, Created>();
  for (const { type, hook } of journal.events) {
    if (type !== "apply_complete" || !hook?.resource) continue;
    const { addr, resource_type } = hook.resource;
    if (hook.action === "create" && hook.id_value) created.set(addr, { address: addr, type: resource_type, id: hook.id_value });
  }
  return [...created.values()];
}

/** Resources whose change had begun and of which nothing more was heard. */
export function inFlight(journal: Journal): readonly Touched[] {
  const open = new Map<string, Touched>();
  for (const { type, hook } of journal.events) {
    if (!hook?.resource || !hook.action) continue;
    const { addr, resource_type } = hook.resource;
    const key = `${addr} ${hook.action}`;
    if (type === "apply_start") open.set(key, { address: addr, type: resource_type, action: hook.action });
    if (type === "apply_complete" || type === "apply_errored") open.delete(key);
  }
  return [...open.values()];
}

/** Resources whose creation failed half-way, as by an interrupt of the provider's waits: the state holds them as tainted. */
export function halfCreated(journal: Journal): readonly Touched[] {
  const half = new Map<string, Touched>();
  for (const { type, hook } of journal.events) {
    if (hook?.action !== "create" || !hook.resource) continue;
    const { addr, resource_type } = hook.resource;
    if (type === "apply_errored") half.set(addr, { address: addr, type: resource_type, action: hook.action });
    if (type === "apply_complete") half.delete(addr);
  }
  return [...half.values()];
}

/**
 * Proves that nothing of that apply runs any more: same machine, and either it was started again since, or the command and
 * Terraform are both gone (a pid that another process has by now has another start time). What happens on another machine
 * cannot be proven from here.
 */
export function holderIsDead(journal: Journal): boolean {
  if (journal.header.host !== hostname()) return false;
  if (journal.header.bootId !== thisBoot()) return true;
  return isGone(journal.header.process) && (journal.terraform === undefined || isGone(journal.terraform));
}

/**
 * True where the lock was taken by the apply of this journal: it was created between the apply's start and the first change
 * of a resource. Terraform held the lock at that change, so no other lock can date from before it and still be there.
 */
export function ownsLock(journal: Journal, lock: StateLock): boolean {
  const began = Date.parse(journal.header.started);
  // Events of an earlier attempt may stand before this one's.
  const firstChange = journal.events.find((event) => event.type === "apply_start" && Date.parse(event["@timestamp"] ?? "") >= began)?.["@timestamp"];
  if (firstChange === undefined || !lock.who.endsWith(`@${journal.header.host}`)) return false;
  const created = Date.parse(lock.created);
  return created >= began && created <= Date.parse(firstChange);
}
