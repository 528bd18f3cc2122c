import { z } from "zod";
import { arn, days } from "./fields";
import { suppressions, suppressionSchema } from "./suppression";

/** Protection plans of GuardDuty that are priced by what they read; the foundational sources are always on. */
export const protectionPlans = ["s3", "eksAuditLogs", "ebsMalware", "rdsLogins", "lambdaNetwork"] as const;

/** Standards of Security Hub, newest of each family. */
export const securityStandards = ["aws-foundational", "cis-aws-foundations-5.0", "nist-800-53-5", "pci-dss-4.0.1"] as const;

const publishingFrequencies = ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"] as const;
const publishingFrequency = (service: string) =>
  z.enum(publishingFrequencies).default("FIFTEEN_MINUTES").describe(`how often ${service} publishes repeated findings: ${publishingFrequencies.join(" | ")}. Default: FIFTEEN_MINUTES`);

const texts = (what: string) => z.array(z.string().min(1)).min(1).describe(what);
/** GuardDuty's lists hold IPv4 addresses and blocks alone in the format TXT used here. */
const addresses = (what: string) =>
  z.array(z.union([z.cidrv4(), z.ipv4()], { error: "is not an IPv4 address or block" })).default([]).describe(`${what}: IPv4 addresses and blocks. Default: none`);

const guardDutySchema = z
  .strictObject({
    protectionPlans: z
      .array(z.enum(protectionPlans))
      .default([...protectionPlans])
      .describe(`protection plans that are on; each other one is explicitly off: ${protectionPlans.join(" | ")}. Default: all`),
    findingFrequency: publishingFrequency("GuardDuty"),
    trustedAddresses: addresses("addresses that never raise a finding; at most 2,000").refine((list) => list.length <= 2000, "GuardDuty takes at most 2,000 trusted addresses"),
    threatAddresses: addresses("addresses known to be malicious"),
    scannedBuckets: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "is not the name of a bucket").describe("name of a bucket of the home region"),
          keyArn: arn.optional().describe("ARN of the key its objects are encrypted under. Default: a key of S3 itself"),
        }),
      )
      .refine((buckets) => new Set(buckets.map(({ name }) => name)).size === buckets.length, "names a bucket twice")
      .default([])
      .describe("buckets whose new objects are searched for malware and tagged; the bucket's own policy (modules/malware-scan) keeps readers from what is not clean. Costs by object and byte. Default: none"),
    suppressions: suppressions(
      "findings that are archived as they come",
      suppressionSchema.extend({
        findingTypes: texts("GuardDuty finding types, exactly"),
        instanceIds: texts("EC2 instances it is confined to. Default: all").optional(),
        remoteAddresses: texts("remote IPv4 addresses it is confined to. Default: all").optional(),
      }),
    ),
  })
  .prefault({})
  .describe("GuardDuty: threats in logs, storage, containers");

const inspectorSchema = z
  .strictObject({
    lambdaCode: z.boolean().default(false).describe("search the code of Lambda functions for flaws too; costs by function. Default: false"),
    cisScan: z
      .strictObject({
        level: z.enum(["LEVEL_1", "LEVEL_2"]).default("LEVEL_1").describe("profile of the CIS benchmark of the operating system. Default: LEVEL_1"),
        day: z.enum(["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]).default("SUN").describe("day of the weekly scan. Default: SUN"),
        timeOfDay: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time such as 03:00").default("03:00").describe("time of the scan, hh:mm in UTC. Default: 03:00"),
        tag: z.strictObject({ key: z.string().min(1).describe("key of the tag"), value: z.string().min(1).describe("value of the tag") }).default({ key: "cis-scan", value: "true" }).describe("tag of the instances that are scanned. Default: cis-scan = true"),
      })
      .optional()
      .describe("weekly scan of tagged instances against the CIS benchmark; costs by instance and scan. Default: none"),
    suppressions: suppressions(
      "vulnerabilities that are not shown",
      suppressionSchema.extend({
        vulnerabilityIds: texts("ids such as CVE-2024-3094"),
        resourceIds: texts("ids of instances, images or functions it is confined to. Default: all").optional(),
      }),
    ),
  })
  .prefault({})
  .describe("Inspector: vulnerabilities in EC2, ECR and Lambda");

const securityHubSchema = z
  .strictObject({
    standards: z.array(z.enum(securityStandards)).default(["aws-foundational", "cis-aws-foundations-5.0"]).describe(`standards that are checked: ${securityStandards.join(" | ")}. Default: the first two`),
    disabledControls: suppressions(
      "controls that are not checked",
      suppressionSchema.extend({
        control: z.string().regex(/^[A-Z][A-Za-z0-9]*\.\d+$/, "is not a control id such as IAM.6").describe("id of the Security Hub control"),
        standard: z.enum(securityStandards).describe("standard in which it is disabled; one of securityHub.standards"),
      }),
    ),
    suppressions: suppressions(
      "findings whose workflow is set to SUPPRESSED",
      suppressionSchema.extend({
        controls: texts("ids of Security Hub controls"),
        resourceIds: texts("ARNs of the resources it is confined to"),
      }),
    ),
  })
  .superRefine(({ standards, disabledControls }, context) => {
    disabledControls.forEach(({ standard }, index) => {
      if (!standards.includes(standard)) context.addIssue({ code: "custom", path: ["disabledControls", index, "standard"], message: `${standard} is not one of securityHub.standards` });
    });
  })
  .prefault({})
  .describe("Security Hub: findings of all services, and standards");

const sensitiveDataSchema = z
  .strictObject({
    findingFrequency: publishingFrequency("Macie"),
    samplingPercentage: z.number().int().min(1).max(100).default(10).describe("share of a bucket's new objects that a job reads, in percent: the bound of its cost. Default: 10"),
    suppressions: suppressions(
      "Macie findings that are archived as they come",
      suppressionSchema.extend({
        findingTypes: texts("Macie finding types, exactly"),
        buckets: texts("names of the buckets it is confined to"),
      }),
    ),
  })
  .prefault({})
  .describe("Macie: sensitive data in S3, where detection.macie is on");

/** What searches for threats, vulnerabilities and data. */
export const detectionSchema = z
  .strictObject({
    macie: z.boolean().default(false).describe("search classified buckets with Macie; costs by byte. Default: false"),
    runtimeMonitoring: z.boolean().default(false).describe("GuardDuty runtime monitoring; costs by vCPU hour. Default: false"),
    exportFindings: z.boolean().default(false).describe("keep findings of GuardDuty and results of Macie beyond 90 days, in a bucket of each region. Default: false"),
    exportRetentionDays: days("retention of exported findings; setting it costs a minute when the bucket is made. Default: for ever").optional(),
    guardDuty: guardDutySchema,
    inspector: inspectorSchema,
    securityHub: securityHubSchema,
    sensitiveData: sensitiveDataSchema,
  })
  .prefault({});
