import { moduleIndex, modulePage } from "./document";
import { readModules } from "./read";

export { exampleFile } from "./example";
export { purposeOf } from "./document";
export { readModules, type Module } from "./read";

/** Folder of the pages, relative to the repository. */
export const modulePagesFolder = "docs/modules";

/** Every page by its file name. */
export const modulePages = (root: string): Readonly<Record<string, string>> => {
  const modules = readModules(root);
  return { "README.md": moduleIndex(modules), ...Object.fromEntries(modules.map((module) => [`${module.name}.md`, modulePage(module, modules)])) };
};
