import { keepingExitCode } from "../../build-project";
import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "gitleaks.json", format: "gitleaks", tool: "gitleaks", kind: "secret", minimumVersion: "8.30.1", minimumRules: 222 };

/** Secrets in every commit that leads to what is checked out: what was only removed is still there for whoever clones. */
export const gitleaks: ScanTool = {
  name: "gitleaks",
  title: "Secrets in the whole history",
  stage: "secrets",
  isLicensed: false,
  version: "8.30.1",
  source: "https://github.com/gitleaks/gitleaks/blob/v8.30.1/README.md",
  reports: [report],
  downloads: [],
  install: () => [],
  scan: () => [
    // A shallow clone would hide all but the last commit.
    `if [ "$(git rev-parse --is-shallow-repository)" != false ]; then echo "the source holds no whole history: let the source action make a full clone" >&2; exit 1; fi`,
    ...keepingExitCode(`gitleaks git --no-banner --no-color --redact --ignore-gitleaks-allow --log-opts "--diff-merges=first-parent HEAD" --report-format json --report-path "$REPORTS/${report.file}" .`),
    ...recordCommand(report, { toolVersion: "8.30.1", rules: "222", looked: `"$(git rev-list --count HEAD)"`, lookedAt: "commits" }),
  ],
};
