import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Environment } from "../../environments";
import type { Clock } from "../clock";
import { toolError, usageError } from "../errors";
import { AlreadyExists, type Store } from "../stores";
import { identifyProcess, isGone } from "../terraform";

/** Who promotes into an environment at the moment. */
interface Holder {
  readonly actor: string;
  readonly release: string;
  readonly host: string;
  readonly pid: number;
  /** With the pid it names one process for good: the pid alone may be another's tomorrow. */
  readonly startTime: string;
  readonly since: string;
}

const key = "promotion-lock.json";

/** What can be read of a lock. */
export type KnownHolder = Partial<Holder>;

interface Applicant {
  readonly environment: string;
  readonly actor: string;
  readonly release: string;
  readonly clock: Clock;
  /** How long one who took over a dead lock waits before it looks whether another has done the same, in milliseconds. @default 1000 */
  readonly takeoverPause?: number;
}

/**
 * Runs with the environment locked: one promotion at a time, over all its stacks. The lock of a process that is known
 * to be dead (this host, no such process) is taken over.
 * @throws PortcullisError (failed) `environment-locked`, naming the holder and how to free it
 */
export const withEnvironmentLock = async <Result>(
  store: Store,
  who: Applicant,
  work: () => Promise<Result>,
): Promise<Result> => {
  const holder: Holder = { actor: who.actor, release: who.release, host: hostname(), ...identifyProcess(process.pid), since: who.clock.now().toISOString() };
  const bytes = Buffer.from(JSON.stringify(holder));
  if (!(await create(store, bytes))) await takeOver(store, who, bytes);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    // Why the work failed counts more than a lock that stays: the next run on this machine takes it over.
    await giveBack(store, bytes).catch(() => undefined);
    throw error;
  }
  await giveBack(store, bytes);
  return result;
};

/** One that was taken away meanwhile may be another's by now. */
const giveBack = async (store: Store, bytes: Buffer): Promise<void> => {
  const left = await store.get(key);
  if (left !== undefined && bytes.equals(left)) await store.remove(key);
};

/** @throws PortcullisError (failed) `environment-locked` unless the holder is proven dead and nobody else takes its place */
const takeOver = async (store: Store, { environment, takeoverPause = 1_000 }: Applicant, bytes: Buffer): Promise<void> => {
  const found = await store.get(key);
  if (found !== undefined) {
    const held = holderIn(found);
    if (!isHere(held) || !isGone({ pid: held.pid, startTime: held.startTime ?? "" })) throw locked(store, environment, held);
    await store.remove(key);
  }
  if (!(await create(store, bytes))) throw locked(store, environment, holderIn(await store.get(key)));
  // Two that found the same dead lock may both have removed it, the later one the lock of the earlier one: one is left.
  await setTimeout(takeoverPause);
  const left = await store.get(key);
  if (left === undefined || !bytes.equals(left)) throw locked(store, environment, holderIn(left));
};

const create = async (store: Store, bytes: Uint8Array): Promise<boolean> => {
  try {
    await store.create(key, bytes);
    return true;
  } catch (error) {
    if (error instanceof AlreadyExists) return false;
    throw error;
  }
};

/** What can be read of a lock; whose cannot be read is somebody's all the same. */
const holderIn = (bytes: Uint8Array | undefined): KnownHolder => {
  try {
    return JSON.parse(Buffer.from(bytes ?? []).toString("utf8")) as KnownHolder;
  } catch {
    return {};
  }
};

/** Only of a process of this machine can be known whether it lives. */
const isHere = (held: KnownHolder): held is KnownHolder & { readonly pid: number } => held.host === hostname() && held.pid !== undefined;

/**
 * Takes the lock away from a holder of whom nothing more is to come, once somebody has confirmed it and it was recorded.
 * @returns the holder it was taken from; undefined where nobody holds it
 * @throws PortcullisError (failed) `environment-locked` where the holder is alive on this machine, or another one took its place
 * meanwhile; (usage) `not-confirmed`
 */
export const freeEnvironmentLock = async (
  store: Store,
  environment: Pick<Environment, "name" | "accountId">,
  confirm: (holder: KnownHolder) => Promise<boolean>,
  record: (holder: KnownHolder) => Promise<unknown>,
): Promise<KnownHolder | undefined> => {
  const found = await store.get(key);
  if (found === undefined) return undefined;
  const held = holderIn(found);
  if (isHere(held) && !isGone({ pid: held.pid, startTime: held.startTime ?? "" })) throw locked(store, environment.name, held);
  if (!(await confirm(held)))
    throw usageError({
      id: "not-confirmed",
      problem: `that the lock of ${environment.name} be taken away was not confirmed; it stays`,
      where: `account ${environment.accountId}`,
      remedy: `Run it again and type the account id, or pass --account ${environment.accountId}.`,
    });
  const now = await store.get(key);
  if (now === undefined || !Buffer.from(found).equals(now)) throw locked(store, environment.name, holderIn(now));
  await record(held);
  await store.remove(key);
  return held;
};

/** Who promotes what since when, in a sentence. */
export const describeHolder = ({ actor = "somebody", release = "?", since = "?", pid, host = "?" }: KnownHolder, environment: string): string =>
  `${actor} promotes release ${release} into ${environment} since ${since} (process ${pid ?? "?"} on ${host})`;

const locked = (store: Store, environment: string, held: KnownHolder) =>
  toolError({
    id: "environment-locked",
    problem: describeHolder(held, environment),
    where: `${store.location}/${key}`,
    remedy: `Wait for it to end. If that machine is gone for good, free the lock by \`./portcullis unlock ${environment}\` and promote again: it goes on where the other one stopped.`,
  });
