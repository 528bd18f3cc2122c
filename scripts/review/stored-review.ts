import { z } from "zod";
import { usageError } from "../errors";
import { reviewModelVersion, type Review } from "./model";

const risk = z.enum(["critical", "high", "medium", "low"]);
const action = z.enum(["create", "update", "delete", "replace", "read", "no-op"]);
const source = z.object({ file: z.string(), line: z.number() });
const count = z.number().int().min(0);

const reviewSchema = z.object({
  version: z.literal(reviewModelVersion),
  title: z.string(),
  commit: z.string().optional(),
  release: z.string().optional(),
  stacks: z.array(
    z.object({
      environment: z.string(),
      stack: z.string(),
      accountId: z.string(),
      region: z.string(),
      status: z.enum(["planned", "no-changes", "unchanged", "provisional", "failed"]),
      note: z.string().optional(),
      fingerprint: z.string().optional(),
      counts: z.object({ create: count, update: count, replace: count, destroy: count, import: count, move: count }),
      changes: z.array(
        z.object({
          address: z.string(),
          previousAddress: z.string().optional(),
          deposed: z.string().optional(),
          importing: z.boolean(),
          type: z.string(),
          action,
          actions: z.array(z.string()),
          constructPath: z.string().optional(),
          source: source.optional(),
          controls: z.array(z.string()),
          risk,
          rule: z.string().optional(),
          reason: z.string().optional(),
          attributes: z.array(
            z.object({
              path: z.string(),
              before: z.string().optional(),
              after: z.string().optional(),
              sensitive: z.boolean(),
              unknown: z.boolean(),
              forcesReplacement: z.boolean(),
            }),
          ),
        }),
      ),
      drift: z.array(z.object({ address: z.string(), action })),
      findings: z.array(
        z.object({
          rule: z.string(),
          risk,
          result: z.enum(["fail", "unknown"]),
          address: z.string(),
          constructPath: z.string().optional(),
          source: source.optional(),
          reason: z.string(),
          remedy: z.string(),
          waiver: z.string().optional(),
        }),
      ),
    }),
  ),
});

/**
 * A review that `plan --format json` or `review --format json` wrote, checked before anything renders it.
 * @returns undefined where the file is something else
 * @throws PortcullisError (usage) `review-malformed`
 */
export const parseStoredReview = (bytes: Uint8Array, name: string): Review | undefined => {
  const value = jsonOf(bytes);
  const review = isObject(value) && isObject(value.review) ? value.review : value;
  if (!isObject(review) || !Array.isArray(review.stacks) || typeof review.version !== "number") return undefined;
  const parsed = reviewSchema.safeParse(review);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usageError({
    id: "review-malformed",
    problem: `this is not a whole review: ${issue!.path.join(".")}: ${issue!.message}`,
    where: name,
    remedy: "Make it anew: `./portcullis plan <environment> --format json`.",
  });
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
};
