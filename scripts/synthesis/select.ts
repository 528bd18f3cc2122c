import { distance } from "fastest-levenshtein";
import { usageError } from "../errors";
import type { SynthesisedStack } from "../promotion/types";

/** The known word that is nearest to a mistyped one, if one is near at all. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const [best] = known.map((name) => ({ name, far: distance(word, name) })).sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(2, Math.floor(word.length / 3)) ? best.name : undefined;
};

/**
 * The stacks a person named: by environment, and by stack name (`network`) or whole id (`dev-network-eu-central-1`).
 * @throws PortcullisError (usage) `unknown-environment`, `unknown-stack`, with the nearest name
 */
export const selectStacks = (
  stacks: readonly SynthesisedStack[],
  wanted: { readonly environment?: string; readonly stacks?: readonly string[] },
): readonly SynthesisedStack[] => {
  const environments = [...new Set(stacks.map((stack) => stack.environment))];
  if (wanted.environment !== undefined && !environments.includes(wanted.environment)) {
    const near = nearest(wanted.environment, environments);
    throw usageError({
      id: "unknown-environment",
      problem: `there is no environment ${JSON.stringify(wanted.environment)}`,
      where: "environments/index.ts",
      remedy: near ? `Did you mean ${near}?` : `There are: ${environments.join(", ")}.`,
    });
  }
  const inEnvironment = stacks.filter((stack) => wanted.environment === undefined || stack.environment === wanted.environment);
  if (!wanted.stacks?.length) return inEnvironment;
  const known = [...new Set(inEnvironment.flatMap((stack) => [stack.stack, stack.id]))];
  for (const name of wanted.stacks)
    if (!known.includes(name)) {
      const near = nearest(name, known);
      throw usageError({
        id: "unknown-stack",
        problem: `there is no stack ${JSON.stringify(name)}`,
        where: "stacks/index.ts",
        remedy: near ? `Did you mean ${near}?` : `There are: ${known.join(", ")}.`,
      });
    }
  return inEnvironment.filter((stack) => wanted.stacks!.includes(stack.stack) || wanted.stacks!.includes(stack.id));
};
