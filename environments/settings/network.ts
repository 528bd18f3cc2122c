import { z } from "zod";
import { logDays } from "./fields";

/** The VPC of each region. */
export const networkSchema = z.strictObject({
  cidr: z.cidrv4().describe("IPv4 block of each region's VPC; with governed regions it is divided evenly, home region first"),
  zones: z.union([z.literal(2), z.literal(3)]).default(2).describe("availability zones. Default: 2"),
  natGateways: z.enum(["none", "single", "per-zone"]).default("none").describe("way out of the private tier. Default: none"),
  interfaceEndpoints: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/)).default([]).describe("AWS services reached by interface endpoints, such as ssm. Default: none"),
  flowLogRetentionDays: logDays("retention of flow logs"),
  privateBuilds: z.boolean().default(false).describe("builds run in the private tier and download what they need. Default: false"),
});
