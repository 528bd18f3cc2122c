import { lstatSync } from "node:fs";
import { usageError } from "../errors";
import { recordSchema, recordSuffix } from "../gate";
import { hashOf, readReport, sourceOfFile, UnreadableReport, type Report } from "../findings";
import type { RegisterCommand } from "./context";
import { writeWhole } from "./output";

interface Options {
  readonly tool: string;
  readonly format?: string;
  readonly toolVersion?: string;
  readonly rules?: string;
  readonly rulesTime?: string;
  readonly looked?: string;
  readonly lookedAt?: string;
  readonly commit: string;
  readonly digest?: string;
  readonly exitCode: string;
  readonly command?: string;
  readonly started?: string;
  readonly ended?: string;
}

/** Options as the record's keys are called. */
const optionOf = (key: string): string => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const numberOf = (text: string): number | string => (/^\d{1,15}$/.test(text) ? Number(text) : text);

/** What the report says of itself. @throws PortcullisError (usage) `bad-option` where it cannot be read, naming the option that could stand in for it */
const readOwn = (report: string, format: string | undefined, missing: string): Partial<Report> => {
  try {
    return readReport(sourceOfFile(report), format);
  } catch (error) {
    if (!(error instanceof UnreadableReport)) throw error;
    throw usageError({ id: "bad-option", problem: `${optionOf(missing)} is missing, and the report cannot be asked: ${error.message}`, where: report, remedy: `Say it by ${optionOf(missing)}, or name the report's format by --format.` });
  }
};

const provable = ["toolVersion", "rules", "looked"] as const;

/** What options leave out is taken from the report; it is read only if something is left out. @throws PortcullisError (usage) `bad-option` */
const proofOf = (report: string, options: Options): Record<string, unknown> => {
  const said = { toolVersion: options.toolVersion, rules: options.rules === undefined ? undefined : numberOf(options.rules), looked: options.looked === undefined ? undefined : numberOf(options.looked), lookedAt: options.lookedAt };
  const [missing] = provable.filter((key) => said[key] === undefined);
  if (missing === undefined) return said;
  const own = readOwn(report, options.format, missing);
  const unsaid = provable.find((key) => said[key] === undefined && own[key] === undefined);
  if (unsaid !== undefined)
    throw usageError({ id: "bad-option", problem: `${optionOf(unsaid)} is missing, and a report of ${own.format} does not say it`, where: report, remedy: `Say it by ${optionOf(unsaid)}; see ./portcullis gate record --help.` });
  return {
    toolVersion: said.toolVersion ?? own.toolVersion,
    rules: said.rules ?? own.rules,
    looked: said.looked ?? own.looked,
    // What the report counts says nothing of a number that comes from elsewhere.
    lookedAt: said.lookedAt ?? (said.looked === undefined ? own.lookedAt : undefined),
  };
};

export const gateRecord: RegisterCommand = (program, context) => {
  program
    .command("record")
    .description("write beside a report what its tool does not say in it; run it right after the scan")
    .argument("<report>", "the report, as the tool wrote it")
    .requiredOption("--tool <name>", "the tool, as its reports name it")
    .requiredOption("--commit <hash>", "commit that was scanned")
    .requiredOption("--exit-code <number>", "what the tool ended with")
    .option("--format <format>", "format of the report, where its content does not show it")
    .option("--tool-version <version>", "version of the tool (default: what the report says)")
    .option("--rules <number>", "how many rules, checks or signatures were loaded (default: what the report says)")
    .option("--looked <number>", "how many files, packages or URLs were looked at (default: what the report says)")
    .option("--looked-at <things>", "what --looked counts, in the plural (default: what the report says, where it says the number)")
    .option("--rules-time <time>", "when the rules or vulnerability data were made (ISO 8601)")
    .option("--digest <digest>", "digest of the artifact that was scanned: sha256:…")
    .option("--command <text>", "the command line; never with a secret in it")
    .option("--started <time>", "when the scan began (default: when it ended)")
    .option("--ended <time>", "when the scan ended (default: now)")
    .addHelpText("after", "\nExample:\n  gitleaks dir . -r gitleaks.json; ./portcullis gate record gitleaks.json --exit-code $? --tool gitleaks --tool-version 8.30.1 --rules 222 --looked 431 --looked-at files --commit $(git rev-parse HEAD)")
    .action(async (report: string, options: Options) => {
      const stats = lstatSync(report, { throwIfNoEntry: false });
      if (!stats?.isFile()) throw usageError({ id: "gate-file-unreadable", problem: stats ? "the report is no regular file" : "there is no such report", where: report, remedy: "Name the file that the tool wrote." });
      const ended = options.ended ?? context.clock.now().toISOString();
      const { format: _, ...facts } = options;
      const record = recordSchema.safeParse({
        ...facts,
        ...proofOf(report, options),
        version: 1,
        report: hashOf(sourceOfFile(report)),
        exitCode: numberOf(options.exitCode),
        commit: options.commit.toLowerCase(),
        started: options.started ?? ended,
        ended,
      });
      if (!record.success) {
        const [issue] = record.error.issues;
        const option = optionOf(String(issue?.path[0]));
        throw usageError({ id: "bad-option", problem: `${option}: ${issue?.code === "invalid_type" ? "must be a whole number" : issue?.message}`, where: option, remedy: "See ./portcullis gate record --help." });
      }
      const path = `${report}${recordSuffix}`;
      await writeWhole(path, `${JSON.stringify(record.data, undefined, 2)}\n`);
      context.stderr.write(`${path} is written\n`);
    });
};
