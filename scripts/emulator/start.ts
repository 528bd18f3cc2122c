import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { toolError, usageError } from "../errors";
import { packageFile } from "../package-root";
import { emulatorStatus } from "./status";
import { logFile, prepareFolder, stateFile, type EmulatorState } from "./state-file";
import { stopEmulator } from "./stop";

/** Long enough for a cold disk; a warm start takes less than a second. */
const startTimeoutMilliseconds = 60_000;
const otherStartMilliseconds = 10_000;
const logTailLines = 12;

export interface StartOptions {
  /** Root of the checkout: each has its own emulator. */
  readonly root: string;
  /** Python interpreter of the private environment, with moto installed. */
  readonly python: string;
  /** Port on 127.0.0.1; default: any free one. */
  readonly port?: number;
  /** It ends by itself after so many minutes without a request. Default 60. */
  readonly idleMinutes?: number;
  readonly onEvent?: (message: string) => void;
}

export interface StartedEmulator {
  readonly endpoint: string;
  readonly pid: number;
  readonly port: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** It ends by itself after so many minutes without a request. */
  readonly idleMinutes: number;
  /** False where it was running already. */
  readonly isNew: boolean;
}

type Ready = EmulatorState | { readonly error: string; readonly detail?: string };

/**
 * Starts this checkout's emulator, or returns the one that runs. It outlives this process.
 * Throws with exit 2 where the port asked for is not to be had, with exit 3 where it does not come up.
 */
export async function startEmulator(options: StartOptions): Promise<StartedEmulator> {
  const running = await clearWay(options);
  if (running !== undefined) return { ...describe(running, options), isNew: false };

  prepareFolder(options.root);
  const ready = await launch(options);
  if (!("error" in ready)) {
    options.onEvent?.(`Embedded AWS is up: ${ready.endpoint} (process ${ready.pid})`);
    return { ...describe(ready, options), isNew: true };
  }
  if (ready.error === "already-running") return { ...describe(await waitForOther(options.root), options), isNew: false };
  if (ready.error === "port-taken") throw portTaken(options.port ?? 0);
  throw doesNotStart(options.root, ready.detail ?? ready.error);
}

/** What runs already, after whatever is left of one that does not answer has been ended. */
async function clearWay(options: StartOptions): Promise<EmulatorState | undefined> {
  const status = await emulatorStatus(options);
  if (status.state === "running") return status.emulator;
  if (status.state !== "stopped") {
    options.onEvent?.(`The last embedded AWS (process ${status.emulator.pid}) is ${status.state}: starting anew`);
    await stopEmulator({ root: options.root });
  }
  return undefined;
}

function describe(state: EmulatorState, options: StartOptions): Omit<StartedEmulator, "isNew"> {
  if (options.port !== undefined && options.port !== 0 && options.port !== state.port) {
    throw usageError({
      id: "emulator-on-other-port",
      problem: `the embedded AWS of this checkout runs on port ${state.port} already, not on ${options.port}`,
      remedy: "Use it as it is, or end it with `./portcullis emulator stop` first (its accounts are lost).",
    });
  }
  const { endpoint, pid, port, startedAt, idleMinutes } = state;
  return { endpoint, pid, port, startedAt, idleMinutes };
}

async function launch(options: StartOptions): Promise<Ready> {
  const log = openSync(logFile(options.root), "w", 0o600);
  try {
    const readyDescriptor = 3;
    const child = spawn(
      options.python,
      [
        packageFile("scripts", "emulator", "python", "launcher.py"),
        ...["--state", stateFile(options.root)],
        ...["--instance", randomUUID()],
        ...["--port", String(options.port ?? 0)],
        ...["--idle-minutes", String(options.idleMinutes ?? 60)],
        ...["--ready-fd", String(readyDescriptor)],
      ],
      {
        // Its own process group: a terminal's Ctrl-C ends what the user runs, not the accounts.
        detached: true,
        stdio: ["ignore", log, log, "pipe"],
        env: cleanEnvironment(process.env),
        cwd: options.root,
      },
    );
    const ready = await readReady(child, options.root);
    child.unref();
    return ready;
  } finally {
    closeSync(log);
  }
}

/** No credentials, profile, proxy or Python setting of the user reaches the emulator. */
function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(AWS_|BOTO_|MOTO_|PYTHON|.*_proxy$)/i.test(name));
  return { ...Object.fromEntries(kept), PYTHONDONTWRITEBYTECODE: "1" };
}

function readReady(child: ChildProcess, root: string): Promise<Ready> {
  const channel = child.stdio[3] as Readable;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(doesNotStart(root, `it was not ready after ${startTimeoutMilliseconds / 1000} s`));
    }, startTimeoutMilliseconds);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(doesNotStart(root, error.message));
    });
    channel.on("data", (chunk: Buffer) => chunks.push(chunk));
    channel.on("end", () => {
      clearTimeout(timer);
      const text = Buffer.concat(chunks).toString("utf8");
      if (text === "") reject(doesNotStart(root, "it ended at once"));
      else resolve(JSON.parse(text) as Ready);
    });
  });
}

/** Another process of this checkout is starting it at this moment. */
async function waitForOther(root: string): Promise<EmulatorState> {
  const deadline = performance.now() + otherStartMilliseconds;
  while (performance.now() < deadline) {
    const status = await emulatorStatus({ root });
    if (status.state === "running") return status.emulator;
    await sleep(100);
  }
  throw doesNotStart(root, "another one holds .portcullis/emulator.json.lock but does not answer");
}

function portTaken(port: number) {
  return usageError({
    id: "emulator-port-taken",
    problem: `port ${port} on 127.0.0.1 is taken by another program`,
    remedy: "Leave out --port (any free port is taken then), or name another one.",
  });
}

function doesNotStart(root: string, reason: string) {
  return toolError({
    id: "emulator-does-not-start",
    problem: `the embedded AWS did not start: ${reason}`,
    remedy: "Run `./portcullis doctor`; if Python is right, remove the folder it names for the private Python environment and run `npm start`.",
    details: logTail(root),
  });
}

function logTail(root: string): readonly string[] {
  try {
    return readFileSync(logFile(root), "utf8").trimEnd().split("\n").slice(-logTailLines);
  } catch {
    return [];
  }
}
