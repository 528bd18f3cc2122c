import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** A program on the PATH; `npm test` puts the folders of PORTCULLIS_TEST_TOOLS at its end. */
const findProgram = (name: string): string | undefined => (process.env["PATH"] ?? "").split(delimiter).filter(Boolean).map((folder) => join(folder, name)).find(isFile);

/**
 * Tests that need a program which is no prerequisite: where it is missing they are skipped and say so; `npm test` says how to
 * install it, and fails with CI set.
 */
export const describeWith = (program: string, tests: (path: string) => void): void => {
  const path = findProgram(program);
  if (path === undefined) process.stderr.write(`${program} is not here: its tests are skipped\n`);
  (path === undefined ? describe.skip : describe)(program, () => tests(path ?? program));
};

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Longest that one scan may take, in milliseconds. */
const longest = 240_000;

/** Runs a scanner to its end, without credentials of the user's, and without any setting of it that might lie in the environment. */
export const runScanner = (program: string, programArguments: readonly string[], folder: string): Ran => {
  const environment = { PATH: process.env["PATH"], HOME: folder, LANG: "C.UTF-8" };
  const { status, stdout, error } = spawnSync(program, programArguments, { cwd: folder, env: environment, encoding: "utf8", timeout: longest, maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "ignore"] });
  if (error !== undefined || status === null) throw new Error(`${program} did not run to its end`, { cause: error });
  return { exitCode: status, stdout };
};
