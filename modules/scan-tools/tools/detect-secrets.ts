import { keepingExitCode } from "../../build-project";
import { installPython, pythonHosts, pythonLock } from "../python";
import { recordCommand } from "../record";
import { layOut, wholeHistory } from "../source";
import type { ScanTool, ToolReport } from "../tool";

const lock = pythonLock("detect-secrets");
const report: ToolReport = { file: "detect-secrets.json", format: "detect-secrets", tool: "detect-secrets", kind: "secret", minimumVersion: lock.version, minimumRules: 27 };

/**
 * A second eye on secrets, in every version of every file that leads to what is checked out. It knows no history itself, so each content is laid
 * out once, as `<id of the content>/<path>`: `git show <id>` shows what was found. A content that has had several names is looked at under the
 * newest, and its filters go by names: what they leave out of a lock file, they leave out of a copy of it.
 */
export const detectSecrets: ScanTool = {
  name: "detect-secrets",
  title: "Secrets in every version of every file",
  stage: "secrets",
  isLicensed: false,
  version: lock.version,
  source: `https://github.com/Yelp/detect-secrets/blob/v${lock.version}/README.md`,
  reports: [report],
  downloads: [],
  reaches: pythonHosts,
  install: () => installPython(lock),
  scan: () => [
    ...wholeHistory,
    `git --git-dir "$TOOLS/history" rev-list --objects "$COMMIT" | git --git-dir "$TOOLS/history" cat-file --batch-check='%(objecttype) %(objectname) %(rest)' > "$TOOLS/objects"`,
    // As git-update-index(1) reads entries of an index: mode, id, tabulator, path.
    `sed --quiet 's|^blob \\([0-9a-f]*\\) \\(.*\\)$|100644 \\1\\t\\1/\\2|p' "$TOOLS/objects" | tr '\\n' '\\0' | GIT_INDEX_FILE="$TOOLS/contents.index" git --git-dir "$TOOLS/history" update-index -z --index-info`,
    ...layOut("contents", "contents.index"),
    `cd "$TOOLS/contents"`,
    // Comments in the code silence nothing, and no secret is tried out on the service it is for.
    ...keepingExitCode(`detect-secrets scan --all-files --no-verify --disable-filter detect_secrets.filters.allowlist.is_line_allowlisted > "$REPORTS/${report.file}"`),
    `files="$(find "$TOOLS/contents" -type f | wc --lines)"`,
    ...recordCommand(report, { looked: `"$files"`, lookedAt: "files" }),
  ],
};
