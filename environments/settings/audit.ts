import { z } from "zod";
import { days, logDays } from "./fields";
import { objectLockSchema } from "./object-lock";

/** A bucket's name, or its beginning and a `*`. At least three characters: `*` alone is no class of data. */
const bucketPattern = z.string().regex(/^[a-z0-9][a-z0-9.-]{2,62}\*?$/, "is neither a bucket's name nor at least three characters of its beginning and a *");

/** The trail, the archive of its files, and who is told of what. */
export const auditSchema = z
  .strictObject({
    objectLock: objectLockSchema.prefault({}).describe("Object Lock of the log archive"),
    archiveRetentionDays: days("retention of the log archive. Default: 365").default(365),
    logGroupRetentionDays: logDays("retention of the trail's log group"),
    dataEvents: z.boolean().default(false).describe("record S3 object events of classified buckets; costs by event. Default: false"),
    classifiedBuckets: z
      .array(bucketPattern)
      .min(1)
      .optional()
      .describe("buckets with classified data, by name or by the beginning of names and a *. Default: <prefix>-<environment>-data-*"),
    everyBucket: z
      .strictObject({ reason: z.string().min(15).describe("why the events of every bucket are worth an unbounded bill") })
      .optional()
      .describe("record S3 object events of every bucket but those of logs, instead of classified ones. Default: no"),
    functionEvents: z.boolean().default(false).describe("record every invocation of a Lambda function; costs by event. Default: false"),
    insights: z.boolean().default(false).describe("CloudTrail Insights: unusual rates of calls and errors; costs by event analysed. Default: false"),
    eventDataStore: z
      .strictObject({ retentionDays: z.number().int().min(7).max(3653).describe("in days: retention in CloudTrail Lake, 7 to 3653") })
      .optional()
      .describe("keep management events in CloudTrail Lake for queries, for accounts that used it before 31 May 2026; costs by byte. Default: none"),
  })
  .superRefine(({ dataEvents, classifiedBuckets, everyBucket }, context) => {
    const refuse = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
    if (everyBucket && classifiedBuckets) refuse("everyBucket", "stands beside classifiedBuckets: name the buckets or take every one");
    if (!dataEvents && everyBucket) refuse("everyBucket", "does nothing while dataEvents is false");
    if (!dataEvents && classifiedBuckets) refuse("classifiedBuckets", "does nothing while dataEvents is false");
  })
  .prefault({});
