import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fixedClock } from "../../../scripts/clock";
import { freeEnvironmentLock, withEnvironmentLock } from "../../../scripts/promotion/environment-lock";
import { MemoryStore } from "../../support/memory-store";

const clock = fixedClock("2026-11-22T10:00:00Z");
const who = { environment: "dev", actor: "arn:aws:sts::111111111111:assumed-role/portcullis-dev-apply/me", release: "r1", clock, takeoverPause: 100 };
const heldBy = (holder: object) => {
  const store = new MemoryStore("s3://state");
  store.write("promotion-lock.json", JSON.stringify({ actor: "them", release: "r0", since: "2026-11-22T09:00:00Z", ...holder }));
  return store;
};

describe("the lock of an environment", () => {
  test("is held while the work goes on and freed after it, also when the work fails", async () => {
    const store = new MemoryStore();
    await withEnvironmentLock(store, who, async () => expect(store.objects.size).toBe(1));
    await expect(withEnvironmentLock(store, who, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(store.objects.size).toBe(0);
  });

  test("of a live process or another machine is respected: who, since when, and how to free it", async () => {
    for (const holder of [{ host: hostname(), pid: process.pid }, { host: "elsewhere", pid: 1 }]) {
      const store = heldBy(holder);
      await expect(withEnvironmentLock(store, who, async () => undefined)).rejects.toMatchObject({
        exitCode: 3,
        fault: { id: "environment-locked", problem: expect.stringMatching(/them promotes release r0 into dev since 2026-11-22T09/), remedy: expect.stringContaining("./portcullis unlock dev") },
      });
      expect(store.objects.size).toBe(1);
    }
  });

  test("that cannot be freed hides nothing of why the work failed", async () => {
    const store = new MemoryStore();
    store.remove = () => Promise.reject(new Error("the store is gone too"));
    await expect(withEnvironmentLock(store, who, () => Promise.reject(new Error("why")))).rejects.toThrow("why");
    await expect(withEnvironmentLock(new MemoryStore(), who, async () => "done")).resolves.toBe("done");
  });

  test("that cannot be read is somebody's all the same; one that was freed meanwhile is nobody's", async () => {
    const unreadable = new MemoryStore();
    unreadable.write("promotion-lock.json", "{");
    await expect(withEnvironmentLock(unreadable, who, async () => undefined)).rejects.toMatchObject({ fault: { id: "environment-locked" } });
    const freed = heldBy({ host: "elsewhere", pid: 1 });
    const get = freed.get;
    freed.get = async (key) => {
      freed.get = get;
      return void freed.objects.delete(key);
    };
    expect(await withEnvironmentLock(freed, who, async () => "done")).toBe("done");
  });

  test("of a process whose number another one has by now is taken over", async () => {
    const store = heldBy({ host: hostname(), pid: process.pid, startTime: "before" });
    expect(await withEnvironmentLock(store, who, async () => "done")).toBe("done");
  });

  test("of a dead process goes to one of two that find it at the same time", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const store = heldBy({ host: hostname(), pid });
    let working = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++working);
      await sleep(50);
      working--;
    };
    // Both have read the dead lock before either removes it.
    const get = store.get;
    let readers = 0;
    store.get = async (key) => {
      const held = await get(key);
      readers++;
      for (let turn = 0; readers < 2 && turn < 100; turn++) await sleep(1);
      return held;
    };
    const ended = await Promise.allSettled(["r1", "r2"].map((release) => withEnvironmentLock(store, { ...who, release }, work)));
    expect({ most, done: ended.filter(({ status }) => status === "fulfilled").length }).toEqual({ most: 1, done: 1 });
  });

  test("of a process that is gone from this machine is taken over", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const store = heldBy({ host: hostname(), pid });
    expect(await withEnvironmentLock(store, who, async () => "done")).toBe("done");
    expect(store.objects.size).toBe(0);
  });
});

test("one whose lock was taken away leaves the lock of who came after it", async () => {
  const store = new MemoryStore();
  await withEnvironmentLock(store, who, async () => store.write("promotion-lock.json", JSON.stringify({ actor: "the next" })));
  expect(store.objects.size).toBe(1);
});

describe("freeing the lock of an environment", () => {
  const dev = { name: "dev", accountId: "111111111111" };
  const free = async (store: MemoryStore, answer: boolean | (() => Promise<boolean>) = true) => {
    const asked: unknown[] = [];
    const recorded: unknown[] = [];
    const confirm = async (holder: unknown) => {
      asked.push(holder);
      return typeof answer === "boolean" ? answer : answer();
    };
    const ended = freeEnvironmentLock(store, dev, confirm, async (holder) => recorded.push(holder));
    return { freed: await ended.catch((error: unknown) => error), asked, recorded };
  };
  const elsewhere = expect.objectContaining({ actor: "them", release: "r0", host: "elsewhere" });

  test("says from whom, records it, and lets the next promotion in", async () => {
    const store = heldBy({ host: "elsewhere", pid: 1 });
    expect(await free(store)).toEqual({ freed: elsewhere, asked: [elsewhere], recorded: [elsewhere] });
    expect(await withEnvironmentLock(store, who, async () => "done")).toBe("done");
  });

  test("does nothing where nobody holds it, and where nobody confirms", async () => {
    expect(await free(new MemoryStore())).toEqual({ freed: undefined, asked: [], recorded: [] });
    const store = heldBy({ host: "elsewhere", pid: 1 });
    const { freed, recorded } = await free(store, false);
    expect(freed).toMatchObject({ exitCode: 2, fault: { id: "not-confirmed", remedy: expect.stringContaining("--account 111111111111") } });
    expect({ recorded, left: store.objects.size }).toEqual({ recorded: [], left: 1 });
  });

  test("is refused while the holder lives on this machine: nobody is even asked", async () => {
    const store = heldBy({ host: hostname(), pid: process.pid });
    expect(await free(store)).toMatchObject({ freed: { exitCode: 3, fault: { id: "environment-locked" } }, asked: [], recorded: [] });
    expect(store.objects.size).toBe(1);
  });

  test("leaves the lock of one that took the place while somebody thought it over", async () => {
    const store = heldBy({ host: "elsewhere", pid: 1 });
    const { freed, recorded } = await free(store, async () => {
      store.write("promotion-lock.json", JSON.stringify({ actor: "another", host: "elsewhere", pid: 2 }));
      return true;
    });
    expect(freed).toMatchObject({ fault: { id: "environment-locked", problem: expect.stringContaining("another promotes") } });
    expect({ recorded, left: store.objects.size }).toEqual({ recorded: [], left: 1 });
  });

  test("frees a lock that cannot be read, once it is confirmed", async () => {
    const store = new MemoryStore();
    store.write("promotion-lock.json", "{");
    expect((await free(store)).freed).toEqual({});
    expect(store.objects.size).toBe(0);
  });

  test("keeps the lock where it cannot be recorded", async () => {
    const store = heldBy({ host: "elsewhere", pid: 1 });
    await expect(freeEnvironmentLock(store, dev, async () => true, () => Promise.reject(new Error("no ledger")))).rejects.toThrow("no ledger");
    expect(store.objects.size).toBe(1);
  });
});
