import { z } from "zod";

const day = (what: string) => z.iso.date().describe(`${what}, YYYY-MM-DD (UTC)`);

/** Longest life of a suppression, in days: as long as that of a waiver (scripts/waivers). */
export const longestSuppressionDays = 90;

/** A decision not to be told of certain findings: by somebody, for a reason, until a day. The gate suppressions-current judges the day. */
const suppressionFields = {
  name: z.string().regex(/^[a-z0-9-]{3,50}$/, "must be 3 to 50 lower-case letters, digits and hyphens").describe("name of the suppression; unique within its list"),
  reason: z.string().min(10).max(200).describe("why these findings need no action, in 10 to 200 characters"),
  owner: z.string().min(2).max(100).describe("who answers for it"),
  created: day("day on which it was decided"),
  expires: day(`last day on which it holds, at most ${longestSuppressionDays} days after created; afterwards the gate blocks until it is removed or decided anew`),
} as const;

export const suppressionSchema = z.strictObject(suppressionFields);
export type SuppressionFields = z.output<typeof suppressionSchema>;

const daysOf = ({ created, expires }: SuppressionFields): number => (Date.parse(expires) - Date.parse(created)) / 86_400_000;

/** Suppressions of one service, `schema` with the fields above. Both days are data: no clock is asked. */
export const suppressions = <Schema extends z.ZodType<SuppressionFields>>(what: string, schema: Schema) =>
  z
    .array(schema)
    .superRefine((list, context) => {
      (list as readonly SuppressionFields[]).forEach((each, index, all) => {
        const lasts = daysOf(each);
        if (lasts < 0 || lasts > longestSuppressionDays) {
          context.addIssue({ code: "custom", path: [index, "expires"], message: `lies ${lasts} days after created, must be 0 to ${longestSuppressionDays}` });
        }
        if (all.findIndex(({ name }) => name === each.name) < index) context.addIssue({ code: "custom", path: [index, "name"], message: "is the name of another suppression in the list" });
      });
    })
    .default([])
    .describe(`${what}. Default: none`);
