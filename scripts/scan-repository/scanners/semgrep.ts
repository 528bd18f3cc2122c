import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Scanner } from "../scanner";

const folder = join("policies", "semgrep");

/** Its report does not say how many rules there were. */
const countRules = (root: string): number =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".yaml"))
    .reduce((sum, name) => sum + (parse(readFileSync(join(root, folder, name), "utf8")) as { rules: readonly unknown[] }).rules.length, 0);

/** Our own rules alone: none is fetched, so that the same commit is judged by the same rules everywhere. */
export const semgrep: Scanner = {
  name: "semgrep",
  tool: "semgrep",
  format: "semgrep",
  title: "flaws in code",
  scan: async ({ root, report, pythonPrograms, start }) => {
    const scanArguments = ["scan", "--metrics=off", "--disable-version-check", "--disable-nosem", "--config", folder, "--json", "--output"];
    const { exitCode } = await start(join(pythonPrograms, "semgrep"), [...scanArguments, report, "."]);
    return { exitCode, command: ["semgrep", ...scanArguments].join(" "), rules: countRules(root) };
  },
};
