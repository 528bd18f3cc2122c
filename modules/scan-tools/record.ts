import { quoted } from "../build-project";
import type { ToolReport } from "./tool";

/** What a record says; each value is a word of bash, so that `"$rules"` is what a command before it has counted. */
export interface RecordFacts {
  /** @default the report says it */
  readonly toolVersion?: string;
  /** @default the report says it */
  readonly rules?: string;
  /** @default the report says it */
  readonly looked?: string;
  /** What `looked` counts, in the plural. @default the report says it */
  readonly lookedAt?: string;
  /** @default the `$exit_code` that `keepingExitCode` has set */
  readonly exitCode?: string;
  /** When rules or vulnerability data were made, ISO 8601. @default not known */
  readonly rulesTime?: string;
}

const option = (name: string, word: string | undefined): readonly string[] => (word === undefined ? [] : [`--${name} ${word}`]);

/**
 * Demands that the report is there and not empty, and writes the record of its run beside it (docs/gate.md, "What a report must prove").
 * A tool that ends well and writes nothing fails the build here, and so does a fact that neither the caller nor the report says.
 */
export const recordCommand = ({ file, format, tool, subject }: ToolReport, { toolVersion, rules, looked, lookedAt, exitCode = `"$exit_code"`, rulesTime }: RecordFacts): readonly string[] => [
  `if ! test -s "$REPORTS/${file}"; then echo "${tool} ended with ${exitCode.replaceAll('"', "")} and wrote no report" >&2; exit 1; fi`,
  [
    `portcullis gate record "$REPORTS/${file}" --format ${format} --tool ${quoted(tool)}`,
    ...option("tool-version", toolVersion),
    ...option("rules", rules),
    ...option("looked", looked),
    ...option("looked-at", lookedAt === undefined ? undefined : quoted(lookedAt)),
    `--exit-code ${exitCode} --commit "$COMMIT" --started "$STARTED"`,
    ...(subject === "digest" ? [`--digest "$DIGEST"`] : []),
    ...option("rules-time", rulesTime),
  ].join(" "),
];
