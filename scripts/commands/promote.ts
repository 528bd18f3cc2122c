import { promote as promoteInto } from "../promotion";
import type { RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, parallelismOption, type OperateOptions } from "./operate";
import { formatOption, printJson, printReview } from "./output";

export const promote: RegisterCommand = (program, context) => {
  program
    .command("promote")
    .description("bring the release that the environment before has verified into an environment: plan, review, gate, apply, record, stack by stack")
    .requiredOption("--to <environment>", "environment to promote into; the first one takes the commit that is checked out")
    .option("--stack <stack...>", "only these stacks")
    .option("--refresh", "plan every stack, also those of which nothing has changed since they were recorded")
    .option("--allow-dirty", "promote uncommitted changes; only with --emulator")
    .addOption(formatOption("json", "markdown", "html", "sarif"))
    .addOption(emulatorOption())
    .addOption(parallelismOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis promote --to dev\n  ./portcullis promote --to prod --format json\n  ./portcullis promote --to prod --refresh\n  ./portcullis promote --emulator --to dev --stack network")
    .action(async (options: OperateOptions & { readonly to: string; readonly stack?: readonly string[]; readonly refresh?: boolean; readonly allowDirty?: boolean; readonly format: string }) => {
      const to = environmentOf(options.to);
      const promotion = await operate(context, options, (operation) => promoteInto(operation, { to, stacks: options.stack, refresh: options.refresh, allowDirty: options.allowDirty === true && options.emulator === true }));
      const { problem, ...result } = promotion;
      if (options.format === "json") printJson(context, { ...result, problem: problem?.fault });
      else {
        printReview(context, promotion.review, options.format);
        for (const { stack, outcome, counts, seconds, unchangedSince } of promotion.stacks) {
          const done = unchangedSince === undefined ? `${counts.create} created, ${counts.update} changed, ${counts.destroy} destroyed, ${seconds.toFixed(0)} s` : `unchanged since ${unchangedSince}, not planned`;
          context.stderr.write(`${stack}: ${outcome}, ${done}\n`);
        }
        if (!problem) context.stderr.write(promotion.verified ? `${promotion.release.id} is verified in ${to.name}\n` : `${promotion.release.id} is not whole in ${to.name} yet: promote without --stack\n`);
      }
      if (problem) throw problem;
    });
};
