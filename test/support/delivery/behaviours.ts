import { join } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { temporaryFolder } from "../temporary-folder";

/** How a scanner can fail without saying so; a launcher around the real one, or a stand-in, that behaves like it. */
export type Misbehaviour =
  /** Ends well and writes nothing at all. */
  | "silent"
  /** Was cut off while it wrote: each report is half of what it was, and the exit code that of a run without a flaw. */
  | "half";

const starterOf = (program: string): string => (program.endsWith(".mjs") ? `'${process.execPath}' '${program}'` : `'${program}'`);

const scripts: Readonly<Record<Misbehaviour, (program: string) => string>> = {
  silent: () => "exit 0",
  half: (program) =>
    `${starterOf(program)} "$@"\nshopt -s nullglob\nfor report in "$REPORTS"/* "$TOOLS"/parts/*; do truncate --size "$(($(stat --format %s "$report") / 2))" "$report"; done\nexit 0`,
};

/** @returns path of a program that misbehaves */
export const misbehaving = (program: string, how: Misbehaviour): string => {
  const folder = join(temporaryFolder(), "bin");
  mkdirSync(folder);
  const path = join(folder, "program");
  writeFileSync(path, `#!/bin/bash\n${scripts[how](program)}\n`, { mode: 0o755 });
  return path;
};
