import { retire as retireEnvironment, type RetiredStack } from "../promotion";
import { reviewModelVersion, type StackReview } from "../review";
import { withSynthesis } from "../synthesis";
import { confirmWith } from "./confirm";
import type { RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, type OperateOptions } from "./operate";
import { formatOption, printJson, printReview } from "./output";

export const retire: RegisterCommand = (program, context) => {
  program
    .command("retire")
    .description("remove an environment, as the caller: says what cannot be deleted, and removes the rest")
    .argument("<environment>", "environment")
    .option("--account <id>", "account id, to confirm without being asked")
    .addOption(formatOption("json", "markdown", "html"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExample:\n  ./portcullis retire dev --account 111111111111")
    .action(async (name: string, options: OperateOptions & { readonly account?: string; readonly format: string }) => {
      const environment = environmentOf(name);
      const retired = await operate(context, options, (operation) =>
        withSynthesis(context.root, context.environment, (tree) => retireEnvironment(operation, environment, tree, confirmWith(context, { ...options, what: "remove" }))),
      );
      if (options.format === "json") return printJson(context, retired);
      if (options.format !== "table") return printReview(context, { version: reviewModelVersion, title: `Retirement of ${name}`, stacks: retired.map(withKept) }, options.format);
      if (retired.length === 0) context.stdout.write(`${name}: nothing stands there\n`);
      for (const { stack, destroyed, kept } of retired) {
        context.stdout.write(`${stack}: ${destroyed} destroyed\n`);
        for (const { address, why } of kept) context.stdout.write(`  kept ${address}: ${why}\n`);
      }
    });
};

/** What was removed, and what was not and why: a review alone tells changes. */
const withKept = ({ review, kept }: RetiredStack): StackReview =>
  kept.length === 0 ? review : { ...review, note: [...(review.note === undefined ? [] : [review.note]), ...kept.map(({ address, why }) => `Kept ${address}: ${why}.`)].join(" ") };
