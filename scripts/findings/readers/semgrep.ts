import { z } from "zod";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { cweOf, oneLine, pathOf } from "../text";

const position = z.looseObject({ line: z.number() });
const result = z.looseObject({
  check_id: z.string(),
  path: z.string(),
  start: position,
  end: position,
  extra: z.looseObject({
    severity: z.string().nullish(),
    message: z.string().nullish(),
    fingerprint: z.string().nullish(),
    is_ignored: z.boolean().nullish(),
    metadata: z.looseObject({ cwe: z.union([z.string(), z.array(z.string())]).nullish() }).nullish(),
  }),
});
/** `type` is a word, or a list of a word and what belongs to it (`["PartialParsing", [...]]`). */
const failure = z.looseObject({ level: z.string(), type: z.union([z.string(), z.array(z.unknown())]).nullish(), path: z.string().nullish(), spans: z.array(z.looseObject({ file: z.string() })).nullish() });
const skipped = z.looseObject({ path: z.string(), reason: z.string() });
/** semgrep-interfaces, `cli_output`. */
const document = z.looseObject({
  version: z.string().nullish(),
  results: z.array(result),
  errors: z.array(failure),
  paths: z.looseObject({ scanned: z.array(z.string()), skipped: z.array(skipped).nullish() }).nullish(),
  skipped_rules: z.array(z.looseObject({ rule_id: z.string() })).nullish(),
});

/** Levels of rules: "Rule syntax", `severity`; CRITICAL, HIGH, MEDIUM and LOW are the newer words. An inventory or experiment is no weakness. */
const levels = { error: "high", warning: "medium", info: "low", inventory: "info", experiment: "info" } as const;

/** What the one who scans asked to be left out, by a flag or an ignore file (semgrep-interfaces, `skip_reason`; shown with `--verbose`); any other reason is a failure. */
const askedFor = new Set(["always_skipped", "semgrepignore_patterns_match", "gitignore_patterns_match", "cli_include_flags_do_not_match", "cli_exclude_flags_match", "excluded_by_config", "dotfile", "minified", "binary", "irrelevant_rule"]);

const findingOf = ({ check_id, path, start, end, extra }: z.infer<typeof result>): Finding => ({
  tool: "semgrep",
  rule: check_id,
  kind: "code",
  severity: severityOfWord(extra.severity, levels),
  title: oneLine(extra.message ?? check_id),
  location: { path: pathOf(path), line: start.line, endLine: end.line },
  state: extra.is_ignored ? "suppressed" : "open",
  aliases: [extra.metadata?.cwe ?? []].flat().flatMap((cwe) => cweOf(cwe) ?? []),
  // Without an account semgrep writes "requires login" there: the same for every finding, so no identity.
  nativeId: extra.fingerprint && /^[\da-f]{32,}/i.test(extra.fingerprint) ? extra.fingerprint : undefined,
});

/** Warnings count as well: they say that a file was not, or only partly, understood, and what is not looked at is not clean. */
const failureOf = ({ level, type, path, spans }: z.infer<typeof failure>): string => {
  const file = path ?? spans?.[0]?.file;
  return oneLine(`${level}: ${String(Array.isArray(type) ? type[0] : (type ?? "unnamed"))}${file === undefined ? "" : ` in ${pathOf(file)}`}`);
};

export const semgrep: Reader = {
  format: "semgrep",
  title: "Semgrep JSON",
  recognises: ({ keys }) => keys.has("results[].check_id") || (keys.has("results") && keys.has("errors") && (keys.has("paths") || keys.has("paths.scanned") || keys.size === 2)),
  read: (source) => {
    const { version, results, errors, paths, skipped_rules } = shaped(document, readJson(source));
    return {
      format: "semgrep",
      tool: "semgrep",
      toolVersion: version ?? undefined,
      // An empty list of paths beside findings is what old versions wrote: then nothing is said.
      looked: paths?.scanned.length === 0 && results.length > 0 ? undefined : paths?.scanned.length,
      lookedAt: "files",
      failures: [
        ...errors.filter(({ level }) => level !== "info").map(failureOf),
        ...(paths?.skipped ?? []).filter(({ reason }) => !askedFor.has(reason)).map(({ path, reason }) => oneLine(`not looked at: ${pathOf(path)} (${reason})`)),
        ...(skipped_rules ?? []).map(({ rule_id }) => oneLine(`rule not run: ${rule_id}`)),
      ],
      contradictions: [],
      findings: results.map(findingOf),
    };
  },
};
