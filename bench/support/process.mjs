import { spawn } from "node:child_process";

const shownLines = 40;
const running = new Set();

/** A terminal's Ctrl-C reaches the children by itself, a SIGTERM is passed on: they end, this process fails and removes what it made. */
export function outliveSignals() {
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => running.forEach((child) => child.kill("SIGTERM")));
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @param {{ cwd: string, environment: NodeJS.ProcessEnv, isFirstLine?: (line: string) => boolean, exitCodes?: readonly number[] }} options
 *   isFirstLine: which line of stderr counts as the first one; exitCodes: with which it may end, 0 by default
 * @returns {Promise<{ seconds: number, firstLineSeconds?: number, stdout: string, stderr: string }>} seconds of the whole process
 * @throws Error where it ends otherwise, with the last lines that it said
 */
export function run(program, programArguments, { cwd, environment, isFirstLine = () => true, exitCodes = [0] }) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const elapsed = () => (performance.now() - began) / 1000;
    const child = spawn(program, programArguments, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let stdout = "";
    let stderr = "";
    let firstLineSeconds;
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
      if (firstLineSeconds === undefined && stderr.split("\n").slice(0, -1).some(isFirstLine)) firstLineSeconds = elapsed();
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(child);
      if (exitCodes.includes(code)) return resolve({ seconds: elapsed(), firstLineSeconds, stdout, stderr });
      reject(new Error(`${[program, ...programArguments].join(" ")} ended with ${signal ?? `exit code ${code}`}:\n${reasonIn(`${stdout}\n${stderr}`)}`));
    });
  });
}

/** From Portcullis's own mark of an error on, else the last lines. */
function reasonIn(said) {
  const lines = said.trimEnd().split("\n");
  const marked = lines.findLastIndex((line) => line.includes("✗"));
  return (marked === -1 ? lines.slice(-shownLines) : lines.slice(marked, marked + shownLines)).join("\n");
}

/** The caller's environment without what would send a benchmark to a real account or change what is planned. */
export const cleanEnvironment = (environment = process.env) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS_|TF_(?!CLI_CONFIG_FILE|PLUGIN_MIRROR)|CDKTF_|npm_|NODE_OPTIONS)/i.test(name)));

/** Waits for the end of all, also where one fails: nothing goes on in a folder that is being removed. */
export async function allEnded(promises) {
  const outcomes = await Promise.allSettled(promises);
  const failed = outcomes.find(({ status }) => status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return outcomes.map(({ value }) => value);
}
