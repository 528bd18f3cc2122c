import { lstatSync } from "node:fs";
import { usageError } from "../errors";
import { recordSchema, recordSuffix } from "../gate";
import { hashOf, sourceOfFile } from "../findings";
import type { RegisterCommand } from "./context";
import { writeWhole } from "./output";

interface Options {
  readonly tool: string;
  readonly toolVersion: string;
  readonly rules: string;
  readonly rulesTime?: string;
  readonly looked: string;
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

export const gateRecord: RegisterCommand = (program, context) => {
  program
    .command("record")
    .description("write beside a report what its tool does not say in it; run it right after the scan")
    .argument("<report>", "the report, as the tool wrote it")
    .requiredOption("--tool <name>", "the tool, as its reports name it")
    .requiredOption("--tool-version <version>", "version of the tool")
    .requiredOption("--rules <number>", "how many rules, checks or signatures were loaded")
    .requiredOption("--looked <number>", "how many files, packages or URLs were looked at")
    .requiredOption("--commit <hash>", "commit that was scanned")
    .requiredOption("--exit-code <number>", "what the tool ended with")
    .option("--looked-at <things>", "what --looked counts, in the plural")
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
      const record = recordSchema.safeParse({
        ...options,
        version: 1,
        report: hashOf(sourceOfFile(report)),
        rules: numberOf(options.rules),
        looked: numberOf(options.looked),
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
