import { AuditTrail, trailDelivery, type AuditTrailProps } from "../../../../modules/trail";
import { policyDocument } from "../../../../modules/core";
import { resourceOf, statementOf, synthStack } from "../../../support/synth";

const trailArn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/castle";
const synth = (change: Partial<AuditTrailProps> = {}) =>
  synthStack((stack) => {
    new AuditTrail(stack, "trail", {
      name: "castle",
      accountId: "111111111111",
      region: "eu-west-1",
      keyArn: "arn:aws:kms:eu-west-1:111111111111:key/k",
      bucketName: "castle-archive",
      logGroupName: "/aws/cloudtrail/castle",
      logGroupRetentionDays: 90,
      roleName: "castle-trail",
      permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/boundary",
      topicName: "castle-trail",
      ...change,
    });
  });
const selectors = (change: Partial<AuditTrailProps> = {}) => JSON.stringify(resourceOf(synth(change), "aws_cloudtrail")["advanced_event_selector"]);

describe("AuditTrail", () => {
  test("records all regions, validated, encrypted, into archive, log group and topic", () => {
    const trail = resourceOf(synth(), "aws_cloudtrail");
    expect(trail).toMatchObject({
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      enable_logging: true,
      kms_key_id: "arn:aws:kms:eu-west-1:111111111111:key/k",
      s3_bucket_name: "castle-archive",
    });
    expect(trail["cloud_watch_logs_group_arn"]).toMatch(/^\$\{aws_cloudwatch_log_group\..*\.arn\}:\*$/);
    expect(trail["sns_topic_name"]).toMatch(/^\$\{aws_sns_topic\./);
  });

  test("waits for what CloudTrail tries when it is made: the role's permissions and the topic's policy", () => {
    expect(resourceOf(synth(), "aws_cloudtrail")["depends_on"]).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\./),
      expect.stringMatching(/^aws_sns_topic_policy\./),
    ]);
  });

  test("records management events always, object events only where asked for and never of the log buckets", () => {
    expect(selectors()).toContain("Management");
    expect(selectors()).not.toContain("AWS::S3::Object");
    expect(selectors({ objectEvents: { exceptBuckets: ["castle-archive"] } })).toContain('"not_starts_with":["arn:aws:s3:::castle-archive/"]');
  });

  test("its role writes to streams of its own log group", () => {
    expect(statementOf(resourceOf(synth(), "aws_iam_role_policy")["policy"], "WriteEvents")["Resource"]).toBe(
      "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/cloudtrail/castle:log-stream:111111111111_CloudTrail_*",
    );
  });

  test("adopted, trail and log group are imported", () => {
    const { import: imports } = synth({ adopt: { trailArn, logGroupName: "old-group" } });
    expect(imports?.map(({ id }) => id).sort()).toEqual([trailArn, "old-group"].sort());
    expect(synth()).not.toHaveProperty("import");
  });
});

test("trailDelivery lets one trail check the bucket and deliver with the owner's control", () => {
  const policy = policyDocument(trailDelivery("castle-archive", trailArn));
  expect(statementOf(policy, "TrailChecksBucket")).toMatchObject({ Action: "s3:GetBucketAcl", Resource: "arn:aws:s3:::castle-archive", Condition: { StringEquals: { "aws:SourceArn": trailArn } } });
  expect(statementOf(policy, "TrailDelivers")).toMatchObject({
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::castle-archive/AWSLogs/111111111111/*",
    Condition: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
  });
});
