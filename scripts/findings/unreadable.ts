export type UnreadableKind =
  /** No bytes, or nothing but blanks. */
  | "empty"
  /** It ends before it is complete. */
  | "truncated"
  /** Not what the format's syntax or shape allows. */
  | "malformed"
  /** Not UTF-8 (or UTF-16 with a byte order mark). */
  | "encoding"
  | "too-large"
  /** An attack on the reader: entities, a zip bomb, a path that leaves its folder, nesting without end. */
  | "unsafe"
  /** Content of no format we read, or of another than was named. */
  | "unknown-format";

/** Why a report cannot be taken as evidence. The gate turns it into a block; it never reaches a person as a stack trace. */
export class UnreadableReport extends Error {
  constructor(
    public readonly kind: UnreadableKind,
    /** What is wrong and where in the report, one sentence. Never holds content of the report but names of its keys. */
    problem: string,
    options?: { readonly cause?: unknown },
  ) {
    super(problem, options);
    this.name = "UnreadableReport";
  }
}
