import { plural } from "../../faces";
import { addressOf, type Severity } from "../../findings";
import type { JudgedFinding, Reason, ReportEvidence, Standing, Verdict } from "../verdict";

/** What all faces say alike. */

/** Worst first. What is unknown blocks like the worst and stands beside it. */
export const severitiesByRank: readonly Severity[] = ["critical", "unknown", "high", "medium", "low", "info"];
const rankOf = (severity: Severity): number => severitiesByRank.indexOf(severity);

/** In the order in which a reader wants them. */
export const standings: readonly Standing[] = ["blocks", "waived", "tolerated", "known", "closed"];
/** As an adjective: `2 blocking findings`. */
export const standingWords: Readonly<Record<Standing, string>> = { blocks: "blocking", waived: "waived", tolerated: "tolerated", known: "known", closed: "closed" };

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Worst first; what is known to be exploited before what is not; then by fingerprint, so that every run gives one order. */
export const worstFirst = (findings: readonly JudgedFinding[]): readonly JudgedFinding[] =>
  [...findings].sort(
    (a, b) =>
      rankOf(a.severity) - rankOf(b.severity) ||
      Number(b.isKnownExploited ?? false) - Number(a.isKnownExploited ?? false) ||
      (b.exploitProbability ?? 0) - (a.exploitProbability ?? 0) ||
      compare(a.fingerprint, b.fingerprint),
  );

/** Findings of one standing, worst first. */
export const findingsThat = (verdict: Verdict, standing: Standing): readonly JudgedFinding[] => worstFirst(verdict.findings.filter((finding) => finding.standing === standing));

const numberText = (number: number): string => number.toLocaleString("en-US");

/** How many findings there are: a row a severity and a column a standing, without those of which there is none. */
export const countTable = ({ findings }: Verdict): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const shown = standings.filter((standing) => findings.some((finding) => finding.standing === standing));
  const counted = (label: string, counts: readonly JudgedFinding[]) => [label, ...shown.map((standing) => numberText(counts.filter((finding) => finding.standing === standing).length))];
  const rows = severitiesByRank.flatMap((severity) => {
    const here = findings.filter((finding) => finding.severity === severity);
    return here.length === 0 ? [] : [counted(severity, here)];
  });
  return { heads: ["", ...shown.map((standing) => standingWords[standing])], rows: rows.length > 1 ? [...rows, counted("all", findings)] : rows };
};

/** Severities of which there is a finding, worst first. */
export const presentSeverities = ({ findings }: Verdict): readonly Severity[] => severitiesByRank.filter((severity) => findings.some((finding) => finding.severity === severity));

/** A reason that repeats a blocking finding; any other is about evidence, waivers or penetration tests. */
export const isAboutFinding = ({ id }: Reason): boolean => id.startsWith("finding-");

/** Longer ones nobody copies: then the fingerprint has to do. In characters. */
const longestAddress = 400;

/** The exact place as a waiver names it (docs/waivers.md), whole or not at all. */
export const addressIn = (finding: JudgedFinding): readonly string[] => {
  const address = addressOf(finding);
  return address === undefined || address.length > longestAddress ? [] : [address];
};

/** Who found it, once each: `grype, trivy`. */
export const toolsOf = ({ tool, witnesses }: JudgedFinding): readonly string[] => [...new Set([tool, ...witnesses.map((witness) => witness.tool)])].sort(compare);

/** What makes it more pressing than its severity says, and what would mend it. */
export const remarksOn = ({ isKnownExploited, exploitProbability, isFixAvailable, location, firstSeen, aliases }: JudgedFinding): readonly string[] => {
  const fixed = location.package?.fixedIn ?? [];
  return [
    isKnownExploited ? "known to be exploited (CISA)" : "",
    exploitProbability === undefined ? "" : `exploited within 30 days with probability ${exploitProbability} (EPSS)`,
    fixed.length > 0 ? `fixed in ${fixed.join(", ")}` : isFixAvailable === undefined ? "" : isFixAvailable ? "a fix is there" : "no fix yet",
    firstSeen === undefined ? "" : `first seen ${firstSeen}`,
    aliases.length === 0 ? "" : aliases.join(", "),
  ].filter((remark) => remark !== "");
};

/** `Blocked: payments may not go to prod`. The first words of every face. */
export const outcomeText = ({ outcome, subject }: Verdict): string =>
  outcome === "block" ? `Blocked: this change of ${subject.pipeline} may not go to ${subject.environment}` : `Passed: this change of ${subject.pipeline} may go to ${subject.environment}`;

/** `3 reasons · 45 findings: 2 blocking, 3 waived, 40 tolerated · 3 of 4 reports accepted`. */
export const totalsText = ({ reasons, findings, reports }: Verdict): string => {
  const parts = standings.flatMap((standing) => {
    const count = findings.filter((finding) => finding.standing === standing).length;
    return count === 0 ? [] : [`${numberText(count)} ${standingWords[standing]}`];
  });
  return [
    ...(reasons.length === 0 ? [] : [plural(reasons.length, "reason")]),
    findings.length === 0 ? "no findings" : `${plural(findings.length, "finding")}: ${parts.join(", ")}`,
    `${numberText(reports.filter(({ isAccepted }) => isAccepted).length)} of ${plural(reports.length, "report")} accepted`,
  ].join(" · ");
};

/** What was judged, by label. */
export const subjectFacts = ({ subject, time, sha256 }: Verdict): readonly (readonly [string, string])[] => [
  ["pipeline", subject.pipeline],
  ["environment", `${subject.environment} (${subject.classification})`],
  ["event", subject.event === "pull-request" ? "pull request: what it adds counts" : "promotion: all that stands counts"],
  ["commit", subject.commit],
  ...(subject.digest === undefined ? [] : [["digest", subject.digest] as const]),
  ["judged", time],
  ["verdict", sha256],
];

/** A report in the words of the table: tool, version, rules, looked at, findings, accepted. */
export const reportCells = ({ name, format, tool, toolVersion, rules, looked, lookedAt, findings, isAccepted }: ReportEvidence): readonly string[] => [
  name,
  tool === undefined ? (format ?? "unreadable") : `${tool}${toolVersion === undefined ? "" : ` ${toolVersion}`}`,
  rules === undefined ? "?" : numberText(rules),
  looked === undefined ? "?" : `${numberText(looked)}${lookedAt === undefined ? "" : ` ${lookedAt}`}`,
  numberText(findings),
  isAccepted ? "yes" : "NO",
];
export const reportHeads = ["report", "tool", "rules", "looked at", "findings", "accepted"] as const;
