import { writeFile } from "node:fs/promises";
import type { Scanner } from "../scanner";

/** Every stack of every environment, judged by checkov. JSON and not SARIF, which does not say what was looked at. */
export const check: Scanner = {
  name: "portcullis-check",
  tool: "portcullis-check",
  format: "portcullis-check",
  title: "misconfigured infrastructure",
  scan: async ({ report, portcullis }) => {
    const { exitCode, stdout } = await portcullis("check", "--format", "json");
    await writeFile(report, stdout);
    return { exitCode, command: "./portcullis check --format json" };
  },
};
