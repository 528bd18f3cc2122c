import { accessLogDelivery, noRemoval, readableBy, SecureBucket, type SecureBucketProps } from "../../../../modules/bucket";
import { ConstructError } from "../../../../modules/core";
import { resourceOf, resourcesOf, statementOf, synthStack } from "../../../support/synth";

const good: SecureBucketProps = { name: "castle-logs", keyArn: "arn:aws:kms:eu-west-1:111111111111:key/k", accessLogBucket: "castle-access" };
const synth = (change: Partial<SecureBucketProps> = {}) =>
  synthStack((stack) => {
    new SecureBucket(stack, "bucket", { ...good, ...change });
  });
const policyOf = (change: Partial<SecureBucketProps> = {}): unknown => resourceOf(synth(change), "aws_s3_bucket_policy")["policy"];

describe("SecureBucket", () => {
  test("is private, versioned, owned, never emptied, under the key", () => {
    const stack = synth();
    expect(resourceOf(stack, "aws_s3_bucket")).toMatchObject({ bucket: "castle-logs", force_destroy: false });
    expect(resourceOf(stack, "aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({ status: "Enabled" });
    expect(resourceOf(stack, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resourceOf(stack, "aws_s3_bucket_ownership_controls")["rule"]).toEqual({ object_ownership: "BucketOwnerEnforced" });
    expect(resourceOf(stack, "aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      { apply_server_side_encryption_by_default: { kms_master_key_id: good.keyArn, sse_algorithm: "aws:kms" }, bucket_key_enabled: true },
    ]);
    expect(resourceOf(stack, "aws_s3_bucket_logging")).toMatchObject({ target_bucket: "castle-access", target_prefix: "castle-logs/" });
  });

  test("denies plain HTTP, old TLS and S3-managed keys, but not AWS services their own encryption", () => {
    const policy = policyOf();
    expect(statementOf(policy, "DenyPlainHttp")).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    expect(statementOf(policy, "DenyOldTls")["Condition"]).toEqual({ NumericLessThan: { "s3:TlsVersion": "1.2" } });
    expect(statementOf(policy, "DenyOtherEncryption")["Condition"]).toEqual({
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      Bool: { "aws:PrincipalIsAWSService": "false" },
    });
  });

  test("adds the statements it is given", () => {
    const statements = [noRemoval("castle-logs"), readableBy("castle-logs", ["arn:aws:iam::111111111111:role/plan"]), accessLogDelivery("castle-logs", "111111111111")];
    const policy = policyOf({ statements });
    expect(statementOf(policy, "DenyRemoval")["Action"]).toEqual(["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"]);
    expect(statementOf(policy, "DenyReadingByOthers")).toMatchObject({
      Effect: "Deny",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::111111111111:role/plan"] } },
    });
    expect(statementOf(policy, "ServerAccessLogsDeliver")).toMatchObject({
      Principal: { Service: "logging.s3.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
    });
  });

  test("has a lifecycle only where asked for, and nothing waits for it", () => {
    expect(resourcesOf(synth(), "aws_s3_bucket_lifecycle_configuration")).toEqual([]);
    const stack = synth({ lifecycle: { expireAfterDays: 30 }, objectLock: { mode: "GOVERNANCE", retentionDays: 1 } });
    expect(resourceOf(stack, "aws_s3_bucket_lifecycle_configuration")["rule"]).toEqual([
      expect.objectContaining({ status: "Enabled", expiration: [{ days: 30 }], noncurrent_version_expiration: [{ noncurrent_days: 30 }] }),
    ]);
    expect(JSON.stringify(stack.resource)).not.toMatch(/depends_on":\[[^\]]*lifecycle/);
  });

  test("locks objects, from the bucket's birth unless it was adopted", () => {
    const objectLock = { mode: "GOVERNANCE", retentionDays: 7 } as const;
    const own = synth({ objectLock });
    expect(resourceOf(own, "aws_s3_bucket")["object_lock_enabled"]).toBe(true);
    expect(resourceOf(own, "aws_s3_bucket_object_lock_configuration")["rule"]).toEqual({ default_retention: { days: 7, mode: "GOVERNANCE" } });
    const adopted = synth({ objectLock, adopt: true });
    expect(resourceOf(adopted, "aws_s3_bucket")).not.toHaveProperty("object_lock_enabled");
    expect(adopted.import).toEqual([{ id: "castle-logs", to: expect.stringMatching(/^aws_s3_bucket\./) as string }]);
    expect(resourcesOf(adopted, "aws_s3_bucket_object_lock_configuration")).toHaveLength(1);
  });

  test("goes below its standard only by name and with a reason", () => {
    const reason = "It takes the access logs of the others";
    const stack = synth({ keyArn: undefined, accessLogBucket: undefined, unsafe: { s3ManagedKey: { reason }, withoutAccessLogs: { reason } } });
    expect(resourceOf(stack, "aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(resourcesOf(stack, "aws_s3_bucket_logging")).toEqual([]);
    expect(() => statementOf(resourceOf(stack, "aws_s3_bucket_policy")["policy"], "DenyOtherEncryption")).toThrow();
  });

  test.each<[string, Partial<SecureBucketProps>, RegExp]>([
    ["no key", { keyArn: undefined }, /Give keyArn, or unsafe\.s3ManagedKey/],
    ["no access logs", { accessLogBucket: undefined }, /Give accessLogBucket, or unsafe\.withoutAccessLogs/],
    ["a key and a reason for none", { unsafe: { s3ManagedKey: { reason: "not needed at all" } } }, /either a customer-managed key or a reason/],
    ["an empty reason", { keyArn: undefined, unsafe: { s3ManagedKey: { reason: "" } } }, /gives no reason/],
  ])("refuses %s", (_what, change, message) => {
    expect(() => synth(change)).toThrow(ConstructError);
    expect(() => synth(change)).toThrow(message);
  });

  test("in one stack, delivery of access logs waits until the target lets S3 in", () => {
    const reason = "It takes the access logs of the others";
    const stack = synthStack((scope) => {
      const target = new SecureBucket(scope, "target", { name: "castle-access", unsafe: { s3ManagedKey: { reason }, withoutAccessLogs: { reason } } });
      new SecureBucket(scope, "bucket", { ...good, accessLogBucket: target });
    });
    expect(resourceOf(stack, "aws_s3_bucket_logging")["depends_on"]).toEqual([
      expect.stringMatching(/^aws_s3_bucket_server_side_encryption_configuration\.target/),
      expect.stringMatching(/^aws_s3_bucket_policy\.target/),
    ]);
  });
});
