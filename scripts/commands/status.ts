import { environments, organisation } from "../../environments";
import { lastEvents, newestVerified, openLedger } from "../promotion";
import type { RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, type OperateOptions } from "./operate";
import { formatOption, printJson, printTable } from "./output";

export const status: RegisterCommand = (program, context) => {
  program
    .command("status")
    .description("say which release stands where, and what happened last to each stack, as the ledger has it")
    .addOption(formatOption("json"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis status --emulator\n  ./portcullis status --format json")
    .action(async (options: OperateOptions & { readonly format: string }) => {
      const entries = await operate(context, options, async (operation) => {
        const owner = environmentOf(organisation.ledgerEnvironment);
        return openLedger(operation, owner, await operation.sessions.session(owner, "plan")).read();
      });
      const rows = environments.map(({ name }) => ({
        environment: name,
        verified: newestVerified(entries, name),
        stacks: [...lastEvents(entries, name)].map(([stack, entry]) => ({ stack, event: entry.event, release: entry.release, time: entry.time, actor: entry.actor })),
      }));
      if (options.format === "json") return printJson(context, { entries: entries.length, environments: rows });
      printTable(
        context,
        ["environment", "verified release", "stack", "last", "at"],
        rows.flatMap((row) => (row.stacks.length === 0 ? [[row.environment, "none", "", "", ""]] : row.stacks.map((stack) => [row.environment, row.verified ?? "none", stack.stack, stack.event, stack.time.slice(0, 19)]))),
      );
    });
};
