/**
 * Stand-in of pip 24 ("pip install" and "Secure installs" of its documentation, and `--python` of "pip"): reads the lock as pip would in
 * hash-checking mode, and lays down launchers of the programs that the test names for that lock.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, refuse, world } from "./_options.mjs";

const known = {
  "--python": "value", "--quiet": "flag", "--disable-pip-version-check": "flag", "--no-deps": "flag", "--no-build-isolation": "flag", "--only-binary": "value", "--require-hashes": "flag", "--requirement": "value", "--no-input": "flag", "--no-cache-dir": "flag",
  "-r": "value", "--target": "value", "--prefix": "value",
};
const { positional, options } = parse(process.argv.slice(2), known);
if (positional.join(" ") !== "install") refuse(`pip ${positional.join(" ")} is not stood in for`);
if (!options["--require-hashes"]) refuse("pip install without --require-hashes takes whatever the index serves");

const [lock] = options["--requirement"] ?? options["-r"] ?? [];
if (lock === undefined || !existsSync(lock)) {
  process.stderr.write(`ERROR: Could not open requirements file: ${lock}\n`);
  process.exit(1);
}
const requirements = readFileSync(lock, "utf8").replace(/\\\n/g, " ").split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
const unpinned = requirements.filter((line) => !/^[A-Za-z0-9._-]+(?:\[[a-z,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}/.test(line));
if (unpinned.length > 0) {
  process.stderr.write(`ERROR: In --require-hashes mode, all requirements must have their versions pinned with == and a hash:\n${unpinned.join("\n")}\n`);
  process.exit(1);
}

const name = basename(lock).replace(/\.txt$/, "");
const programs = JSON.parse(readFileSync(join(world, "python-packages.json"), "utf8"))[name];
if (programs === undefined) refuse(`the test names no programs for the lock ${name}`);
const [environment] = options["--python"] ?? options["--prefix"] ?? [];
if (environment === undefined) refuse("pip would install into the image's own Python");
for (const [program, path] of Object.entries(programs)) {
  const starter = /\.(mjs|cjs|js)$/.test(path) ? `'${process.execPath}' '${path}'` : `'${path}'`;
  writeFileSync(join(environment, "bin", program), `#!/bin/bash\nexec ${starter} "$@"\n`, { mode: 0o755 });
}
