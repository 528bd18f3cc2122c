import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { transformSync } from "@swc/core";
import type { PortcullisPackage } from "../../../modules/scan-tools";
import { temporaryFolder } from "../temporary-folder";

const root = join(__dirname, "..", "..", "..");

/** What the command needs of the sources; they need none of the rest (.dependency-cruiser.cjs, "published-needs-little"). */
const sources = ["environments", "policies", "scripts"];
/** What goes along uncompiled, as package.json lists it. */
const uncompiled = (): readonly string[] => {
  const { files }: { readonly files: readonly string[] } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return ["package.json", ...files.filter((path) => path !== "dist" && !path.includes("*"))];
};

const compile = (text: string): string => transformSync(text, { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" }, sourceMaps: false }).code;

const layOut = (folder: string): void => {
  const files = sources.flatMap((name) => readdirSync(join(root, name), { recursive: true, encoding: "utf8" }).map((path) => join(name, path)));
  for (const file of files.filter((path) => /\.(ts|json)$/.test(path))) {
    const target = join(folder, "dist", file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(join(root, file), "utf8");
    writeFileSync(target, file.endsWith(".ts") ? compile(text) : text);
  }
  for (const file of uncompiled()) cpSync(join(root, file), join(folder, file), { recursive: true, filter: (path) => !/\.ts$/.test(path) });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
};

export interface Packed extends PortcullisPackage {
  readonly bytes: Buffer;
}

let packed: Packed | undefined;

/**
 * This checkout as builds fetch it: compiled as it stands now, laid out as `npm pack` does, with the packages it needs (a link to those of
 * the checkout). It has no sources, so it behaves as installed: policies come from the folder it is called in, if nothing else is said.
 * Made once for a file of tests.
 */
export const packedPortcullis = (): Packed => {
  if (packed !== undefined) return packed;
  const folder = temporaryFolder();
  layOut(join(folder, "package"));
  const bytes = execFileSync("tar", ["--create", "--gzip", "--file", "-", "--directory", folder, "package"], { maxBuffer: 2 ** 28 });
  packed = { version: "0.1.0", sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
  return packed;
};
