import { download, exported, type Buildspec } from "../build-project";
import type { ScanPlace, ScanTool } from "./tool";

/** The command that decides, as a pipeline fetches it: the packed package of one release in the bucket of tools. */
export interface PortcullisPackage {
  readonly version: string;
  /** SHA-256 of `portcullis-<version>.tgz`. */
  readonly sha256: string;
}

/**
 * The commit as a fresh clone lays it out, in place of what came. In a source from S3 whoever laid it down wrote `.git` as well: its configuration
 * would run programs of his in every build, and files beside the commit would be built and never looked at. A clone that is not local is how git
 * makes a repository that is not trusted usable (git(1), "Security"): it takes no configuration and no hook along, and counts the id of each object anew.
 */
const cleanCheckout: readonly string[] = [
  `cd "$TOOLS"`,
  `git clone --quiet --no-local --no-checkout "$CODEBUILD_SRC_DIR" "$TOOLS/checkout"`,
  `cd "$CODEBUILD_SRC_DIR"`,
  `find . -mindepth 1 -maxdepth 1 -exec rm --recursive --force '{}' +`,
  `mv "$TOOLS/checkout/.git" .git`,
  "git reset --quiet --hard",
];

/**
 * Folders that every build of a pipeline has, and the commit it looks at. The commit is read from the checkout, so that a report is bound to
 * what was looked at and not to what somebody said. `$CODEBUILD_SRC_DIR` and `$CODEBUILD_SRC_DIR_Application` are CodeBuild's
 * (CodeBuild User Guide, "Environment variables in build environments").
 */
export const prelude = ({ version, sha256 }: PortcullisPackage): readonly string[] => [
  exported("TOOLS", `"$(mktemp --directory)"`),
  exported("REPORTS", `"$(mktemp --directory)"`),
  `export PATH="$TOOLS:$TOOLS/bin:$PATH"`,
  ...cleanCheckout,
  exported("COMMIT", `"$(git rev-parse --verify HEAD)"`),
  `aws s3 cp --only-show-errors "s3://$TOOLS_BUCKET/portcullis-${version}.tgz" "$TOOLS/portcullis.tgz"`,
  `echo "${sha256}  $TOOLS/portcullis.tgz" | sha256sum --check --strict -`,
  `mkdir "$TOOLS/portcullis-package" "$TOOLS/bin"`,
  `tar --extract --gzip --file "$TOOLS/portcullis.tgz" --directory "$TOOLS/portcullis-package" --strip-components 1`,
  `ln --symbolic "$TOOLS/portcullis-package/portcullis" "$TOOLS/bin/portcullis"`,
];

/**
 * What the build made, as the stages after it see it: `deliverable/` holds one file, `image.tar` of `docker save` or `application.zip`, whose
 * digest reports and verdicts are bound to. Two files or none are no file that can be read, and fail here.
 */
export const artifactPrelude: readonly string[] = [
  `export ARTIFACT="$CODEBUILD_SRC_DIR_Application"`,
  exported("DELIVERABLE", `"$(find "$ARTIFACT/deliverable" -type f)"`),
  exported("DIGEST", `"sha256:$(sha256sum < "$DELIVERABLE" | cut --delimiter ' ' --fields 1)"`),
];

/**
 * Where a tool's reports lie: under the pipeline, the execution, and the tool's own name, where no other build may write. Each object is
 * encrypted under the bucket's key.
 */
export const evidencePrefix = (toolName: string): string => `$PIPELINE/executions/$EXECUTION/reports/${toolName}`;

const handOver = ({ name }: ScanTool): readonly string[] => [`aws s3 cp --only-show-errors --recursive "$REPORTS" "s3://$EVIDENCE_BUCKET/${evidencePrefix(name)}"`];

/** Whether it looks at what the build made besides the source. */
export const looksAtArtifact = ({ stage }: Pick<ScanTool, "stage">): boolean => stage === "malware" || stage === "containers";

/**
 * The whole build of one tool: fetch and check, look, record, hand over. What the tool finds never fails the build: the gate decides; a tool that
 * cannot look does.
 *
 * @example
 * const gitleaks = scanTools.find(({ name }) => name === "gitleaks")!;
 * const buildspec = scanBuildspec(
 *   gitleaks,
 *   { pipeline: "castle-prod-orders", languages: ["node"], settings: {} },
 *   { version: "1.4.0", sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
 * );
 */
export const scanBuildspec = (tool: ScanTool, place: ScanPlace, portcullis: PortcullisPackage, secret?: string): Buildspec => ({
  secrets: Object.fromEntries(Object.entries(tool.secrets ?? {}).map(([variable, key]) => [variable, `${secret}:${key}`])),
  install: [...prelude(portcullis), ...tool.downloads.flatMap(download), ...tool.install(place)],
  build: [...(looksAtArtifact(tool) ? artifactPrelude : []), exported("STARTED", `"$(date --utc +%Y-%m-%dT%H:%M:%SZ)"`), ...tool.scan(place)],
  finish: handOver(tool),
});
