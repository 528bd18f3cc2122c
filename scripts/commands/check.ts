import { check as checkStacks, checkFormats, lineOf, placeOf, readCheckedPlan, startScanner, type CheckedPlan, type CheckReport } from "../checkov";
import { pythonInterpreter } from "../emulator";
import { blockedError, usageError } from "../errors";
import { plan as planStacks } from "../promotion";
import { withSynthesis, type Tree } from "../synthesis";
import type { CommandContext, RegisterCommand } from "./context";
import { emulatorOption, operate, parallelismOption, type OperateOptions } from "./operate";
import { formatOption, printTable } from "./output";

interface Options extends OperateOptions {
  readonly format: string;
  readonly plan: readonly string[];
  readonly planned?: boolean;
}

export const check: RegisterCommand = (program, context) => {
  program
    .command("check")
    .description("have checkov judge the synthesised stacks, and plans of them; needs no credentials and no network")
    .argument("[environment]", "environment (default: all)")
    .argument("[stacks...]", "stack names or ids (default: all)")
    .option("--plan <file...>", "plan bundles, or JSON of `terraform show -json` named after its stack, that are judged as well", [])
    .option("--planned", "plan the stacks first on the embedded AWS (--emulator), and judge these plans as well")
    .addOption(formatOption(...Object.keys(checkFormats)))
    .addOption(emulatorOption())
    .addOption(parallelismOption())
    .addHelpText("after", "\nExamples:\n  ./portcullis check\n  ./portcullis check prod audit --format sarif > check.sarif\n  ./portcullis check dev network --plan .portcullis/bundles/*/dev-network-*.bundle\n  ./portcullis check dev --planned --emulator")
    .action(async (environment: string | undefined, stacks: readonly string[], options: Options) => {
      const report = await judge(context, { environment, stacks }, options);
      const face = checkFormats[options.format as keyof typeof checkFormats];
      if (face) context.stdout.write(face(report));
      else printFindings(context, report);
      for (const { text, remedy } of report.waivers) context.stderr.write(`${text} ${remedy}\n`);
      context.stderr.write(`${summary(report)}\n`);
      refuse(report);
    });
};

type Wanted = { readonly environment?: string; readonly stacks: readonly string[] };

const judge = async (context: CommandContext, wanted: Wanted, options: Options): Promise<CheckReport> => {
  const files = await Promise.all(options.plan.map(readCheckedPlan));
  const scanner = startScanner(await pythonInterpreter(context.root, context.environment, context.stderr), context.environment);
  try {
    return await withSynthesis(context.root, context.environment, async (tree) => {
      const plans = options.planned ? [...files, ...(await planned(context, tree, wanted, options))] : files;
      return checkStacks({ root: context.root, clock: context.clock, tree, wanted, plans, scanner });
    });
  } finally {
    scanner.stop();
  }
};

/** A stack that would not change has no plan: what stands is what synth wrote. On AWS bundles go to a bucket, from which nothing is fetched here. */
const planned = async (context: CommandContext, tree: Tree, wanted: Wanted, options: Options): Promise<readonly CheckedPlan[]> => {
  if (!options.emulator) throw usageError({ id: "bad-option", problem: "--planned works with --emulator only", where: "--planned", remedy: "On AWS take the plans by --plan: bundles, or <stack>.json of `terraform show -json`." });
  const { bundles } = await operate(context, options, (operation) => planStacks(operation, tree, wanted));
  return Promise.all(bundles.flatMap(({ bundle }) => (bundle ? [readCheckedPlan(bundle)] : [])));
};

const printFindings = (context: CommandContext, { findings }: CheckReport): void => {
  const rows = findings.map((finding) => [placeOf(finding), `${finding.rule}\n${finding.title}`, finding.risk, lineOf(finding), finding.waiver === undefined ? "stands" : `waived by ${finding.waiver}`]);
  if (rows.length > 0) printTable(context, ["construct", "check", "risk", "where", ""], rows);
};

const summary = ({ checkov, checks, policies, stacks, findings, excluded }: CheckReport): string => {
  const sum = (key: "resources" | "evaluations" | "deletes") => stacks.reduce((total, stack) => total + stack[key], 0);
  const plans = stacks.filter(({ phase }) => phase === "plan").length;
  const waived = findings.filter(({ waiver }) => waiver !== undefined).length;
  const seen = `checkov ${checkov}, ${checks} checks (${policies.length} of policies/checkov), ${stacks.length - plans} stacks${plans ? `, ${plans} plans with ${sum("deletes")} deletes` : ""}: ${sum("resources")} resources, ${sum("evaluations")} answers`;
  return `${seen}; ${findings.length - waived} stand, ${waived} waived, ${excluded} excluded`;
};

/** @throws PortcullisError (blocked) `checkov-findings` */
const refuse = ({ findings, waivers }: CheckReport): void => {
  const standing = findings.filter(({ waiver }) => waiver === undefined);
  const unused = waivers.filter(({ blocks, kind }) => blocks && kind === "unused");
  const [first] = standing;
  if (first === undefined && unused[0] === undefined) return;
  throw blockedError({
    id: "checkov-findings",
    problem: first ? `${standing.length} ${standing.length === 1 ? "failure of a check stands" : "failures of checks stand"}` : `${unused.length} waivers lift nothing any more`,
    where: first ? placeOf(first) : "policies/waivers.yaml",
    details: [...countsOf(standing), ...unused.map(({ text }) => `- ${text}`)],
    remedy: first?.remedy ?? unused[0]!.remedy,
  });
};

/** One line a check: where each failure is stands in the result. */
const countsOf = (findings: CheckReport["findings"]): readonly string[] => {
  const byCheck = new Map<string, { readonly title: string; readonly count: number }>();
  for (const { rule, title } of findings) byCheck.set(rule, { title, count: (byCheck.get(rule)?.count ?? 0) + 1 });
  return [...byCheck].map(([rule, { title, count }]) => `- ${count} × ${rule}: ${title}`);
};
