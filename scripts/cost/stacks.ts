import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tree } from "../synthesis";
import type { PricedStack } from "./estimate";

/** What a synthesised tree declares. */
export const pricedStacks = (tree: Tree): Promise<readonly PricedStack[]> =>
  Promise.all(
    tree.stacks.map(async ({ id, environment, region, folder }) => {
      const { resource = {} } = JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as { readonly resource?: PricedStack["resources"] };
      return { id, environment, region, resources: resource };
    }),
  );
