import { InvalidArgumentError, type Command } from "commander";
import {
  awsCliExports,
  emulatorStatus,
  pythonInterpreter,
  requireEmulator,
  resetEmulator,
  startEmulator,
  stopEmulator,
} from "../emulator";
import type { CommandContext, RegisterCommand } from "./context";
import { formatOption, printJson } from "./output";

interface Format {
  readonly format: string;
}
interface StartArguments extends Format {
  readonly port?: number;
  readonly idle: number;
}

export const emulator: RegisterCommand = (program, context) => {
  const group = program
    .command("emulator")
    .description("start, stop and look at the embedded AWS of this checkout")
    .addHelpText(
      "after",
      "\nExamples:\n  ./portcullis emulator start\n  ./portcullis emulator start --port 4566 --idle 240\n  ./portcullis emulator status --format json\n  ./portcullis emulator stop",
    );
  const add = (name: string, description: string): Command =>
    group.command(name).description(description).addOption(formatOption("json")).copyInheritedSettings(program).exitOverride();

  add("start", "start it on 127.0.0.1, or say where it runs already")
    .option("--port <number>", "port to listen on (default: any free one)", portNumber)
    .option("--idle <minutes>", "end by itself after so many minutes without a request", positiveNumber, 60)
    .action((options: StartArguments) => start(context, options));
  add("stop", "end it; everything in its accounts is gone then").action((options: Format) => stop(context, options));
  add("status", "say whether it runs, where, and how to reach it with the AWS CLI").action((options: Format) => status(context, options));
  add("reset", "empty all of its accounts").action((options: Format) => reset(context, options));
};

async function start(context: CommandContext, options: StartArguments): Promise<void> {
  const python = await pythonInterpreter(context.root, context.environment, context.stderr);
  const started = await startEmulator({ root: context.root, python, port: options.port, idleMinutes: options.idle });
  if (started.isNew) await forgetAccounts(context.root);
  if (options.format === "json") return printJson(context, started);
  const verb = started.isNew ? "is up" : "runs already";
  context.stdout.write(`Embedded AWS ${verb}: ${started.endpoint} (process ${started.pid}). It ends after ${started.idleMinutes} idle minutes.\n`);
  await printExports(context, started.endpoint);
}

async function stop(context: CommandContext, options: Format): Promise<void> {
  const stopped = await stopEmulator({ root: context.root });
  if (options.format === "json") return printJson(context, stopped);
  context.stdout.write(stopped.wasRunning ? `Embedded AWS ended (process ${stopped.pid}).\n` : "The embedded AWS was not running.\n");
}

async function reset(context: CommandContext, options: Format): Promise<void> {
  await resetEmulator({ root: context.root });
  await forgetAccounts(context.root);
  if (options.format === "json") return printJson(context, { reset: true });
  context.stdout.write("All accounts of the embedded AWS are empty.\n");
}

/** Exit 0 where it runs or was not started, 3 where it ended without being asked to or does not answer. */
async function status(context: CommandContext, options: Format): Promise<void> {
  const current = await emulatorStatus({ root: context.root });
  if (current.state === "dead" || current.state === "unresponsive") {
    await requireEmulator({ root: context.root });
    return;
  }
  if (options.format === "json") return printJson(context, current);
  if (!current.running) {
    context.stdout.write("The embedded AWS is not running. Start it: ./portcullis emulator start\n");
    return;
  }
  const { endpoint, emulator: known, idleSeconds, requests } = current;
  context.stdout.write(
    `Embedded AWS runs: ${endpoint} (process ${known.pid}, since ${known.startedAt}, ${requests} requests, ` +
      `idle for ${Math.floor(idleSeconds / 60)} of ${known.idleMinutes} minutes).\n`,
  );
  await printExports(context, endpoint);
}

async function printExports(context: CommandContext, endpoint: string): Promise<void> {
  // Loaded here: the emulator is started and stopped also while an environment file is at fault.
  const { environments } = await import("../../environments");
  const { accountId, homeRegion } = environments[0]!;
  const names = environments.map((environment) => `${environment.name} ${environment.accountId}`).join(", ");
  context.stdout.write(
    ["", `To reach it with the AWS CLI (accounts: ${names}):`, ...awsCliExports(endpoint, accountId, homeRegion).map((line) => `  ${line}`), ""].join("\n"),
  );
}

/** Loaded here for the same reason as the environments. */
async function forgetAccounts(root: string): Promise<void> {
  const { forgetEmulatorAccounts } = await import("../promotion");
  await forgetEmulatorAccounts(root);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("It is a whole number from 1 to 65535.");
}

function positiveNumber(text: string): number {
  const minutes = Number(text);
  if (Number.isFinite(minutes) && minutes > 0) return minutes;
  throw new InvalidArgumentError("It is a number of minutes above 0.");
}
