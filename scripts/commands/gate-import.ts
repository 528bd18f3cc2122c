import { readFile } from "node:fs/promises";
import type { Environment } from "../../environments";
import { toolError, usageError } from "../errors";
import { parseVerdict, type Verdict } from "../gate";
import { importVerdict, openSecurityHub, type ImportReport } from "../security-hub";
import { StsSessions } from "../aws";
import type { CommandContext, RegisterCommand } from "./context";
import { awsEnvironment, emulatorOption, environmentOf } from "./operate";
import { formatOption, printJson } from "./output";

interface Options {
  readonly region?: string;
  readonly emulator?: boolean;
  readonly format: string;
}

/** How many ids a message names; the JSON has them all. */
const namedIds = 20;

/** Registered on `gate`. */
export const gateImport: RegisterCommand = (gate, context) => {
  gate
    .command("import")
    .description("bring the findings of a promotion's verdict into Security Hub of the environment's account, and archive those that are gone")
    .argument("<verdict>", "JSON verdict, as the gate wrote it")
    .argument("<environment>", "environment that the verdict is of")
    .option("--region <region>", "region of the Security Hub (default: the environment's home region)")
    .addOption(formatOption("json"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nWorks with the credentials of the caller, which need securityhub:GetFindings and securityhub:BatchImportFindings.\n\nExamples:\n  ./portcullis gate import verdict.json prod\n  ./portcullis gate import verdict.json dev --emulator --format json")
    .action(async (file: string, name: string, options: Options) => {
      const environment = environmentOf(name);
      const verdict = await verdictIn(file);
      requireSame(verdict, environment, file);
      const region = options.region ?? environment.homeRegion;
      const session = await new StsSessions(await awsEnvironment(context, options.emulator)).session(environment, "caller", region);
      const report = await importVerdict(verdict, { account: environment.accountId, region }, await openSecurityHub(session));
      if (options.format === "json") printJson(context, report);
      else printReport(context, report);
      refuse(report, `Security Hub in ${region} of account ${environment.accountId}`);
    });
};

const verdictIn = async (file: string): Promise<Verdict> => {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usageError({ id: "verdict-unreadable", problem: `the verdict cannot be read (${error.code})`, where: file, remedy: "Hand over the JSON verdict as `gate --format json` wrote it." });
  });
  return parseVerdict(text, file);
};

const requireSame = ({ subject }: Verdict, { name }: Environment, file: string): void => {
  if (subject.environment !== name)
    throw usageError({ id: "verdict-not-importable", problem: `the verdict is of environment ${JSON.stringify(subject.environment)}, not of ${name}`, where: file, remedy: "Name the environment that the verdict is of: its findings go to that account." });
};

const printReport = (context: CommandContext, { created, updated, archived, unchanged, unproven }: ImportReport): void => {
  context.stdout.write(`${created} new, ${updated} updated, ${archived} archived, ${unchanged} stood so already\n`);
  if (unproven.length > 0) context.stdout.write(`${unproven.length} not in the verdict, but kept: nothing proves that their tools looked this time\n`);
};

/** @throws PortcullisError (failed) `security-hub-refused` */
const refuse = ({ refusals }: ImportReport, where: string): void => {
  if (refusals.length === 0) return;
  throw toolError({
    id: "security-hub-refused",
    problem: `Security Hub did not take ${refusals.length === 1 ? "one finding" : `${refusals.length} findings`}`,
    where,
    details: [...refusals.slice(0, namedIds).map(({ id, code, message }) => `- ${id}: ${code}: ${message}`), ...(refusals.length > namedIds ? [`- and ${refusals.length - namedIds} more: --format json names them all`] : [])],
    remedy: "Run the same command again: what was taken is not sent again.",
  });
};
