import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { usageError } from "../errors";

const run = promisify(execFile);

export interface Checkout {
  /** Full hash of HEAD. */
  readonly commit: string;
  /** E-mail address of HEAD's author: the one who may not approve. */
  readonly author: string;
  /** Paths that differ from HEAD, untracked ones included. */
  readonly changed: readonly string[];
}

/** @throws PortcullisError (usage) `not-a-repository`, `git-missing` */
export const readCheckout = async (root: string): Promise<Checkout> => {
  const git = async (...args: string[]) => (await run("git", ["-C", root, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  try {
    const [commit, author, changed] = await Promise.all([
      git("rev-parse", "--verify", "HEAD"),
      git("log", "-1", "--format=%ae"),
      git("status", "--porcelain=v1", "-z", "--untracked-files=normal"),
    ]);
    return { commit: commit.trim(), author: author.trim(), changed: changed.split("\0").filter(Boolean).map((line) => line.slice(3)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw usageError({ id: "git-missing", problem: "git is not on the PATH", remedy: "Install git: a release is a commit, so Portcullis has to read one." });
    throw usageError({
      id: "not-a-repository",
      problem: "this folder is not a git repository with a commit",
      where: root,
      remedy: "Clone the repository with git, or run `git init` and commit: a release is a commit, and nothing else is promoted.",
    });
  }
};

/** What a release calls its commit: with uncommitted changes it is another, which no other checkout has. */
export const revisionOf = ({ commit, changed }: Pick<Checkout, "commit" | "changed">): string => (changed.length > 0 ? `${commit}+uncommitted` : commit);

/** E-mail address of the author of a release's commit; undefined where this clone does not have the commit. */
export const authorOf = async (root: string, revision: string): Promise<string | undefined> => {
  const commit = revision.replace(/\+uncommitted$/, "");
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  return run("git", ["-C", root, "show", "--no-patch", "--format=%ae", commit]).then(
    ({ stdout }) => stdout.trim() || undefined,
    () => undefined,
  );
};

/** @throws PortcullisError (usage) `dirty-tree` */
export const requireClean = (checkout: Checkout): void => {
  if (checkout.changed.length === 0) return;
  const shown = checkout.changed.slice(0, 5);
  throw usageError({
    id: "dirty-tree",
    problem: `the working tree differs from commit ${checkout.commit.slice(0, 12)} in ${checkout.changed.length} path(s)`,
    where: shown.join(", ") + (checkout.changed.length > shown.length ? ", …" : ""),
    remedy: "Commit or stash the changes: what is promoted is a commit, so that anybody can read what reached production.",
  });
};
