import { environments, organisation } from "../../environments";
import { brokenLedger, Ledger, organisationStore, stateStore } from "../promotion";
import type { RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, type OperateOptions } from "./operate";
import { formatOption, printJson, printTable } from "./output";

export const ledger: RegisterCommand = (program, context) => {
  const group = program.command("ledger").description("read and verify the organisation's ledger");
  /** The ledger with the anchors of every environment, read with each one's plan role. */
  const inspect = (options: OperateOptions) =>
    operate(context, options, async (operation) => {
      const owner = await operation.sessions.session(environmentOf(organisation.ledgerEnvironment), "plan");
      const anchors = await Promise.all(environments.map(async (environment) => stateStore(environment, await operation.sessions.session(environment, "plan"))));
      const opened = new Ledger(organisationStore(owner), operation.clock, anchors);
      return { location: opened.location, ...(await opened.inspect()) };
    });

  group
    .command("show")
    .description("print the entries, newest last")
    .option("--environment <environment>", "only of this environment")
    .addOption(formatOption("json"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExample:\n  ./portcullis ledger show --environment prod --format json")
    .action(async (options: OperateOptions & { readonly environment?: string; readonly format: string }) => {
      const wanted = options.environment && environmentOf(options.environment).name;
      const entries = (await inspect(options)).entries.filter((entry) => wanted === undefined || entry.environment === wanted);
      if (options.format === "json") return printJson(context, entries);
      printTable(context, ["seq", "time", "environment", "stack", "event", "release", "actor"], entries.map((entry) => [String(entry.seq), entry.time.slice(0, 19), entry.environment, entry.stack ?? "", entry.event, entry.release ?? "", entry.actor.split("/").slice(1).join("/")]));
    });

  group
    .command("verify")
    .description("prove that no entry was removed, edited, reordered or cut off")
    .addOption(formatOption("json"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExample:\n  ./portcullis ledger verify")
    .action(async (options: OperateOptions & { readonly format: string }) => {
      const { location, entries, faults, anchored } = await inspect(options);
      if (options.format === "json") printJson(context, { location, entries: entries.length, anchors: anchored, head: entries.at(-1)?.hash, faults });
      else if (faults.length === 0) context.stdout.write(`${location}: ${entries.length} entries hold, ${anchored} anchors agree\n`);
      if (faults.length > 0) throw brokenLedger(location, faults);
    });
};
