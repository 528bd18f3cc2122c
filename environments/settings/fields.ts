import { z } from "zod";

/** Fields that several settings share. Every description says its unit and its default. */

export const days = (what: string) => z.number().int().positive().describe(`in days: ${what}`);

/** The retentions that CloudWatch Logs offers, in days (API reference, PutRetentionPolicy). "Never expire" is left out. */
export const logRetentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

export const logDays = (what: string) =>
  z.literal(logRetentions).default(90).describe(`${what}, in days, one that CloudWatch Logs offers. Default: 90`);

export const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not an AWS region name such as eu-central-1");
export const arn = z.string().regex(/^arn:aws:/, "is not an ARN of the partition aws");
export const accountId = z.string().regex(/^\d{12}$/, "is not a 12-digit AWS account id");
