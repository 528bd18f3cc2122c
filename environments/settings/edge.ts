import { z } from "zod";
import { logDays } from "./fields";

/** The managed rule groups of the edge Web ACL. */
export const managedRuleGroups = ["commonRuleSet", "knownBadInputs", "sqlInjection", "ipReputation"] as const;
export type ManagedRuleGroup = (typeof managedRuleGroups)[number];

/** Count only records; block stops requests, and cites the evidence that counting gave. */
const wafRuleSchema = z
  .discriminatedUnion("action", [
    z.strictObject({ action: z.literal("count") }),
    z.strictObject({
      action: z.literal("block"),
      evidence: z.string().min(10).describe("where the count phase was judged: a ticket, a dashboard, a log query"),
    }),
  ])
  .default({ action: "count" })
  .describe("count | block with evidence. Default: count");

/** The regional Web ACL. */
export const edgeSchema = z
  .strictObject({
    requestLimit: z.number().int().min(10).max(2_000_000_000).default(2000).describe("requests of one address in 5 minutes before the rate rule fires. Default: 2000"),
    logRetentionDays: logDays("retention of the Web ACL's log"),
    redactedHeaders: z.array(z.string().regex(/^[a-z0-9-]+$/)).default(["authorization", "cookie"]).describe("headers never logged. Default: authorization, cookie"),
    rules: z
      .strictObject({
        commonRuleSet: wafRuleSchema,
        knownBadInputs: wafRuleSchema,
        sqlInjection: wafRuleSchema,
        ipReputation: wafRuleSchema,
        rateLimit: wafRuleSchema,
      })
      .prefault({}),
  })
  .prefault({});
