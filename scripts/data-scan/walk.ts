import { execFile } from "node:child_process";
import { lstat, readdir, realpath } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { usageError } from "../errors";

const run = promisify(execFile);

export interface WalkOptions {
  /** Folder that names are relative to. */
  readonly root: string;
  /** Files and folders, relative to the root, that are left out and named in the report. @default none */
  readonly excluded?: readonly string[];
  /** Looks also at what git ignores. @default false */
  readonly includeIgnored?: boolean;
}

export interface Walked {
  readonly files: readonly { readonly path: string; readonly name: string }[];
  /** Left out on purpose, or unreadable. */
  readonly skipped: readonly { readonly path: string; readonly kind: "chosen" | "blind"; readonly reason: string }[];
}

const codeOf = ({ code = "unknown" }: NodeJS.ErrnoException) => ({ isFault: true, code });

/** Never asks a repository's own configuration to run anything. */
const git = async (folder: string, ...args: readonly string[]): Promise<readonly string[] | undefined> =>
  run("git", ["-C", folder, "-c", "core.fsmonitor=false", ...args], { maxBuffer: 512 * 1024 * 1024 }).then(
    ({ stdout }) => stdout.split("\0").filter(Boolean),
    () => undefined,
  );

/** Where the folder lies in a repository: what git knows and what is new in it, and what it ignores. */
const listedByGit = async (folder: string): Promise<{ readonly files: readonly string[]; readonly ignored: readonly string[] } | undefined> => {
  // A folder that is itself ignored was named on purpose.
  if ((await git(folder, "check-ignore", "-q", folder)) !== undefined) return undefined;
  const files = await git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  const ignored = await git(folder, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory");
  return files && ignored && { files, ignored };
};

/**
 * Files below the paths, in the order of their names. A link is not followed: what it leads to is looked at where it lies, or lies outside.
 * @throws PortcullisError (usage) `scan-path-missing`
 */
export const walk = async (paths: readonly string[], { root, excluded = [], includeIgnored = false }: WalkOptions): Promise<Walked> => {
  const files = new Map<string, string>();
  const skipped: Walked["skipped"][number][] = [];
  const base = await realpath(root);
  const nameOf = (path: string): string => relative(base, path).replaceAll("\\", "/") || ".";
  const leftOut = new Set(excluded.map((path) => path.replace(/^\.\//, "").replace(/\/+$/, "")));

  const visit = async (path: string, isListed: boolean): Promise<void> => {
    const name = nameOf(path);
    if (leftOut.has(name)) return void skipped.push({ path: name, kind: "chosen", reason: "excluded" });
    const status = await lstat(path).catch(codeOf);
    if ("isFault" in status) {
      // What git lists and was deleted is not there to be looked at.
      if (!(isListed && status.code === "ENOENT")) skipped.push({ path: name, kind: "blind", reason: `it cannot be read (${status.code})` });
    } else if (status.isSymbolicLink()) skipped.push({ path: name, kind: "chosen", reason: "a link" });
    else if (status.isDirectory()) await visitFolder(path, name);
    else if (status.isFile()) files.set(name, path);
    else skipped.push({ path: name, kind: "chosen", reason: "no file: a pipe, socket or device" });
  };

  const visitFolder = async (folder: string, name: string): Promise<void> => {
    const listed = includeIgnored ? undefined : await listedByGit(folder);
    if (listed !== undefined) {
      for (const each of listed.ignored) skipped.push({ path: nameOf(join(folder, each)), kind: "chosen", reason: "ignored by git" });
      for (const each of [...listed.files].sort()) await visitListed(join(folder, each));
      return;
    }
    const entries = await readdir(folder).catch(codeOf);
    if ("isFault" in entries) return void skipped.push({ path: name, kind: "blind", reason: `it cannot be read (${entries.code})` });
    for (const entry of entries.sort())
      if (entry === ".git") skipped.push({ path: nameOf(join(folder, entry)), kind: "chosen", reason: "git's own objects: history is not scanned" });
      else await visit(join(folder, entry), false);
  };

  /** git names files, not the folders above them: an excluded one of these excludes them too. */
  const visitListed = async (path: string): Promise<void> => {
    const parts = nameOf(path).split("/");
    const above = parts.map((_, index) => parts.slice(0, index).join("/")).find((folder) => leftOut.has(folder));
    if (above === undefined) return visit(path, true);
    if (!skipped.some(({ path: known }) => known === above)) skipped.push({ path: above, kind: "chosen", reason: "excluded" });
  };

  for (const given of paths) {
    const path = await realpath(resolve(root, given)).catch(() => undefined);
    if (path === undefined) throw usageError({ id: "scan-path-missing", problem: `there is no ${given}`, where: given, remedy: "Name files or folders that are there, relative to the folder you are in." });
    await visit(path, false);
  }
  return { files: [...files].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, path]) => ({ name, path })), skipped };
};
