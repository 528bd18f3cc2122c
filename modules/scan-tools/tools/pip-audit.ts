import { eachFile } from "../each-file";
import { installPython, pythonHosts, pythonLock } from "../python";
import { recordCommand } from "../record";
import { committedFiles } from "../source";
import type { ScanTool, ToolReport } from "../tool";

const lock = pythonLock("pip-audit");
const report: ToolReport = { file: "pip-audit.json", format: "pip-audit", tool: "pip-audit", kind: "dependency", minimumVersion: lock.version };

/** Vulnerable packages in every file of pins for pip. A package without a hash is refused: what would be installed could be another one than was looked at. */
export const pipAudit: ScanTool = {
  name: "pip-audit",
  title: "Vulnerable Python packages",
  stage: "dependencies",
  isLicensed: false,
  version: lock.version,
  source: `https://github.com/pypa/pip-audit/blob/v${lock.version}/README.md`,
  languages: ["python"],
  reports: [report],
  downloads: [],
  reaches: pythonHosts,
  install: () => installPython(lock),
  scan: () => [
    ...committedFiles,
    ...eachFile(report, {
      names: ["requirements*.txt"],
      none: "pip-audit found no requirements.txt in the source: commit one with every package and its hashes, as `uv pip compile --generate-hashes` or `uv export` writes it",
      // Requirements may name another index (`--index-url`), but not a service that knows vulnerabilities.
      command: `pip-audit --require-hashes --disable-pip --progress-spinner=off --format=json --requirement="$file" --output="$part"`,
    }),
    ...recordCommand(report, { toolVersion: lock.version, rules: "1" }),
  ],
};
