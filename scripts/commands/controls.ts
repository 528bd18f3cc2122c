import { frameworks } from "../../policies/controls";
import { controlsDocument, readAssertions, selectFramework, traceControls, type TracedControl } from "../controls";
import { selectStacks, withSynthesis } from "../synthesis";
import type { RegisterCommand } from "./context";
import { formatOption, printJson, printTable } from "./output";

interface Options {
  readonly framework?: string;
  readonly env?: string;
  readonly format: string;
}

/** What a person looks at first: the resource, the process, the other control. */
const leadsTo = (control: TracedControl): string => {
  const evidence = control.environments.flatMap(({ satisfiedBy, watchedBy }) => (satisfiedBy.length > 0 ? satisfiedBy : watchedBy));
  const places = [...new Set(evidence.map(({ path }) => path))];
  if (places.length > 0) return places.length === 1 ? places[0]! : `${places[0]} and ${places.length - 1} more`;
  if (control.kind !== "by process" && control.through) return `through ${control.through.join(", ")}`;
  return control.runbook === undefined ? "" : `docs/processes/${control.runbook}.md`;
};

export const controls: RegisterCommand = (program, context) => {
  program
    .command("controls")
    .description("say for each control of a list what satisfies it, what watches it and which test proves it")
    .option("--framework <name>", `one list only: ${frameworks.map(({ name }) => name).join(", ")}`)
    .option("--env <environment>", "one environment only")
    .addOption(formatOption("json", "markdown"))
    .addHelpText("after", "\nExamples:\n  ./portcullis controls\n  ./portcullis controls --framework hipaa --env prod\n  ./portcullis controls --framework cis-aws-7.0 --format json")
    .action(async (options: Options) => {
      const wanted = options.framework === undefined ? frameworks : [selectFramework(frameworks, options.framework)];
      const notes = await withSynthesis(context.root, context.environment, async (tree) =>
        Object.fromEntries(selectStacks(tree.stacks, { environment: options.env }).map(({ id }) => [id, tree.notes[id]!])),
      );
      const traced = traceControls(frameworks, notes, readAssertions(context.root)).filter(({ name }) => wanted.some((framework) => framework.name === name));
      if (options.format === "json") return printJson(context, { frameworks: traced });
      if (options.format === "markdown") return void context.stdout.write(controlsDocument(traced));
      for (const { title, controls: listed } of traced) {
        context.stdout.write(`${title}\n`);
        printTable(
          context,
          ["control", "title", ...listed[0]!.environments.map(({ environment }) => environment), "leads to"],
          listed.map((control) => [control.id, control.title, ...control.environments.map(({ status }) => status), leadsTo(control)]),
        );
      }
    });
};
