import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export const repository = join(__dirname, "..", "..", "..");

/** What the package of constructs is made from. */
const sources = ["LICENSE", "README.md", "modules", "package.json", "policies/guard", "scripts/package.mjs", "tsconfig.json", "tsconfig.package.json"];

/** A change of one file: what is found, once, and what stands in its place. */
export interface SourceChange {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * A copy of what the package of constructs is made from, changed. Packing compiles from it and reads the installed compiler through a link.
 * @throws Error for a change that finds nothing, or more than one place
 */
export const changedSources = (folder: string, changes: readonly SourceChange[]): string => {
  for (const path of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(repository, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  for (const { file, from, to } of changes) {
    const parts = readFileSync(join(folder, file), "utf8").split(from);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times ${from}`);
    writeFileSync(join(folder, file), parts.join(to));
  }
  return folder;
};

export interface Packing {
  /** Checkout, or a copy by `changedSources`. */
  readonly from: string;
  readonly out: string;
  readonly only: "constructs" | "portcullis";
  readonly version: string;
}

/** Runs `npm run package`. @returns file of the package, and what it printed */
export const pack = async ({ from, out, only, version }: Packing): Promise<{ readonly file: string; readonly printed: string }> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(from, "scripts", "package.mjs"), "--out", out, "--only", only, "--version", version], { maxBuffer: 2 ** 26 });
  const file = readdirSync(out).find((name) => name === `${only === "constructs" ? "portcullis-constructs" : "portcullis"}-${version}.tgz`);
  if (file === undefined) throw new Error(`nothing was packed: ${stdout}`);
  return { file: join(out, file), printed: stdout.trim() };
};
