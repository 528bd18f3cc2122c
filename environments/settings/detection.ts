import { z } from "zod";

/** What searches for threats and for data. */
export const detectionSchema = z
  .strictObject({
    macie: z.boolean().default(false).describe("search classified buckets with Macie; costs by byte. Default: false"),
    runtimeMonitoring: z.boolean().default(false).describe("GuardDuty runtime monitoring; costs by vCPU hour. Default: false"),
  })
  .prefault({});
