import { readFile } from "node:fs/promises";
import { usageError } from "../errors";
import { applyBundles } from "../promotion";
import type { RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, type OperateOptions } from "./operate";
import { formatOption, printJson } from "./output";

export const apply: RegisterCommand = (program, context) => {
  program
    .command("apply")
    .description("apply reviewed plan bundles: exactly their bytes, or nothing")
    .argument("<bundle...>", "paths or s3:// addresses, as `plan` printed them")
    .addOption(formatOption("json"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis apply .portcullis/bundles/r0123456789abcdef/dev-network-eu-central-1-0123456789ab.bundle --emulator\n  ./portcullis apply s3://portcullis-dev-bundles-111111111111/r0123456789abcdef/dev-edge-eu-central-1-0123456789ab.bundle")
    .action(async (paths: readonly string[], options: OperateOptions & { readonly format: string }) => {
      const applied = await operate(context, options, (operation) => applyBundles(operation, paths, { environmentOf, readLocal }));
      if (options.format === "json") return printJson(context, applied);
      for (const { stack, counts, seconds } of applied)
        context.stdout.write(`${stack}: ${counts.create} created, ${counts.update} changed, ${counts.destroy} destroyed in ${seconds.toFixed(0)} s\n`);
    });
};

const readLocal = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw usageError({ id: "bundle-unreadable", problem: `the bundle cannot be read (${error.code})`, where: path, remedy: "`./portcullis plan <environment>` prints where it puts its bundles." });
  });
