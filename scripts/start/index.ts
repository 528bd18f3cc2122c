import { Command, CommanderError } from "commander";
import { describeFault, toPortcullisError } from "../cli";
import { environmentOf } from "../commands/operate";
import { systemClock } from "../clock";
import { ExitCode } from "../errors";
import { start } from "./start";

/** What `npm start` runs once everything is installed. */
const run = async (): Promise<ExitCode> => {
  const program = new Command("npm start --")
    .description("Bring up the embedded AWS with three accounts and promote every stack through them.")
    .option("--env <environment>", "promote up to this environment and no further")
    .option("--stack <stack...>", "only these stacks")
    .option("--refresh", "plan every stack, also those of which nothing has changed since they were recorded")
    .addHelpText("after", "\nExamples:\n  npm start\n  npm start -- --env dev\n  npm start -- --stack network")
    .exitOverride();
  try {
    program.parse(process.argv.slice(2), { from: "user" });
    const options = program.opts<{ env?: string; stack?: string[]; refresh?: boolean }>();
    await start({
      root: process.cwd(),
      environment: process.env,
      clock: systemClock,
      stdout: process.stdout,
      stderr: process.stderr,
      only: options.env === undefined ? undefined : environmentOf(options.env),
      stacks: options.stack,
      refresh: options.refresh,
    });
    return ExitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    const known = toPortcullisError(error);
    process.stderr.write(`${describeFault(known.fault)}\n`);
    if (process.env.PORTCULLIS_DEBUG) process.stderr.write(`${(known.cause as Error | undefined)?.stack ?? known.stack}\n`);
    return known.exitCode;
  }
};

void run().then((code) => {
  process.exitCode = code;
});
