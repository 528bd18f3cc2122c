import { constants } from "node:fs";
import { copyFile, cp, lstat, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { usageError } from "../errors";
import { lockFileName } from "./lock-file";

export interface FolderOptions {
  /** Folder that cdktf wrote: cdk.tf.json and assets. */
  readonly stackFolder: string;
  /** Private copy to make; what was there before is removed. */
  readonly workFolder: string;
  /** The repository's lock file, if a team has made one; then it is used read-only. */
  readonly lockFile?: string;
}

/** What cdktf's and Terraform's own commands leave beside the synthesised files; also left out of a stack's digest. */
const isLeftover = (name: string) => /^\.terraform|^plan$|^terraform\.tfstate|_override\.tf\.json$/.test(name);

/** Whatever Terraform reads besides cdk.tf.json, unasked: nothing that nobody has looked at may take part. */
const isConfiguration = (name: string) => /\.(tf|tofu)(\.json)?$|\.tfvars(\.json)?$/.test(name) && name !== "cdk.tf.json";

/**
 * Makes a private copy (0700) of the synthesised files of one stack and nothing else.
 * @throws PortcullisError (usage) `unexpected-file` for further configuration or a symbolic link, `not-synthesised`
 */
export async function prepareFolder(options: FolderOptions): Promise<void> {
  await rm(options.workFolder, { recursive: true, force: true });
  await mkdir(options.workFolder, { recursive: true, mode: 0o700 });
  await copyFiles(options.stackFolder, options.workFolder, true);
  if (options.lockFile !== undefined && (await exists(options.lockFile))) {
    await copyFile(options.lockFile, join(options.workFolder, lockFileName));
  }
}

/**
 * Takes over what `init` made in another folder of the same stack: links to providers and the chosen backend. Terraform itself
 * refuses it where the backend differs.
 * @returns false where the other folder is not initialised or has another lock file: then `init` is needed
 */
export async function adoptInit(from: string, to: string): Promise<boolean> {
  if (!(await exists(join(from, ".terraform")))) return false;
  const checked = await readFile(join(from, lockFileName));
  const wanted = (await exists(join(to, lockFileName))) ? await readFile(join(to, lockFileName)) : checked;
  if (!checked.equals(wanted)) return false;
  await rm(join(to, ".terraform"), { recursive: true, force: true });
  await cp(join(from, ".terraform"), join(to, ".terraform"), { recursive: true, verbatimSymlinks: true });
  await writeFile(join(to, lockFileName), checked, { mode: 0o600 });
  return true;
}

async function copyFiles(from: string, to: string, isTop: boolean): Promise<void> {
  for (const name of await namesIn(from)) {
    if (isTop && isLeftover(name)) continue;
    const source = join(from, name);
    const info = await lstat(source);
    if (info.isSymbolicLink() || (isTop && isConfiguration(name))) throw unexpectedFile(source, info.isSymbolicLink());
    if (info.isDirectory()) {
      await mkdir(join(to, name), { mode: 0o700 });
      await copyFiles(source, join(to, name), false);
    } else await copyFile(source, join(to, name), constants.COPYFILE_EXCL);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw usageError({ id: "not-synthesised", problem: "there is no synthesised folder of this stack", where: folder, remedy: "Run `./portcullis synth` first." });
  });
}

const unexpectedFile = (path: string, isLink: boolean) =>
  usageError({
    id: "unexpected-file",
    problem: isLink ? "a synthesised folder holds a symbolic link, which may lead out of it" : "Terraform would read this file too, and no stack has declared it",
    where: path,
    remedy: "Remove it and run `./portcullis synth` again.",
  });

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
