/**
 * `npm run package`: versioned packages, each with its SHA-256.
 * - `portcullis-<version>.tgz`: the command with all that it needs, so that a build installs it without asking a registry;
 * - `portcullis-function-<version>.zip`: the same files, for the function in which a gate judges;
 * - `portcullis-constructs-<version>.tgz`: the modules, compiled, with their types, for the apps of other teams.
 * The same commit gives the same bytes: no times are written, and all are made from what git has and the lock file names.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const usage = "npm run package [-- --out <folder>] [-- --version <x.y.z>] [-- --only <portcullis | function | constructs>]";
const version = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const exit = { usage: 2, tool: 3 };

class Refusal extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

const run = (program, programArguments, folder) => {
  const { status, error, stdout, stderr } = spawnSync(program, programArguments, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error || status !== 0) throw new Refusal(`${program} ${programArguments[0]} failed in ${folder}: ${error?.message ?? (stderr || stdout).trim()}`, exit.tool);
  return stdout;
};

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const writeJson = (path, value) => writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
const pack = (folder, out) => {
  const name = run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", out], folder).trim().split("\n").at(-1);
  return join(out, name);
};

/** From the sources, not from what an earlier build left in dist. */
const compile = (project, folder, ...more) => run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "--project", join(root, project), "--outDir", folder, ...more], root);

/** What the command needs goes into the package at the lock file's integrity. @returns its folder, laid out once */
function layOutCommand(stage, manifest) {
  const folder = join(stage, "command");
  if (existsSync(folder)) return folder;
  compile("tsconfig.build.json", join(folder, "dist"), "--incremental", "false", "--tsBuildInfoFile", "null");
  for (const path of manifest.files.filter((file) => file !== "dist" && !file.includes("*"))) copy(join(root, path), join(folder, path));
  for (const name of readdirSync(join(root, "scripts")).filter((file) => file.endsWith(".mjs"))) copy(join(root, "scripts", name), join(folder, "scripts", name));
  for (const name of ["README.md", "LICENSE", "package-lock.json"]) copy(join(root, name), join(folder, name));
  const { scripts, private: isPrivate, ...published } = manifest;
  writeJson(join(folder, "package.json"), published);
  run("npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], folder);
  // What was installed is what is packed; a further install looks for nothing.
  const { devDependencies, ...bundled } = published;
  writeJson(join(folder, "package.json"), { ...bundled, bundleDependencies: true });
  rmSync(join(folder, "package-lock.json"));
  return folder;
}

const packCommand = (stage, out, manifest) => pack(layOutCommand(stage, manifest), out);

/** Bytes of a function's code, unpacked (Lambda Developer Guide, "Lambda quotas"). */
const largestFunction = 250 * 1024 * 1024;

/** The earliest time that the zip format knows, in local time as the format keeps it: the bytes are the same on any machine. */
const timeOfEveryFile = new Date(1980, 0, 1);

/** The files of the packed command as Lambda takes them: those that may be executed stay so. */
function packFunction(stage, out, manifest) {
  const folder = join(stage, "function");
  mkdirSync(folder);
  run("tar", ["--extract", "--gzip", "--file", packCommand(stage, stage, manifest), "--directory", folder, "--strip-components", "1"], stage);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const entries = files
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
    .map((path) => [path, [readFileSync(join(folder, path)), { attrs: ((statSync(join(folder, path)).mode & 0o100) === 0 ? 0o100644 : 0o100755) * 2 ** 16 }]]);
  const size = entries.reduce((sum, [, [bytes]]) => sum + bytes.length, 0);
  if (size > largestFunction) throw new Refusal(`the function would have ${size} bytes, and Lambda takes ${largestFunction}`, exit.tool);
  const path = join(out, `portcullis-function-${manifest.version}.zip`);
  writeFileSync(path, zipSync(Object.fromEntries(entries), { mtime: timeOfEveryFile, os: 3 }));
  return path;
}

/** Constructs as JavaScript with types; whoever uses them brings cdktf and the bindings, which may be there once only. */
function packConstructs(stage, out, manifest) {
  const folder = join(stage, "constructs");
  compile("tsconfig.package.json", folder);
  const modules = join(root, "modules");
  for (const path of readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith(".ts"))) {
    const file = join(path.parentPath, path.name);
    copy(file, join(folder, "modules", relative(modules, file)));
  }
  for (const name of ["policies/guard", "LICENSE"]) copy(join(root, name), join(folder, name));
  const versionOf = (name) => manifest.dependencies[name] ?? manifest.devDependencies[name];
  writeJson(join(folder, "package.json"), {
    name: "@portcullis-infra/constructs",
    version: manifest.version,
    description: "Constructs of Portcullis: security standards of an AWS organisation for CDK for Terraform.",
    license: manifest.license,
    engines: manifest.engines,
    exports: { "./*": { types: "./modules/*/index.d.ts", default: "./modules/*/index.js" } },
    // For resolvers that do not read `exports`.
    typesVersions: { "*": { "*": ["modules/*/index.d.ts"] } },
    dependencies: Object.fromEntries(["fastest-levenshtein", "fflate", "yaml", "zod"].map((name) => [name, versionOf(name)])),
    peerDependencies: Object.fromEntries(["@cdktf/provider-aws", "cdktf", "constructs"].map((name) => [name, versionOf(name)])),
  });
  return pack(folder, out);
}

const packages = [
  { name: "portcullis", file: "portcullis", make: packCommand },
  { name: "function", file: "portcullis-function", make: packFunction },
  { name: "constructs", file: "portcullis-constructs", make: packConstructs },
];

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

function main() {
  let values;
  try {
    ({ values } = parseArgs({ options: { out: { type: "string", default: join(root, ".portcullis", "packages") }, version: { type: "string" }, only: { type: "string" } } }));
  } catch (error) {
    throw new Refusal(`${error.message}\n${usage}`, exit.usage);
  }
  if (values.version !== undefined && !version.test(values.version)) throw new Refusal(`--version is ${JSON.stringify(values.version)}, not a semantic version such as 1.2.3`, exit.usage);
  if (values.only !== undefined && !packages.some(({ name }) => name === values.only)) throw new Refusal(`--only is ${JSON.stringify(values.only)}, which is no package\n${usage}`, exit.usage);
  const manifest = { ...readJson(join(root, "package.json")), ...(values.version === undefined ? {} : { version: values.version }) };
  mkdirSync(values.out, { recursive: true });
  const stage = mkdtempSync(join(tmpdir(), "portcullis-package-"));
  try {
    for (const { file: name, make } of packages.filter((each) => values.only === undefined || each.name === values.only)) {
      const path = make(stage, values.out, manifest);
      const bytes = readFileSync(path);
      const file = join(values.out, `${name}-${manifest.version}${extname(path)}`);
      writeFileSync(file, bytes);
      if (path !== file) rmSync(path);
      process.stdout.write(`${createHash("sha256").update(bytes).digest("hex")}  ${file}\n`);
    }
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code;
}
