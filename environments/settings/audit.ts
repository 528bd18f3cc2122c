import { z } from "zod";
import { days, logDays } from "./fields";
import { objectLockSchema } from "./object-lock";

/** The trail and the archive of its files. */
export const auditSchema = z
  .strictObject({
    objectLock: objectLockSchema.prefault({}).describe("Object Lock of the log archive"),
    archiveRetentionDays: days("retention of the log archive. Default: 365").default(365),
    logGroupRetentionDays: logDays("retention of the trail's log group"),
    dataEvents: z.boolean().default(false).describe("record S3 object events of classified buckets; costs by event. Default: false"),
  })
  .prefault({});
