import { describeHolder, unlock as unlockEnvironment } from "../promotion";
import { asksForAccount } from "./confirm";
import type { RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, type OperateOptions } from "./operate";
import { formatOption, printJson } from "./output";

export const unlock: RegisterCommand = (program, context) => {
  program
    .command("unlock")
    .description("free the lock of a promotion whose machine is gone: says who holds it since when, asks, and records it in the ledger")
    .argument("<environment>", "environment")
    .option("--account <id>", "account id, to confirm without being asked")
    .addOption(formatOption("json"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis unlock prod\n  ./portcullis unlock dev --account 111111111111 --format json")
    .action(async (name: string, options: OperateOptions & { readonly account?: string; readonly format: string }) => {
      const environment = environmentOf(name);
      const freed = await operate(context, options, (operation) =>
        unlockEnvironment(operation, environment, async (holder) => {
          context.stderr.write(`${describeHolder(holder, name)}\n`);
          return options.account === undefined ? asksForAccount(environment, "take its lock away") : options.account === environment.accountId;
        }),
      );
      if (options.format === "json") return printJson(context, { environment: name, freed: freed ?? null });
      context.stdout.write(freed ? `${name}: the lock is free\n` : `${name}: nobody holds the lock\n`);
    });
};
