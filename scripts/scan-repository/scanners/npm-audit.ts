import { writeFile } from "node:fs/promises";
import type { Scanner } from "../scanner";

/** What package-lock.json pins, developers' packages included: they run in CI, with the code before it is reviewed. */
export const npmAudit: Scanner = {
  name: "npm-audit",
  tool: "npm-audit",
  format: "npm-audit",
  title: "vulnerable npm packages",
  scan: async ({ report, start }) => {
    const toolVersion = (await start("npm", ["--version"])).stdout.trim();
    const { exitCode, stdout } = await start("npm", ["audit", "--json"]);
    await writeFile(report, stdout);
    // It asks the registry, which says nothing of how many advisories it knows: that service is the one rule.
    return { exitCode, command: "npm audit --json", toolVersion, rules: 1 };
  },
};
