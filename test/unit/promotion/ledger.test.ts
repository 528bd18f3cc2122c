import { fixedClock } from "../../../scripts/clock";
import { Ledger } from "../../../scripts/promotion/ledger";
import { MemoryStore } from "../../support/memory-store";

const clock = fixedClock("2026-11-22T10:00:00Z");
const actor = "arn:aws:sts::111111111111:assumed-role/portcullis-dev-apply/portcullis";
const keyOf = (seq: number) => `ledger/${String(seq).padStart(10, "0")}.json`;

const written = async (count: number) => {
  const store = new MemoryStore("s3://ledger");
  const anchor = new MemoryStore("s3://dev-state");
  const ledger = new Ledger(store, clock, [anchor]);
  for (let index = 0; index < count; index++) await ledger.append({ actor, environment: "dev", event: "applied", stack: `dev-stack-${index}`, evidence: { create: index } });
  return { store, anchor, reopened: () => new Ledger(store, clock, [anchor]) };
};

describe("the ledger", () => {
  test("holds what was appended, in order, each entry bound to the one before", async () => {
    const { reopened } = await written(3);
    const entries = await reopened().read();
    expect(entries.map((entry) => entry.stack)).toEqual(["dev-stack-0", "dev-stack-1", "dev-stack-2"]);
    expect(entries[1]!.prev).toBe(entries[0]!.hash);
    expect((await reopened().inspect()).faults).toEqual([]);
    expect((await reopened().inspect()).anchored).toBe(3);
  });

  test("two writers at once both get a place, and neither overwrites the other", async () => {
    const { store, reopened } = await written(1);
    const [one, two] = [reopened(), reopened()];
    await Promise.all([1, 2, 3].flatMap((index) => [one, two].map((ledger, writer) => ledger.append({ actor, environment: "dev", event: "passed", stack: `${writer}-${index}` }))));
    expect((await store.list("ledger/")).length).toBe(7);
    expect((await reopened().inspect()).faults).toEqual([]);
  });

  test.each([
    ["removed", (store: MemoryStore) => void store.objects.delete(keyOf(2)), /removed/],
    ["edited", (store: MemoryStore) => store.write(keyOf(2), store.text(keyOf(2)).replace("dev-stack-1", "dev-stack-9")), /edited/],
    ["emptied", (store: MemoryStore) => store.write(keyOf(2), ""), /not a ledger entry/],
    ["cut off at the end", (store: MemoryStore) => void store.objects.delete(keyOf(4)), /entry 4 is gone/],
    [
      "reordered",
      (store: MemoryStore) => {
        const second = store.text(keyOf(2));
        store.write(keyOf(2), store.text(keyOf(3)));
        store.write(keyOf(3), second);
      },
      /reordered/,
    ],
  ])("sees an entry that was %s", async (_name, tamper, expected) => {
    const { store, reopened } = await written(4);
    tamper(store);
    const { faults } = await reopened().inspect();
    expect(faults[0]!.problem).toMatch(expected);
    await expect(reopened().read()).rejects.toMatchObject({ exitCode: 1, fault: { id: "ledger-broken" } });
  });

  test("sees a tail that was cut off and written anew, by its anchors", async () => {
    const { store, anchor, reopened } = await written(3);
    store.objects.delete(keyOf(3));
    const forger = new Ledger(store, clock);
    await forger.append({ actor, environment: "dev", event: "verified" });
    expect((await reopened().inspect()).faults[0]!.problem).toMatch(/not the one that was anchored/);
    expect(anchor.objects.size).toBe(3);
  });

  test("takes no entry for cut off that another run appends and anchors while it is read", async () => {
    const { store, anchor } = await written(2);
    const other = new Ledger(store, clock, [anchor]);
    const list = store.list;
    store.list = async (prefix) => {
      const keys = await list(prefix);
      store.list = list;
      await other.append({ actor, environment: "dev", event: "passed" });
      return keys;
    };
    expect((await new Ledger(store, clock, [anchor]).inspect()).faults).toEqual([]);
  });

  test("sees an anchor that was made unreadable, and does not stumble over it", async () => {
    const { anchor, reopened } = await written(2);
    anchor.write("ledger-anchors/0000000002.json", "{");
    expect((await reopened().inspect()).faults).toEqual([{ seq: 0, problem: expect.stringMatching(/0000000002\.json in s3:\/\/dev-state cannot be read/) }]);
  });

  test("refuses to append to a ledger whose head was edited", async () => {
    const { store, reopened } = await written(2);
    store.write(keyOf(2), store.text(keyOf(2)).replace('"applied"', '"verified"'));
    await expect(reopened().append({ actor, environment: "dev", event: "passed" })).rejects.toMatchObject({ fault: { id: "ledger-broken" } });
    expect(store.objects.has(keyOf(3))).toBe(false);
  });
});
