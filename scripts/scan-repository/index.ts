import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { describeFault, toPortcullisError } from "../cli";
import { systemClock } from "../clock";
import { ExitCode, usageError } from "../errors";
import { readCheckout, requireClean } from "../git";
import { gateArguments } from "./gate-arguments";
import { run, withoutCredentials } from "./process";
import { scanRepository } from "./scan";
import { gitleaksRemedy, scanners } from "./scanners";

interface Options {
  readonly pythonPrograms: string;
  readonly out: string;
  readonly environment: string;
  readonly event: string;
}

/** What is not in the clone cannot be scanned, and what was committed once is known to whoever has the whole. */
const requireWholeHistory = (root: string, shallow: string): void => {
  if (shallow.trim() === "true") throw usageError({ id: "history-shallow", problem: "this clone has only a part of the history", where: root, remedy: "Run `git fetch --unshallow`; in GitHub Actions set `fetch-depth: 0` for actions/checkout." });
};

const scan = async (root: string, options: Options, passedOn: readonly string[]): Promise<number> => {
  const checkout = await readCheckout(root);
  requireClean(checkout);
  const environment = withoutCredentials(process.env);
  const start = (program: string, programArguments: readonly string[]) => run(program, programArguments, { folder: root, environment, remedies: gitleaksRemedy });
  requireWholeHistory(root, (await start("git", ["rev-parse", "--is-shallow-repository"])).stdout);
  const portcullis = (...commandArguments: readonly string[]) => start(process.execPath, [join(root, "portcullis"), ...commandArguments]);
  await rm(join(options.out, "verdict"), { recursive: true, force: true });
  const reports = await scanRepository({
    scanners,
    folder: join(options.out, "reports"),
    commit: checkout.commit,
    place: { root, pythonPrograms: options.pythonPrograms, start, portcullis },
    clock: systemClock,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const decided = await portcullis(...gateArguments(root, reports, { ...options, commit: checkout.commit }), ...passedOn);
  process.stdout.write(decided.stdout);
  process.stderr.write(decided.stderr);
  return decided.exitCode;
};

/** What `npm run scan` runs once the scanners are installed. */
const main = async (): Promise<number> => {
  const program = new Command("npm run scan --")
    .description("Scan this repository as its pipeline does, and ask the gate. What is scanned is the commit: commit first.")
    .requiredOption("--python-programs <folder>", "folder of semgrep and pip-audit; scripts/scan-repository.mjs gives it")
    .option("--out <folder>", "reports, records and every face of the verdict go there", join(".portcullis", "scan"))
    .option("--environment <name>", "where the change goes to", "dev")
    .option("--event <event>", "pull-request or promotion", "pull-request")
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText("after", "\nAll else goes to ./portcullis gate.\n\nExamples:\n  npm run scan\n  npm run scan -- --environment prod --event promotion --exploited kev.json --exploit-probability epss.csv")
    .exitOverride();
  try {
    program.parse(process.argv.slice(2), { from: "user" });
    return await scan(process.cwd(), program.opts<Options & Record<string, string>>(), program.args);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    const known = toPortcullisError(error);
    process.stderr.write(`${describeFault(known.fault)}\n`);
    if (process.env.PORTCULLIS_DEBUG) process.stderr.write(`${known.stack}\n`);
    return known.exitCode;
  }
};

void main().then((code) => {
  process.exitCode = code;
});
