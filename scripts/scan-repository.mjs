/**
 * `npm run scan`: makes the private Python environment of the scanners if need be, then hands over to
 * dist/scripts/scan-repository/index.js with its arguments. Node built-ins only.
 */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { checkPrerequisites, renderPrerequisites } from "./prerequisites.mjs";
import { ensurePythonEnvironment, pythonEnvironmentRemedy } from "./python-environment.mjs";

const exit = { usage: 2, failed: 3 };
const scripts = dirname(fileURLToPath(import.meta.url));
const say = (message) => process.stderr.write(`${message}\n`);

async function main() {
  const python = checkPrerequisites().find(({ name }) => name === "python");
  if (!python.ok) {
    say(renderPrerequisites([python]));
    return exit.usage;
  }
  if (!(await buildIfStale(say))) return exit.usage;
  const interpreter = await ensurePythonEnvironment(python, process.env, join(scripts, "scan-requirements.txt"));
  if (interpreter === undefined) {
    say(pythonEnvironmentRemedy);
    return exit.failed;
  }
  const entry = join(dirname(scripts), "dist", "scripts", "scan-repository", "index.js");
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--enable-source-maps", entry, "--python-programs", dirname(interpreter), ...process.argv.slice(2)], { stdio: "inherit" });
    child.on("error", () => resolve(exit.failed));
    child.on("exit", (code) => resolve(code ?? exit.failed));
  });
}

process.exitCode = await main();
