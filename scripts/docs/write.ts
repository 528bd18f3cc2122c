import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { frameworks } from "../../policies/controls";
import { coverageDocument, coverageOf, readSources, validatedOnly } from "../coverage";
import { withSynthesis } from "../synthesis";
import { controlsDocument, readAssertions, traceControls } from "../controls";

/** Writes docs/controls.md and docs/coverage.md from one synthesised tree; from the repository's root: `npm run docs`. */
const write = async (root: string): Promise<void> => {
  const notes = await withSynthesis(root, process.env, async (tree) => tree.notes);
  const pages = {
    "docs/controls.md": controlsDocument(traceControls(frameworks, notes, readAssertions(root))),
    "docs/coverage.md": coverageDocument(coverageOf(notes, readSources(root), validatedOnly)),
  };
  for (const [path, text] of Object.entries(pages)) {
    writeFileSync(join(root, path), text);
    process.stderr.write(`wrote ${path}\n`);
  }
};

void write(process.cwd());
