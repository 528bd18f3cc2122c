import type { Finding, ScanFacts } from "../findings";

/** Why the gate stops, or warns. */
export interface Reason {
  /** In kebab case: `report-missing`, `finding-critical`. */
  readonly id: string;
  /** One sentence. Never holds a secret. */
  readonly problem: string;
  /** File, tool or place of a finding. */
  readonly where: string;
  /** What to do now. */
  readonly remedy: string;
}

/** One tool's word for a finding. */
export interface Witness {
  readonly tool: string;
  readonly rule: string;
  /** Name of the report. */
  readonly report: string;
  /** `f1-…` of what this tool alone says; the next baseline compares these. */
  readonly fingerprint?: string;
  /** When this tool first saw it, ISO 8601, where its report says so. */
  readonly firstSeen?: string;
}

export type Standing =
  /** Stops the change. */
  | "blocks"
  /** Lifted by a waiver that holds. */
  | "waived"
  /** Under the threshold of this environment. */
  | "tolerated"
  /** Was there before this pull request. */
  | "known"
  /** Fixed, or mitigated with approval in the tool. */
  | "closed";

/** What one or several tools found, judged. */
export interface JudgedFinding extends Finding {
  /** `f1-…`: the same for the same flaw in every run, build and report order; waivers, baselines and Security Hub know it by this. */
  readonly fingerprint: string;
  readonly witnesses: readonly Witness[];
  readonly standing: Standing;
  /** Why it stands so, one sentence. */
  readonly why: string;
  /** When an earlier verdict listed it first, ISO 8601; `firstSeen` is the tool's word, this is ours. */
  readonly knownSince?: string;
  /** Id of the waiver that lifts it. */
  readonly waiver?: string;
  /** True where CISA's list of known exploited vulnerabilities has it (local dated file). */
  readonly isKnownExploited?: boolean;
  /** Probability of exploitation within 30 days, 0 to 1 (FIRST's EPSS, local dated file). */
  readonly exploitProbability?: number;
}

/** What one report proved. */
export interface ReportEvidence extends ScanFacts {
  /** File name as it was given. */
  readonly name: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  /** Undefined where it could not be read. */
  readonly format?: string;
  readonly tool?: string;
  /** How many findings it lists. */
  readonly findings: number;
  /** True where it counts as evidence. */
  readonly isAccepted: boolean;
}

/** Every file that the verdict depends on. */
export interface Input {
  readonly role: "report" | "record" | "manifest" | "policy" | "waivers" | "baseline" | "exploited" | "exploit-probability" | "penetration-test" | "virtual-patches";
  readonly name: string;
  readonly sha256: string;
}

/** What was asked. */
export interface GateSubject {
  readonly pipeline: string;
  readonly environment: string;
  readonly classification: string;
  /** A pull request is stopped by what it adds; a promotion by all that stands. */
  readonly event: "pull-request" | "promotion";
  readonly commit: string;
  readonly digest?: string;
  /** Semantic version that goes out, where the pipeline has one. */
  readonly release?: string;
}

export interface Verdict {
  readonly version: 1;
  readonly subject: GateSubject;
  readonly outcome: "pass" | "block";
  /** When it was judged, ISO 8601. */
  readonly time: string;
  /** Empty where it passes. */
  readonly reasons: readonly Reason[];
  /** What does not stop it yet: a waiver near its end, one that is unused. */
  readonly warnings: readonly Reason[];
  readonly reports: readonly ReportEvidence[];
  readonly findings: readonly JudgedFinding[];
  readonly inputs: readonly Input[];
  /** SHA-256 of this verdict's canonical JSON without this field: any change of an input or of the verdict changes it. */
  readonly sha256: string;
}
