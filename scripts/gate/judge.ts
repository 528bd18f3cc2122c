import type { Clock } from "../clock";
import type { TextFile } from "../documents";
import { severities } from "../findings";
import type { FindingWaiver } from "../waivers";
import { baselineOf, judgeBaseline, type BaselineFile } from "./baseline";
import { judgeEvidence, type GatheredReport } from "./evidence";
import { judgeExploits, type Exploits } from "./exploits";
import { identify } from "./identity";
import type { Manifest } from "./manifest";
import { judgePenetrationTests } from "./penetration-tests";
import { placeText } from "./place";
import type { Rules } from "./policy";
import { inOrder, reason } from "./reason";
import { seal } from "./seal";
import { countFingerprints, stand } from "./standing";
import { judgeFindingWaivers } from "./waivers";
import type { GateSubject, Input, JudgedFinding, Reason, Verdict } from "./verdict";

/** Everything that a verdict depends on. */
export interface GateQuestion {
  readonly subject: GateSubject;
  readonly manifest: Manifest;
  readonly rules: Rules;
  readonly reports: readonly GatheredReport[];
  readonly exploits: Exploits;
  /** Verdict of the target branch's last promotion. @default none: everything is new */
  readonly baseline?: BaselineFile;
  readonly waivers: readonly FindingWaiver[];
  /** What `gate patches` observed. @default none */
  readonly livePatches?: TextFile;
  /** Evidence of penetration tests. */
  readonly penetrationTests: readonly TextFile[];
  /** Where the change goes to. @default aws */
  readonly place?: "aws" | "emulator";
  /** Who wrote the change. @default not known: no waiver lifts anything */
  readonly changeAuthor?: string;
  readonly clock: Clock;
  /** Every file that was read, reports included. */
  readonly inputs: readonly Input[];
}

/** One reason for each severity, however many findings there are: each stands in the list of findings. */
const blockingReasons = (findings: readonly JudgedFinding[]): readonly Reason[] =>
  severities.flatMap((severity) => {
    const blocking = findings.filter((finding) => finding.standing === "blocks" && finding.severity === severity);
    const [first] = blocking;
    if (first === undefined) return [];
    const counted = blocking.length === 1 ? `1 finding of severity ${severity} blocks` : `${blocking.length} findings of severity ${severity} block`;
    const where = `${placeText(first.location) || "no place"} (${first.tool} ${first.rule})${blocking.length > 1 ? ` and ${blocking.length - 1} more` : ""}`;
    return [reason(`finding-${severity}`, where, `${counted}: ${first.title}${blocking.length > 1 ? "; …" : ""}`, "Fix what was found and scan again; where the exception is right, have a waiver approved (docs/gate.md).")];
  });

const byName = <Item extends { readonly name: string; readonly sha256: string }>(items: readonly Item[]): readonly Item[] =>
  items.map((item) => ({ item, key: `${item.name}\n${item.sha256}` })).sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)).map(({ item }) => item);

/**
 * The gate's one decision. Pure: the same question gives the same verdict, whatever the order of reports. Evidence comes before
 * findings: where nobody proved to have looked, no finding is no good news.
 */
export const judge = (question: GateQuestion): Verdict => {
  const { subject, manifest, rules, reports, exploits, baseline, clock } = question;
  const time = clock.now();
  const now = time.getTime();
  const evidence = judgeEvidence({ reports, manifest, rules, subject, now });
  const faults = baseline === undefined ? [] : judgeBaseline(baseline, subject, rules, now);
  const known = baseline !== undefined && faults.length === 0 ? baselineOf(baseline) : undefined;
  const flaws = identify(reports.flatMap(({ name, content }) => ("report" in content ? content.report.findings.map((finding) => ({ finding, report: name })) : [])));
  const circumstances = { rules, event: subject.event, exploits, baseline: known, counts: countFingerprints(flaws), now };
  const waived = judgeFindingWaivers({ ...question, findings: flaws.map((flaw) => stand(flaw, circumstances)) });
  const tested = judgePenetrationTests({ ...question, documents: question.penetrationTests, requirement: rules.penetrationTest });
  const reasons = inOrder([...evidence.reasons, ...faults, ...judgeExploits(exploits, rules, now), ...tested, ...waived.reasons, ...blockingReasons(waived.findings)]);
  return seal({
    version: 1,
    subject,
    // Each that blocks has its reason; should one ever be without, it blocks all the same.
    outcome: reasons.length === 0 && waived.findings.every(({ standing }) => standing !== "blocks") ? "pass" : "block",
    time: time.toISOString(),
    reasons,
    warnings: inOrder([...evidence.warnings, ...waived.warnings]),
    reports: byName(evidence.reports),
    findings: waived.findings,
    inputs: byName(question.inputs),
  });
};
