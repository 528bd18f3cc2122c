import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateKey, type Environment } from "../../environments";
import { digestOf, readDeclared, readFiles, type Tree } from "../synthesis";
import type { Session } from "../terraform";
import { readState, stateKeys, type Operation } from "./operation";
import { removedFolder } from "./plan-folder";
import type { SynthesisedStack } from "./types";

interface Declared {
  readonly terraform: { readonly backend: { readonly s3: Record<string, unknown> } };
  readonly provider: { readonly aws: readonly Readonly<Record<string, unknown>>[] };
}

/** Region at the end of a stack's id, where the stack is of scope region. */
const regionIn = (id: string): string | undefined => /-([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(id)?.[1];

/**
 * A stack with a state and no resources: its plan destroys all that the state holds. Backend and provider are those of
 * a stack that still exists in the environment, with the state's own key and region: looked for in another region,
 * nothing of it would be found, and all of it forgotten.
 */
export const emptyStack = async (operation: Pick<Operation, "root" | "environment">, environment: Environment, id: string, like: SynthesisedStack): Promise<SynthesisedStack> => {
  const declared = await readDeclared<Declared>(like);
  const region = regionIn(id) ?? environment.homeRegion;
  const folder = removedFolder(operation, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const tree = {
    terraform: { ...declared.terraform, backend: { s3: { ...declared.terraform.backend.s3, key: stateKey(id) } } },
    provider: { ...declared.provider, aws: declared.provider.aws.map((provider) => (provider.alias === undefined ? { ...provider, region } : provider)) },
  };
  await writeFile(join(folder, "cdk.tf.json"), JSON.stringify(tree, undefined, 2), { mode: 0o600 });
  const stack = (regionIn(id) ? id.slice(0, -region.length - 1) : id).slice(environment.name.length + 1);
  return { ...like, id, stack, region, folder, dependencies: [], digest: digestOf(await readFiles(folder)) };
};

/** Stacks whose state still holds resources although the release has them no more: they become destroy plans, reviewed and gated like any other. */
export const removedStacks = async (operation: Operation, environment: Environment, session: Session, tree: Tree): Promise<readonly SynthesisedStack[]> => {
  const declared = tree.stacks.filter((stack) => stack.environment === environment.name);
  const known = new Set(declared.map((stack) => stateKey(stack.id)));
  const left = (await stateKeys(environment, session)).filter((key) => !known.has(key));
  const removed: SynthesisedStack[] = [];
  for (const key of left) {
    const id = key.slice(0, -".tfstate".length);
    const state = await readState(environment, session, id);
    if (!state?.resources.some((resource) => resource.mode === "managed")) continue;
    const like = declared.find((stack) => stack.region === regionIn(id)) ?? declared.find((stack) => stack.region === environment.homeRegion);
    if (like) removed.push(await emptyStack(operation, environment, id, like));
  }
  return removed;
};
