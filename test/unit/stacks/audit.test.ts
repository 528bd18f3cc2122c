import type { EnvironmentInput } from "../../../environments";
import { audit } from "../../../stacks/audit";
import { stackNote, createApp } from "../../../stacks";
import { castle, synthCastle } from "../../support/stacks";
import { inTemporaryFolder, resourceOf, resourcesOf, statementOf, type StackJson } from "../../support/synth";

const synth = (change: Partial<EnvironmentInput> = {}): StackJson => synthCastle([audit], castle(change))["dev-audit"] as StackJson;
/** What the side file says of dev's stack. */
const noteWith = (change: Partial<EnvironmentInput> = {}) =>
  inTemporaryFolder((outdir) => {
    const [stack] = createApp({ ...castle(change), definitions: [audit], outdir }).stacks;
    if (!stack) throw new Error("no stack");
    return stackNote(stack);
  });
const claimed = (change?: Partial<EnvironmentInput>) => [...new Set(Object.values(noteWith(change).resources).flatMap(({ controls }) => controls))].sort();
const monitoring = Array.from({ length: 15 }, (_, index) => `cis-aws-7.0:5.${index + 1}`);

const organisationTrail = "arn:aws:cloudtrail:eu-west-1:900000000009:trail/organisation";

describe("audit", () => {
  const stack = synth();

  test("one trail under the names of the environment, its archive locked, logged and kept", () => {
    expect(resourceOf(stack, "aws_cloudtrail")).toMatchObject({ name: "castle-dev-trail", s3_bucket_name: "castle-dev-log-archive-100000000001" });
    expect(resourceOf(stack, "aws_s3_bucket_object_lock_configuration")["rule"]).toEqual({ default_retention: { mode: "GOVERNANCE", days: 1 } });
    expect(resourceOf(stack, "aws_s3_bucket_logging")["target_bucket"]).toBe("castle-dev-access-logs-100000000001");
    expect(resourceOf(stack, "aws_s3_bucket_lifecycle_configuration")["rule"][0]).toMatchObject({
      expiration: [{ days: 365 }],
      transition: [{ days: 90, storage_class: "GLACIER_IR" }],
    });
    expect(resourceOf(stack, "aws_cloudwatch_log_group")).toMatchObject({ name: "/aws/cloudtrail/castle-dev-trail", retention_in_days: 90 });
  });

  test("the archive lets the trail in and nobody remove", () => {
    const policy = resourceOf(stack, "aws_s3_bucket_policy")["policy"];
    const trailArn = "arn:aws:cloudtrail:eu-west-1:100000000001:trail/castle-dev-trail";
    expect(statementOf(policy, "TrailDelivers")["Condition"]).toMatchObject({ StringEquals: { "aws:SourceArn": trailArn } });
    expect(statementOf(policy, "DenyRemoval")).toMatchObject({ Effect: "Deny", Principal: { AWS: "*" } });
    expect(statementOf(policy, "DenyWeakening")["Condition"]).toEqual({ ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::100000000001:role/castle-dev-apply"] } });
    expect(statementOf(resourceOf(stack, "aws_kms_key")["policy"], "TrailEncrypts")["Condition"]).toEqual({ StringEquals: { "aws:SourceArn": trailArn } });
  });

  test("the trail waits for the archive's policy, and for no lifecycle", () => {
    const waits = resourceOf(stack, "aws_cloudtrail")["depends_on"] as string[];
    expect(waits).toContainEqual(expect.stringMatching(/^aws_s3_bucket_policy\.archive/));
    expect(waits.join()).not.toContain("lifecycle");
  });

  test("a short retention leaves no room for cheaper storage", () => {
    const rule = resourceOf(synth({ audit: { archiveRetentionDays: 90 } }), "aws_s3_bucket_lifecycle_configuration")["rule"][0];
    expect(rule).not.toHaveProperty("transition");
  });

  test("object events are recorded only where the environment pays for them, of classified buckets", () => {
    expect(JSON.stringify(resourceOf(stack, "aws_cloudtrail"))).not.toContain("AWS::S3::Object");
    const recorded = (settings: NonNullable<EnvironmentInput["audit"]>) =>
      (resourceOf(synthCastle([audit], castle({}, { audit: { dataEvents: true, ...settings } }))["prod-audit"] as StackJson, "aws_cloudtrail")["advanced_event_selector"] as { field_selector: { field: string }[] }[])
        .flatMap(({ field_selector }) => field_selector)
        .find(({ field }) => field === "resources.ARN");
    const never = { not_starts_with: ["arn:aws:s3:::castle-prod-log-archive-100000000003/", "arn:aws:s3:::castle-prod-access-logs-100000000003/", "arn:aws:s3:::castle-prod-config-100000000003/"] };
    expect(recorded({})).toEqual({ field: "resources.ARN", starts_with: ["arn:aws:s3:::castle-prod-data-"], ...never });
    expect(recorded({ classifiedBuckets: ["patients"] })).toEqual({ field: "resources.ARN", starts_with: ["arn:aws:s3:::patients/"], ...never });
    expect(recorded({ everyBucket: { reason: "An auditor asks for all of them" } })).toEqual({ field: "resources.ARN", ...never });
  });

  test("insights, functions and an event data store come by setting", () => {
    expect(resourcesOf(stack, "aws_cloudtrail_event_data_store")).toEqual([]);
    const more = synthCastle([audit], castle({}, { audit: { insights: true, functionEvents: true, eventDataStore: { retentionDays: 731 } } }))["prod-audit"] as StackJson;
    expect(resourceOf(more, "aws_cloudtrail")).toHaveProperty("insight_selector");
    expect(JSON.stringify(resourceOf(more, "aws_cloudtrail"))).toContain("AWS::Lambda::Function");
    expect(resourceOf(more, "aws_cloudtrail_event_data_store")).toMatchObject({ name: "castle-prod-events", retention_period: 731, termination_protection_enabled: false });
    const policyOf = (alias: string) => resourcesOf(more, "aws_kms_key").find((key) => (key["description"] as string).includes(alias))?.["policy"] as string;
    expect(() => statementOf(policyOf("Audit trail"), "EventDataStoresEncrypt")).toThrow();
    expect(statementOf(policyOf("CloudTrail Lake"), "MakerUses")["Principal"]).toEqual({ AWS: "arn:aws:iam::100000000003:role/castle-prod-apply" });
  });

  test("somebody is told of events, of silence, and of whoever tampers", () => {
    const topic = "arn:aws:sns:eu-west-1:100000000001:castle-dev-alerts";
    const alarms = resourcesOf(stack, "aws_cloudwatch_metric_alarm");
    expect(alarms.every((alarm) => JSON.stringify(alarm["alarm_actions"]) === JSON.stringify([topic]))).toBe(true);
    expect(alarms.map((alarm) => alarm["alarm_name"] as string)).toEqual(
      expect.arrayContaining(["castle-dev-root-use", "castle-dev-trail-events-missing", "castle-dev-trail-files-missing", "castle-dev-recording-changes-undelivered"]),
    );
    expect(new Set(alarms.map((alarm) => alarm["alarm_name"] as string)).size).toBe(alarms.length);
    const files = alarms.find((alarm) => alarm["alarm_name"] === "castle-dev-trail-files-missing");
    expect(files?.["dimensions"]).toEqual({ TopicName: resourceOf(stack, "aws_sns_topic")["name"] as string });
    for (const filter of resourcesOf(stack, "aws_cloudwatch_log_metric_filter")) {
      expect(filter["log_group_name"]).toBe(resourceOf(stack, "aws_cloudwatch_log_group")["name"]);
      expect(filter["depends_on"]).toEqual([expect.stringMatching(/^aws_cloudwatch_log_group\.trail/)]);
    }
    const rules = resourcesOf(stack, "aws_cloudwatch_event_rule").map((rule) => rule["name"] as string);
    expect(rules.sort()).toEqual(["castle-dev-archive-changes", "castle-dev-recording-changes"]);
    expect(resourcesOf(stack, "aws_cloudwatch_event_target").every((target) => target["arn"] === topic)).toBe(true);
  });

  test("claims what stands, and object events only where they are recorded", () => {
    expect(claimed()).toEqual(expect.arrayContaining([...monitoring, ...["4.1", "4.2", "4.4", "4.5"].map((id) => `cis-aws-7.0:${id}`)]));
    expect(claimed()).not.toContain("cis-aws-7.0:4.8");
    expect(noteWith().inherited).toEqual([]);
  });
});

describe("ownership", () => {
  test("an adopted trail is imported with its own name and log group", () => {
    const trailArn = "arn:aws:cloudtrail:eu-west-1:100000000001:trail/old";
    const stack = synth({ ownership: { cloudTrail: { mode: "adopt", trailArn, logGroupName: "old-group" } } });
    expect(resourceOf(stack, "aws_cloudtrail")["name"]).toBe("old");
    expect(resourceOf(stack, "aws_cloudwatch_log_group")["name"]).toBe("old-group");
    expect(stack.import?.map(({ id }) => id)).toEqual(expect.arrayContaining([trailArn, "old-group"]));
    expect(resourcesOf(stack, "aws_cloudwatch_log_metric_filter").every((filter) => filter["log_group_name"] === "old-group")).toBe(true);
    expect(statementOf(resourceOf(stack, "aws_s3_bucket_policy")["policy"], "TrailDelivers")["Condition"]).toMatchObject({ StringEquals: { "aws:SourceArn": trailArn } });
  });

  test("another team's trail is looked up and nothing of it is made; the archive stays ours", () => {
    const stack = synth({ ownership: { cloudTrail: { mode: "external", trailArn: organisationTrail, logGroupName: "org-trail" } } });
    expect(resourcesOf(stack, "aws_cloudtrail")).toEqual([]);
    expect(resourcesOf(stack, "aws_iam_role")).toEqual([]);
    expect(Object.values(stack.data?.["aws_cloudwatch_log_group"] ?? {})).toEqual([expect.objectContaining({ name: "org-trail" })]);
    expect(resourcesOf(stack, "aws_s3_bucket")).toHaveLength(1);
  });

  test("alarms stand on the log group of another team's trail where it is in this account; otherwise they are theirs too", () => {
    const here: Partial<EnvironmentInput> = { ownership: { cloudTrail: { mode: "external", trailArn: organisationTrail, logGroupName: "org-trail" } } };
    const filters = resourcesOf(synth(here), "aws_cloudwatch_log_metric_filter");
    expect(filters.length).toBeGreaterThanOrEqual(15);
    expect(filters.every((filter) => filter["log_group_name"] === "org-trail" && filter["depends_on"] === undefined)).toBe(true);
    expect(resourcesOf(synth(here), "aws_cloudwatch_metric_alarm").map((alarm) => alarm["metric_name"] as string)).not.toContain("NumberOfMessagesPublished");
    expect(claimed(here)).toEqual(expect.arrayContaining(monitoring));
    expect(noteWith(here).inherited).toEqual(["cis-aws-7.0:4.1", "cis-aws-7.0:4.2", "cis-aws-7.0:4.5", "cis-aws-7.0:4.8", "cis-aws-7.0:4.9"]);

    const elsewhere: Partial<EnvironmentInput> = { ownership: { cloudTrail: { mode: "external", trailArn: organisationTrail } } };
    expect(resourcesOf(synth(elsewhere), "aws_cloudwatch_log_metric_filter")).toEqual([]);
    expect(noteWith(elsewhere).inherited).toEqual(expect.arrayContaining(monitoring));
  });

  test("an adopted archive is imported, never replaced for its lock", () => {
    const stack = synth({ ownership: { logArchive: { mode: "adopt", bucketName: "old-archive" } } });
    expect(resourceOf(stack, "aws_s3_bucket")["bucket"]).toBe("old-archive");
    expect(resourceOf(stack, "aws_s3_bucket")).not.toHaveProperty("object_lock_enabled");
    expect(stack.import?.map(({ id }) => id)).toEqual(["old-archive"]);
    expect(resourceOf(stack, "aws_cloudtrail")["s3_bucket_name"]).toBe("old-archive");
  });

  test("another team's archive is delivered to and no bucket is made", () => {
    const stack = synth({ ownership: { logArchive: { mode: "external", bucketName: "org-archive", accountId: "900000000009" } } });
    expect(resourcesOf(stack, "aws_s3_bucket")).toEqual([]);
    expect(resourceOf(stack, "aws_cloudtrail")["s3_bucket_name"]).toBe("org-archive");
  });

  test("where both are another team's, nothing is made at all", () => {
    const stack = synth({
      ownership: {
        cloudTrail: { mode: "external", trailArn: organisationTrail },
        logArchive: { mode: "external", bucketName: "org-archive", accountId: "900000000009" },
      },
    });
    expect(stack.resource).toBeUndefined();
    const note = noteWith({
      ownership: {
        cloudTrail: { mode: "external", trailArn: organisationTrail },
        logArchive: { mode: "external", bucketName: "org-archive", accountId: "900000000009" },
      },
    });
    expect(note.inherited).toEqual(expect.arrayContaining([...monitoring, "cis-aws-7.0:4.1", "cis-aws-7.0:4.4"]));
  });
});
