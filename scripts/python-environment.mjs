/**
 * The private Python environment with the embedded AWS and the scanner, at the versions and hashes of requirements.txt.
 * Made once for all checkouts with the same pins, in a cache folder. Node built-ins only.
 * `node scripts/python-environment.mjs` makes it if need be (progress on stderr) and prints its interpreter; with
 * `--format json` it makes nothing and prints {folder, interpreter, ready}.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkPrerequisites, renderPrerequisites } from "./prerequisites.mjs";

const scripts = dirname(fileURLToPath(import.meta.url));
const requirements = join(scripts, "requirements.txt");

/**
 * Where the environment is, made or not: its name changes with the pins, the Python and the platform.
 * @param {{ path: string, version: string }} python a good interpreter, as the prerequisites found it
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} pins requirements file with hashes; each has an environment of its own
 */
export function describePythonEnvironment(python, environment = process.env, pins = requirements) {
  const key = createHash("sha256")
    .update([readFileSync(pins), python.version, process.platform, process.arch].join("\n"))
    .digest("hex")
    .slice(0, 16);
  const cache = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), ".cache");
  const folder = join(cache, "portcullis", `python-${key}`);
  const interpreter = join(folder, "bin", "python");
  // The interpreter is a link: it is gone where the Python it was made from is.
  return { folder, interpreter, ready: existsSync(join(folder, "complete")) && existsSync(interpreter) };
}

/**
 * Makes the environment where it is missing; returns its interpreter, or undefined where it could not be made (pip has
 * said why on stderr).
 * @param {{ path: string, version: string }} python
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} pins requirements file with hashes
 * @returns {Promise<string | undefined>}
 */
export async function ensurePythonEnvironment(python, environment = process.env, pins = requirements) {
  const { folder, interpreter, ready } = describePythonEnvironment(python, environment, pins);
  if (ready) return interpreter;
  const code = await new Promise((resolve) => {
    const child = spawn(python.path, [join(scripts, "make-python-environment.py"), folder, pins], {
      stdio: ["ignore", "ignore", "inherit"],
      env: environment,
    });
    child.on("error", () => resolve(1));
    child.on("exit", (status) => resolve(status ?? 1));
  });
  return code === 0 ? interpreter : undefined;
}

export const pythonEnvironmentRemedy =
  "The Python packages could not be installed (reasons above). They come from where pip is set up to look: check the network, or PIP_INDEX_URL and PIP_CERT where you use a mirror; then run it again.";

async function main() {
  const python = checkPrerequisites().find((check) => check.name === "python");
  if (!python.ok) {
    process.stderr.write(`${renderPrerequisites([python])}\n`);
    return 2;
  }
  if (process.argv.includes("json")) {
    process.stdout.write(`${JSON.stringify(describePythonEnvironment(python))}\n`);
    return 0;
  }
  const interpreter = await ensurePythonEnvironment(python);
  if (interpreter === undefined) {
    process.stderr.write(`${pythonEnvironmentRemedy}\n`);
    return 3;
  }
  process.stdout.write(`${interpreter}\n`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = await main();
