import { bootstrap as bootstrapAccount } from "../promotion";
import { reviewModelVersion } from "../review";
import { withSynthesis } from "../synthesis";
import { confirmWith } from "./confirm";
import type { RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, type OperateOptions } from "./operate";
import { formatOption, printJson, printReview } from "./output";

export const bootstrap: RegisterCommand = (program, context) => {
  program
    .command("bootstrap")
    .description("build what an environment stands on (state, ledger, keys, roles), as the caller; the only stack that promotion never applies")
    .argument("<environment>", "environment")
    .option("--account <id>", "account id, to confirm without being asked")
    .addOption(formatOption("json", "markdown", "html"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis bootstrap prod --account 333333333333\n  ./portcullis bootstrap dev --emulator")
    .action(async (name: string, options: OperateOptions & { readonly account?: string; readonly format: string }) => {
      const environment = environmentOf(name);
      const done = await operate(context, options, (operation) =>
        withSynthesis(context.root, context.environment, (tree) =>
          bootstrapAccount(operation, environment, tree, confirmWith(context, { ...options, what: "build" })),
        ),
      );
      if (options.format === "json") return printJson(context, done);
      const { create, update, destroy } = done.counts;
      const summary = done.changed ? `${done.stack}: ${create} created, ${update} changed, ${destroy} destroyed\n` : `${done.stack}: nothing to change\n`;
      if (options.format === "table") return void context.stdout.write(summary);
      printReview(context, { version: reviewModelVersion, title: `Bootstrap of ${name}`, stacks: [done.review] }, options.format);
      context.stderr.write(summary);
    });
};
