import { keepingExitCode } from "../../build-project";
import { recordCommand } from "../record";
import { wholeHistory } from "../source";
import type { ScanTool, ToolReport } from "../tool";

const version = "8.30.1";
/** Rules of config/gitleaks.toml at this version, counted by `grep -c '^\[\[rules\]\]'`: the program does not say how many it loaded. */
const rules = 222;
const archive = `gitleaks_${version}_linux_x64.tar.gz`;
const report: ToolReport = { file: "gitleaks.json", format: "gitleaks", tool: "gitleaks", kind: "secret", minimumVersion: version, minimumRules: rules };

/** Secrets in every commit that leads to what is checked out: what was only removed is still there for whoever clones. */
export const gitleaks: ScanTool = {
  name: "gitleaks",
  title: "Secrets in the whole history",
  stage: "secrets",
  isLicensed: false,
  version,
  source: `https://github.com/gitleaks/gitleaks/blob/v${version}/README.md`,
  reports: [report],
  // From the release's gitleaks_8.30.1_checksums.txt, as pinned alike by redhat-developer/rhdh-plugin-export-overlays and others.
  downloads: [{ url: `https://github.com/gitleaks/gitleaks/releases/download/v${version}/${archive}`, sha256: "551f6fc83ea457d62a0d98237cbad105af8d557003051f41f3e7ca7b3f2470eb", file: archive }],
  install: () => [`tar --extract --gzip --file "$TOOLS/${archive}" --directory "$TOOLS/bin" gitleaks`],
  scan: () => [
    ...wholeHistory,
    // Merges are read against their first parent: what only a merge brings in would go unseen. Comments in the code silence nothing.
    ...keepingExitCode(
      `gitleaks git --no-banner --no-color --redact --ignore-gitleaks-allow --gitleaks-ignore-path "$TOOLS/history" --log-opts "--diff-merges=first-parent $COMMIT" --report-format json --report-path "$REPORTS/${report.file}" "$TOOLS/history" 2>"$TOOLS/gitleaks.log"`,
    ),
    `cat "$TOOLS/gitleaks.log" >&2`,
    // It ends with 1 for leaks and for errors alike, and writes an empty list after an error.
    `if [ "$exit_code" -ne 0 ] && [ "$(jq length "$REPORTS/${report.file}")" -eq 0 ]; then echo "gitleaks ended with $exit_code and names no secret: it broke off" >&2; exit 1; fi`,
    `commits="$(sed --quiet 's/.* \\([0-9][0-9]*\\) commits scanned.*/\\1/p' "$TOOLS/gitleaks.log")"`,
    ...recordCommand(report, { toolVersion: version, rules: String(rules), looked: `"$commits"`, lookedAt: "commits" }),
  ],
};
