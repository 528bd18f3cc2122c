import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { millisecondsPerDay } from "../clock";
import type { Environment } from "../../environments";
import { endpointKind } from "../aws";
import { parsePlan, type StackReview } from "../review";
import { sha256 } from "../sha256";
import { digestOf, readDeclared, readFiles, type Tree } from "../synthesis";
import { checkConfiguration, emptyPlan, forgetInit, initialiseOnce, prepareFolder, type KeptInit } from "../terraform";
import { bundleLifetimeDays, packBundle, type Bundle } from "./bundle";
import { judgePlan, type Judges } from "./judge";
import { runnerFor, workFolder, type Operation } from "./operation";
import { planFolder } from "./plan-folder";
import { prepareRecovery, type Recovery } from "./recovery";
import { toolsText } from "./tools-text";
import type { SynthesisedStack, Verdict } from "./types";

export interface PlannedStack {
  readonly stack: SynthesisedStack;
  readonly review: StackReview;
  readonly verdict: Verdict;
  /** True where nothing is to be changed; there is no bundle then. */
  readonly empty: boolean;
  readonly bundle?: { readonly bytes: Uint8Array; readonly bundle: Bundle };
  /** Folder that was planned in; apply takes the initialised providers from it. */
  readonly folder: string;
  readonly recovery?: Recovery;
  /** What it was planned with, as the ledger keeps it. */
  readonly tools: string;
}

/** What was taken over from an earlier `init` may be what a plan failed by. */
const planOrForget = async <Result>(kept: KeptInit, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    await forgetInit(kept);
    throw error;
  }
};

/**
 * Plans one stack with the plan role, reviews it and judges it. What an interrupted apply of the stack had made and
 * its state lacks is imported by the same plan.
 */
export const planStack = async (operation: Operation, environment: Environment, tree: Tree, stack: SynthesisedStack, judges: Judges): Promise<PlannedStack> => {
  const session = await operation.sessions.session(environment, "plan", stack.region);
  const folder = planFolder(operation, stack.id);
  const declared = await readDeclared(stack);
  checkConfiguration(declared);
  await prepareFolder({ stackFolder: stack.folder, workFolder: folder, lockFile: join(operation.root, ".terraform.lock.hcl") });
  const planned = digestOf(await readFiles(folder));
  const runner = runnerFor(operation, session, stack.id);
  const kept = { parent: join(workFolder(operation), "initialised"), stack: stack.id, binary: operation.terraform, cliConfigFile: operation.cliConfigFile };
  await initialiseOnce(folder, kept, () => runner.init(folder));
  const { recovery, result } = await planOrForget(kept, async () => ({
    recovery: await prepareRecovery(operation, stack, judges.release.id, folder, runner, session),
    result: await runner.plan(folder, { out: "plan.tfplan" }),
  }));
  const shown = result.empty ? undefined : await runner.show(folder, "plan.tfplan");
  const plan = shown ? parsePlan(shown, `plan of ${stack.id}`) : emptyPlan;
  const resources = tree.notes[stack.id]?.resources ?? {};
  const judged = await judgePlan(operation, environment, session, { ...judges, stack, resources, plan, declared, planned, planEmpty: result.empty, ownAttemptCreated: recovery?.attempted ?? [] });
  const versions = await runner.versions(folder);
  const tools = toolsText(operation.terraform, versions.providers);
  const outcome = { stack, folder, empty: result.empty, recovery, tools, review: judged.review, verdict: judged.verdict };
  if (!shown) return outcome;
  const lockFile = await readFile(join(folder, ".terraform.lock.hcl"));
  const files = new Map<string, Uint8Array>([
    ["plan.tfplan", await readFile(join(folder, "plan.tfplan"))],
    ["plan.json", shown],
    [".terraform.lock.hcl", lockFile],
    ...[...(await readFiles(stack.folder))].map(([path, bytes]) => [`tree/${path}`, bytes] as const),
  ]);
  const created = operation.clock.now();
  const bundle = packBundle(
    {
      release: judges.release.id,
      commit: judges.release.commit,
      environment: environment.name,
      stack: stack.id,
      accountId: session.accountId,
      region: stack.region,
      endpoint: endpointKind(session),
      tools: versions,
      lockFileHash: sha256(lockFile),
      digest: stack.digest,
      fingerprint: judged.review.fingerprint!,
      created: created.toISOString(),
      expires: new Date(created.getTime() + bundleLifetimeDays * millisecondsPerDay).toISOString(),
      verdict: judged.verdict,
    },
    files,
  );
  return { ...outcome, bundle };
};
