import { Option } from "commander";
import { environments, organisation } from "../../environments";
import { assess as assessSources, readSources, renderMarkdown, renderTerminal, type Assessment, type RecordedStack } from "../assess";
import { blockedError } from "../errors";
import { lastEvents, openLedger } from "../promotion";
import { withSynthesis } from "../synthesis";
import type { CommandContext, RegisterCommand } from "./context";
import { emulatorOption, environmentOf, operate, type OperateOptions } from "./operate";
import { formatOption, printJson } from "./output";

interface Options extends OperateOptions {
  readonly format: string;
  readonly manifest?: string;
  readonly pipeline?: string;
  readonly verdict: readonly string[];
  readonly virtualPatches?: string;
  readonly recorded?: boolean;
}

export const assess: RegisterCommand = (program, context) => {
  program
    .command("assess")
    .description("answer an assessor's questions for a pipeline or this repository, each with its evidence; what nothing proves is no yes")
    .option("--manifest <file>", "what the pipeline must bring (docs/gate.md)")
    .addOption(new Option("--pipeline <name>", "a pipeline that a stack declares (docs/delivery.md): what it must bring is read from there").conflicts("manifest"))
    .option("--verdict <file...>", "what the gate said to the pipeline last (JSON)", [])
    .option("--virtual-patches <file>", "which rules of AWS WAF block now: what `gate patches` wrote")
    .option("--recorded", "read the ledger too: what is declared counts as standing only where it was applied")
    .addOption(formatOption("markdown", "json"))
    .addOption(emulatorOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis assess\n  ./portcullis assess --recorded --emulator\n  ./portcullis assess --manifest gate.yaml --verdict verdict/verdict.json --virtual-patches patches.json --format markdown")
    .action(async (options: Options) => {
      const recorded = options.recorded ? await readRecorded(context, options) : undefined;
      const assessment = await withSynthesis(context.root, context.environment, async (tree) =>
        assessSources(await readSources({ root: context.root, clock: context.clock, tree, manifest: options.manifest, pipeline: options.pipeline, verdicts: options.verdict, patches: options.virtualPatches, recorded })),
      );
      if (options.format === "json") printJson(context, assessment);
      else context.stdout.write(options.format === "markdown" ? renderMarkdown(assessment) : renderTerminal(assessment));
      refuse(assessment);
    });
};

const readRecorded = (context: CommandContext, options: Options): Promise<readonly RecordedStack[]> =>
  operate(context, options, async (operation) => {
    const entries = await openLedger(operation, environmentOf(organisation.ledgerEnvironment), await operation.sessions.session(environmentOf(organisation.ledgerEnvironment), "plan")).read();
    return environments.flatMap(({ name }) => [...lastEvents(entries, name)].map(([, { stack = "", event, release = "", time }]) => ({ environment: name, stack, event, release, time })));
  });

/** @throws PortcullisError (blocked) `assessment-gaps` */
const refuse = ({ answers }: Assessment): void => {
  const open = answers.filter(({ answer }) => answer !== "yes");
  const first = open[0]?.gaps[0];
  if (open[0] === undefined) return;
  throw blockedError({
    id: "assessment-gaps",
    problem: `${open.length} of ${answers.length} questions cannot be answered with yes`,
    where: open.map(({ id }) => id).join(", "),
    remedy: first?.remedy ?? "Give the command what it may look at: see --help.",
  });
};
