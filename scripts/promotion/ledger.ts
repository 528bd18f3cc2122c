import canonicalize from "canonicalize";
import { hostname } from "node:os";
import type { Clock } from "../clock";
import { toolError, blockedError } from "../errors";
import { AlreadyExists, type Store } from "../stores";
import { sha256 } from "../sha256";
import { ledgerEvents, type LedgerEntry, type LedgerEvent } from "./types";

/** The hash before the first entry. */
const genesis = "0".repeat(64);
const prefix = "ledger/";
const anchorPrefix = "ledger-anchors/";
const keyOf = (seq: number) => `${prefix}${String(seq).padStart(10, "0")}.json`;
const anchorKeyOf = (seq: number) => `${anchorPrefix}${String(seq).padStart(10, "0")}.json`;

const hashOf = (entry: Omit<LedgerEntry, "hash">): string => sha256(canonicalize(entry)!);
const encode = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);

export interface NewEntry {
  readonly actor: string;
  readonly environment: string;
  readonly event: LedgerEvent;
  readonly release?: string;
  readonly stack?: string;
  readonly evidence?: LedgerEntry["evidence"];
}

export interface LedgerFault {
  readonly seq: number;
  readonly problem: string;
}

/**
 * The organisation's ledger: append-only, each entry holding the hash of the one before. Appending is one conditional
 * create of the next number, so two writers cannot both win; the head is then anchored in a second place.
 */
export class Ledger {
  private entries: LedgerEntry[] | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    /** Stores that hold anchors of the head, one an environment; the first one given is written to. */
    private readonly anchors: readonly Store[] = [],
  ) {}

  public get location(): string {
    return this.store.location;
  }

  /** Every entry in order. @throws PortcullisError (blocked) `ledger-broken` where the chain does not hold */
  public async read(): Promise<readonly LedgerEntry[]> {
    if (!this.entries) {
      const { entries, faults } = await this.inspect();
      if (faults.length > 0) throw brokenLedger(this.location, faults);
      this.entries = [...entries];
    }
    return this.entries;
  }

  /** Appends one entry and anchors it. Entries of one process go one after another. */
  public append(entry: NewEntry): Promise<LedgerEntry> {
    const appended = this.queue.then(() => this.appendNow(entry));
    this.queue = appended.catch(() => undefined);
    return appended;
  }

  private async appendNow(entry: NewEntry): Promise<LedgerEntry> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const head = await this.head();
      const unsigned = {
        seq: (head?.seq ?? 0) + 1,
        prev: head?.hash ?? genesis,
        time: this.clock.now().toISOString(),
        actor: entry.actor,
        environment: entry.environment,
        ...(entry.release === undefined ? {} : { release: entry.release }),
        ...(entry.stack === undefined ? {} : { stack: entry.stack }),
        event: entry.event,
        evidence: entry.evidence ?? {},
      };
      const complete: LedgerEntry = { ...unsigned, hash: hashOf(unsigned) };
      try {
        await this.store.create(keyOf(complete.seq), encode(complete));
      } catch (error) {
        if (!(error instanceof AlreadyExists)) throw error;
        this.entries = undefined;
        continue;
      }
      this.entries?.push(complete);
      await this.anchor(complete);
      return complete;
    }
    throw toolError({
      id: "ledger-busy",
      problem: "other writers took the next place in the ledger 50 times in a row",
      where: this.location,
      remedy: "Try again when the other promotions are done.",
    });
  }

  /** The newest entry alone: appending does not read the whole chain. */
  private async head(): Promise<LedgerEntry | undefined> {
    if (this.entries) return this.entries.at(-1);
    const last = (await this.keys()).at(-1);
    if (last === undefined) return undefined;
    const entry = decode(await this.store.get(last));
    const problem = entry === undefined ? "is not a ledger entry" : faultOf(entry, last, entry.seq, entry.prev);
    if (entry === undefined || problem) throw brokenLedger(this.location, [{ seq: entry?.seq ?? 0, problem: `${last} ${problem}` }]);
    return entry;
  }

  /** @throws PortcullisError (failed) `not-bootstrapped` where the ledger's bucket does not exist */
  private keys(): Promise<readonly string[]> {
    return this.store.list(prefix).catch((error: Error) => {
      if (!isNoBucket(error)) throw error;
      throw toolError({
        id: "not-bootstrapped",
        problem: "the organisation has no ledger yet",
        where: this.location,
        remedy: "Bootstrap the account that holds it first: `./portcullis bootstrap <environment>` with the ledgerEnvironment of environments/organisation.ts.",
      });
    });
  }

  private async anchor(entry: LedgerEntry): Promise<void> {
    const [anchor] = this.anchors;
    if (!anchor) return;
    try {
      await anchor.create(anchorKeyOf(entry.seq), encode({ seq: entry.seq, hash: entry.hash, ledger: this.location, host: hostname() }));
    } catch (error) {
      if (!(error instanceof AlreadyExists)) throw error;
      const held = await anchor.get(anchorKeyOf(entry.seq));
      throw brokenLedger(this.location, [
        { seq: entry.seq, problem: `an anchor of another entry ${entry.seq} stands in ${anchor.location} already (${Buffer.from(held ?? []).toString("utf8").trim()}): the ledger was cut and written anew` },
      ]);
    }
  }

  /** Checks the whole chain and the anchors; changes nothing and never throws for what it finds. */
  public async inspect(): Promise<{ readonly entries: readonly LedgerEntry[]; readonly faults: readonly LedgerFault[]; readonly anchored: number }> {
    // Anchors first: an entry stands before its anchor does, so one that another run appends meanwhile is not missed.
    const anchorKeys = await Promise.all(this.anchors.map(anchorKeysIn));
    const keys = await this.keys();
    const bytes = await inBatches(keys, 16, (key) => this.store.get(key));
    const entries: LedgerEntry[] = [];
    const faults: LedgerFault[] = [];
    let prev = genesis;
    for (const [index, key] of keys.entries()) {
      const seq = index + 1;
      const entry = decode(bytes[index]);
      const problem = entry === undefined ? "is not a ledger entry" : faultOf(entry, key, seq, prev);
      if (problem) faults.push({ seq, problem: `${key} ${problem}` });
      if (entry === undefined) break;
      entries.push(entry);
      prev = entry.hash;
      if (problem) break;
    }
    const bySeq = new Map(entries.map((entry) => [entry.seq, entry.hash]));
    let anchored = 0;
    for (const [index, anchor] of this.anchors.entries()) {
      const notes = await inBatches(anchorKeys[index]!, 16, async (key) => ({ key, held: decodeAnchor(await anchor.get(key)) }));
      for (const { key, held } of notes) {
        if (held === undefined) {
          faults.push({ seq: 0, problem: `${key} in ${anchor.location} cannot be read: it anchors nothing` });
          continue;
        }
        anchored++;
        const hash = bySeq.get(held.seq);
        if (hash === undefined && faults.length === 0)
          faults.push({ seq: held.seq, problem: `entry ${held.seq} is gone: ${anchor.location} holds its anchor, the ledger ends at ${entries.length}` });
        else if (hash !== undefined && hash !== held.hash)
          faults.push({ seq: held.seq, problem: `entry ${held.seq} is not the one that was anchored in ${anchor.location}` });
      }
    }
    return { entries, faults, anchored };
  }
}

