import { z } from "zod";
import { DocumentError, readDocument } from "../documents";

/** Name of the record beside a report. */
export const recordSuffix = ".record.json";

const time = z.iso.datetime({ offset: true, error: "must be a time as ISO 8601 with its zone" });
/** SHA-1 or SHA-256, as git names a commit. */
export const commitSchema = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "must be a full commit hash: 40 or 64 hexadecimal digits");
export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits");

/** What whoever ran a tool says of the run, where the tool's report cannot prove itself. Every field that proves something is demanded. */
export const recordSchema = z.strictObject({
  version: z.literal(1),
  /** SHA-256 of the report's bytes: binds the record to this report and no other. */
  report: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits"),
  tool: z.string().min(1),
  toolVersion: z.string().min(1),
  /** How many rules, checks, signatures or plugins were loaded. */
  rules: z.number().int().min(0),
  /** When these rules or vulnerability data were made. @default not known */
  rulesTime: time.optional(),
  /** How many files, packages, resources or URLs were looked at. */
  looked: z.number().int().min(0),
  /** What `looked` counts. @default not said */
  lookedAt: z.string().min(1).optional(),
  commit: commitSchema,
  digest: digestSchema.optional(),
  command: z.string().min(1).optional(),
  exitCode: z.number().int().min(0).max(255),
  started: time,
  ended: time,
});
export type RunRecord = Readonly<z.output<typeof recordSchema>>;

/** @returns the record, or one sentence about what is wrong with it; never its content */
export const parseRecord = (text: string): RunRecord | { readonly problem: string } => {
  try {
    return readDocument(text, recordSchema);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const { line, text: problem } = error.faults[0]!;
    return { problem: `line ${line}: ${problem}` };
  }
};
