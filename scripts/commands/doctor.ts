import { examine } from "../doctor";
import { ExitCode } from "../errors";
import type { RegisterCommand } from "./context";
import { formatOption, printJson } from "./output";

const labels = { ok: "ok", missing: "MISSING", note: "note" } as const;

export const doctor: RegisterCommand = (program, context) => {
  program
    .command("doctor")
    .description("say what is there and what is missing on this machine, with the remedy (exit 0 or 2)")
    .addOption(formatOption("json"))
    .addHelpText("after", "\nExamples:\n  ./portcullis doctor\n  ./portcullis doctor --format json")
    .action(async (options: { readonly format: string }) => {
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
    });
};
