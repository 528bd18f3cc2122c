import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { fetchRelease, releaseOf, storeRelease } from "../../../scripts/promotion/release";
import { readTree } from "../../../scripts/synthesis";
import { MemoryStore } from "../../support/memory-store";
import { temporaryFolder } from "../../support/temporary-folder";

const stored = async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "stacks", "dev-a"), { recursive: true });
  writeFileSync(join(folder, "stacks", "dev-a", "cdk.tf.json"), "{}");
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: { "dev-a": { workingDirectory: "stacks/dev-a" } } }));
  writeFileSync(join(folder, "portcullis.json"), JSON.stringify({ stacks: { "dev-a": { environment: "dev", stack: "a", region: "eu-central-1", accountId: "111111111111", resources: {} } } }));
  const tree = await readTree(folder);
  const store = new MemoryStore();
  const release = releaseOf("c0ffee", tree);
  await storeRelease(store, release, tree);
  const repack = (change: (files: Record<string, Uint8Array>) => void) => {
    const key = `releases/${release.id}.zip`;
    const files = unzipSync(store.objects.get(key)!);
    change(files);
    store.objects.set(key, zipSync(files));
  };
  return { store, release, repack, parent: temporaryFolder() };
};

describe("a stored release", () => {
  test("comes back as it was stored", async () => {
    const { store, release, parent } = await stored();
    const fetched = await fetchRelease(store, release.id, parent);
    expect(fetched.release).toEqual(release);
    expect(fetched.tree.stacks.map(({ id, digest }) => [id, digest])).toEqual(Object.entries(release.digests));
  });

  test.each([
    ["a file was changed in", (files: Record<string, Uint8Array>) => void (files["stacks/dev-a/cdk.tf.json"] = Buffer.from("{ }"))],
    ["a path leads out of", (files: Record<string, Uint8Array>) => void (files["../evil"] = Buffer.from(""))],
  ])("that %s is refused, and nothing of it stays on disk", async (_name, change) => {
    const { store, release, repack, parent } = await stored();
    repack(change);
    await expect(fetchRelease(store, release.id, parent)).rejects.toMatchObject({ exitCode: 1, fault: { id: "release-altered" } });
    expect(readdirSync(parent)).toEqual([]);
  });

  test("is judged by the digests of its files, not by those it claims", async () => {
    const { store, release, repack, parent } = await stored();
    repack((files) => (files["release.json"] = Buffer.from(JSON.stringify({ ...release, digests: { ...release.digests, "dev-b": "made up" } }))));
    expect((await fetchRelease(store, release.id, parent)).release.digests).toEqual(release.digests);
  });
});
