import { blockedError } from "../errors";
import { plan as planStacks } from "../promotion";
import { withSynthesis } from "../synthesis";
import { emulatorOption, operate, parallelismOption, type OperateOptions } from "./operate";
import { formatOption, printJson, printReview } from "./output";
import type { RegisterCommand } from "./context";

export const plan: RegisterCommand = (program, context) => {
  program
    .command("plan")
    .description("plan, review and judge stacks; writes a bundle for each that would change, applies nothing")
    .argument("[environment]", "environment (default: all)")
    .argument("[stacks...]", "stack names or ids (default: all)")
    .addOption(formatOption("json", "markdown", "html", "sarif"))
    .addOption(emulatorOption())
    .addOption(parallelismOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis plan dev\n  ./portcullis plan staging network edge --format markdown\n  ./portcullis plan --emulator dev network")
    .action(async (environment: string | undefined, stacks: readonly string[], options: OperateOptions & { readonly format: string }) => {
      const planned = await operate(context, options, (operation) =>
        withSynthesis(context.root, context.environment, (tree) => planStacks(operation, tree, { environment, stacks })),
      );
      if (options.format === "json") printJson(context, planned);
      else {
        printReview(context, planned.review, options.format);
        for (const { stack, bundle } of planned.bundles) if (bundle) context.stderr.write(`bundle of ${stack}: ${bundle}\n`);
      }
      const blocked = planned.bundles.filter((bundle) => bundle.verdict.result === "block");
      const [reason] = blocked.flatMap((bundle) => bundle.verdict.reasons);
      if (reason)
        throw blockedError({
          id: "gate-blocked",
          problem: `the gate would stop ${blocked.map((bundle) => bundle.stack).join(", ")}`,
          where: reason.address,
          details: blocked.flatMap((bundle) => bundle.verdict.reasons.map((each) => `- ${bundle.stack}: ${each.text}`)),
          remedy: reason.remedy,
        });
    });
};
