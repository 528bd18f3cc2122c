import { z } from "zod";
import { days } from "./fields";

/** Retention of objects that nobody may delete. GOVERNANCE can be lifted by a named right; COMPLIANCE by nobody, not even AWS. */
export const objectLockSchema = z.strictObject({
  mode: z.enum(["GOVERNANCE", "COMPLIANCE"]).default("GOVERNANCE").describe("S3 Object Lock mode. Default: GOVERNANCE"),
  retentionDays: days("how long an object cannot be deleted. Default: 1").default(1),
  irreversible: z.literal(true).optional().describe("must be written out for COMPLIANCE: nothing can undo it. Default: absent"),
  reason: z.string().min(10).optional().describe("why COMPLIANCE was chosen; mandatory with it. Default: absent"),
});
export type ObjectLock = z.infer<typeof objectLockSchema>;
