import type { Module } from "./read";

/**
 * An example as a whole file: what it names of the modules is imported. `scope` is the construct it stands in.
 * @param modulesFolder how the file reaches the modules
 */
export const exampleFile = (example: string, modules: readonly Module[], modulesFolder: string): string => {
  const imports = importsOf(example, modules).map(([module, names]) => `import { ${names.join(", ")} } from "${modulesFolder}/${module}";`);
  return [...imports, 'import type { Construct } from "constructs";', "", "export const example = (scope: Construct): void => {", ...example.split("\n").map((line) => (line === "" ? "" : `  ${line}`)), "};", ""].join("\n");
};

/** What an example needs, by module. */
export const importsOf = (example: string, modules: readonly Module[]): readonly (readonly [string, readonly string[]])[] => {
  // What is quoted or a key is no name of a module.
  const words = new Set(example.replaceAll(/"[^"]*"/g, '""').match(/(?<![.\w])[A-Za-z]\w*(?!\w|\s*:)/g) ?? []);
  return modules
    .map(({ name, exported }) => [name, exported.filter(({ name: each, kind }) => words.has(each) && kind !== "interface" && kind !== "type").map((each) => each.name).sort()] as const)
    .filter(([, names]) => names.length > 0);
};
