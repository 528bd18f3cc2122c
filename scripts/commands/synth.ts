import { join } from "node:path";
import { formatOption, printJson, printTable } from "./output";
import { synthesiseInto } from "../synthesis";
import type { RegisterCommand } from "./context";

export const synth: RegisterCommand = (program, context) => {
  program
    .command("synth")
    .description("write every stack of every environment to cdktf.out, with its digest; needs no credentials")
    .addOption(formatOption("json"))
    .addHelpText("after", "\nExamples:\n  ./portcullis synth\n  ./portcullis synth --format json")
    .action(async (options: { readonly format: string }) => {
      const tree = await synthesiseInto(context.root, join(context.root, "cdktf.out"), context.environment);
      const stacks = tree.stacks.map(({ id, digest, dependencies }) => ({ id, digest, dependencies, resources: Object.keys(tree.notes[id]!.resources).length }));
      if (options.format === "json") return printJson(context, { folder: "cdktf.out", stacks });
      printTable(context, ["stack", "resources", "digest"], stacks.map((stack) => [stack.id, String(stack.resources), stack.digest.slice(0, 16)]));
    });
};
