import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withSynthesis } from "../synthesis";
import { costPage, estimate, pricedStacks } from ".";

/** `npm run docs:cost`: writes docs/cost.md of this checkout. */
const write = async (root: string): Promise<void> => {
  const page = await withSynthesis(root, process.env, async (tree) => costPage(estimate(await pricedStacks(tree))));
  await writeFile(join(root, "docs", "cost.md"), page);
};

void write(process.cwd());
