import { usageError } from "../errors";
import type { SynthesisedStack } from "./types";

/** Stacks in the order of their dependencies, those without an open one side by side. */
export const layersOf = (stacks: readonly SynthesisedStack[]): readonly (readonly SynthesisedStack[])[] => {
  const layers: SynthesisedStack[][] = [];
  const done = new Set<string>();
  let open = [...stacks];
  while (open.length > 0) {
    const ids = new Set(open.map((stack) => stack.id));
    const layer = open.filter((stack) => stack.dependencies.every((id) => done.has(id) || !ids.has(id)));
    if (layer.length === 0)
      throw usageError({ id: "dependency-circle", problem: `stacks depend on each other in a circle: ${[...ids].join(", ")}`, remedy: "Remove one of the dependencies in stacks/." });
    for (const stack of layer) done.add(stack.id);
    open = open.filter((stack) => !done.has(stack.id));
    layers.push(layer);
  }
  return layers;
};
