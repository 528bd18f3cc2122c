import { millisecondsPerDay } from "../clock";
import type { Severity } from "../findings";
import type { Baseline } from "./baseline";
import { isExploited, probabilityOf, type Exploits } from "./exploits";
import { isOpen, summarise, type Flaw, type Member } from "./identity";
import { clockSkew, momentOf } from "./moment";
import type { Rules } from "./policy";
import { raised, rankOf } from "./severity-rank";
import type { GateSubject, JudgedFinding, Standing } from "./verdict";

export interface Circumstances {
  readonly rules: Rules;
  readonly event: GateSubject["event"];
  readonly exploits: Exploits;
  /** What stood in the target branch. @default none was given */
  readonly baseline?: Baseline;
  /** How many flaws each witness's fingerprint is of, now. */
  readonly counts: ReadonlyMap<string, number>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export const countFingerprints = (flaws: readonly Flaw[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { members } of flaws) for (const fingerprint of new Set(members.map((member) => member.fingerprint))) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  return counts;
};

/** It stood before, as often and not milder. */
const isKnown = ({ finding, fingerprint }: Member, { baseline, counts }: Circumstances): boolean => {
  const earlier = baseline?.get(fingerprint);
  return earlier !== undefined && earlier.count >= (counts.get(fingerprint) ?? 0) && rankOf(earlier.severity) >= rankOf(finding.severity);
};

/** When a witness first saw it; what the baseline does not have is of today. Undefined where nobody knows: nobody has seen it tomorrow. */
const firstSeenBy = ({ finding, fingerprint }: Member, { baseline, now }: Circumstances): number | undefined => {
  const said = momentOf(finding.firstSeen);
  const own = said !== undefined && said > now + clockSkew ? undefined : said;
  const earlier = baseline === undefined ? undefined : (baseline.get(fingerprint)?.firstSeen ?? now);
  return own === undefined ? earlier : Math.min(own, earlier ?? own);
};

interface Judgement {
  readonly standing: Standing;
  readonly why: string;
}

/** Whether the age of a finding below the threshold blocks. */
const tooOld = (severity: Severity, seen: readonly (number | undefined)[], { rules, event, now }: Circumstances): string | undefined => {
  const limit = rules.oldestDays[severity];
  if (limit === undefined || event === "pull-request") return undefined;
  if (seen.includes(undefined)) return `Nobody knows how old it is, and ${severity} is tolerated for ${limit} days only: give the last verdict by --baseline`;
  return seen.some((time) => now - time! > limit * millisecondsPerDay) ? `It has been there for more than ${limit} days` : undefined;
};

const isWaitingForFix = (severity: Severity, open: readonly Member[], seen: readonly (number | undefined)[], { rules, now }: Circumstances): boolean => {
  const limit = rules.withoutFixDays[severity] ?? 0;
  const isWithoutFix = open.every(({ finding }) => finding.location.package !== undefined && (finding.kind === "dependency" || finding.kind === "container") && finding.isFixAvailable === false);
  return limit > 0 && isWithoutFix && seen.every((time) => time !== undefined && now - time <= limit * millisecondsPerDay);
};

/**
 * What hardens holds as soon as it is true of one witness, what softens only where it is true of every witness that still sees the
 * flaw: so one more witness never opens the gate.
 */
const judge = (finding: Pick<JudgedFinding, "severity" | "kind">, open: readonly Member[], isKnownExploited: boolean, probability: number | undefined, circumstances: Circumstances): Judgement => {
  const { rules, event } = circumstances;
  if (open.length === 0) return { standing: "closed", why: "Everyone who saw it says that it is fixed, or mitigated with approval." };
  if (event === "pull-request" && rules.newFindingsOnly && open.every((member) => isKnown(member, circumstances))) return { standing: "known", why: "It stood in the target branch before." };
  if (isKnownExploited) return { standing: "blocks", why: "It is known to be exploited." };
  const isProbable = rules.exploitProbability !== undefined && probability !== undefined && probability >= rules.exploitProbability;
  const severity = isProbable ? raised(finding.severity) : finding.severity;
  const counted = isProbable && severity !== finding.severity ? `${finding.severity}, counted as ${severity} for its probability of exploitation` : severity;
  const seen = open.map((member) => firstSeenBy(member, circumstances));
  if (severity === "unknown") return { standing: "blocks", why: "Nobody knows how severe it is." };
  const least = strictestThreshold(open, rules);
  if (rankOf(severity) < rankOf(least)) {
    const old = tooOld(severity, seen, circumstances);
    return old === undefined ? { standing: "tolerated", why: `It is ${counted}; ${least} and worse block.` } : { standing: "blocks", why: `${old}.` };
  }
  if (isWaitingForFix(severity, open, seen, circumstances)) return { standing: "tolerated", why: `Nobody has a fix yet; without one ${severity} is tolerated for ${rules.withoutFixDays[severity]} days.` };
  return { standing: "blocks", why: `It is ${counted}; ${least} and worse block.` };
};

/** Witnesses may call the kind differently. */
const strictestThreshold = (open: readonly Member[], { block }: Rules): Severity => open.map(({ finding }) => block[finding.kind]).reduce((one, other) => (rankOf(other) < rankOf(one) ? other : one));

/** How a flaw stands by the policy, before waivers. */
export const stand = (flaw: Flaw, circumstances: Circumstances): JudgedFinding => {
  const finding = summarise(flaw);
  const open = flaw.members.filter(isOpen);
  const isKnownExploited = open.some((member) => isExploited(member.finding, circumstances.exploits));
  const probability = probabilityOf(finding, circumstances.exploits);
  const known = flaw.members.flatMap(({ fingerprint }) => circumstances.baseline?.get(fingerprint)?.firstSeen ?? []);
  return {
    ...finding,
    ...(known.length > 0 ? { knownSince: new Date(known.reduce((one, other) => Math.min(one, other))).toISOString() } : {}),
    ...(isKnownExploited ? { isKnownExploited } : {}),
    ...(probability === undefined ? {} : { exploitProbability: probability }),
    ...judge(finding, open, isKnownExploited, probability, circumstances),
  };
};
