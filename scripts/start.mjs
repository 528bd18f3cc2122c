/**
 * `npm start`: installs what is missing with Node built-ins only, then hands over to dist/scripts/start/index.js.
 * It passes on its arguments, and the interpreter of the private Python environment as PORTCULLIS_PYTHON.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { checkPrerequisites, renderPrerequisites } from "./prerequisites.mjs";
import { describePythonEnvironment, ensurePythonEnvironment, pythonEnvironmentRemedy } from "./python-environment.mjs";

const exit = { usage: 2, failed: 3 };
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (message) => process.stderr.write(`${message}\n`);

async function main() {
  say("Portcullis: checking what is installed");
  const environment = withoutAws(process.env);
  const checks = checkPrerequisites(environment);
  if (!checks.every((check) => check.ok)) {
    say(renderPrerequisites(checks));
    return exit.usage;
  }
  const [, python, terraform] = checks;

  if (!packagesAreCurrent()) {
    // npm ci follows the link and empties the folder that another checkout works with.
    if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
      say("node_modules is a link, and what it leads to was not installed for this package-lock.json. Remove the link, then run `npm start` again.");
      return exit.usage;
    }
    say("Installing the packages of package-lock.json (npm ci)");
    if ((await run("npm", ["ci", "--no-audit", "--no-fund"], environment)) !== 0) {
      say("npm ci failed (reasons above). Check the network and npm's registry setting, then run `npm start` again.");
      return exit.failed;
    }
    writeFileSync(packageStamp, lockDigest());
  }
  if (!(await buildIfStale(say))) return exit.usage;

  if (!describePythonEnvironment(python, environment).ready) say("Installing the embedded AWS and the scanner");
  const interpreter = await ensurePythonEnvironment(python, environment);
  if (interpreter === undefined) {
    say(pythonEnvironmentRemedy);
    return exit.failed;
  }
  return run(process.execPath, ["--enable-source-maps", join(root, "dist", "scripts", "start", "index.js"), ...process.argv.slice(2)], {
    ...environment,
    PORTCULLIS_PYTHON: interpreter,
    TERRAFORM_BINARY_NAME: terraform.path,
  });
}

/** What runs from here on can reach no real account: it has no credentials, profile, region or endpoint of the user's. */
function withoutAws(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("AWS_")));
}

const lockFile = join(root, "package-lock.json");
const modules = join(root, "node_modules");
const packageStamp = join(modules, ".portcullis-packages");
const lockDigest = () => createHash("sha256").update(readFileSync(lockFile)).digest("hex");

/** Installed by us for this very lock file, or by hand after it was last changed. */
function packagesAreCurrent() {
  if (existsSync(packageStamp)) return readFileSync(packageStamp, "utf8") === lockDigest();
  const installed = join(modules, ".package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs;
}

/** Runs a program on this terminal and returns its exit code. Ctrl-C reaches it too: it decides when to end. */
function run(program, programArguments, environment) {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, { cwd: root, stdio: "inherit", env: environment });
    const wait = () => undefined;
    const pass = () => child.kill("SIGTERM");
    process.on("SIGINT", wait);
    process.on("SIGTERM", pass);
    const end = (code) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", pass);
      resolve(code);
    };
    child.on("error", (error) => {
      say(`${program} does not start: ${error.message}`);
      end(exit.failed);
    });
    child.on("exit", (code, signal) => end(code ?? (signal === "SIGINT" ? 130 : exit.failed)));
  });
}

process.exitCode = await main();
