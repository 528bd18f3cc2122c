import type { Clock } from "../clock";
import { DocumentError, type TextFile } from "../documents";
import { addressOf } from "../findings";
import { approvalProblem, dayOf, daysBetween, expiryOf, refusalOf, unusedProblem, type ApprovalProblem, type FindingWaiver } from "../waivers";
import { momentOf } from "./moment";
import { reason } from "./reason";
import { rankOf } from "./severity-rank";
import type { GateSubject, JudgedFinding, Reason } from "./verdict";
import { patchProblem, readPatchEvidence, type PatchEvidence } from "./virtual-patches";

export interface FindingWaiverQuestion {
  readonly findings: readonly JudgedFinding[];
  /** Those of other pipelines and environments are left alone. */
  readonly waivers: readonly FindingWaiver[];
  readonly clock: Clock;
  readonly subject: Pick<GateSubject, "pipeline" | "environment">;
  /** As `./portcullis gate patches` writes it. @default none: no waiver can rest on a virtual patch */
  readonly livePatches?: TextFile;
  /** Where the change goes to; what was observed elsewhere proves nothing. @default aws */
  readonly place?: PatchEvidence["place"];
  /** Who wrote the change. @default not known: no waiver lifts anything, for its approver may have written it */
  readonly changeAuthor?: string;
}

export interface JudgedFindingWaivers {
  /** Every finding in its order: those that a waiver lifts stand `waived`; those whose waiver does not hold go on blocking and say why. */
  readonly findings: readonly JudgedFinding[];
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
}

type Problem = ApprovalProblem<ApprovalProblem["kind"] | "author-unknown" | "too-wide" | "worse" | "other-witness" | "not-revoked" | "patch-not-live">;

/** What judges every waiver of one run. */
interface Circumstances extends Pick<FindingWaiverQuestion, "clock" | "subject" | "changeAuthor"> {
  readonly today: string;
  readonly place: PatchEvidence["place"];
  readonly patches?: PatchEvidence;
}

const patchPrefix = "virtual-patch:";
const checkOf = ({ tool, rule }: { readonly tool: string; readonly rule: string }): string => `${tool}:${rule}`;
const placeKey = (rule: string, address: string): string => JSON.stringify([rule, address]);

/** Which waivers are of a finding, however many findings there are. */
const waiversBy = (waivers: readonly FindingWaiver[]): ((finding: JudgedFinding) => readonly FindingWaiver[]) => {
  const kept = new Map<string, FindingWaiver[]>();
  for (const waiver of waivers) {
    const key = waiver.fingerprint ?? placeKey(waiver.rule!, waiver.address!);
    kept.set(key, [...(kept.get(key) ?? []), waiver]);
  }
  const rules = new Set(waivers.map(({ rule }) => rule));
  return (finding) => {
    const checks = [...new Set([finding, ...finding.witnesses].map(checkOf))].filter((check) => rules.has(check));
    const address = checks.length === 0 ? undefined : addressOf(finding);
    const places = address === undefined ? [] : checks.map((check) => placeKey(check, address));
    return [finding.fingerprint, ...places].flatMap((key) => kept.get(key) ?? []);
  };
};

/** A waiver by rule and place says nothing of what another tool saw there, and in the worst case must name the version. */
const scopeProblem = (waiver: FindingWaiver, finding: JudgedFinding, isCritical: boolean): Problem | undefined => {
  if (waiver.fingerprint !== undefined) return undefined;
  const remedy = `Waive it by its fingerprint ${finding.fingerprint}.`;
  const other = finding.witnesses.find((witness) => checkOf(witness) !== waiver.rule);
  if (other) return refusalOf(waiver, "other-witness", `is of ${waiver.rule} alone, and ${checkOf(other)} sees it too.`, remedy);
  if (isCritical && !finding.location.package?.version) return refusalOf(waiver, "too-wide", `names a place without an exact version, and the severity is ${finding.severity}.`, remedy);
  return undefined;
};

/** Another tool, or the same one tomorrow, may call the same flaw worse than what was approved. */
const severityProblem = (waiver: FindingWaiver, { severity }: JudgedFinding): Problem | undefined =>
  waiver.severity === undefined || (severity !== "unknown" && rankOf(severity) <= rankOf(waiver.severity))
    ? undefined
    : refusalOf(waiver, "worse", `was approved for ${waiver.severity}, and the severity is ${severity}.`, "Have a waiver approved that says how severe it is now.");

/**
 * A secret in a history stays there for good: what counts is that it opens nothing. Compared is what reports say of its age, never the gate's own
 * book, which begins with the first verdict.
 */
const revocationProblem = (waiver: FindingWaiver, { kind, witnesses }: JudgedFinding, today: string): Problem | undefined => {
  if (kind !== "secret") return undefined;
  const refuse = (text: string, remedy: string) => refusalOf(waiver, "not-revoked", text, remedy);
  const { revoked } = waiver;
  if (revoked === undefined) return refuse("lifts no secret without proof that it was revoked.", "Revoke the secret, and write revoked: { at, evidence } into the waiver.");
  if (daysBetween(today, revoked.at) > 0) return refuse(`says that the secret was revoked on ${revoked.at}, which is still to come.`, "Correct the day once the secret is revoked.");
  const seen = witnesses.flatMap(({ firstSeen }) => (firstSeen === undefined ? [] : [momentOf(firstSeen) ?? Number.NaN]));
  if (seen.some(Number.isNaN)) return refuse("cannot be compared with the day on which the secret was first seen, which the report does not write as ISO 8601.", "Have the report corrected.");
  if (seen.length > 0 && daysBetween(dayOf(new Date(Math.min(...seen))), revoked.at) < 0) return refuse(`says that the secret was revoked on ${revoked.at}, before it was first seen.`, "Revoke the secret that was found, and write that day.");
  return undefined;
};

