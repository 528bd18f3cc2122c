import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../temporary-folder";

export type Files = Readonly<Record<string, string | Buffer>>;

/** Made up for tests, with no setting of the person's: hooks and signatures would spoil a commit. */
const author = { GIT_AUTHOR_NAME: "Author", GIT_AUTHOR_EMAIL: "author@example.org", GIT_COMMITTER_NAME: "Author", GIT_COMMITTER_EMAIL: "author@example.org", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };

export const git = (folder: string, ...words: readonly string[]): string => execFileSync("git", ["-C", folder, ...words], { encoding: "utf8", env: { PATH: process.env["PATH"], ...author }, stdio: ["ignore", "pipe", "pipe"] }).trim();

/** Writes files and commits all that changed. `undefined` removes one. */
export const commitFiles = (folder: string, files: Readonly<Record<string, string | Buffer | undefined>>, message = "Change"): void => {
  for (const [path, content] of Object.entries(files)) {
    if (content === undefined) git(folder, "rm", "--quiet", "--", path);
    else {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  }
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", message);
};

/** A new checkout with its history, one commit for each set of files. */
export const checkoutOf = (...commits: readonly Readonly<Record<string, string | Buffer | undefined>>[]): string => {
  const folder = temporaryFolder();
  git(folder, "init", "--quiet", "--initial-branch=main");
  for (const files of commits) commitFiles(folder, files);
  return folder;
};

/** The last commit alone, as a source action without a full clone lays it down. */
export const shallowCloneOf = (checkout: string): string => {
  const folder = temporaryFolder();
  git(folder, "clone", "--quiet", "--depth", "1", `file://${checkout}`, "source");
  return join(folder, "source");
};

/** A new folder with files. */
export const folderOf = (files: Files): string => {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
};

/** What a build hands on: `deliverable/` with one file. */
export const artifactOf = (name: "image.tar" | "application.zip", bytes: Buffer): string => folderOf({ [`deliverable/${name}`]: bytes });
