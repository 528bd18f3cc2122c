import { archiveProtection, AuditTrail, bucketChanges, recordingChanges, trailDelivery, type AuditTrailProps, type ObjectEvents } from "../../../../modules/trail";
import { policyDocument } from "../../../../modules/core";
import type { PatternFields } from "../../../../modules/event-alert";
import { matchesPattern } from "../../../support/event-pattern";
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

  test("records management events always, and nothing that is paid for by event unasked", () => {
    expect(selectors()).toContain("Management");
    expect(selectors()).not.toContain("Data");
    expect(resourceOf(synth(), "aws_cloudtrail")).not.toHaveProperty("insight_selector");
  });

  test("finds unusual rates of calls and of errors where asked to", () => {
    expect(resourceOf(synth({ insights: true }), "aws_cloudtrail")["insight_selector"]).toEqual([{ insight_type: "ApiCallRateInsight" }, { insight_type: "ApiErrorRateInsight" }]);
  });

  test("records invocations of functions, all or some", () => {
    const selectorOf = (change: Partial<AuditTrailProps>) => (resourceOf(synth(change), "aws_cloudtrail")["advanced_event_selector"] as { field_selector: unknown[] }[])[1]?.field_selector;
    const every = [{ field: "eventCategory", equals: ["Data"] }, { field: "resources.type", equals: ["AWS::Lambda::Function"] }];
    expect(selectorOf({ functionEvents: {} })).toEqual(every);
    const one = "arn:aws:lambda:eu-west-1:111111111111:function:pay";
    expect(selectorOf({ functionEvents: { functions: [one] } })).toEqual([...every, { field: "resources.ARN", starts_with: [one] }]);
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

describe("object events", () => {
  const logBuckets = ["castle-archive", "castle-access-logs"];
  const arns = (objectEvents: ObjectEvents) =>
    (resourceOf(synth({ objectEvents }), "aws_cloudtrail")["advanced_event_selector"] as { field_selector: { field: string }[] }[])[1]?.field_selector.find(({ field }) => field === "resources.ARN");
  const notOfLogs = { not_starts_with: ["arn:aws:s3:::castle-archive/", "arn:aws:s3:::castle-access-logs/"] };

  test("are those of the named buckets, whole names or beginnings, and never of log buckets", () => {
    expect(arns({ buckets: ["castle-patients", "castle-data-*"], logBuckets })).toEqual({
      field: "resources.ARN",
      starts_with: ["arn:aws:s3:::castle-patients/", "arn:aws:s3:::castle-data-"],
      ...notOfLogs,
    });
  });

  test("are those of every bucket only by name and with a reason", () => {
    expect(arns({ logBuckets, unsafe: { everyBucket: { reason: "An auditor asks for all of them" } } })).toEqual({ field: "resources.ARN", ...notOfLogs });
  });

  test.each<readonly [string, ObjectEvents, RegExp]>([
    ["no bucket and no reason", { logBuckets }, /either of named buckets or, with a reason, of every bucket/],
    ["a reason that says nothing", { logBuckets, unsafe: { everyBucket: { reason: "yes" } } }, /everyBucket gives no reason/],
    ["both", { buckets: ["castle-data"], logBuckets, unsafe: { everyBucket: { reason: "An auditor asks for all of them" } } }, /either of named buckets/],
    ["every bucket in disguise", { buckets: ["*"], logBuckets }, /at least three characters/],
    ["nearly every bucket", { buckets: ["ca*"], logBuckets }, /at least three characters/],
    ["a log bucket", { buckets: ["castle-archive"], logBuckets }, /would never end/],
  ])("are refused: %s", (_, objectEvents, problem) => {
    expect(() => synth({ objectEvents })).toThrow(problem);
  });
});

describe("archiveProtection", () => {
  const apply = "arn:aws:iam::111111111111:role/castle-apply";
  const policy = policyDocument(archiveProtection("castle-archive", [apply]));

  test("nobody at all removes files or lifts their retention", () => {
    const statement = statementOf(policy, "DenyRemoval");
    expect(statement["Action"]).toEqual(["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"]);
    expect(statement).not.toHaveProperty("Condition");
  });

  test("only who makes reviewed changes alters the bucket", () => {
    const statement = statementOf(policy, "DenyWeakening");
    expect(statement).toMatchObject({ Effect: "Deny", Principal: { AWS: "*" }, Resource: "arn:aws:s3:::castle-archive", Condition: { ArnNotEquals: { "aws:PrincipalArn": [apply] } } });
    expect(statement["Action"]).toEqual(expect.arrayContaining(["s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning", "s3:PutBucketObjectLockConfiguration"]));
  });
});

describe("tampering", () => {
  /** As AWS sends it (EventBridge Events Reference, "AWS service events delivered via AWS CloudTrail"), shortened. */
  const call = (service: string, eventName: string, requestParameters: object = {}) => ({
    version: "0",
    source: `aws.${service}`,
    "detail-type": "AWS API Call via CloudTrail",
    account: "111111111111",
    region: "eu-west-1",
    detail: { eventVersion: "1.11", eventSource: `${service}.amazonaws.com`, eventName, readOnly: false, userIdentity: { type: "AssumedRole" }, requestParameters },
  });
  const told = (pattern: object, event: object) => matchesPattern(pattern as PatternFields, event as Readonly<Record<string, unknown>>);

  test.each(["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "PutInsightSelectors", "StopEventDataStoreIngestion"])("%s is told", (eventName) => {
    expect(told(recordingChanges, call("cloudtrail", eventName))).toBe(true);
    expect(told(recordingChanges, { ...call("cloudtrail", eventName), "detail-type": "AWS Service Event via CloudTrail" })).toBe(false);
  });

  test("what only looks or begins is not, nor another service's call of the name", () => {
    for (const event of [call("cloudtrail", "StartLogging"), call("cloudtrail", "DescribeTrails"), call("elsewhere", "StopLogging")]) expect(told(recordingChanges, event)).toBe(false);
  });

  test("a change of the archive is told, the same change of another bucket is not", () => {
    const pattern = bucketChanges(["castle-archive"]);
    for (const eventName of ["PutBucketPolicy", "DeleteBucket", "PutBucketLifecycle"]) {
      expect(told(pattern, call("s3", eventName, { bucketName: "castle-archive" }))).toBe(true);
      expect(told(pattern, call("s3", eventName, { bucketName: "castle-archive-2" }))).toBe(false);
    }
    expect(told(pattern, call("s3", "GetBucketPolicy", { bucketName: "castle-archive" }))).toBe(false);
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
