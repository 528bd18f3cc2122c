import { recordCommand } from "../record";
import { committedFiles } from "../source";
import type { ScanTool, ToolReport } from "../tool";
import { eachFile } from "../each-file";

const report: ToolReport = { file: "npm-audit.json", format: "npm-audit", tool: "npm-audit", kind: "dependency", minimumVersion: "10" };

/**
 * Vulnerable packages in every lock file of npm, developers' packages included: they run in the build. npm comes with the build image, which pins it; the record says which
 * it was. The lock is audited by itself: an `.npmrc` in the source could name another registry.
 */
export const npmAudit: ScanTool = {
  name: "npm-audit",
  title: "Vulnerable npm packages",
  stage: "dependencies",
  isLicensed: false,
  version: "10",
  source: "https://docs.npmjs.com/cli/v10/commands/npm-audit",
  languages: ["node"],
  reports: [report],
  downloads: [],
  reaches: ["registry.npmjs.org"],
  install: () => [],
  scan: () => [
    ...committedFiles,
    ...eachFile(report, {
      names: ["package-lock.json", "npm-shrinkwrap.json"],
      none: "npm audit found no package-lock.json in the source: commit the one that the build installs from",
      before: [`mkdir "$TOOLS/audit"`, `cp "$file" "$TOOLS/audit/"`, `if [ -f "$(dirname "$file")/package.json" ]; then cp "$(dirname "$file")/package.json" "$TOOLS/audit/"; fi`],
      command: `(cd "$TOOLS/audit" && npm audit --json --package-lock-only --include=dev --include=optional --include=peer --registry=https://registry.npmjs.org/) > "$part"`,
      after: [`rm --recursive "$TOOLS/audit"`],
    }),
    // It asks the registry, which says nothing of how many advisories it knows: that service is the one rule.
    ...recordCommand(report, { toolVersion: `"$(npm --version)"`, rules: "1" }),
  ],
};
