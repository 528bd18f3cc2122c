import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { packageFile } from "../package-root";
import type { Check } from "./check";

/** Prerequisites and what was installed from them, as the scripts that `npm start` uses before anything is compiled see it. */
export async function checkInstalled(environment: NodeJS.ProcessEnv): Promise<readonly Check[]> {
  const [prerequisites, pythonEnvironment] = await Promise.all([
    checkPrerequisites(environment),
    checkPythonEnvironment(environment),
  ]);
  return [...prerequisites, ...pythonEnvironment];
}

interface Prerequisite {
  readonly name: string;
  readonly required: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

async function checkPrerequisites(environment: NodeJS.ProcessEnv): Promise<readonly Check[]> {
  const found = JSON.parse(await runScript("prerequisites.mjs", environment)) as readonly Prerequisite[];
  return found.map(({ required, ok, found: text, remedy }) => ({
    name: required,
    state: ok ? "ok" : "missing",
    found: text,
    remedy,
  }));
}

/** Nothing to say where there is no good Python to make it from. */
async function checkPythonEnvironment(environment: NodeJS.ProcessEnv): Promise<readonly Check[]> {
  const name = "Embedded AWS and scanner";
  const given = environment.PORTCULLIS_PYTHON;
  if (given !== undefined && given !== "") {
    if (existsSync(given)) return [{ name, state: "ok", found: `PORTCULLIS_PYTHON names ${given}` }];
    return [
      {
        name,
        state: "missing",
        found: `PORTCULLIS_PYTHON names ${given}, which does not exist`,
        remedy: "Unset PORTCULLIS_PYTHON: the project then uses its own Python environment.",
      },
    ];
  }
  const output = await runScript("python-environment.mjs", environment);
  if (output.trim() === "") return [];
  const { folder, ready } = JSON.parse(output) as { readonly folder: string; readonly ready: boolean };
  if (ready) return [{ name, state: "ok", found: folder }];
  return [{ name, state: "note", found: `not made yet (${folder})`, remedy: "`npm start` makes it; about a minute and 700 MB." }];
}

/** These scripts exit with 2 where something is missing: what they print says what. */
async function runScript(script: string, environment: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, [packageFile("scripts", script), "--format", "json"], { env: environment })).stdout;
  } catch (error) {
    const { stdout, code } = error as { readonly stdout?: string; readonly code?: unknown };
    if (code === 2 && stdout !== undefined) return stdout;
    throw error;
  }
}
