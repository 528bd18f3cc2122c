import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Clock } from "../clock";
import { toolError } from "../errors";
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

/** How long one who took over a dead lock waits before it looks whether another has done the same, in milliseconds. */
const takeoverPause = 1_000;

/**
 * Runs with the environment locked: one promotion at a time, over all its stacks. The lock of a process that is known
 * to be dead (this host, no such process) is taken over.
 * @throws PortcullisError (failed) `environment-locked`, naming the holder and how to free it
 */
export const withEnvironmentLock = async <Result>(
  store: Store,
  who: { readonly environment: string; readonly actor: string; readonly release: string; readonly clock: Clock },
  work: () => Promise<Result>,
): Promise<Result> => {
  const holder: Holder = { actor: who.actor, release: who.release, host: hostname(), ...identifyProcess(process.pid), since: who.clock.now().toISOString() };
  const bytes = Buffer.from(JSON.stringify(holder));
  if (!(await create(store, bytes))) await takeOver(store, who.environment, bytes);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    // Why the work failed counts more than a lock that stays: the next run on this machine takes it over.
    await store.remove(key).catch(() => undefined);
    throw error;
  }
  await store.remove(key);
  return result;
};

/** @throws PortcullisError (failed) `environment-locked` unless the holder is proven dead and nobody else takes its place */
const takeOver = async (store: Store, environment: string, bytes: Buffer): Promise<void> => {
  const found = await store.get(key);
  if (found !== undefined) {
    const held = holderIn(found);
    if (held.host !== hostname() || held.pid === undefined || !isGone({ pid: held.pid, startTime: held.startTime ?? "" })) throw locked(store, environment, held);
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
const holderIn = (bytes: Uint8Array | undefined): Partial<Holder> => {
  try {
    return JSON.parse(Buffer.from(bytes ?? []).toString("utf8")) as Partial<Holder>;
  } catch {
    return {};
  }
};

const locked = (store: Store, environment: string, { actor = "somebody", release = "?", since = "?", pid, host = "?" }: Partial<Holder>) =>
  toolError({
    id: "environment-locked",
    problem: `${actor} promotes release ${release} into ${environment} since ${since} (process ${pid ?? "?"} on ${host})`,
    where: `${store.location}/${key}`,
    remedy: "Wait for it to end. If that machine is gone for good, remove the lock object and promote again: it goes on where the other one stopped.",
  });
