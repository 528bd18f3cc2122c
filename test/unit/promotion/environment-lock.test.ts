import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { fixedClock } from "../../../scripts/clock";
import { withEnvironmentLock } from "../../../scripts/promotion/environment-lock";
import { MemoryStore } from "../../support/memory-store";

const clock = fixedClock("2026-11-22T10:00:00Z");
const who = { environment: "dev", actor: "arn:aws:sts::111111111111:assumed-role/portcullis-dev-apply/me", release: "r1", clock };
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
        fault: { id: "environment-locked", problem: expect.stringMatching(/them promotes release r0 into dev since 2026-11-22T09/), remedy: expect.stringContaining("remove the lock object") },
      });
      expect(store.objects.size).toBe(1);
    }
  });

  test("of a process that is gone from this machine is taken over", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const store = heldBy({ host: hostname(), pid });
    expect(await withEnvironmentLock(store, who, async () => "done")).toBe("done");
    expect(store.objects.size).toBe(0);
  });
});
