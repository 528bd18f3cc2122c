import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { zipSync } from "fflate";

/** The code of a function as Terraform takes it. */
export interface Archive {
  /** Path of the zip, relative to the synthesised stack. */
  readonly path: string;
  /** SHA-256 of its bytes in base64, as Lambda tells it. */
  readonly hash: string;
}

/** The earliest time that the zip format knows, in local time as the format keeps it: the bytes are the same on any machine. */
const timeOfEveryFile = new Date(1980, 0, 1);

/** All files of a folder, by name; no subfolders. */
export const archiveOf = (folder: string): Uint8Array => {
  const names = readdirSync(folder).sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))])), { mtime: timeOfEveryFile, os: 3, attrs: 0o644 << 16 });
};

/**
 * Writes a folder as a zip into the synthesised stack. cdktf's own archives hold the time of each file, which differs
 * between checkouts, so that two synths of one commit would differ.
 */
export const writeArchive = (scope: Construct, folder: string, name: string): Archive => {
  const bytes = archiveOf(folder);
  const path = join("functions", `${name}.zip`);
  const file = join(App.of(scope).outdir, "stacks", TerraformStack.of(scope).node.id, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return { path, hash: createHash("sha256").update(bytes).digest("base64") };
};
