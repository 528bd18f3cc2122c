import { keepingExitCode, quoted } from "../build-project";
import type { ToolReport } from "./tool";

/** A tool that looks at one file at a time. */
export interface EachFile {
  /** Names of the files that it reads, as find(1) matches them. */
  readonly names: readonly string[];
  /** Said where the source has none of them. */
  readonly none: string;
  /** Before each file, whose path is `$file`. @default nothing */
  readonly before?: readonly string[];
  /** Looks at `$file` and writes `$part`. */
  readonly command: string;
  /** After each file. @default nothing */
  readonly after?: readonly string[];
}

/**
 * Runs a tool on every such file of `$TOOLS/source`, and makes one report of what it wrote: a list of its documents, in the order of the files. `$exit_code` is the highest.
 * A file that brings no document fails the build: one list of the others would hide it. Packages that were committed with their own lock files are looked at as well.
 */
export const eachFile = ({ file, tool }: ToolReport, { names, none, before = [], command, after = [] }: EachFile): readonly string[] => [
  `find "$TOOLS/source" -type f \\( ${names.map((name) => `-name ${quoted(name)}`).join(" -o ")} \\) | LC_ALL=C sort > "$TOOLS/files"`,
  `if ! test -s "$TOOLS/files"; then echo ${quoted(none)} >&2; exit 1; fi`,
  `mkdir "$TOOLS/parts"`,
  `number=0 highest=0`,
  `while IFS= read -r file; do`,
  `number=$((number + 1)) part="$TOOLS/parts/$(printf %06d "$number").json"`,
  ...before,
  ...keepingExitCode(command),
  `if ! test -s "$part"; then echo "${tool} ended with $exit_code and wrote nothing of $file" >&2; exit 1; fi`,
  `if [ "$exit_code" -gt "$highest" ]; then highest="$exit_code"; fi`,
  ...after,
  `done < "$TOOLS/files"`,
  `exit_code="$highest"`,
  `jq --slurp . "$TOOLS"/parts/*.json > "$REPORTS/${file}"`,
];
