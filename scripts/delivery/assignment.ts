import { z } from "zod";
import { sha256 } from "../sha256";

/** What a gate is asked besides its parameters: a document of the bucket of tools, which a change cannot edit. */
const assignmentSchema = z.strictObject({
  version: z.literal(1),
  /** Production asks for the lists of CISA and FIRST, and for penetration tests. */
  stage: z.enum(["dev", "staging", "prod"]),
  /** The gate's manifest; the gate itself judges it. */
  manifest: z.record(z.string(), z.unknown()),
  /** Report, as `<folder>/<file>` below the execution's reports → its format. */
  formats: z.record(z.string(), z.string()),
});
export type Assignment = Readonly<z.output<typeof assignmentSchema>>;

/** @throws Error where the text is not the one that the pipeline was declared with */
export const parseAssignment = (text: string, expected: string, where: string): Assignment => {
  if (sha256(text) !== expected) throw new Error(`${where} is not what this pipeline was declared with: its SHA-256 is another one. Apply the stack, and run the pipeline anew.`);
  const { data } = assignmentSchema.safeParse(JSON.parse(text));
  if (data === undefined) throw new Error(`${where} is no assignment of a version that this gate knows. Let the function and the pipeline be of one release.`);
  return data;
};

/** The manifest as a file; a gate in a build writes the same bytes. */
export const manifestText = ({ manifest }: Assignment): string => `${JSON.stringify(manifest, undefined, 1)}\n`;