const controlProblem = (waiver: FindingWaiver, { patches, place, clock, subject }: Circumstances): Problem | undefined => {
  if (!waiver.compensatingControl?.startsWith(patchPrefix)) return undefined;
  const problem = patchProblem(waiver.compensatingControl.slice(patchPrefix.length), patches, { environment: subject.environment, place, clock });
  return problem && refusalOf(waiver, "patch-not-live", problem.text, problem.remedy);
};

/** Why a waiver does not lift a finding; undefined where it does. Unknown counts as critical. */
const refusal = (waiver: FindingWaiver, finding: JudgedFinding, circumstances: Circumstances): Problem | undefined => {
  const { today, changeAuthor } = circumstances;
  const isCritical = finding.severity === "critical" || finding.severity === "unknown";
  return (
    approvalProblem(waiver, { today, isCritical, changeAuthor }) ??
    (changeAuthor === undefined ? refusalOf(waiver, "author-unknown", `is approved by ${waiver.approver}, and nobody says who wrote this change.`, "Name the author by --author.") : undefined) ??
    severityProblem(waiver, finding) ??
    scopeProblem(waiver, finding, isCritical) ??
    revocationProblem(waiver, finding, today) ??
    controlProblem(waiver, circumstances)
  );
};

const reasonOf = ({ waiver, kind, text, remedy }: Problem): Reason => reason(`waiver-${kind}`, `waiver ${waiver}`, text, remedy);

const withSentences = (why: string, sentences: readonly string[]): string => [/[.!?]$/.test(why) ? why : `${why}.`, ...sentences].join(" ");

const readPatches = (file: TextFile | undefined): { readonly patches?: PatchEvidence; readonly faults: readonly Reason[] } => {
  if (file === undefined) return { faults: [] };
  try {
    return { patches: readPatchEvidence(file), faults: [] };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const [fault] = error.faults;
    return { faults: [reason("virtual-patches-unreadable", `${file.name}:${fault!.line}`, `What was observed of virtual patches cannot be read: ${fault!.text}.`, "Write it anew by `./portcullis gate patches <environment> --format json`.")] };
  }
};

/**
 * Applies the waivers of one pipeline and environment to what scanners found. Pure: the clock says what day it is (UTC), and a waiver
 * holds until its last day has ended. Only what blocks is lifted; a waiver is used as long as its finding is there, whatever it stands as, until it is closed.
 */
export const judgeFindingWaivers = ({ findings, waivers, clock, subject, livePatches, place = "aws", changeAuthor }: FindingWaiverQuestion): JudgedFindingWaivers => {
  const today = dayOf(clock.now());
  const here = waivers.filter(({ pipeline, environment }) => pipeline === subject.pipeline && environment === subject.environment);
  const { patches, faults } = readPatches(livePatches);
  const circumstances: Circumstances = { clock, subject, changeAuthor, today, place, patches };
  const waiversOf = waiversBy(here);
  const [used, lifting] = [new Set<FindingWaiver>(), new Set<FindingWaiver>()];
  const refused = new Map<string, Problem>();
  const judge = (finding: JudgedFinding): JudgedFinding => {
    if (finding.standing === "closed") return finding;
    const covering = waiversOf(finding);
    for (const waiver of covering) used.add(waiver);
    if (covering.length === 0 || finding.standing !== "blocks") return finding;
    const tried = covering.map((waiver) => ({ waiver, problem: refusal(waiver, finding, circumstances) }));
    const holding = tried.find(({ problem }) => problem === undefined)?.waiver;
    if (holding) {
      lifting.add(holding);
      return { ...finding, standing: "waived", waiver: holding.id, why: `Waiver ${holding.id}, approved by ${holding.approver}, lifts it until the end of ${holding.expires}.` };
    }
    const problems = tried.flatMap(({ problem }) => problem ?? []);
    for (const problem of problems) refused.set(`${problem.waiver} ${problem.kind}`, problem);
    return { ...finding, why: withSentences(finding.why, problems.map(({ text }) => text)) };
  };
  const judged = findings.map(judge);
  const idle = here.filter((waiver) => !used.has(waiver)).map((waiver) => unusedProblem(waiver, today, waiver.fingerprint ? `nothing has the fingerprint ${waiver.fingerprint}` : `${waiver.rule} finds nothing at ${waiver.address}`));
  const problems: readonly Problem[] = [...refused.values(), ...[...lifting].flatMap((waiver) => expiryOf(waiver, today)), ...idle];
  return {
    findings: judged,
    reasons: [...faults, ...problems.filter(({ blocks }) => blocks).map(reasonOf)],
    warnings: problems.filter(({ blocks }) => !blocks).map(reasonOf),
  };
};
