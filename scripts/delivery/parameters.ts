import { z } from "zod";

/** A name that becomes a part of a key of S3. */
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What the action of a pipeline says in its UserParameters (modules/pipeline/gate-function.ts). */
const parametersSchema = z.strictObject({
  /** Who wrote the change, as its commit says. */
  author: z.string().min(1),
  /** Semantic version that goes out; `none` where the pipeline was not started for a release. */
  release: z.string().min(1),
  /** Bucket of evidence. */
  bucket: word,
  /** Bucket of tools, which holds the assignment. */
  tools: word,
  pipeline: word,
  gate: word,
  environment: word,
  classification: word,
  execution: word,
  commit: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  /** SHA-256 of the assignment. */
  assignment: sha256,
});
export type Parameters = Readonly<z.output<typeof parametersSchema>>;

/**
 * Reads what the action says. CodePipeline puts values into this text that a change chooses, such as the author of its commit: text that is not
 * exactly what its values are written as, with a member twice, say, was written by one of them.
 *
 * @throws Error that names what is missing or wrong, never a value
 */
export const parseParameters = (text: string): Parameters => {
  const refused = (why: string) => new Error(`The action's UserParameters are refused: ${why}. Write author and release without quotes and backslashes, and declare the pipeline by DeliveryPipeline.`);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw refused("they are no JSON");
  }
  const { data, error } = parametersSchema.safeParse(given);
  if (data === undefined) throw refused(`${[...new Set(error.issues.map(({ path }) => path.join(".") || "their members"))].join(", ")} cannot be what the gate needs`);
  if (JSON.stringify(given) !== text) throw refused("they are not written as their values are");
  return data;
};
