import { readDeclared, type Tree } from "../synthesis";
import type { PricedStack } from "./estimate";

/** What a synthesised tree declares. */
export const pricedStacks = (tree: Tree): Promise<readonly PricedStack[]> =>
  Promise.all(
    tree.stacks.map(async ({ id, environment, region, folder }) => {
      const { resource = {} } = await readDeclared<{ readonly resource?: PricedStack["resources"] }>({ folder });
      return { id, environment, region, resources: resource };
    }),
  );
