import { z } from "zod";
import { sha256 } from "../../sha256";
import type { Finding, FindingState, Location, Severity } from "../finding";
import { severityOfScore, severityOfWord } from "../severity";
import { cweOf, oneLine, pathOf, vulnerabilityIdsIn } from "../text";
import { kindOf, overridesOf, ruleFinder, tagsOf, toolOf, type Rule, type Run } from "./sarif-run";

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();
const place = z.object({ uri: z.string().nullish(), index: z.number().nullish() }).nullish();
const location = z.object({
  physicalLocation: z.object({ artifactLocation: place, region: z.object({ startLine: z.number().nullish(), endLine: z.number().nullish() }).nullish() }).nullish(),
  logicalLocations: listOf(z.object({ fullyQualifiedName: z.string().nullish(), name: z.string().nullish() })),
});
const identity = z.record(z.string(), z.unknown()).nullish();
/** Section 3.27. Only what is looked at is kept: code flows and snippets are most of a file, and may show a secret. */
export const result = z.object({
  ruleId: z.string().nullish(),
  ruleIndex: z.number().nullish(),
  rule: z.object({ id: z.string().nullish(), index: z.number().nullish(), toolComponent: z.object({ index: z.number().nullish() }).nullish() }).nullish(),
  kind: z.string().nullish(),
  level: z.string().nullish(),
  message: z.object({ text: z.string().nullish() }).nullish(),
  locations: listOf(location),
  analysisTarget: place,
  baselineState: z.string().nullish(),
  suppressions: listOf(z.object({ status: z.string().nullish(), justification: z.string().nullish() })),
  fingerprints: identity,
  partialFingerprints: identity,
  taxa: listOf(z.object({ id: z.string().nullish(), toolComponent: z.object({ name: z.string().nullish() }).nullish() })),
  properties: z.object({ "security-severity": z.unknown(), cwe: z.unknown(), tags: z.unknown() }).partial().nullish(),
});
export type Result = z.infer<typeof result>;

/**
 * Kinds that are no failure (section 3.27.9). `open` and `review` wait for a person's judgement and count; so does an unknown word, and
 * so does what has a level all the same: with these kinds it must be none (section 3.27.10).
 */
const passed = ["pass", "notapplicable", "informational"];
export const isFailure = ({ kind, level }: Result): boolean => !passed.includes((kind ?? "fail").toLowerCase()) || (level ?? "none").toLowerCase() !== "none";

/**
 * Section 3.27.10 has three levels. An error is taken for high, not critical: only a score tells these two apart, and both block.
 * `none` says that there is no severity, which of a failure nobody can say: it is unknown. Other words are not in the standard; where
 * they are a severity's name they are taken by it, else they are unknown too.
 */
const levels: Readonly<Record<string, Severity>> = { error: "high", warning: "medium", note: "low", none: "unknown" };

/**
 * Fortify's exporters write level "warning" for what it calls critical as well: without a score its level tells nothing.
 */
const isLevelWithoutMeaning = (tool: string): boolean => /fortify/.test(tool);

/** GitHub's "SARIF support for code scanning": a CVSS score as text. */
const scoreOf = (value: unknown): number | undefined => {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
};

/** Of the result, else of its rule. 0 is what tools write for "not scored". */
const scoreIn = (...values: readonly unknown[]): number | undefined => {
  const scores = values.map(scoreOf).filter((score) => score !== undefined);
  return scores.find((score) => score !== 0) ?? scores[0];
};

const severityOf = (tool: string, { kind, level }: Result, score: number | undefined, ruleLevel: string | null | undefined): Severity => {
  if (score !== undefined && score !== 0) return severityOfScore(score);
  if (isLevelWithoutMeaning(tool)) return "unknown";
  // Whoever waits for a judgement has level none by the standard: it is no severity.
  const own = ["open", "review"].includes(kind?.toLowerCase() ?? "") && level?.toLowerCase() === "none" ? undefined : level;
  const said = severityOfWord(own ?? ruleLevel ?? "warning", levels);
  // Trivy and grype write 0 and `note` for what they call unknown.
  return score === 0 && (said === "low" || said === "info") ? "unknown" : said;
};

/** Section 3.27.23: suppressed only where no suppression is under review or rejected; without a status it is accepted. */
const stateOf = ({ baselineState, suppressions }: Result): FindingState => {
  if (baselineState === "absent") return "fixed";
  const statuses = (suppressions ?? []).map(({ status }) => status?.toLowerCase() ?? "accepted");
  return statuses.length > 0 && statuses.every((status) => status === "accepted") ? "suppressed" : "open";
};

const decoded = (uri: string): string => {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
};

