import { unzipSync, zipSync } from "fflate";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import canonicalize from "canonicalize";
import { blockedError } from "../errors";
import { makeRunFolder } from "../run-folder";
import { AlreadyExists, type Store } from "../stores";
import { sha256 } from "../sha256";
import { readTree, synthesisedFiles, type Tree } from "../synthesis";
import type { Release } from "./types";

const keyOf = (id: string) => `releases/${id}.zip`;
/** Zip's oldest date: archives of one tree are the same bytes, whenever and wherever they are made. */
const fixedTime = new Date(1980, 0, 1);

/** A release names one commit and the digest of every stack; the same input gives the same id on any machine. */
export const releaseOf = (commit: string, tree: Tree): Release => {
  const digests = Object.fromEntries(tree.stacks.map((stack) => [stack.id, stack.digest]));
  return { id: `r${sha256(canonicalize({ commit, digests })!).slice(0, 16)}`, commit, digests };
};

/** Stores the synthesised tree of a release once; what staging and prod get is this, never a new synthesis. */
export const storeRelease = async (store: Store, release: Release, tree: Tree): Promise<void> => {
  const files: Record<string, Uint8Array> = { "release.json": Buffer.from(JSON.stringify(release)) };
  for (const path of ["manifest.json", "portcullis.json"]) files[path] = await readFile(join(tree.folder, path));
  for (const stack of tree.stacks)
    for (const path of await synthesisedFiles(stack.folder)) files[`stacks/${stack.id}/${path}`] = await readFile(join(stack.folder, path));
  try {
    await store.create(keyOf(release.id), zipSync(files, { mtime: fixedTime, level: 6 }));
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
  }
};

/** Fetches a release into a private folder and checks every digest. @throws PortcullisError (blocked) `release-missing`, `release-altered` */
export const fetchRelease = async (store: Store, id: string, parent: string): Promise<{ readonly release: Release; readonly tree: Tree }> => {
  const bytes = await store.get(keyOf(id));
  if (!bytes)
    throw blockedError({
      id: "release-missing",
      problem: `release ${id} is not in the store`,
      where: `${store.location}/${keyOf(id)}`,
      remedy: "Promote the commit to the first environment again: that stores its release.",
    });
  const altered = (what: string) =>
    blockedError({ id: "release-altered", problem: `release ${id} is not what was stored: ${what}`, where: `${store.location}/${keyOf(id)}`, remedy: "Do not use it. Find out who changed the bucket, then promote the commit anew." });
  let files: Record<string, Uint8Array>;
  let release: Release;
  try {
    files = unzipSync(bytes);
    release = JSON.parse(Buffer.from(files["release.json"] ?? []).toString("utf8")) as Release;
  } catch {
    throw altered("the archive cannot be read");
  }
  const folder = await makeRunFolder(parent, "release");
  try {
    for (const [path, content] of Object.entries(files)) {
      if (path.startsWith("/") || path.split("/").includes("..")) throw altered(`it holds the path ${path}`);
      await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, path), content, { mode: 0o600 });
    }
    const tree = await readTree(folder);
    // Handed on is what was checked: the digests of the files, not those that release.json claims.
    const checked = releaseOf(release.commit, tree);
    if (checked.id !== id || release.id !== id) throw altered("its digests do not give its id");
    return { release: checked, tree };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
};
