import { millisecondsPerDay } from "../clock";
import type { Severity } from "../findings";
import { clockSkew, momentOf } from "./moment";
import type { Rules } from "./policy";
import { reason } from "./reason";
import { rankOf } from "./severity-rank";
import type { GateSubject, Reason, Verdict } from "./verdict";

/** An earlier verdict, as `parseVerdict` took it from its file. */
export interface BaselineFile {
  readonly name: string;
  readonly verdict: Verdict;
}

/** What one witness said of one flaw before. */
interface Earlier {
  /** How many findings it spoke of. */
  readonly count: number;
  readonly severity: Severity;
  /** Milliseconds since 1970. */
  readonly firstSeen: number;
}

/** What was known before, by fingerprints of witnesses. */
export type Baseline = ReadonlyMap<string, Earlier>;

/** Why an earlier verdict is no baseline of this one. */
export const judgeBaseline = ({ name, verdict }: BaselineFile, subject: GateSubject, rules: Rules, now: number): readonly Reason[] => {
  const take = "Hand over the JSON verdict of the target branch's last promotion to this environment, as it was written.";
  const age = now - momentOf(verdict.time)!;
  const { pipeline, environment, event, commit } = verdict.subject;
  const isOwn = subject.event === "pull-request" && commit === subject.commit;
  return [
    ...(pipeline !== subject.pipeline || environment !== subject.environment ? [reason("baseline-foreign", name, `The baseline is of ${pipeline} in ${environment}.`, take)] : []),
    // Its own verdict, or that of another pull request, would make everything known.
    ...(event !== "promotion" || isOwn ? [reason("baseline-foreign", name, isOwn ? "The baseline is of this very commit." : "The baseline is of a pull request, which judges only what it adds.", take)] : []),
    ...(age > rules.baselineDays * millisecondsPerDay || age < -clockSkew ? [reason("baseline-stale", name, age < 0 ? "The baseline was judged in the future." : `The baseline is older than ${rules.baselineDays} days.`, take)] : []),
  ];
};

/** What stood then; what was closed is new if it comes back. */
export const baselineOf = ({ verdict }: BaselineFile): Baseline => {
  const known = new Map<string, Earlier>();
  const judged = momentOf(verdict.time)!;
  for (const { severity, standing, knownSince, witnesses } of verdict.findings) {
    if (standing === "closed") continue;
    for (const fingerprint of new Set(witnesses.flatMap((witness) => witness.fingerprint ?? []))) {
      const other = known.get(fingerprint);
      const seen = Math.min(momentOf(knownSince) ?? judged, judged);
      known.set(fingerprint, {
        count: (other?.count ?? 0) + 1,
        // The milder of two: a finding that is worse than one of them is not known.
        severity: other !== undefined && rankOf(other.severity) < rankOf(severity) ? other.severity : severity,
        firstSeen: Math.min(seen, other?.firstSeen ?? seen),
      });
    }
  }
  return known;
};
