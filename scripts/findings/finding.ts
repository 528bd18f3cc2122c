/** Worst first. `unknown` is what a report does not say in a way we know: it blocks like the worst. */
export const severities = ["critical", "high", "medium", "low", "info", "unknown"] as const;
export type Severity = (typeof severities)[number];

/** What kind of thing is wrong: policies and waivers differ by it. */
export const findingKinds = ["code", "dependency", "secret", "infrastructure", "container", "web", "malware", "sensitive-data", "licence", "quality"] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Package {
  readonly name: string;
  /** Version that is installed. */
  readonly version?: string;
  /** `npm`, `pypi`, `maven`, `deb` …, as the report says it, in lower case. */
  readonly ecosystem?: string;
  /** Versions that mend it; empty where the report says that there is none, undefined where it does not say. */
  readonly fixedIn?: readonly string[];
}

/** Where it is; at least one field is there. */
export interface Location {
  /** File, relative to the root of what was scanned, with forward slashes. */
  readonly path?: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly endLine?: number;
  readonly package?: Package;
  readonly url?: string;
  /** HTTP method, in capitals. */
  readonly method?: string;
  /** Name of the request's parameter or header. */
  readonly parameter?: string;
  /** ARN, IaC address, image or host. */
  readonly resource?: string;
}

/**
 * What the tool itself says about it. Only `fixed` and `mitigated` do not count: the first is gone, the second was approved in
 * the tool's own approval workflow (Veracode). `suppressed` (also accepted, or marked a false positive in the tool) counts until
 * a waiver of ours lifts it: who can click in a scanner must not open production.
 */
export type FindingState = "open" | "fixed" | "mitigated" | "suppressed";

export interface Finding {
  /** Who found it: `trivy`, `veracode`, `semgrep`; in lower case. */
  readonly tool: string;
  /** The tool's own id of the check: `CVE-2021-44228`, `javascript.express.xss`, `40012`. */
  readonly rule: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** One line. Never holds a secret that was found. */
  readonly title: string;
  readonly location: Location;
  readonly state: FindingState;
  /** CVE, GHSA, CWE and the like, in capitals (`CVE-2021-44228`, `CWE-79`): by these two tools know that they mean the same. */
  readonly aliases: readonly string[];
  /** The tool's own stable identity of this one finding: gitleaks' Fingerprint, SARIF's partialFingerprints, Veracode's issue_id. */
  readonly nativeId?: string;
  /** CVSS base score, 0 to 10. */
  readonly score?: number;
  /** True where the report says that a fix is there, false where it says that there is none, undefined where it does not say. */
  readonly isFixAvailable?: boolean;
  /** When it was first seen, as ISO 8601, where the report says so. */
  readonly firstSeen?: string;
  /** What the tool writes beside it: who suppressed it and why, what to do. One line. */
  readonly note?: string;
}
