import { environments, names, organisation, waveOf } from "../../environments";
import { withSynthesis } from "../synthesis";
import type { RegisterCommand } from "./context";
import { formatOption, printJson, printTable } from "./output";

export const list: RegisterCommand = (program, context) => {
  program
    .command("list")
    .description("say which environments and stacks there are, in the order of promotion")
    .addOption(formatOption("json"))
    .addHelpText("after", "\nExamples:\n  ./portcullis list\n  ./portcullis list --format json")
    .action(async (options: { readonly format: string }) => {
      const stacks = await withSynthesis(context.root, context.environment, async (tree) =>
        tree.stacks.map(({ id, environment, stack, region, dependencies }) => ({ id, environment, stack, region, dependencies })),
      );
      const listed = environments.map((environment) => {
        const { planRoleArn, applyRoleArn } = names(organisation, environment);
        return { name: environment.name, stage: environment.stage, wave: waveOf(environment.name), accountId: environment.accountId, region: environment.homeRegion, planRoleArn, applyRoleArn };
      });
      if (options.format === "json") return printJson(context, { environments: listed, stacks });
      printTable(
        context,
        ["environment", "account", "stack", "region"],
        stacks.map((stack) => [stack.environment, listed.find((environment) => environment.name === stack.environment)!.accountId, stack.id, stack.region]),
      );
    });
};
