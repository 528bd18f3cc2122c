import { keepingExitCode } from "../../build-project";
import { installPython, pythonHosts, pythonLock } from "../python";
import { recordCommand } from "../record";
import { committedFiles } from "../source";
import type { ScanTool, ToolReport } from "../tool";

const lock = pythonLock("checkov");
const frameworks = "terraform cloudformation dockerfile kubernetes";
/** Checks of these frameworks at this version, counted as the build counts them. */
const checks = 1252;
const report: ToolReport = { file: "checkov.json", format: "checkov", tool: "checkov", kind: "infrastructure", minimumVersion: lock.version, minimumRules: checks };

/** A Dockerfile without fault, one instruction a line. */
const faultless = ["FROM scratch", "USER 65534", "HEALTHCHECK NONE"];

/**
 * Misconfigured infrastructure in the source: Terraform, CloudFormation, Dockerfiles and Kubernetes. A faultless Dockerfile of ours lies beside the source, for many an application has no
 * infrastructure: a checkov that works sees that one at least, and one that sees nothing at all is stopped by the gate. The policies of `policies/checkov` judge
 * what is synthesised and planned, whose values are all there; a source that still has to be evaluated is not for them.
 */
export const checkov: ScanTool = {
  name: "checkov",
  title: "Misconfigured infrastructure in the source",
  stage: "infrastructure",
  isLicensed: false,
  version: lock.version,
  source: "https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html",
  reports: [report],
  downloads: [],
  reaches: pythonHosts,
  install: () => installPython(lock),
  scan: () => [
    ...committedFiles,
    // It reads its configuration from the folder that it looks at, with checks to leave out.
    `rm --force "$TOOLS/source/.checkov.yaml" "$TOOLS/source/.checkov.yml"`,
    `mkdir "$TOOLS/source/portcullis-beside"`,
    `printf '%s\\n' ${faultless.map((line) => `'${line}'`).join(" ")} > "$TOOLS/source/portcullis-beside/Dockerfile"`,
    `cd "$TOOLS/source"`,
    `checks="$(checkov --skip-download --list --framework ${frameworks} | awk '/^\\| +[0-9]+ \\|/ { print $4 }' | sort --unique | wc --lines)"`,
    ...keepingExitCode(`CKV_IGNORE_HIDDEN_DIRECTORIES=false checkov --directory . --skip-download --framework ${frameworks} --output json > "$REPORTS/${report.file}"`),
    ...recordCommand(report, { rules: `"$checks"` }),
  ],
};
