import { cp, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../sha256";
import type { TerraformBinary } from "./binary";
import { adoptInit } from "./folder";
import { lockFileName } from "./lock-file";

/** Names the files of the providers that `init` had checked, beside what it made. */
const checkedFile = "checked.json";

export interface KeptInit {
  /** Private folder below which initialised folders are kept between runs. */
  readonly parent: string;
  /** One folder a stack: a newer one takes the place of an older. */
  readonly stack: string;
  readonly binary: TerraformBinary;
  readonly cliConfigFile: string;
}

/**
 * What `init` makes depends on: Terraform, where providers come from, the backend and providers that the tree names, the
 * repository's lock file. Anything else in a tree may change without it.
 * @param folder private folder of the stack, before `init`
 */
const keyOf = async (folder: string, { binary, cliConfigFile }: KeptInit): Promise<string> => {
  const { terraform } = JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as { readonly terraform?: unknown };
  const lockFile = await readFile(join(folder, lockFileName), "utf8").catch(() => null);
  const material = [binary, await readFile(cliConfigFile, "utf8"), terraform ?? null, lockFile];
  return sha256(JSON.stringify(material)).slice(0, 16);
};

/**
 * Each provider's files, told apart as `git` does its index: a file of the same place, size, times and inode is the one that
 * `init` had hashed. Undefined where there is none, or where the folder holds a copy of 700 MB instead of a link.
 */
const providerFiles = async (folder: string): Promise<string | undefined> => {
  const platforms = await foldersBelow(join(folder, ".terraform", "providers"), 5);
  const isLink = await Promise.all(platforms.map(async (path) => (await lstat(path)).isSymbolicLink()));
  if (platforms.length === 0 || isLink.includes(false)) return undefined;
  const files = await Promise.all(
    platforms.map(async (path) => {
      const target = await realpath(path);
      const names = (await readdir(target)).sort();
      return Promise.all(names.map(async (name) => ({ path: join(target, name), ...identityOf(await stat(join(target, name))) })));
    }),
  );
  return JSON.stringify(files.flat());
};

const identityOf = ({ size, mtimeMs, ctimeMs, ino }: { readonly size: number; readonly mtimeMs: number; readonly ctimeMs: number; readonly ino: number }) => ({ size, mtimeMs, ctimeMs, ino });

/** `<host>/<namespace>/<type>/<version>/<platform>`. */
const foldersBelow = async (folder: string, depth: number): Promise<readonly string[]> => {
  if (depth === 0) return [folder];
  const names = await readdir(folder).catch(() => []);
  return (await Promise.all(names.sort().map((name) => foldersBelow(join(folder, name), depth - 1)))).flat();
};

/**
 * Runs `init` in a private folder, or takes over what it made for this stack in an earlier run: it takes a second, half of which
 * is hashing the provider. Whatever is missing or different is a reason to run it.
 */
export const initialiseOnce = async (folder: string, kept: KeptInit, init: () => Promise<void>): Promise<void> => {
  const place = join(kept.parent, `${kept.stack}-${await keyOf(folder, kept)}`);
  if (await adoptKept(folder, place)) return;
  await init();
  await forgetInit(kept);
  await keep(folder, kept.parent, place);
};

/** Where a plan fails in a folder that was taken over, the next one begins with `init`. */
export const forgetInit = async ({ parent, stack }: Pick<KeptInit, "parent" | "stack">): Promise<void> => {
  const names = await readdir(parent).catch(() => []);
  const ofStack = names.filter((name) => name.startsWith(`${stack}-`) && /^[0-9a-f]{16}$/.test(name.slice(stack.length + 1)));
  for (const name of ofStack) await rm(join(parent, name), { recursive: true, force: true });
};

const adoptKept = async (folder: string, place: string): Promise<boolean> => {
  try {
    if ((await readFile(join(place, checkedFile), "utf8")) !== (await providerFiles(place))) return false;
    return await adoptInit(place, folder);
  } catch {
    // Never kept, half removed, or a provider that is gone.
    return false;
  }
};

/** All of it or nothing: another run of this checkout may read it meanwhile, or have kept the same before. */
const keep = async (folder: string, parent: string, place: string): Promise<void> => {
  const checked = await providerFiles(folder);
  if (checked === undefined) return;
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const temporary = await mkdtemp(join(parent, "keeping-"));
  try {
    await cp(join(folder, ".terraform"), join(temporary, ".terraform"), { recursive: true, verbatimSymlinks: true });
    await cp(join(folder, lockFileName), join(temporary, lockFileName));
    await writeFile(join(temporary, checkedFile), checked, { mode: 0o600 });
    await rename(temporary, place);
  } catch {
    // The folder itself is initialised all the same.
    await rm(temporary, { recursive: true, force: true });
  }
};
