import { regionsOf } from "../../environments";
import { endpointKind, StsSessions, webAclReader } from "../aws";
import { observePatches } from "../gate";
import type { RegisterCommand } from "./context";
import { awsEnvironment, emulatorOption, environmentOf } from "./operate";
import { formatOption, printJson, printTable } from "./output";

interface Options {
  readonly emulator?: boolean;
  readonly format: string;
}

export const gatePatches: RegisterCommand = (program, context) => {
  program
    .command("patches")
    .description("observe which rules of AWS WAF block in an environment now: evidence for waivers that rest on a virtual patch")
    .argument("<environment>", "environment whose Web ACLs are read, in all of its regions")
    .addOption(emulatorOption())
    .addOption(formatOption("json"))
    .addHelpText("after", "\nExamples:\n  ./portcullis gate patches prod\n  ./portcullis gate patches prod --format json > live-patches.json")
    .action(async (name: string, options: Options) => {
      const environment = environmentOf(name);
      const sessions = new StsSessions(await awsEnvironment(context, options.emulator));
      const regions = regionsOf(environment);
      const opened = await Promise.all(regions.map((region) => sessions.session(environment, "plan", region)));
      const evidence = await observePatches(opened.map(webAclReader), { environment: name, account: environment.accountId, place: endpointKind(opened[0]!), clock: context.clock });
      if (options.format === "json") return printJson(context, evidence);
      if (evidence.patches.length === 0) context.stdout.write(`No rule stands in a Web ACL of ${name} (${regions.join(", ")}).\n`);
      else printTable(context, ["rule", "mode", "Web ACL"], evidence.patches.map(({ id, mode, webAcl }) => [id, mode, webAcl]));
    });
};