export const brokenLedger = (location: string, faults: readonly LedgerFault[]) =>
  blockedError({
    id: "ledger-broken",
    problem: `the ledger does not hold: ${faults[0]!.problem}`,
    where: location,
    details: faults.slice(1).map((fault) => fault.problem),
    remedy: "Stop promoting. Compare the bucket's object versions with the anchors (docs/runbooks/ledger-broken.md): an entry was removed, edited, reordered or cut off.",
  });

const isNoBucket = (error: Error): boolean => error.name === "NoSuchBucket";

/** An environment that is not bootstrapped yet anchors nothing. */
const anchorKeysIn = (anchor: Store): Promise<readonly string[]> =>
  anchor.list(anchorPrefix).catch((error: Error) => {
    if (isNoBucket(error)) return [];
    throw error;
  });

const decodeAnchor = (bytes: Uint8Array | undefined): { readonly seq: number; readonly hash: string } | undefined => {
  try {
    const anchor = JSON.parse(Buffer.from(bytes ?? []).toString("utf8")) as { readonly seq: number; readonly hash: string };
    return typeof anchor?.seq === "number" && typeof anchor.hash === "string" ? anchor : undefined;
  } catch {
    return undefined;
  }
};

const decode = (bytes: Uint8Array | undefined): LedgerEntry | undefined => {
  try {
    const entry = JSON.parse(Buffer.from(bytes ?? []).toString("utf8")) as LedgerEntry;
    return typeof entry?.seq === "number" && typeof entry.hash === "string" && ledgerEvents.includes(entry.event) ? entry : undefined;
  } catch {
    return undefined;
  }
};

const faultOf = (entry: LedgerEntry, key: string, seq: number, prev: string): string | undefined => {
  const { hash, ...unsigned } = entry;
  if (key !== keyOf(seq)) return `stands where entry ${seq} should be: one before it was removed`;
  if (entry.seq !== seq) return `says that it is entry ${entry.seq}: entries were reordered`;
  if (hashOf(unsigned) !== hash) return "was edited: its hash does not match its content";
  if (entry.prev !== prev) return "does not follow the entry before it: one was removed, edited or reordered";
  return undefined;
};

const inBatches = async <Item, Result>(items: readonly Item[], size: number, work: (item: Item) => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size) results.push(...(await Promise.all(items.slice(start, start + size).map(work))));
  return results;
};
