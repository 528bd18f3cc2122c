import { accountDoctor, examine } from "../doctor";
import { blockedError, ExitCode, toolError } from "../errors";
import type { CommandContext, RegisterCommand } from "./context";
import { formatOption, printJson } from "./output";

const labels = { ok: "ok", missing: "MISSING", note: "note" } as const;

interface Options {
  readonly format: string;
  readonly account?: string;
  readonly emulator?: boolean;
}

export const doctor: RegisterCommand = (program, context) => {
  program
    .command("doctor")
    .description("say what is there and what is missing on this machine, with the remedy (exit 0 or 2), or what an account already has (exit 0, 1 or 3)")
    .option("--account <environment>", "read the environment's account, and say whether what its file owns, adopts or leaves to others fits")
    .option("--emulator", "with --account: the account on the embedded AWS of this checkout instead of on AWS")
    .addOption(formatOption("json"))
    .addHelpText("after", "\nExamples:\n  ./portcullis doctor\n  ./portcullis doctor --format json\n  ./portcullis doctor --account dev\n  ./portcullis doctor --account dev --emulator --format json")
    .action((options: Options) => (options.account === undefined ? examineMachine(context, options) : examineAccount(context, options, options.account)));
};

const examineMachine = async (context: CommandContext, options: Options): Promise<void> => {
  const checks = await examine(context.root, context.environment);
  const isFit = checks.every((check) => check.state !== "missing");
  if (!isFit) process.exitCode = ExitCode.usage;
  if (options.format === "json") return printJson(context, { fit: isFit, checks });
  const width = Math.max(...checks.map((check) => check.name.length));
  for (const { name, state, found, remedy } of checks) {
    context.stdout.write(`${labels[state].padEnd(7)}  ${name.padEnd(width)}  ${found}\n`);
    if (remedy !== undefined) context.stdout.write(`${" ".repeat(9)}→ ${remedy}\n`);
  }
  context.stdout.write(isFit ? "\nNothing is missing.\n" : "\nSomething is missing: see the remedies above.\n");
};

const examineAccount = async (context: CommandContext, options: Options, name: string): Promise<void> => {
  const [{ awsEnvironment, environmentOf }, account] = await Promise.all([import("./operate"), accountDoctor()]);
  const examination = await account.examineAccount(environmentOf(name), await awsEnvironment(context, options.emulator));
  const { file, judgements, unreadable } = examination;
  const differing = judgements.filter(({ fits }) => !fits);
  if (options.format === "json") printJson(context, { fit: differing.length === 0 && unreadable.length === 0, ...examination });
  else context.stdout.write(account.describeExamination(examination));
  if (differing[0])
    throw blockedError({
      id: "ownership-differs",
      problem: `${differing.length === 1 ? "one capability" : `${differing.length} capabilities`} of account ${examination.accountId} cannot be kept as ${file} declares`,
      where: `${file}, ownership.${differing[0].capability}`,
      details: differing.map(({ capability, reason }) => `- ownership.${capability}: ${reason}`),
      remedy: differing[0].choose === undefined ? "Ask the team that runs it." : `Write ${differing[0].choose} into ${file}, and see the lines above for the others.`,
    });
  if (unreadable[0])
    throw toolError({
      id: "account-unreadable",
      problem: `${unreadable.map(({ capability }) => capability).join(", ")} of account ${examination.accountId} cannot be read`,
      details: unreadable.map(({ capability, problem }) => `- ${capability}: ${problem}`),
      remedy: `Look with a role that may read them (SecurityAudit can), or bootstrap ${name} again where the plan role is older than this version.`,
    });
};
