import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder";

export interface FakeCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A program that stands in for Terraform: it writes down how it was called, then runs `script` (JavaScript, with `args` in
 * reach) and ends with 0 unless the script says otherwise.
 */
export function fakeTerraform(script = ""): { readonly path: string; readonly folder: string; calls(): readonly FakeCall[] } {
  const folder = temporaryFolder();
  const path = join(folder, "terraform");
  const log = join(folder, "calls.jsonl");
  writeFileSync(log, "");
  writeFileSync(
    path,
    `#!${process.execPath}\nconst fs = require("node:fs");\nconst args = process.argv.slice(2);\nfs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args, env: process.env }) + "\\n");\nconst say = (event) => fs.writeSync(1, JSON.stringify(event) + "\\n");\n${script}\n`,
  );
  chmodSync(path, 0o755);
  return { path, folder, calls: () => readFileSync(log, "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line) as FakeCall) };
}
