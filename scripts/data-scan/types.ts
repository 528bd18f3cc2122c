import type { Severity } from "../findings";

/**
 * How sure a recogniser is. `certain`: shape, check digits and words around say the same. `likely`: two of them, or a shape that hardly
 * anything else has. `possible`: may be.
 */
export type Confidence = "certain" | "likely" | "possible";

/** What is known of a text beside the text itself. */
export interface DataContext {
  /** Name of the key or column that holds it: `ssn`, `patientId`. */
  readonly key?: string;
  /** Name of the key or column at a place of the text, where the text holds several: lines of CSV. Goes before `key`. */
  readonly keyAt?: (offset: number) => string | undefined;
  /** Words that stand near it but not in it: the table's name, names of the other columns, the heading of a document. */
  readonly near?: string;
}

/** Where something stands in a text, and what; the value itself is nowhere but in the text. */
export interface FoundValue {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
  readonly confidence: Confidence;
  /** What a person may see of it, at most its last four digits: `************1111`. */
  readonly masked: string;
  /** True for numbers that were published for tests and examples. @default false */
  readonly isPublished?: boolean;
}

/** A found value with what found it. */
export interface DataMatch extends FoundValue {
  /** Id of the recogniser: `payment-card`. */
  readonly recogniser: string;
  readonly title: string;
  /** The recogniser's severity, lessened by how unsure it is. */
  readonly severity: Severity;
}

/** A value that is encrypted, hashed, tokenised or masked: `sops`, `bcrypt`, `masked`. */
export interface ProtectedMatch {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Where a value stands, as people find it again. */
export interface Place {
  /** File, relative to the root, with forward slashes; entries of archives behind `!/`: `exports.zip!/patients.csv`. */
  readonly path?: string;
  /** Database and table: `postgresql://db.internal/clinic public.patients`. Never with a password. */
  readonly resource?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Place within a file that has no lines: `sheet Patients, row 7`, `page 3`. */
  readonly part?: string;
}

/** One kind of sensitive data in one place: a file with a million numbers is one finding. */
export interface DataFinding {
  /** Id of the recogniser. */
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Of the first value. */
  readonly place: Place;
  /** Column or key, where the place has such. */
  readonly key?: string;
  /** How many values in the clear. */
  readonly count: number;
  /** Lines of the first ten. */
  readonly lines: readonly number[];
  /** The first value, masked. */
  readonly masked: string;
  /** Values of the same column that are encrypted, hashed, tokenised or masked: with some, the column is mixed. */
  readonly protectedBeside: number;
  /** True where every value was published for tests and examples. */
  readonly isPublished: boolean;
  /** The same in every scan: of rule, file or table, column. */
  readonly fingerprint: string;
}

/** Why something was not looked at. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
  /**
   * `chosen`: left out on purpose (excluded, ignored by git, a link). `protected`: encrypted, nobody can look into it without its key.
   * `blind`: it may hold anything; evidence with such a gap stops the gate.
   */
  readonly kind: "chosen" | "protected" | "blind";
}

/** What was looked at. */
export interface Looked {
  readonly files: number;
  /** Files within archives and documents. */
  readonly entries: number;
  readonly bytes: number;
  /** Rows of databases and sheets. */
  readonly rows: number;
  /** Tables of databases. */
  readonly tables: number;
}

export interface DataReport {
  readonly format: "portcullis-data-scan";
  readonly version: 1;
  readonly tool: { readonly name: "portcullis"; readonly version: string };
  /** Ids of the recognisers that ran. */
  readonly rules: readonly string[];
  /** When the scan ended, ISO 8601. */
  readonly time: string;
  /** Of the repository, with `+uncommitted` where files differ from it. */
  readonly commit?: string;
  readonly looked: Looked;
  readonly skipped: readonly Skipped[];
  /** How many values were recognised as protected, by kind. */
  readonly protected: Readonly<Record<string, number>>;
  readonly findings: readonly DataFinding[];
}
