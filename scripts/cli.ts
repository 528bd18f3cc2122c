import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { commands } from "./commands";
import type { CommandContext, RegisterCommand } from "./commands/context";
import { systemClock } from "./clock";
import { ExitCode, PortcullisError, type Fault } from "./errors";

const exitCodes = "Exit codes: 0 done, 1 blocked by a gate, 2 usage or configuration, 3 a tool or AWS failed, 4 not yet, 130 interrupted.";

/** What a person sees of an error: what is wrong, where, what to do. */
export const describeFault = (fault: Fault): string =>
  [
    `${pc.red("✗")} ${fault.problem}`,
    ...(fault.where ? [`  where:  ${fault.where}`] : []),
    ...(fault.details ?? []).map((line) => `  ${line}`),
    `  to do:  ${fault.remedy}`,
    `  (${fault.id}: docs/runbooks/${fault.id}.md)`,
  ].join("\n");

/** Environment files are judged when they are loaded; their error carries file, key and remedy of its own. */
export const toPortcullisError = (error: unknown): PortcullisError => {
  if (error instanceof PortcullisError) return error;
  const known = error as { name?: string; message?: string; remedy?: string; others?: readonly { message: string; remedy: string }[] };
  if (known?.name === "EnvironmentError") {
    const details = (known.others ?? []).flatMap((other) => [`- ${other.message}`, `  ${other.remedy}`]);
    return new PortcullisError(ExitCode.usage, { id: "environment-invalid", problem: known.message!, details, remedy: known.remedy! });
  }
  return new PortcullisError(ExitCode.failed, {
    id: "unexpected",
    problem: `something failed that Portcullis does not know: ${known?.message ?? String(error)}`,
    remedy: "Run again with PORTCULLIS_DEBUG=1 to see where, and report it.",
  }, { cause: error });
};

/** The command that is named; where none is, all of them: for their help, and to suggest the nearest. */
const commandsFor = ([name = ""]: readonly string[]): Promise<readonly RegisterCommand[]> => Promise.all((Object.hasOwn(commands, name) ? [commands[name]!] : Object.values(commands)).map((load) => load()));

/** The context with an stdout that says whether a result was written: a machine reads one JSON document, not two. */
const watchingStdout = (context: CommandContext) => {
  let isWritten = false;
  const stdout = new Proxy(context.stdout, {
    get: (target, name) => {
      if (name === "write") isWritten = true;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { context: { ...context, stdout }, isWritten: () => isWritten };
};

/** Runs one command line. Never throws; returns the exit code. */
export const main = async (argv: readonly string[], given: CommandContext): Promise<ExitCode> => {
  const { context, isWritten } = watchingStdout(given);
  const program = new Command("portcullis")
    .description("Reviews every change of the security infrastructure and promotes it dev → staging → prod.")
    .addHelpText("after", `\n${exitCodes}`)
    .showHelpAfterError("(portcullis --help lists the commands)")
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => void context.stdout.write(text), writeErr: (text) => void context.stderr.write(text) })
    .exitOverride()
    // What stands after a subcommand's name is the subcommand's: gate and the commands under it share names of options.
    .enablePositionalOptions();
  try {
    for (const register of await commandsFor(argv)) register(program, context);
    for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
    await program.parseAsync(argv as string[], { from: "user" });
    return (process.exitCode as ExitCode | undefined) ?? ExitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    const known = toPortcullisError(error);
    if (/(^| )--format[ =]json( |$)/.test(argv.join(" ")) && !isWritten()) context.stdout.write(`${JSON.stringify({ error: { ...known.fault, exitCode: known.exitCode } }, undefined, 2)}\n`);
    context.stderr.write(`${describeFault(known.fault)}\n`);
    if (context.environment.PORTCULLIS_DEBUG) context.stderr.write(`${(known.cause as Error | undefined)?.stack ?? known.stack}\n`);
    return known.exitCode;
  }
};

/** The launcher's entry. A closed pipe on stdout (`| head`) is no error, and no success: the command goes on, and its own code counts. */
export const run = async (root: string): Promise<void> => {
  let isClosed = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    isClosed ||= error.code === "EPIPE";
    if (!isClosed) process.exit(ExitCode.failed);
  });
  process.exitCode = await main(process.argv.slice(2), {
    root,
    environment: process.env,
    clock: systemClock,
    stdout: process.stdout,
    stderr: process.stderr,
  });
};
