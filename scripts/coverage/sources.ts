import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Text of every TypeScript file of modules and stacks, by path relative to the repository. */
export const readSources = (root: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["modules", "stacks"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .sort()
        .map((file) => [`${folder}/${file}`, readFileSync(join(root, folder, file), "utf8")] as const),
    ),
  );
