import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { closeSync, fsyncSync, openSync, readSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Aborting sends one SIGINT; the call still ends only when the program has ended. */
  readonly signal: AbortSignal;
}

export interface ToolEnd {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

const pollMilliseconds = 100;

/** Runs a program that only reads, and returns what it prints: it may hold secrets and never touches the disk. */
export async function capture(call: ToolCall): Promise<ToolEnd & { readonly stdout: Buffer }> {
  const child = start(call, ["ignore", "pipe", "pipe"]);
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout!.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr!.on("data", (chunk: Buffer) => errors.push(chunk));
  const end = await ended(child, call.signal);
  return { ...end, stdout: Buffer.concat(output), stderr: Buffer.concat(errors).toString("utf8") };
}

/**
 * Runs a program that writes (state, lock, resources) with its output going to a file, which is followed line by line and
 * fsynced. Through a pipe it would be killed by SIGPIPE in the middle of its work when this process dies; so it finishes.
 * @param onStart is told the pid before the program has done anything
 */
export async function follow(
  call: ToolCall,
  options: { readonly file: string; readonly onLine: (line: string) => void; readonly onStart?: (pid: number) => void },
): Promise<ToolEnd> {
  const folder = await mkdtemp(join(tmpdir(), "portcullis-run-"));
  const errorFile = join(folder, "stderr");
  const output = openSync(options.file, "a", 0o600);
  const errors = openSync(errorFile, "a", 0o600);
  const follower = new LineFollower(options.file, options.onLine);
  const timer = setInterval(() => follower.read(), pollMilliseconds);
  try {
    const child = start(call, ["ignore", output, errors]);
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const end = await ended(child, call.signal);
    follower.read();
    return { ...end, stderr: await readFile(errorFile, "utf8") };
  } finally {
    clearInterval(timer);
    follower.close();
    closeSync(output);
    closeSync(errors);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Own process group: a terminal's Ctrl-C would reach Terraform a second time, and the second one makes it drop its state. */
const start = (call: ToolCall, stdio: SpawnOptions["stdio"]): ChildProcess =>
  spawn(call.program, [...call.args], { cwd: call.folder, env: call.environment, detached: true, stdio });

async function ended(child: ChildProcess, signal: AbortSignal): Promise<ToolEnd> {
  const interrupt = () => child.kill("SIGINT");
  if (signal.aborted) interrupt();
  else signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await new Promise<ToolEnd>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, endSignal) => resolve({ code, signal: endSignal, stderr: "" }));
      // A killed Terraform leaves its provider behind, which would hold a pipe open and never end by itself.
      child.once("exit", (_code, endSignal) => endSignal !== null && killGroup(child.pid));
    });
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Reads what was added to a file, line by line; what was there when it began is skipped. */
class LineFollower {
  private readonly descriptor: number;
  private readonly decoder = new StringDecoder("utf8");
  private readonly buffer = Buffer.alloc(64 * 1024);
  private rest = "";

  constructor(
    file: string,
    private readonly onLine: (line: string) => void,
  ) {
    this.descriptor = openSync(file, "r+");
    while (readSync(this.descriptor, this.buffer) > 0);
  }

  public read(): void {
    let isNew = false;
    for (let length = readSync(this.descriptor, this.buffer); length > 0; length = readSync(this.descriptor, this.buffer)) {
      isNew = true;
      const lines = (this.rest + this.decoder.write(this.buffer.subarray(0, length))).split("\n");
      this.rest = lines.pop()!;
      lines.forEach((line) => this.onLine(line));
    }
    if (isNew) fsyncSync(this.descriptor);
  }

  public close(): void {
    closeSync(this.descriptor);
  }
}
