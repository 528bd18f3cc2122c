import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";

export const repository = join(__dirname, "../../..");

/** A small house with the repository's own rules and files of the test's choosing. */
export const plantTree = (files: Readonly<Record<string, string>>): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-house-"));
  for (const name of ["package.json", "tsconfig.json", ".dependency-cruiser.cjs", "eslint.config.mjs"]) {
    cpSync(join(repository, name), join(folder, name));
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** Runs a program of node_modules and gives what it printed, parsed; these programs exit non-zero when they find something. */
export const runJson = <Result>(program: string, args: readonly string[], folder: string): Result => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(repository, "node_modules", program), ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!stdout.startsWith("{") && !stdout.startsWith("[")) throw new Error(`${program} printed no JSON: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Result;
};
