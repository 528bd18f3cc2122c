/**
 * The three programs that have to be there before anything else: Node, Python, Terraform. Node built-ins only.
 * Imported by start.mjs, test.mjs and the launcher; `node scripts/prerequisites.mjs [--format json]` prints what it finds
 * and exits 0 if all is there, 2 otherwise.
 */
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { accessSync, constants, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const probeTimeoutMilliseconds = 15_000;

/** `use_lockfile` of the S3 backend needs Terraform 1.11 or OpenTofu 1.10. */
const minimum = { node: [20, 19], python: [3, 10], terraform: [1, 11], opentofu: [1, 10] };
/** The newest Python that the pinned packages were tried with; a newer one is taken only where there is no other. */
const newestTriedPython = [3, 13];
const pythonNames = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/**
 * @typedef {object} Prerequisite
 * @property {"node" | "python" | "terraform"} name
 * @property {string} required  what is needed, for people
 * @property {boolean} ok
 * @property {string} found  version or what is wrong, for people
 * @property {string} [version]
 * @property {string} [path]  the program to start; set only if it is good
 * @property {string} [remedy]  set only if it is not
 */

/** @param {NodeJS.ProcessEnv} environment @returns {Prerequisite[]} */
export function checkPrerequisites(environment = process.env) {
  return [checkNode(), checkPython(environment), checkTerraform(environment)];
}

/** @param {readonly Prerequisite[]} checks */
export function renderPrerequisites(checks) {
  const width = Math.max(...checks.map((check) => check.required.length));
  return checks
    .map((check) => {
      const line = `${check.ok ? "ok     " : "MISSING"}  ${check.required.padEnd(width)}  ${check.found}`;
      return check.remedy === undefined ? line : `${line}\n         -> ${check.remedy}`;
    })
    .join("\n");
}

/** @returns {Prerequisite} */
function checkNode() {
  const version = process.versions.node;
  const check = { name: "node", required: "Node >= 20.19", version, found: version };
  if (isAtLeast(parseVersion(version), minimum.node)) return { ...check, ok: true, path: process.execPath };
  return { ...check, ok: false, found: `${version}, too old`, remedy: "Install Node 20.19 or newer from https://nodejs.org or with your version manager." };
}

/** @returns {Prerequisite} */
function checkPython(environment) {
  const probes = pythonNames.map((name) => probePython(name, environment)).filter((probe) => probe !== undefined);
  const good = probes.filter((probe) => probe.problem === undefined);
  const best = good.find((probe) => isAtLeast(newestTriedPython, probe.parsed.slice(0, 2))) ?? good[0];
  const check = { name: "python", required: "Python >= 3.10, with venv and pip" };
  if (best !== undefined) return { ...check, ok: true, version: best.version, path: best.path, found: `${best.version} (${best.path})` };
  const hasOldOnly = probes.length > 0 && probes.every((probe) => probe.problem === "too old");
  return {
    ...check,
    ok: false,
    found: probes.length === 0 ? "not found" : probes.map((probe) => `${probe.path}: ${probe.version}, ${probe.problem}`).join("; "),
    remedy:
      probes.length === 0 || hasOldOnly
        ? "Install Python 3.10 or newer (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python)."
        : "Install its venv module (Debian and Ubuntu: apt install python3-venv).",
  };
}

function probePython(name, environment) {
  const path = findProgram(name, environment);
  if (path === undefined) return undefined;
  const code = "import sys; print('%d.%d.%d' % sys.version_info[:3]); import venv, ensurepip; print('venv')";
  const { stdout } = run(path, ["-c", code], environment);
  const [version, venv] = stdout.trim().split(/\s+/);
  if (!/^\d+\.\d+\.\d+$/.test(version)) return { path, version: "?", parsed: [0], problem: "it does not start" };
  const parsed = parseVersion(version);
  if (!isAtLeast(parsed, minimum.python)) return { path, version, parsed, problem: "too old" };
  return { path, version, parsed, problem: venv === "venv" ? undefined : "it has no venv" };
}

/** @returns {Prerequisite} */
function checkTerraform(environment) {
  const asked = environment.TERRAFORM_BINARY_NAME;
  const probes = (asked ? [asked] : ["terraform", "tofu"]).map((name) => probeTerraform(name, environment)).filter((probe) => probe !== undefined);
  const good = probes.find((probe) => probe.problem === undefined);
  const check = { name: "terraform", required: "Terraform >= 1.11, or OpenTofu >= 1.10" };
  if (good !== undefined) return { ...check, ok: true, version: good.version, path: good.path, found: `${good.product} ${good.version} (${good.path})` };
  return {
    ...check,
    ok: false,
    found:
      probes.length > 0
        ? probes.map((probe) => `${probe.path}: ${probe.version}, ${probe.problem}`).join("; ")
        : asked
          ? `TERRAFORM_BINARY_NAME names ${asked}, which is not found`
          : "not found",
    remedy: "Install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME to a program of that kind.",
  };
}

function probeTerraform(name, environment) {
  const path = findProgram(name, environment);
  if (path === undefined) return undefined;
  const { stdout } = run(path, ["version", "-json"], { ...environment, CHECKPOINT_DISABLE: "1" });
  const version = /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (version === undefined) return { path, version: "?", problem: "it does not tell its version" };
  // Both print `terraform_version`: only the plain text names the product.
  const isOpenTofu = /tofu/i.test(path) || /OpenTofu/.test(run(path, ["version"], { ...environment, CHECKPOINT_DISABLE: "1" }).stdout);
  const product = isOpenTofu ? "OpenTofu" : "Terraform";
  const isGood = isAtLeast(parseVersion(version), isOpenTofu ? minimum.opentofu : minimum.terraform);
  return { path, version, product, problem: isGood ? undefined : "too old" };
}

/** The program's path, as a shell would find it; undefined where there is none. */
export function findProgram(name, environment) {
  const candidates = name.includes("/") ? [name] : (environment.PATH ?? "").split(delimiter).filter(Boolean).map((folder) => join(folder, name));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}

function run(path, commandArguments, environment) {
  const result = spawnSync(path, commandArguments, {
    encoding: "utf8",
    env: environment,
    timeout: probeTimeoutMilliseconds,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return { stdout: result.stdout ?? "" };
}

const parseVersion = (text) => text.split(/[.-]/).slice(0, 3).map((part) => Number.parseInt(part, 10) || 0);

function isAtLeast(version, wanted) {
  for (let index = 0; index < wanted.length; index += 1) {
    const difference = (version[index] ?? 0) - wanted[index];
    if (difference !== 0) return difference > 0;
  }
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const checks = checkPrerequisites();
  const asJson = process.argv.includes("json") || process.argv.includes("--format=json");
  process.stdout.write(`${asJson ? JSON.stringify(checks, null, 2) : renderPrerequisites(checks)}\n`);
  process.exitCode = checks.every((check) => check.ok) ? 0 : 2;
}
