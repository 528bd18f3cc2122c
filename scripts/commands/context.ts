import type { Command } from "commander";
import type { Clock } from "../clock";

/** What a command may touch; tests pass their own. */
export interface CommandContext {
  /** Root of the repository that is worked on. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Results: nothing else is written to stdout. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress, logs, errors. */
  readonly stderr: NodeJS.WritableStream;
}

/** One file a command; it parses arguments, calls a library, prints. It sets the exit code by throwing PortcullisError or through the returned code. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;
