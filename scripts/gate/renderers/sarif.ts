import type { Invocation, Log, ReportingDescriptor, Result, Run } from "sarif";
import { maximumResults, sarifLevel, sarifPlace, sarifRoots, sarifSchema, sarifText, securitySeverity, visible, visibleJson, type SarifRank } from "../../faces";
import type { Severity } from "../../findings";
import { placeText } from "../place";
import type { JudgedFinding, Reason, Verdict } from "../verdict";
import type { Face } from "./face";
import { isAboutFinding, outcomeText, toolsOf, worstFirst } from "./wording";

/** GitHub shows a result only at a file (SARIF support for code scanning): what has none stands at the verdict. */
const fallbackFile = "verdict.json";

/** Unknown blocks like the worst and ranks with it. */
const rankOf = (severity: Severity): SarifRank => (severity === "unknown" ? "critical" : severity === "info" ? "low" : severity);

/**
 * SARIF 2.1.0: one run of the gate with what is wrong besides findings, then one run a tool. A finding that two tools saw stands once, in the
 * run of the tool that names it, with its witnesses. What is closed is left out: code scanning would open it again.
 */
export const renderSarif: Face = (verdict) => {
  const tools = [...new Set([...verdict.reports.flatMap(({ tool }) => tool ?? []), ...verdict.findings.map(({ tool }) => tool)])].sort();
  const log: Log = { $schema: sarifSchema, version: "2.1.0", runs: [gateRun(verdict), ...tools.map((tool) => toolRun(verdict, tool))] };
  return visibleJson(log);
};

const runOf = (tool: Run["tool"], category: string, results: readonly Result[], invocation: Invocation): Run => ({
  tool,
  columnKind: "utf16CodeUnits",
  automationDetails: { id: `portcullis-gate/${category}` },
  originalUriBaseIds: sarifRoots,
  invocations: [invocation],
  results: results.slice(0, maximumResults),
  ...(results.length > maximumResults ? { properties: { leftOut: results.length - maximumResults } } : {}),
});

const gateRun = (verdict: Verdict): Run => {
  const { subject, outcome, warnings, sha256, time } = verdict;
  const reasons = verdict.reasons.filter((reason) => !isAboutFinding(reason));
  const ids = [...new Set(reasons.map(({ id }) => id))];
  const rules = ids.map((id): ReportingDescriptor => ({ id: visible(id), defaultConfiguration: { level: "error" }, properties: { "security-severity": securitySeverity.high, tags: ["security"] } }));
  const results = reasons.map((reason): Result => ({ ruleId: visible(reason.id), ruleIndex: ids.indexOf(reason.id), level: "error", message: { text: reasonText(reason) }, locations: [{ physicalLocation: sarifPlace(undefined, fallbackFile) }] }));
  const notifications = warnings.map((warning) => ({ level: "warning" as const, descriptor: { id: visible(warning.id) }, message: { text: reasonText(warning) } }));
  const run = runOf({ driver: { name: "Portcullis gate", rules } }, "", results, { executionSuccessful: true, endTimeUtc: time, toolExecutionNotifications: notifications });
  return { ...run, properties: { ...run.properties, outcome, summary: visible(outcomeText(verdict)), pipeline: visible(subject.pipeline), environment: visible(subject.environment), commit: visible(subject.commit), verdict: sha256 } };
};

const reasonText = ({ problem, where, remedy }: Reason): string => sarifText(`${problem} (${where}) ${remedy}`);

const toolRun = (verdict: Verdict, tool: string): Run => {
  const reports = verdict.reports.filter((report) => report.tool === tool);
  const findings = worstFirst(verdict.findings.filter((finding) => finding.tool === tool && finding.standing !== "closed"));
  const rules = new Map<string, JudgedFinding>();
  for (const finding of findings) if (!rules.has(finding.rule)) rules.set(finding.rule, finding);
  const indexes = new Map([...rules.keys()].map((rule, index) => [rule, index]));
  const version = reports.find(({ toolVersion }) => toolVersion !== undefined)?.toolVersion;
  return runOf(
    { driver: { name: visible(tool), ...(version === undefined ? {} : { version: visible(version) }), rules: [...rules.values()].map(ruleOf) } },
    `${encodeURIComponent(visible(tool))}/`,
    findings.map((finding) => resultOf(finding, indexes.get(finding.rule) ?? 0, verdict)),
    { executionSuccessful: reports.length > 0 && reports.every(({ isAccepted }) => isAccepted) },
  );
};

/** Described by its worst finding; CWE as GitHub's tags want them. */
const ruleOf = ({ rule, title, severity, aliases }: JudgedFinding): ReportingDescriptor => ({
  id: visible(rule),
  shortDescription: { text: sarifText(title) },
  defaultConfiguration: { level: sarifLevel(rankOf(severity)) },
  properties: { "security-severity": securitySeverity[rankOf(severity)], tags: ["security", ...aliases.map((alias) => (/^CWE-\d+$/.test(alias) ? `external/cwe/${alias.toLowerCase()}` : visible(alias)))] },
});

const resultOf = (finding: JudgedFinding, ruleIndex: number, { subject }: Verdict): Result => {
  const { rule, title, why, severity, location, standing, fingerprint, waiver, kind, aliases, isKnownExploited, exploitProbability } = finding;
  const { path, line, endLine } = location;
  const place = sarifPlace(path === undefined ? undefined : { file: path, line: line ?? 1 }, fallbackFile);
  const isRange = endLine !== undefined && endLine >= place.region.startLine && place.artifactLocation.uri !== fallbackFile;
  return {
    ruleId: visible(rule),
    ruleIndex,
    level: sarifLevel(rankOf(severity)),
    message: { text: sarifText(`${title} (${placeText(location)}) ${why} Found by ${toolsOf(finding).join(", ")}.`) },
    locations: [{ physicalLocation: { ...place, region: { ...place.region, ...(isRange ? { endLine: Math.trunc(endLine) } : {}) } }, logicalLocations: [{ fullyQualifiedName: visible(placeText(location)) }] }],
    partialFingerprints: { "portcullis/f1": fingerprint },
    ...(waiver === undefined ? {} : { suppressions: [{ kind: "external" as const, status: "accepted" as const, justification: `waiver ${visible(waiver)}: ${visible(why)}` }] }),
    ...(subject.event === "pull-request" ? { baselineState: standing === "known" ? ("unchanged" as const) : ("new" as const) } : {}),
    properties: {
      "security-severity": securitySeverity[rankOf(severity)],
      severity,
      standing,
      kind,
      tools: toolsOf(finding).map(visible),
      aliases: aliases.map(visible),
      ...(isKnownExploited === undefined ? {} : { isKnownExploited }),
      ...(exploitProbability === undefined ? {} : { exploitProbability }),
    },
  };
};
