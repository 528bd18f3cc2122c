import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateKey, type Environment } from "../../environments";
import { digestOf, readFiles, type Tree } from "../synthesis";
import type { Session } from "../terraform";
import { readState, stateStore, workFolder, type Operation } from "./operation";
import type { SynthesisedStack } from "./types";

interface Declared {
  readonly terraform: { readonly backend: { readonly s3: Record<string, unknown> } };
  readonly provider: unknown;
}

/**
 * A stack with a state and no resources: its plan destroys all that the state holds. Backend and provider are those of
 * a stack that still exists in the same region of the environment, with the state's own key.
 */
export const emptyStack = async (operation: Operation, environment: Environment, id: string, like: SynthesisedStack): Promise<SynthesisedStack> => {
  const declared = JSON.parse(await readFile(join(like.folder, "cdk.tf.json"), "utf8")) as Declared;
  const folder = join(workFolder(operation), "removed", id);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const tree = {
    terraform: { ...declared.terraform, backend: { s3: { ...declared.terraform.backend.s3, key: stateKey(id) } } },
    provider: declared.provider,
  };
  await writeFile(join(folder, "cdk.tf.json"), JSON.stringify(tree, undefined, 2), { mode: 0o600 });
  return { ...like, id, stack: id.slice(environment.name.length + 1), folder, dependencies: [], digest: digestOf(await readFiles(folder)) };
};

/** Stacks whose state still holds resources although the release has them no more: they become destroy plans, reviewed and gated like any other. */
export const removedStacks = async (operation: Operation, environment: Environment, session: Session, tree: Tree): Promise<readonly SynthesisedStack[]> => {
  const declared = tree.stacks.filter((stack) => stack.environment === environment.name);
  const known = new Set(declared.map((stack) => stateKey(stack.id)));
  const left = (await stateStore(environment, session).list(`${environment.name}-`)).filter((key) => key.endsWith(".tfstate") && !known.has(key));
  const removed: SynthesisedStack[] = [];
  for (const key of left) {
    const id = key.slice(0, -".tfstate".length);
    const state = await readState(environment, session, id);
    if (!state?.resources.some((resource) => resource.mode === "managed")) continue;
    const like = declared.find((stack) => id.endsWith(`-${stack.region}`)) ?? declared.find((stack) => stack.region === environment.homeRegion);
    if (like) removed.push(await emptyStack(operation, environment, id, like));
  }
  return removed;
};
