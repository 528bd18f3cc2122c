import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Environment } from "../../environments";
import { parsePlan } from "../review";
import { adoptInit, type ApplyResult, type PlanJson } from "../terraform";
import { requireApplicable, treeOf, type Bundle } from "./bundle";
import { runnerFor, workFolder, type Operation } from "./operation";
import { closeJournals, openJournal } from "./recovery";
import { makeRunFolder } from "../run-folder";

/**
 * Applies exactly the bytes that the bundle's hashes name: they are written from memory into a new private folder, and
 * Terraform sees nothing else. The journal stays until the stack is done.
 */
export const applyBundle = async (
  operation: Operation,
  environment: Environment,
  bundle: Bundle,
  options: {
    readonly name: string;
    readonly commit: string;
    readonly known: ReadonlySet<string>;
    /** Folder whose initialised providers are taken over; without one the copy is initialised anew. */
    readonly initialised?: string;
    /** Judges the plan once more, as Terraform shows the very file that is about to be applied; throws where it does not pass. */
    readonly judge?: (plan: PlanJson) => Promise<void>;
    /** Called when everything was checked, just before Terraform changes something. */
    readonly onChecked?: () => Promise<unknown>;
  },
): Promise<ApplyResult> => {
  const session = await operation.sessions.session(environment, "apply", bundle.meta.region);
  const runner = runnerFor(operation, session, bundle.meta.stack);
  const folder = await makeRunFolder(join(workFolder(operation), "apply"), bundle.meta.stack);
  try {
    const files = new Map([...treeOf(bundle.files), [".terraform.lock.hcl", bundle.files.get(".terraform.lock.hcl")!], ["plan.tfplan", bundle.files.get("plan.tfplan")!]]);
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, path), bytes, { mode: 0o600 });
    }
    if (!options.initialised || !(await adoptInit(options.initialised, folder))) await runner.init(folder);
    requireApplicable(bundle, { commit: options.commit, session, tools: await runner.versions(folder), clock: operation.clock, known: options.known }, options.name);
    if (options.judge) await options.judge(parsePlan(await runner.show(folder, "plan.tfplan"), options.name));
    await options.onChecked?.();
    const journal = await openJournal(operation, { meta: bundle.meta, planFile: bundle.files.get("plan.tfplan")! });
    const result = await runner.apply(folder, "plan.tfplan", { journal });
    await closeJournals(operation, bundle.meta.stack);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
