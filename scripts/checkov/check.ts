import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../clock";
import { usageError } from "../errors";
import { makeRunFolder } from "../run-folder";
import { readDeclared, selectStacks, type Tree } from "../synthesis";
import { judgeWaiversOfStacks, loadWaivers, toolOf, type Waiver } from "../waivers";
import { deletesIn, deletionCheck } from "./deletions";
import { demandEvidence, type ScannedFile } from "./evidence";
import { findingsOf, type CheckedStack } from "./findings";
import { addressesInPlan, addressesInTree, scanInputOf } from "./scan-input";
import type { ScanAnswer, Scanner } from "./scanner";
import { loadSettings, type CheckSettings } from "./settings";
import type { CheckedPlan, CheckFinding, CheckReport, StackEvidence } from "./types";

interface Question {
  /** Root of the repository. */
  readonly root: string;
  readonly clock: Clock;
  readonly tree: Tree;
  /** @default all stacks of all environments */
  readonly wanted: { readonly environment?: string; readonly stacks?: readonly string[] };
  readonly plans: readonly CheckedPlan[];
  readonly scanner: Scanner;
}

type File = ScannedFile & { readonly stack: CheckedStack };
type Plan = CheckedPlan & { readonly of: CheckedStack };

/**
 * Has checkov judge synthesised stacks and plans, and believes it only on evidence.
 * @throws PortcullisError `checkov-…`, one id for each doubt
 */
export const check = async ({ root, clock, tree, wanted, plans: given, scanner }: Question): Promise<CheckReport> => {
  const [settings, waivers] = await Promise.all([loadSettings(root), loadWaivers(join(root, "policies", "waivers.yaml"))]);
  const stacks = selectStacks(tree.stacks, wanted).map((stack) => ({ ...stack, resources: tree.notes[stack.id]?.resources ?? {} }));
  const plans = given.map((plan): Plan => ({ ...plan, of: { id: plan.stack, environment: tree.notes[plan.stack]?.environment ?? "unknown", resources: tree.notes[plan.stack]?.resources ?? {} } }));
  demandEnvironments(settings, tree);
  const folder = await makeRunFolder(join(root, ".portcullis"), "checkov");
  try {
    const files = await writeInput(await realpath(folder), stacks, plans);
    demandSomething(files, plans);
    const answer = await scanner.scan({
      synthesised: files.filter(({ kind }) => kind === "synthesised").map(({ path }) => path),
      plans: files.filter(({ kind }) => kind === "plans").map(({ path }) => path),
      policies: settings.folder,
    });
    demandEvidence(answer, files, settings, namedChecks(settings, waivers));
    return report({ answer, files, plans, settings, waivers, clock, isComplete: stacks.length === tree.stacks.length });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A plan may hold secrets: it lies in a folder of this run that nobody else may enter, and goes with it. */
const writeInput = async (folder: string, stacks: readonly (CheckedStack & { readonly folder: string })[], plans: readonly Plan[]): Promise<readonly File[]> => {
  await mkdir(join(folder, "plans"));
  const synthesised = stacks.map(async (stack): Promise<File> => {
    const configuration = await readDeclared<Record<string, unknown>>(stack);
    const path = join(folder, `${stack.id}.tf.json`);
    await writeFile(path, scanInputOf(configuration), { mode: 0o600 });
    return { name: stack.id, path, kind: "synthesised", addresses: addressesInTree(configuration), stack };
  });
  const planned = plans.map(async (plan, index): Promise<File> => {
    const path = join(folder, "plans", `${index}.json`);
    await writeFile(path, JSON.stringify(plan.plan, undefined, 1), { mode: 0o600 });
    return { name: plan.name, path, kind: "plans", addresses: addressesInPlan(plan.plan), stack: plan.of };
  });
  return Promise.all([...synthesised, ...planned]);
};

/** An environment that is not there would leave its exclusion without effect, or with one in an environment to come. */
const demandEnvironments = ({ excluded }: CheckSettings, { stacks }: Tree): void => {
  const known = new Set(stacks.map(({ environment }) => environment));
  for (const { check: id, environments = [] } of excluded)
    for (const name of environments)
      if (!known.has(name))
        throw usageError({ id: "checkov-settings", problem: `${id} is excluded in ${JSON.stringify(name)}, which is no environment`, where: "policies/checkov/excluded.yaml", remedy: `There are: ${[...known].join(", ")}.` });
};

/** Nothing to look at is no pass. A plan that only destroys is something: checkov sees nothing in it, we do. */
const demandSomething = (files: readonly File[], plans: readonly Plan[]): void => {
  if (files.some(({ addresses }) => addresses.length > 0) || plans.some(({ plan }) => deletesIn(plan).length > 0)) return;
  throw usageError({ id: "checkov-empty", problem: "there is no resource to check", details: files.map(({ name }) => `${name} holds none`), remedy: "Name stacks or plans that hold resources." });
};

const namedChecks = ({ excluded, risks }: CheckSettings, waivers: readonly Waiver[]) =>
  [
    ...excluded.map(({ check: id }) => ({ check: id, where: "policies/checkov/excluded.yaml" })),
    ...[...risks.keys()].map((id) => ({ check: id, where: "policies/checkov/severities.yaml" })),
    ...waivers.filter(({ rule }) => toolOf(rule) === "checkov").map(({ rule, id }) => ({ check: rule, where: `policies/waivers.yaml, waiver ${id}` })),
  ].filter(({ check: id }) => id !== deletionCheck.id);

interface Judged {
  readonly answer: ScanAnswer;
  readonly files: readonly File[];
  readonly plans: readonly Plan[];
  readonly settings: CheckSettings;
  readonly waivers: readonly Waiver[];
  readonly clock: Clock;
  readonly isComplete: boolean;
}

const report = ({ answer, files, plans, settings, waivers, clock, isComplete }: Judged): CheckReport => {
  const all = findingsOf(answer, files, plans, settings);
  const isExcluded = ({ rule, environment }: CheckFinding): boolean => settings.excluded.some((each) => each.check === rule && (each.environments?.includes(environment) ?? true));
  const counted = all.filter((finding) => !isExcluded(finding));
  const identities = [...new Map(files.map(({ stack }) => [stack.id, { environment: stack.environment, stack: stack.id }])).values()];
  const judged = judgeWaiversOfStacks({
    stacks: identities.map((identity) => ({ identity, findings: counted.filter(({ stack }) => stack === identity.stack) })),
    waivers,
    clock,
    tool: "checkov",
    isComplete,
  });
  return {
    version: 1,
    checkov: answer.version,
    checks: answer.checks.length,
    policies: answer.policies.map(({ id }) => id).sort(),
    stacks: files.map((file) => evidenceOf(file, answer, plans)),
    excluded: all.length - counted.length,
    findings: judged.findings,
    waivers: judged.problems,
  };
};

const evidenceOf = ({ kind, path, name, addresses, stack }: File, answer: ScanAnswer, plans: readonly Plan[]): StackEvidence => ({
  stack: stack.id,
  phase: kind === "plans" ? "plan" : "synth",
  resources: addresses.length,
  evaluations: answer[kind].records.filter(({ file }) => file === path).length,
  deletes: kind === "plans" ? plans.filter((plan) => plan.name === name).flatMap(({ plan }) => deletesIn(plan)).length : 0,
});
