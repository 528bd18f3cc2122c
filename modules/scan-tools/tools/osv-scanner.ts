import { keepingExitCode } from "../../build-project";
import { recordCommand } from "../record";
import { committedFiles } from "../source";
import { languages, type ScanTool, type ToolReport } from "../tool";

const version = "2.5.1";
const report: ToolReport = { file: "osv-scanner.json", format: "osv-scanner", tool: "osv-scanner", kind: "dependency", minimumVersion: version };

/** Vulnerable packages in every lock file of the source, of any language, by the database of osv.dev. */
export const osvScanner: ScanTool = {
  name: "osv-scanner",
  title: "Vulnerable packages of every language",
  stage: "dependencies",
  isLicensed: false,
  version,
  source: "https://google.github.io/osv-scanner/usage/",
  languages,
  reports: [report],
  // From the release's osv-scanner_SHA256SUMS, as eight public repositories pin it alike.
  downloads: [{ url: `https://github.com/google/osv-scanner/releases/download/v${version}/osv-scanner_linux_amd64`, sha256: "f9f25499a2c8cc367b3af45df2ea7eeca7fbccceab9c35079968f4b3652194be", file: "osv-scanner" }],
  reaches: ["api.osv.dev", "api.deps.dev"],
  install: () => [`chmod +x "$TOOLS/osv-scanner"`],
  scan: () => [
    ...committedFiles,
    // Named, it stands for every osv-scanner.toml in the source, which could silence what is known.
    `touch "$TOOLS/osv-scanner.toml"`,
    ...keepingExitCode(`osv-scanner scan source --config "$TOOLS/osv-scanner.toml" --recursive --no-ignore --all-packages --all-vulns --format json --output-file "$REPORTS/${report.file}" "$TOOLS/source"`),
    // "Return codes" of its manual.
    `if [ "$exit_code" -eq 128 ]; then echo "osv-scanner found no lock file in the source: commit the one that the build installs from" >&2; exit 1; fi`,
    // Without an answer of its service it writes a list of packages all the same, of which nothing is known.
    `if [ "$exit_code" -gt 1 ]; then echo "osv-scanner ended with $exit_code: it broke off" >&2; exit 1; fi`,
    // It asks a service, which says nothing of how many advisories it knows: that service is the one rule.
    ...recordCommand(report, { toolVersion: version, rules: "1" }),
  ],
};
