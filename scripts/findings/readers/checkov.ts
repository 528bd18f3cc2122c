import { z } from "zod";
import type { Finding, FindingKind } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Report } from "../report";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";

const count = z.number().int().nonnegative();
const check = z.looseObject({
  check_id: z.string(),
  check_name: z.string().nullish(),
  severity: z.string().nullish(),
  file_path: z.string().nullish(),
  repo_file_path: z.string().nullish(),
  file_line_range: z.array(z.number()).nullish(),
  resource: z.string().nullish(),
  check_result: z.looseObject({ suppress_comment: z.string().nullish() }).nullish(),
  guideline: z.string().nullish(),
});
const checks = z.array(check).nullish();
const run = z.looseObject({
  check_type: z.string(),
  results: z.looseObject({ failed_checks: z.array(check), skipped_checks: checks, passed_checks: checks, parsing_errors: z.array(z.string()).nullish() }),
  summary: z.looseObject({ passed: count, failed: count, skipped: count, parsing_errors: count, resource_count: count.nullish(), checkov_version: z.string() }),
});
type Run = z.infer<typeof run>;
/** What it prints where no runner had anything to do; versions 2.0 and 2.1 wrote the keys without underscores. */
const nothing = z.looseObject({ passed: z.literal(0), failed: z.literal(0), checkov_version: z.string() });
const document = z.union([run.transform((one) => [one]), z.array(run), nothing.transform(({ checkov_version }) => checkov_version)]);

/** What a runner looks for. */
const kinds: ReadonlyMap<string, FindingKind> = new Map([["secrets", "secret"], ["sca_package", "dependency"], ["sca_image", "dependency"], ["sast", "code"], ["dockerfile", "container"]]);
const kindOf = (checkType: string): FindingKind => kinds.get(checkType) ?? (checkType.startsWith("sast") ? "code" : "infrastructure");

/**
 * Without a key of its vendor checkov writes no severity. Then it is high, so that a finding blocks until somebody judged it; a
 * secret is critical, as with every other scanner for secrets.
 */
const severityOf = (severity: string | null | undefined, kind: FindingKind) => (severity ? severityOfWord(severity) : kind === "secret" ? "critical" : "high");

const findingOf = (checkType: string, state: "open" | "suppressed") => (failed: z.infer<typeof check>): Finding => {
  const kind = kindOf(checkType);
  const path = failed.repo_file_path || failed.file_path;
  const [line, endLine] = failed.file_line_range ?? [];
  return {
    tool: "checkov",
    rule: failed.check_id,
    kind,
    severity: severityOf(failed.severity, kind),
    title: oneLine(failed.check_name || failed.check_id),
    // For a secret, `resource` is a hash of it.
    location: { path: path ? pathOf(path) : undefined, line: line || undefined, endLine: endLine || undefined, resource: kind === "secret" ? undefined : failed.resource || undefined },
    state,
    aliases: [],
    note: state === "suppressed" ? oneLine(`skipped in the source: ${failed.check_result?.suppress_comment ?? "no reason given"}`) : failed.guideline ? oneLine(failed.guideline) : undefined,
  };
};

/** What is skipped in the source counts until a waiver lifts it: a report that hides it, as `--quiet` does, is not whole. */
const failuresOf = ({ check_type, results, summary }: Run): readonly string[] => [
  ...(results.parsing_errors ?? []).map((file) => oneLine(`${check_type}: not understood: ${pathOf(file)}`)),
  ...(summary.parsing_errors > 0 && !results.parsing_errors?.length ? [`${check_type}: ${summary.parsing_errors} files not understood; --quiet hides which`] : []),
  ...(summary.skipped > 0 && !results.skipped_checks ? [`${check_type}: ${summary.skipped} checks skipped in the source; --quiet hides which`] : []),
];

/** `--quiet` leaves the lists of passed and skipped checks and of parsing errors out; a list that is there must have as many as the summary says. */
const contradictionsOf = ({ check_type, results, summary }: Run): readonly string[] =>
  (
    [
      ["failed", results.failed_checks, summary.failed],
      ["skipped", results.skipped_checks, summary.skipped],
      ["parsing errors", results.parsing_errors, summary.parsing_errors],
    ] as const
  ).flatMap(([what, list, said]) => (list && list.length !== said ? [`${check_type}: the summary says ${said} ${what}, the list has ${list.length}`] : []));

const common = { format: "checkov", tool: "checkov", lookedAt: "resources" } as const;
const reportOf = (runs: readonly Run[]): Report => {
  // What the runner for secrets counts are the secrets it found.
  const counts = runs.filter(({ check_type }) => check_type !== "secrets").map(({ summary }) => summary.resource_count);
  return {
    ...common,
    toolVersion: runs[0]?.summary.checkov_version,
    // Old versions (1.0 is one) count no resources.
    looked: counts.some((resources) => typeof resources === "number") ? counts.reduce<number>((total, resources) => total + (resources ?? 0), 0) : undefined,
    failures: runs.flatMap(failuresOf),
    contradictions: runs.flatMap(contradictionsOf),
    findings: runs.flatMap(({ check_type, results }) => [...results.failed_checks.map(findingOf(check_type, "open")), ...(results.skipped_checks ?? []).map(findingOf(check_type, "suppressed"))]),
  };
};

export const checkov: Reader = {
  format: "checkov",
  title: "Checkov JSON",
  recognises: ({ keys }) => ["check_type", "[].check_type", "checkov_version"].some((key) => keys.has(key)),
  read: (source) => {
    const runs = shaped(document, readJson(source));
    return typeof runs === "string" ? { ...common, toolVersion: runs, looked: 0, failures: [], contradictions: [], findings: [] } : reportOf(runs);
  },
};