const locationOf = (run: Run, { locations, analysisTarget }: Result): Location => {
  const first = locations?.[0];
  const listed = first?.physicalLocation?.artifactLocation ?? analysisTarget;
  const uri = listed?.uri ?? (typeof listed?.index === "number" ? run.artifacts?.[listed.index]?.location?.uri : undefined);
  const { startLine, endLine } = first?.physicalLocation?.region ?? {};
  const logical = first?.logicalLocations?.[0];
  const resource = logical?.fullyQualifiedName ?? logical?.name ?? undefined;
  if (uri && /^https?:/i.test(uri)) return { url: uri, resource };
  if (uri) return { path: pathOf(decoded(uri)), line: startLine || undefined, endLine: endLine || undefined, resource };
  return { resource: resource ?? toolOf(run) };
};

const taxonIds = (rule: Rule | undefined, { taxa }: Result) =>
  [...(taxa ?? []).map(({ id, toolComponent }) => ({ id, taxonomy: toolComponent?.name })), ...(rule?.relationships ?? []).map(({ target }) => ({ id: target?.id, taxonomy: target?.toolComponent?.name }))].flatMap(({ id, taxonomy }) =>
    id && (/^cwe/i.test(id) || taxonomy?.toUpperCase() === "CWE") ? [id] : [],
  );

/** CWE of tags (`external/cwe/cwe-079`, `CWE-79: …`), of taxa and of properties; CVE and the like from the rule's id. */
const aliasesOf = (id: string, rule: Rule | undefined, result: Result): readonly string[] => {
  const own = [result.properties?.tags, result.properties?.cwe, rule?.properties?.cwe].flat().filter((value) => typeof value === "string");
  const weaknesses = [...tagsOf(rule), ...own, ...taxonIds(rule, result)].map((tag) => tag.replace(/^external\/cwe\//i, "")).filter((tag) => /^(?:cwe)?[-: ]?\d/i.test(tag));
  return [...new Set([...vulnerabilityIdsIn(id), ...weaknesses.flatMap((tag) => cweOf(tag) ?? [])])];
};

/** CWE-256 to 261, 312, 319, 321, 522, 532, 540, 547, 798: messages of such rules quote what was found. */
const credentials = /^CWE-(?:25[6-9]|26[01]|312|319|321|522|532|540|547|798)$/;

/** What a rule says of itself does not change from finding to finding and quotes no code; a message may. */
const titleOf = (finding: Pick<Finding, "rule" | "kind" | "aliases">, rule: Rule | undefined, { message }: Result): string => {
  const described = rule?.shortDescription?.text || rule?.fullDescription?.text;
  if (described) return oneLine(described);
  const mayQuote = finding.kind === "secret" || finding.aliases.some((alias) => credentials.test(alias)) || /secret|password|passwd|credential|token|api.?key|private.?key/i.test(finding.rule);
  return oneLine((mayQuote ? rule?.name : message?.text || rule?.name) || finding.rule);
};

/**
 * By value hashed with rule and file, for a part of a fingerprint (a line's hash) comes again in other files. gitleaks writes the
 * commit and its author there, which is neither an identity of the finding nor ours to pass on.
 */
const nativeIdOf = ({ rule, location }: Pick<Finding, "rule" | "location">, { fingerprints, partialFingerprints }: Result): string | undefined => {
  const given = [fingerprints, partialFingerprints].find((each) => each && Object.keys(each).length > 0);
  if (!given || "commitSha" in given) return undefined;
  const parts = Object.keys(given).sort().map((key) => [key, given[key]]);
  return sha256(JSON.stringify([rule, location.path, parts])).slice(0, 32);
};

/** Makes findings of one run's results, once all of the run is read: its rules may stand behind them. */
export const findingMaker = (run: Run): ((result: Result) => Finding) => {
  const tool = toolOf(run);
  const ruleOf = ruleFinder(run);
  const overrides = overridesOf(run);
  return (result) => {
    const { ruleId, ruleIndex, rule: reference, properties, suppressions } = result;
    const rule = ruleOf({ id: ruleId ?? reference?.id, index: ruleIndex ?? reference?.index, component: reference?.toolComponent?.index });
    const id = ruleId || reference?.id || rule?.id || "unnamed";
    const score = scoreIn(properties?.["security-severity"], rule?.properties?.["security-severity"]);
    const known = { rule: id, kind: kindOf(tool, rule), aliases: aliasesOf(id, rule, result), location: locationOf(run, result) };
    const reason = (suppressions ?? []).map(({ justification }) => justification).find(Boolean);
    return {
      ...known,
      tool,
      severity: severityOf(tool, result, score, overrides.get(id) ?? rule?.defaultConfiguration?.level),
      title: titleOf(known, rule, result),
      state: stateOf(result),
      nativeId: nativeIdOf(known, result),
      score: score !== undefined && score > 0 && score <= 10 ? score : undefined,
      note: reason ? oneLine(reason) : undefined,
    };
  };
};
