import { statSync } from "node:fs";
import { join } from "node:path";
import { AlreadyExists, FolderStore } from "../../../scripts/stores";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = join(temporaryFolder(), "store");
const store = new FolderStore(folder);
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("utf8");

describe("a store in a folder", () => {
  test("of many writers of one key exactly one wins, and the object is theirs whole", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => store.create("a/b.json", Buffer.from(`writer ${index}`))));
    const winners = outcomes.flatMap((outcome, index) => (outcome.status === "fulfilled" ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(text(await store.get("a/b.json"))).toBe(`writer ${winners[0]}`);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(AlreadyExists);
  });

  test("is private to its owner", async () => {
    await store.create("secret", Buffer.from("x"));
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o700);
  });

  test("lists by prefix in order, forgets what is removed, and is silent about what is not there", async () => {
    for (const key of ["list/2", "list/1", "other/1"]) await store.create(key, Buffer.from(key));
    expect(await store.list("list/")).toEqual(["list/1", "list/2"]);
    await store.remove("list/1");
    await store.remove("list/1");
    expect(await store.get("list/1")).toBeUndefined();
    expect(await new FolderStore(join(folder, "nowhere")).list("")).toEqual([]);
  });

  test("never leaves its folder", async () => {
    await expect(store.create("../out", Buffer.from(""))).rejects.toThrow(/not a key/);
  });
});
