import { rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { interruptedError, toolError } from "../errors";
import type { TerraformBinary } from "./binary";
import { diagnosticsError } from "./diagnostics";
import { requireEndpoint } from "./endpoint";
import { terraformEnvironment } from "./environment";
import { countsIn, errorsIn, parseEvent, type Diagnostic, type TerraformEvent } from "./events";
import { lockedProviders, lockFileName, withCheckedProviders } from "./lock-file";
import { JournalWriter } from "./journal";
import { capture, follow, type ToolCall, type ToolEnd } from "./process";
import { progressOf } from "./progress-events";
import type { ApplyResult, PlanResult, ProgressEvent, ProgressListener, Session, ToolVersions } from "./types";
import { stateIds } from "./state";

export interface RunnerOptions {
  readonly binary: TerraformBinary;
  /** From writeCliConfig. */
  readonly cliConfigFile: string;
  readonly session: Session;
  /** Stack that progress is told of; default: the folder's name. */
  readonly stack?: string;
  readonly listener?: ProgressListener;
  /** The caller's environment; little of it reaches Terraform. */
  readonly environment: NodeJS.ProcessEnv;
  /** Resources that Terraform works on side by side; default: Terraform's own, 10. */
  readonly parallelism?: number;
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal;
  /** How long plan and apply wait for a state that another run has locked, in seconds; default 10. */
  readonly lockTimeoutSeconds?: number;
}

type Phase = ProgressEvent["phase"];

/** What a run of Terraform with `-json` said, and how it ended. */
interface Said extends ToolEnd {
  readonly events: readonly TerraformEvent[];
}

/**
 * Runs Terraform for one session. Every method works in a folder from prepareFolder and throws PortcullisError:
 * `endpoint-unreachable`, `credentials-refused`, `access-denied`, `wrong-account`, `state-locked`, `state-bucket-missing`,
 * `provider-missing`, `provider-not-as-locked`, `plan-stale`, `terraform-failed`, `terraform-killed`, `interrupted`.
 */
export class TerraformRunner {
  private readonly controller = new AbortController();
  private readonly signal: AbortSignal;

  constructor(private readonly options: RunnerOptions) {
    this.signal = options.signal ? AbortSignal.any([options.signal, this.controller.signal]) : this.controller.signal;
  }

  /** Asks Terraform once to stop; the method that runs it rejects (130) when it has. Asking again does nothing. */
  public interrupt(): void {
    this.controller.abort();
  }

  /** Read-only for the lock file where the folder has one. `backend: false` leaves the state alone, for `validate`. */
  public async init(folder: string, options: { readonly reconfigure?: boolean; readonly backend?: boolean } = {}): Promise<void> {
    const isLocked = await exists(join(folder, lockFileName));
    const args = [
      "init",
      ...["-json", "-input=false", "-no-color"],
      ...(isLocked ? ["-lockfile=readonly"] : []),
      ...(options.reconfigure ? ["-reconfigure"] : []),
      ...(options.backend === false ? ["-backend=false"] : []),
    ];
    await this.phase("init", folder, async () => {
      if (options.backend !== false) await requireEndpoint(this.options.session);
      const said = await this.read(folder, args);
      this.requireSuccess(said, "init");
    });
  }

  /**
   * Plans into a file, which is removed where planning fails: Terraform writes one even then.
   * @param options.out path of the plan below the folder
   * @param options.lockTimeoutSeconds instead of the runner's own
   */
  public async plan(
    folder: string,
    options: { readonly out: string; readonly destroy?: boolean; readonly refreshOnly?: boolean; readonly lockTimeoutSeconds?: number },
  ): Promise<PlanResult> {
    const planFile = join(folder, options.out);
    const args = [
      "plan",
      ...["-json", "-input=false", "-detailed-exitcode", this.lockTimeout(options.lockTimeoutSeconds), ...this.parallelism()],
      ...(options.destroy ? ["-destroy"] : []),
      ...(options.refreshOnly ? ["-refresh-only"] : []),
      `-out=${options.out}`,
    ];
    return this.phase("plan", folder, async (tell) => {
      await requireEndpoint(this.options.session);
      const events = join(folder, ".terraform", "plan-events.jsonl");
      try {
        const said = await withCheckedProviders(folder, () => this.write(folder, args, events, tell));
        if (said.code !== 2) this.requireSuccess(said, "plan");
        return { empty: said.code === 0, planFile, counts: countsIn(said.events, "plan") };
      } catch (error) {
        await rm(planFile, { force: true });
        throw error;
      } finally {
        await rm(events, { force: true });
      }
    });
  }

  /** The plan as JSON, as Terraform prints it. It holds secrets. */
  public show(folder: string, planFile: string): Promise<Buffer> {
    return this.phase("show", folder, () => this.answer(folder, ["show", "-json", "-no-color", planFile]));
  }

  /**
   * Applies a saved plan and journals what happens. Terraform goes on and finishes where this process dies. Where it cannot
   * write the state, it leaves the state in a file, which is put beside the journal (`<journal>.errored.tfstate`).
   */
  public async apply(folder: string, planFile: string, options: { readonly journal: JournalWriter }): Promise<ApplyResult> {
    const args = ["apply", ...["-json", "-input=false", "-auto-approve", this.lockTimeout(), ...this.parallelism()], planFile];
    const began = Date.now();
    return this.phase("apply", folder, async (tell) => {
      await requireEndpoint(this.options.session);
      const { journal } = options;
      try {
        const said = await withCheckedProviders(folder, () => this.write(folder, args, journal.file, tell, (pid) => journal.started(pid)));
        this.requireSuccess(said, "apply", doneLines(said.events));
        const counts = countsIn(said.events, "apply");
        return { counts: said.events.some(isDestroySummary) ? countsIn(said.events, "destroy") : counts, seconds: (Date.now() - began) / 1000 };
      } finally {
        const unsaved = join(folder, "errored.tfstate");
        if (await exists(unsaved)) await rename(unsaved, erroredStateFile(journal.file));
      }
    });
  }

  /** Values of the outputs, sensitive ones left out. */
  public async outputs(folder: string): Promise<Readonly<Record<string, unknown>>> {
    const outputs = parsed<Record<string, { readonly value: unknown; readonly sensitive: boolean }>>(await this.answer(folder, ["output", "-json", "-no-color"]));
    return Object.fromEntries(Object.entries(outputs).flatMap(([name, output]) => (output.sensitive ? [] : [[name, output.value]])));
  }

  /** Addresses of the resources that the state holds. */
  public async stateList(folder: string): Promise<readonly string[]> {
    return [...(await this.stateIds(folder)).keys()];
  }

  /** Address → state id of what the state holds. */
  public async stateIds(folder: string): Promise<ReadonlyMap<string, string>> {
    const state = await this.answer(folder, ["state", "pull"]);
    return state.toString("utf8").trim() === "" ? new Map() : stateIds(parsed(state));
  }

  /** Takes a state that could not be written at the time (errored.tfstate) into the backend. */
  public async pushState(folder: string, file: string): Promise<void> {
    await this.change(folder, ["state", "push", file], "state push");
  }

  /** Takes addresses out of the state; the objects stay. */
  public async forget(folder: string, addresses: readonly string[]): Promise<void> {
    if (addresses.length > 0) await this.change(folder, ["state", "rm", ...addresses], "state rm");
  }

  /** Only where the holder is known to be dead. */
  public async forceUnlock(folder: string, lockId: string): Promise<void> {
    await this.change(folder, ["force-unlock", "-force", lockId], "force-unlock");
  }

  /** Moves the state into the backend that the folder now names; on failure both sides are as they were. */
  public async migrateState(folder: string): Promise<void> {
    await requireEndpoint(this.options.session);
    await this.change(folder, ["init", "-input=false", "-no-color", "-migrate-state", "-force-copy"], "init -migrate-state");
  }

  /** Configuration errors, told without an account or a state; needs `init` with `backend: false` or true. */
  public async validate(folder: string): Promise<void> {
    const end = await this.run(() => withCheckedProviders(folder, () => capture(this.call(folder, ["validate", "-json"]))));
    if (end.code === 0) return;
    const { diagnostics = [] } = parsed<{ readonly diagnostics?: readonly Diagnostic[] }>(end.stdout.length > 0 ? end.stdout : Buffer.from("{}"));
    throw diagnosticsError(
      diagnostics.filter((diagnostic) => diagnostic.severity === "error"),
      this.options.session,
      "validate",
      linesOf(end.stderr),
    );
  }

  /** As the initialised folder's lock file says. */
  public async versions(folder: string): Promise<ToolVersions> {
    return { terraform: this.options.binary.version, providers: await lockedProviders(folder) };
  }

  private call(folder: string, args: readonly string[]): ToolCall {
    const { binary, session, cliConfigFile, environment } = this.options;
    return { program: binary.path, args, folder, environment: terraformEnvironment({ base: environment, session, cliConfigFile }), signal: this.signal };
  }

  private lockTimeout = (seconds = this.options.lockTimeoutSeconds ?? 10) => `-lock-timeout=${seconds}s`;

  private parallelism = () => (this.options.parallelism === undefined ? [] : [`-parallelism=${this.options.parallelism}`]);

  /** A `-json` command that only reads. */
  private async read(folder: string, args: readonly string[]): Promise<Said> {
    const end = await this.run(() => capture(this.call(folder, args)));
    return { ...end, events: end.stdout.toString("utf8").split("\n").flatMap((line) => parseEvent(line) ?? []) };
  }

  /** A `-json` command that holds the lock. */
  private async write(folder: string, args: readonly string[], file: string, tell: (event: TerraformEvent) => void, onStart?: (pid: number) => void): Promise<Said> {
    const events: TerraformEvent[] = [];
    const onLine = (line: string) => {
      const event = parseEvent(line);
      if (!event) return;
      events.push(event);
      tell(event);
    };
    const end = await this.run(() => follow(this.call(folder, args), { file, onLine, onStart }));
    return { ...end, events };
  }

  /** A command that answers on stdout. */
  private async answer(folder: string, args: readonly string[]): Promise<Buffer> {
    const end = await this.run(() => withCheckedProviders(folder, () => capture(this.call(folder, args))));
    this.requireSuccess({ ...end, events: [] }, args[0]!);
    return end.stdout;
  }

  /** A command that changes the state and knows no `-json`. */
  private async change(folder: string, args: readonly string[], name: string): Promise<void> {
    const file = join(folder, ".terraform", "change.log");
    const lines: string[] = [];
    try {
      const end = await this.run(() => follow(this.call(folder, args), { file, onLine: (line) => lines.push(line) }));
      this.requireSuccess({ ...end, events: [] }, name);
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Nothing starts after an interrupt. */
  private run<T>(action: () => Promise<T>): Promise<T> {
    if (this.signal.aborted) throw interrupted([]);
    return action();
  }

  private requireSuccess(said: Said, command: string, done: readonly string[] = []): void {
    if (said.code === 0) return;
    if (this.signal.aborted) throw interrupted(done);
    if (said.signal !== null) throw killed(command, said.signal, done);
    const diagnostics = errorsIn(said.events);
    throw diagnosticsError(diagnostics.length > 0 ? diagnostics : plainDiagnostics(said.stderr), this.options.session, command, done);
  }

  private async phase<T>(phase: Phase, folder: string, action: (tell: (event: TerraformEvent) => void) => Promise<T>): Promise<T> {
    const began = Date.now();
    const stack = this.options.stack ?? basename(folder);
    const emit = (event: Omit<ProgressEvent, "stack" | "phase" | "seconds">) => this.options.listener?.({ stack, phase, seconds: (Date.now() - began) / 1000, ...event });
    emit({ kind: "start" });
    try {
      const result = await action((event) => {
        const progress = progressOf(event);
        if (progress) emit(progress);
      });
      emit({ kind: "done" });
      return result;
    } catch (error) {
      emit({ kind: "failed", message: error instanceof Error ? error.message : undefined });
      throw error;
    }
  }
}

/** Where apply puts a state that could not be written to the backend. It holds secrets. */
export const erroredStateFile = (journalFile: string): string => `${journalFile}.errored.tfstate`;

const isDestroySummary = (event: TerraformEvent) => event.type === "change_summary" && event.changes?.operation === "destroy";

/** What an apply had done before it failed, for the reader. */
function doneLines(events: readonly TerraformEvent[]): readonly string[] {
  const done = events.filter((event) => event.type === "apply_complete");
  return [`done before: ${done.length === 0 ? "nothing" : `${done.length} of the changes`}`, ...done.map((event) => `  ${event["@message"]}`)];
}

const interrupted = (done: readonly string[]) => interruptedError("interrupted; Terraform was asked to stop and has ended", done);

const killed = (command: string, signal: NodeJS.Signals, done: readonly string[]) =>
  toolError({
    id: "terraform-killed",
    problem: `terraform ${command} was ended by ${signal} (by somebody, or for want of memory)`,
    remedy: "Run the same command again: it takes in what was made and is not yet in the state, and says so where the state is still locked.",
    details: done,
  });

/** Commands without `-json` print `Error: summary`, framed, then a blank line and the detail. */
function plainDiagnostics(stderr: string): readonly Diagnostic[] {
  const lines = linesOf(stderr);
  const first = lines.findIndex((line) => line.startsWith("Error: "));
  if (first === -1) return lines.length === 0 ? [] : [{ severity: "error", summary: lines[0]!, detail: lines.slice(1).join("\n") }];
  return [{ severity: "error", summary: lines[first]!.slice("Error: ".length), detail: lines.slice(first + 1).join("\n") }];
}

const linesOf = (text: string): readonly string[] =>
  text
    .replace(/\u001b\[[0-9;]*m/g, "")
    .split("\n")
    .map((line) => line.replace(/^[╷│╵]\s?/, "").trimEnd())
    .filter((line) => line !== "");

const parsed = <T>(bytes: Buffer): T => JSON.parse(bytes.toString("utf8")) as T;

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
