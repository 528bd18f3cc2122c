import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The tests that read a built account by plain AWS API calls, relative to the repository: `test/e2e/controls/storage.py: denies_http`. */
export interface Assertions {
  /** By whole id of the control that is asserted. */
  readonly ofControls: Readonly<Record<string, string>>;
  /** By Terraform type of what watches: the assertion that it stands. */
  readonly ofWatchers: Readonly<Record<string, string>>;
}

/** Folder of the assertions, relative to the repository. */
export const assertionsFolder = "test/e2e/controls";

/** One registered function: its decorators, then its name. */
const registered = /((?:^@(?:control|watcher)\(.*\)\n)+)def (\w+)\(/gm;
const decorator = /^@(control|watcher)\((.*)\)$/gm;
const quoted = /"([^"]+)"/g;

/** The assertions that Python sources register, by file name. */
export const assertionsIn = (sources: Readonly<Record<string, string>>): Assertions => {
  const found = { control: {} as Record<string, string>, watcher: {} as Record<string, string> };
  for (const [file, text] of Object.entries(sources))
    for (const [, decorators = "", name = ""] of text.matchAll(registered))
      for (const [, kind, abouts = ""] of decorators.matchAll(decorator))
        for (const [, about = ""] of abouts.matchAll(quoted)) found[kind as "control" | "watcher"][about] = `${assertionsFolder}/${file}: ${name}`;
  return { ofControls: found.control, ofWatchers: found.watcher };
};

/** Reads them from a repository; an installed package comes without tests. */
export const readAssertions = (root: string): Assertions => {
  const folder = join(root, assertionsFolder);
  const files = listed(folder).filter((file) => file.endsWith(".py"));
  return assertionsIn(Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")])));
};

const listed = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};
