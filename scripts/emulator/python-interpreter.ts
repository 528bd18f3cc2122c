import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { toolError } from "../errors";
import { packageFile } from "../package-root";

/**
 * Interpreter of the private Python environment (moto and checkov): PORTCULLIS_PYTHON where it is set, else made by
 * scripts/python-environment.mjs if need be, its progress going to `stderr`. Throws (exit 3) where it cannot be made.
 */
export async function pythonInterpreter(
  root: string,
  environment: NodeJS.ProcessEnv,
  stderr: NodeJS.WritableStream,
): Promise<string> {
  const given = environment.PORTCULLIS_PYTHON;
  if (given !== undefined && given !== "") {
    if (existsSync(given)) return given;
    throw notThere(`PORTCULLIS_PYTHON names ${given}, which does not exist`);
  }
  const child = spawn(process.execPath, [packageFile("scripts", "python-environment.mjs")], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr.pipe(stderr, { end: false });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 1));
  });
  if (code !== 0) throw notThere("the private Python environment could not be made (reasons above)");
  return Buffer.concat(chunks).toString("utf8").trim();
}

function notThere(problem: string) {
  return toolError({
    id: "python-environment-missing",
    problem,
    remedy: "Run `./portcullis doctor` and do what it says about Python, then try again.",
  });
}
