import { join } from "node:path";
import type { Scanner } from "../scanner";

/** A file of pins has a report of its own: pip-audit refuses two that pin one package. */
const pipAudit = (name: string, pins: string, title: string): Scanner => ({
  name,
  tool: "pip-audit",
  format: "pip-audit",
  title,
  scan: async ({ report, pythonPrograms, start }) => {
    const program = join(pythonPrograms, "pip-audit");
    const toolVersion = (await start(program, ["--version"])).stdout.trim().replace(/^pip-audit /, "");
    const scanArguments = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json", `--requirement=${join("scripts", pins)}`];
    const { exitCode } = await start(program, [...scanArguments, `--output=${report}`]);
    // As with npm: the service is the one rule.
    return { exitCode, command: ["pip-audit", ...scanArguments].join(" "), toolVersion, rules: 1 };
  },
});

export const pipAuditOfCommand = pipAudit("pip-audit-command", "requirements.txt", "vulnerable Python packages of the command");
export const pipAuditOfScanners = pipAudit("pip-audit-scanners", "scan-requirements.txt", "vulnerable Python packages of the scanners");
