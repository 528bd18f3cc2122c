import { keepingExitCode } from "../../build-project";
import { installPython, pythonHosts, pythonLock } from "../python";
import { recordCommand } from "../record";
import { committedFiles } from "../source";
import type { ScanTool, ToolReport } from "../tool";

/** Rules of others, at one commit: its id is a checksum, which git compares as it fetches. */
export interface PinnedRules {
  /** Repository from which git clones. */
  readonly url: string;
  /** The whole id of the commit. */
  readonly commit: string;
  /** SHA-256 over the SHA-256 of each rule file, in the order of their paths; git's own ids are SHA-1. */
  readonly sha256: string;
  /** How many rules semgrep loads, ours included. */
  readonly total: number;
}

/** Languages of the registry's folders; each has its weaknesses in folders named `security`. */
const languages = "go java javascript python typescript";

/**
 * The public registry as git keeps it. The packs of semgrep.dev change by the day and have no checksum, and GitHub promises no bytes for the archives that
 * it makes, so the commit is what is pinned. The last one before its licence forbade to use the rules for others: LGPL 2.1 with the Commons Clause.
 */
export const registry: PinnedRules = {
  url: "https://github.com/semgrep/semgrep-rules",
  commit: "157ae4706d7f54aa33647332f234dd68f30da195",
  sha256: "65e470b4515cadaf1aa2a3925acc439326c9904fb47541f9e454e82ae23ec00c",
  total: 636,
};

const fetchRules = ({ url, commit, sha256 }: PinnedRules): readonly string[] => [
  `git init --quiet "$TOOLS/registry-repository"`,
  `git -C "$TOOLS/registry-repository" fetch --quiet --depth 1 ${url} ${commit}`,
  `mkdir "$TOOLS/registry"`,
  `git -C "$TOOLS/registry-repository" archive ${commit} ${languages} | tar --extract --directory "$TOOLS/registry" --wildcards --exclude '*.test.yaml' '*/security/*.y*ml'`,
  `echo "${sha256}  -" > "$TOOLS/registry.sha256"`,
  `(cd "$TOOLS/registry" && find . -type f -print0 | LC_ALL=C sort --zero-terminated | xargs --null sha256sum) | sha256sum --check --strict "$TOOLS/registry.sha256"`,
];

const lock = pythonLock("semgrep");

/**
 * Weaknesses in code, by our own rules of `policies/semgrep` and those of the registry at one commit. Rules are named by their folder from the source, so that a finding keeps
 * its name from build to build. No list of exceptions in the source counts: its `.semgrepignore` files are taken away, and an empty one keeps semgrep from its own.
 * @param rules @default the public registry
 */
export const semgrepWith = (rules: PinnedRules): ScanTool => {
  const report: ToolReport = { file: "semgrep.json", format: "semgrep", tool: "semgrep", kind: "code", minimumVersion: lock.version, minimumRules: rules.total };
  return {
    name: "semgrep",
    title: "Weaknesses in code",
    stage: "static-analysis",
    isLicensed: false,
    version: lock.version,
    source: "https://semgrep.dev/docs/cli-reference",
    reports: [report],
    downloads: [],
    reaches: [...pythonHosts, "github.com"],
    timeoutMinutes: 60,
    install: () => [...installPython(lock), ...fetchRules(rules)],
    scan: () => [
      ...committedFiles,
      `find "$TOOLS/source" -name .semgrepignore -delete`,
      `touch "$TOOLS/source/.semgrepignore"`,
      `cd "$TOOLS/source"`,
      ...keepingExitCode(
        `semgrep scan --metrics=off --disable-version-check --disable-nosem --no-git-ignore --max-target-bytes=0 --timeout=30 --config ../registry --config ../portcullis-package/policies/semgrep --json --output "$REPORTS/${report.file}" . 2>"$TOOLS/semgrep.log"`,
      ),
      `cat "$TOOLS/semgrep.log" >&2`,
      // The report does not say how many there were; the log does: "Scanning 4 files with 636 Code rules:".
      `rules="$(sed --quiet 's/.* with \\([0-9][0-9]*\\) Code rules.*/\\1/p' "$TOOLS/semgrep.log")"`,
      ...recordCommand(report, { rules: `"$rules"` }),
    ],
  };
};

export const semgrep: ScanTool = semgrepWith(registry);
