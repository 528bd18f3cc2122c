import { hostname } from "node:os";
import type { Clock } from "../clock";
import { toolError } from "../errors";
import { AlreadyExists, type Store } from "../stores";

/** Who promotes into an environment at the moment. */
interface Holder {
  readonly actor: string;
  readonly release: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

const key = "promotion-lock.json";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

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
  const holder: Holder = { actor: who.actor, release: who.release, host: hostname(), pid: process.pid, since: who.clock.now().toISOString() };
  const bytes = Buffer.from(JSON.stringify(holder));
  try {
    await store.create(key, bytes);
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
    const held = JSON.parse(Buffer.from((await store.get(key)) ?? Buffer.from("{}")).toString("utf8")) as Partial<Holder>;
    const dead = held.host === hostname() && held.pid !== undefined && !isAlive(held.pid);
    if (!dead)
      throw toolError({
        id: "environment-locked",
        problem: `${held.actor ?? "somebody"} promotes release ${held.release ?? "?"} into ${who.environment} since ${held.since ?? "?"} (process ${held.pid ?? "?"} on ${held.host ?? "?"})`,
        where: `${store.location}/${key}`,
        remedy: "Wait for it to end. If that machine is gone for good, remove the lock object and promote again: it goes on where the other one stopped.",
      });
    await store.remove(key);
    await store.create(key, bytes);
  }
  try {
    return await work();
  } finally {
    await store.remove(key);
  }
};
