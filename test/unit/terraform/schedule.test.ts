import { setTimeout as sleep } from "node:timers/promises";
import { defaultConcurrency, runGraph, slots } from "../../../scripts/terraform";

const graph = (needs: Readonly<Record<string, readonly string[]>>, concurrency: number, run: (id: string) => Promise<void>, signal?: AbortSignal) =>
  runGraph(Object.keys(needs), { idOf: (id) => id, dependenciesOf: (id) => needs[id]!, concurrency, run, signal });

describe("runGraph", () => {
  test("starts each after what it needs, never more at once than allowed", async () => {
    const log: string[] = [];
    let running = 0;
    let most = 0;
    const outcomes = await graph({ d: ["b", "c"], a: [], b: ["a"], c: ["a", "elsewhere"] }, 2, async (id) => {
      most = Math.max(most, ++running);
      await sleep(5);
      running -= 1;
      log.push(id);
    });
    expect(log[0]).toBe("a");
    expect(log[3]).toBe("d");
    expect(most).toBe(2);
    expect([...outcomes.keys()]).toEqual(["d", "a", "b", "c"]);
    expect([...outcomes.values()].every(({ status }) => status === "done")).toBe(true);
  });
  test("a failure skips what depends on it, near and far, and nothing else", async () => {
    const outcomes = await graph({ a: [], b: ["a"], c: ["b"], other: [] }, 4, async (id) => {
      if (id === "a") throw new Error("no");
      await sleep(5);
    });
    expect(outcomes.get("a")).toMatchObject({ status: "failed", error: expect.objectContaining({ message: "no" }) });
    expect(outcomes.get("b")).toEqual({ status: "skipped", because: "a" });
    expect(outcomes.get("c")).toEqual({ status: "skipped", because: "b" });
    expect(outcomes.get("other")).toEqual({ status: "done" });
  });
  test("an abort lets what runs end and starts no more", async () => {
    const stop = new AbortController();
    const outcomes = await graph({ a: [], b: [] }, 1, async () => stop.abort(), stop.signal);
    expect(outcomes.get("a")).toEqual({ status: "done" });
    expect(outcomes.get("b")).toEqual({ status: "skipped", because: "interrupted" });
  });
  test("a circle is named", async () => {
    await expect(graph({ a: ["c"], b: ["a"], c: ["b"] }, 1, async () => {})).rejects.toMatchObject({ exitCode: 2, fault: { id: "dependency-circle", problem: expect.stringContaining("a → c → b → a") } });
  });
});

describe("slots", () => {
  test("as many at once as there are, the rest in the order in which it came, whatever fails", async () => {
    const log: string[] = [];
    const inSlot = slots(2);
    const work = (id: string, milliseconds: number) =>
      inSlot(async () => {
        log.push(id);
        await sleep(milliseconds);
        if (id === "b") throw new Error("no");
        return id;
      });
    const ended = await Promise.allSettled([work("a", 30), work("b", 5), work("c", 50), work("d", 1)]);
    expect(log).toEqual(["a", "b", "c", "d"]);
    expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
  });
  test("a slot may be handed on by work that goes on, once", async () => {
    const inSlot = slots(1);
    const said: string[] = [];
    let finish: () => void = () => undefined;
    const first = inSlot(async (handOn) => {
      handOn();
      handOn();
      await new Promise<void>((resolve) => (finish = resolve));
      said.push("first ends");
    });
    const others = ["second", "third"].map((name) => inSlot(async () => void said.push(name)));
    await Promise.all(others);
    finish();
    await first;
    expect(said).toEqual(["second", "third", "first ends"]);
  });

  test("never overtakes who waits", async () => {
    const log: string[] = [];
    const inSlot = slots(1);
    const first = inSlot(() => sleep(5)).then(() => inSlot(async () => log.push("late")));
    await Promise.all([first, inSlot(async () => sleep(1).then(() => log.push("waiting")))]);
    expect(log).toEqual(["waiting", "late"]);
  });
});

test.each([
  [{ cores: 2, freeMemoryBytes: 16e9 }, 2],
  [{ cores: 8, freeMemoryBytes: 2e9 }, 2],
  [{ cores: 8, freeMemoryBytes: 1e8 }, 1],
])("as many as cores and memory carry: %j → %i", (machine, expected) => expect(defaultConcurrency(machine)).toBe(expected));
