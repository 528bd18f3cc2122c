import type { EnvironmentInput } from "../../../environments";
import { audit } from "../../../stacks/audit";
import { castle, synthCastle } from "../../support/stacks";
import { resourceOf, resourcesOf, statementOf, type StackJson } from "../../support/synth";

const synth = (change: Partial<EnvironmentInput> = {}): StackJson => synthCastle([audit], castle(change))["dev-audit"] as StackJson;
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

  test("object events are recorded only where the environment pays for them", () => {
    expect(JSON.stringify(resourceOf(stack, "aws_cloudtrail"))).not.toContain("AWS::S3::Object");
    const paid = synthCastle([audit], castle({}, { audit: { dataEvents: true } }))["prod-audit"] as StackJson;
    expect(JSON.stringify(resourceOf(paid, "aws_cloudtrail"))).toContain("castle-prod-log-archive");
  });
});

describe("ownership", () => {
  test("an adopted trail is imported with its own name and log group", () => {
    const trailArn = "arn:aws:cloudtrail:eu-west-1:100000000001:trail/old";
    const stack = synth({ ownership: { cloudTrail: { mode: "adopt", trailArn, logGroupName: "old-group" } } });
    expect(resourceOf(stack, "aws_cloudtrail")["name"]).toBe("old");
    expect(resourceOf(stack, "aws_cloudwatch_log_group")["name"]).toBe("old-group");
    expect(stack.import?.map(({ id }) => id)).toEqual(expect.arrayContaining([trailArn, "old-group"]));
    expect(statementOf(resourceOf(stack, "aws_s3_bucket_policy")["policy"], "TrailDelivers")["Condition"]).toMatchObject({ StringEquals: { "aws:SourceArn": trailArn } });
  });

  test("another team's trail is looked up and nothing of it is made; the archive stays ours", () => {
    const stack = synth({ ownership: { cloudTrail: { mode: "external", trailArn: organisationTrail, logGroupName: "org-trail" } } });
    expect(resourcesOf(stack, "aws_cloudtrail")).toEqual([]);
    expect(resourcesOf(stack, "aws_iam_role")).toEqual([]);
    expect(Object.values(stack.data?.["aws_cloudwatch_log_group"] ?? {})).toEqual([expect.objectContaining({ name: "org-trail" })]);
    expect(resourcesOf(stack, "aws_s3_bucket")).toHaveLength(1);
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
  });
});
