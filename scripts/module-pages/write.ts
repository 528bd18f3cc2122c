import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modulePages, modulePagesFolder } from ".";

/** Writes docs/modules and removes the pages of modules that are gone; from the repository's root: `npm run docs`. */
const folder = join(process.cwd(), modulePagesFolder);
const pages = modulePages(process.cwd());
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!(name in pages)) rmSync(join(folder, name));
for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, name), text);
process.stderr.write(`wrote ${Object.keys(pages).length} pages in ${modulePagesFolder}\n`);
