import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isGone } from "./terraform";

/** `synth-4711-x7Kd2a`: what it is for, whose it is. */
const ownerOf = (kind: string, name: string): number | undefined => {
  const match = new RegExp(`^${kind}-(\\d+)-`).exec(name);
  return match ? Number(match[1]) : undefined;
};

/** A private folder of this run (0700). Removes those that killed runs have left of its kind. */
export const makeRunFolder = async (parent: string, kind: string): Promise<string> => {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    const owner = ownerOf(kind, name);
    if (owner !== undefined && isGone({ pid: owner, startTime: "" })) await rm(join(parent, name), { recursive: true, force: true });
  }
  return mkdtemp(join(parent, `${kind}-${process.pid}-`));
};
