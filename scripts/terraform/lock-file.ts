import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const lockFileName = ".terraform.lock.hcl";

/** `hashes = [ … ]` of a provider block, as Terraform writes it. */
const hashesPattern = /^[ \t]*hashes\s*=\s*\[[^\]]*\]\n/gm;

/** Provider source → version. */
export async function lockedProviders(folder: string): Promise<Readonly<Record<string, string>>> {
  const text = await readLock(folder);
  const blocks = text?.matchAll(/^provider "([^"]+)" \{[^}]*?^\s*version\s*=\s*"([^"]+)"/gm) ?? [];
  return Object.fromEntries([...blocks].map((match) => [match[1]!, match[2]!]));
}

/**
 * Runs an action while the folder's lock file names versions alone. Terraform hashes a provider (the AWS one has 700 MB) at
 * every command; `init` has checked it in this folder already, so that plan, show and apply need not: half a second each.
 * A saved plan carries the lock file it was made with and wants the same again, so all commands of a plan run in here.
 */
export async function withCheckedProviders<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const full = await readLock(folder);
  if (full === undefined) return action();
  await writeLock(folder, full.replace(hashesPattern, ""));
  try {
    return await action();
  } finally {
    await writeLock(folder, full);
  }
}

const readLock = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, lockFileName), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });

async function writeLock(folder: string, text: string): Promise<void> {
  const file = join(folder, lockFileName);
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
