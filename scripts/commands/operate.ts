import { Option } from "commander";
import { environments, type Environment } from "../../environments";
import { nearest } from "../synthesis";
import { usageError } from "../errors";
import { requireEmulator } from "../emulator";
import { openOperation, type Operation } from "../promotion";
import { createProgress } from "../terraform";
import type { CommandContext } from "./context";

/** Options that every command which reaches AWS has. */
export const emulatorOption = () => new Option("--emulator", "work on the embedded AWS of this checkout (./portcullis emulator start) instead of on AWS");
export const parallelismOption = () =>
  new Option("--parallelism <number>", "Terraform processes at work side by side; one whose provider only waits for AWS does not count (default: plans one a core, applies as memory allows)").argParser((text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number > 0) return number;
    throw usageError({ id: "bad-option", problem: `--parallelism is ${JSON.stringify(text)}, not a whole number above 0`, remedy: "For example: --parallelism 2" });
  });

export interface OperateOptions {
  readonly emulator?: boolean;
  readonly parallelism?: number;
}

/** The environment variables to work with: on the embedded AWS no inherited credential or setting of AWS remains. */
export const awsEnvironment = async (context: CommandContext, emulator: boolean | undefined): Promise<NodeJS.ProcessEnv> => {
  if (!emulator) return context.environment;
  const { endpoint } = await requireEmulator({ root: context.root });
  const clean = Object.fromEntries(Object.entries(context.environment).filter(([name]) => !name.startsWith("AWS_")));
  return { ...clean, AWS_ENDPOINT_URL: endpoint };
};

/** Opens an operation, shows its progress, and turns the first Ctrl-C into one request to stop. */
export const operate = async <Result>(context: CommandContext, options: OperateOptions, work: (operation: Operation) => Promise<Result>): Promise<Result> => {
  const progress = createProgress(context.stderr);
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) return;
    progress.note("stopping: waiting for Terraform to end cleanly and free its locks");
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    return await work(
      await openOperation({
        root: context.root,
        clock: context.clock,
        environment: await awsEnvironment(context, options.emulator),
        listener: progress.listener,
        signal: stop.signal,
        parallelism: options.parallelism,
      }),
    );
  } finally {
    // Once interrupted they stay to the end: a second Ctrl-C would kill the process before it has said how things stand.
    if (!stop.signal.aborted) {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    }
    progress.close();
  }
};

/** @throws PortcullisError (usage) `unknown-environment`, with the nearest name */
export const environmentOf = (name: string): Environment => {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const known = environments.map((environment) => environment.name);
  const near = nearest(name, known);
  throw usageError({
    id: "unknown-environment",
    problem: `there is no environment ${JSON.stringify(name)}`,
    where: "environments/organisation.ts, order",
    remedy: near ? `Did you mean ${near}?` : `There are: ${known.join(", ")}.`,
  });
};
