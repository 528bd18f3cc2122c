import type { Finding } from "./finding";

/** What a scan looked with, at what and when. A field that nobody has said stays undefined. */
export interface ScanFacts {
  readonly toolVersion?: string;
  /** How many rules, checks, signatures or plugins were loaded. */
  readonly rules?: number;
  /** When these rules or vulnerability data were made, ISO 8601. */
  readonly rulesTime?: string;
  /** How many files, packages, resources or URLs were looked at. 0 blocks. */
  readonly looked?: number;
  /** What `looked` counts, in the plural: `files`, `packages`, `URLs`. */
  readonly lookedAt?: string;
  /** Commit that was scanned, as the report says it. */
  readonly commit?: string;
  /** Digest of the artifact that was scanned, `sha256:…`. */
  readonly digest?: string;
  /** When the scan ended, ISO 8601. */
  readonly time?: string;
}

/** What a report says of itself. A field that it does not say stays undefined: the gate then asks the record beside it, or blocks. */
export interface Report extends ScanFacts {
  /** Format by which it was read: `sarif`, `trivy`. */
  readonly format: string;
  /** Who wrote it, in lower case: `codeql`, `trivy`. */
  readonly tool: string;
  /** Percentage of lines that tests reach, 0 to 100; only a report of coverage has it. */
  readonly coverage?: number;
  /** What the tool says went wrong or was left out: a parse error, a time-out, a licence that ended. Each blocks. */
  readonly failures: readonly string[];
  /** Where the report contradicts itself: a summary that counts other than its list. Each blocks. */
  readonly contradictions: readonly string[];
  readonly findings: readonly Finding[];
}
