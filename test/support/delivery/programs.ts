import { existsSync, readdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * What the build image brings and a build may use besides stand-ins: coreutils and the like, git, jq, node and python3. Nothing else of the
 * machine that runs the tests is on the PATH of a build.
 */
const ofTheImage =
  "awk base64 basename bash cat chmod cksum cmp comm cp cut date dd diff dirname du echo env expr false file find git grep gunzip gzip head id install jq ln ls md5sum mkdir mktemp mv nl nproc od openssl paste printf ps pwd readlink realpath rm rmdir sed seq sh sha256sum sha512sum sleep sort split stat tail tar tee test timeout touch tr true truncate uname uniq unzip wc xargs xz zip zstd".split(" ");

/** Path of a program of this machine by its name or path, links followed. @returns undefined where it is not here */
export const findProgram = (name: string): string | undefined => {
  if (isAbsolute(name)) return existsSync(name) ? name : undefined;
  const found = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean).map((folder) => join(folder, name)).find((path) => existsSync(path) && statSync(path).isFile());
  return found === undefined ? undefined : realpathSync(found);
};

/** Interpreter of the machine; the launchers of version managers on the PATH would not start outside a person's environment. */
const python = "/usr/bin/python3";

const standIns = join(__dirname, "stand-ins");

/** A program on a build's PATH: a path of a real one or of a stand-in; a stand-in in JavaScript runs in this Node. */
const put = (bin: string, name: string, path: string): void => {
  if (/\.(mjs|cjs|js)$/.test(path)) writeFileSync(join(bin, name), `#!/bin/bash\nexec '${process.execPath}' '${path}' "$@"\n`, { mode: 0o755 });
  else symlinkSync(path, join(bin, name));
};

/**
 * Fills the one folder of a build's PATH: the image's programs, the stand-ins of this folder, and what the test gives, which comes before both.
 * @param given name → path
 */
export const putPrograms = (bin: string, given: Readonly<Record<string, string>>): void => {
  const image = ofTheImage.flatMap((name) => [[name, findProgram(name)] as const]).filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  const ours = readdirSync(standIns).filter((file) => file.endsWith(".mjs") && !file.startsWith("_")).map((file) => [file.replace(/\.mjs$/, ""), join(standIns, file)] as const);
  const programs = { ...Object.fromEntries(image), node: process.execPath, python3: python, ...Object.fromEntries(ours), ...given };
  for (const [name, path] of Object.entries(programs)) put(bin, name, path);
};
