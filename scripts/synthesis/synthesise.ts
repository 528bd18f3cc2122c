import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ExitCode, interruptedError, PortcullisError, toolError, usageError } from "../errors";
import { makeRunFolder } from "../run-folder";
import { readTree, type Tree } from "./tree";

/** Synthesis runs the repository's TypeScript: it gets no credential, no endpoint and no Terraform setting. */
const hermetic = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "SystemRoot"].flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));

/** Runs the compiled app into a folder. @throws PortcullisError (usage) `synth-failed`, with what the app said */
export const synthesiseInto = async (root: string, folder: string, environment: NodeJS.ProcessEnv): Promise<Tree> => {
  await mkdir(folder, { recursive: true });
  const child = spawn(process.execPath, [join(root, "dist", "main.js")], {
    cwd: root,
    env: { ...hermetic(environment), CDKTF_OUTDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const { code, signal } = await new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, endSignal) => resolve({ code: status, signal: endSignal }));
  }).catch((error: unknown) => {
    throw toolError({ id: "synth-failed", problem: "the app could not be started", remedy: "Run `npm run build` and look at what it says." }, error);
  });
  if (code === ExitCode.done) return readTree(folder);
  // A terminal's Ctrl-C reaches the app as well.
  if (signal === "SIGINT") throw interruptedError("interrupted; nothing was planned or changed");
  const details = Buffer.concat(said).toString("utf8").trimEnd().split("\n");
  throw code === ExitCode.usage
    ? usageError({ id: "synth-failed", problem: "the stacks could not be synthesised", details, remedy: "Mend what is named above; nothing was planned or changed." })
    : new PortcullisError(ExitCode.failed, { id: "synth-failed", problem: `the app ended with exit code ${code}`, details, remedy: "Run `node dist/main.js` to see it whole." });
};

/** Synthesises into a private folder, hands the tree over, and removes it. */
export const withSynthesis = async <Result>(root: string, environment: NodeJS.ProcessEnv, use: (tree: Tree) => Promise<Result>): Promise<Result> => {
  const folder = await makeRunFolder(join(root, ".portcullis"), "synth");
  try {
    return await use(await synthesiseInto(root, folder, environment));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
