import { referencesIn, subsetOf } from "../../../scripts/promotion/tree-subset";

const tree = {
  terraform: { backend: {} },
  provider: { aws: [{}] },
  resource: {
    aws_kms_key: { key: { description: "of the bucket" }, other: {} },
    aws_s3_bucket: { logs: { bucket: "logs" }, rest: { bucket: "rest" } },
    aws_s3_bucket_policy: { logs: { bucket: "${aws_s3_bucket.logs.id}" }, rest: { bucket: "${aws_s3_bucket.rest.id}" } },
    aws_s3_bucket_server_side_encryption_configuration: { logs: { bucket: "${aws_s3_bucket.logs.id}", rule: { key: "${aws_kms_key.key.arn}" } } },
    aws_iam_role: { writer: { name: "writer" } },
  },
};

describe("what belongs to a bucket", () => {
  test("is what refers to it and what that needs, and nothing else", () => {
    expect([...referencesIn(tree, "aws_s3_bucket.logs")].sort()).toEqual([
      "aws_kms_key.key",
      "aws_s3_bucket.logs",
      "aws_s3_bucket_policy.logs",
      "aws_s3_bucket_server_side_encryption_configuration.logs",
    ]);
  });
  test("is all that remains of the tree", () => {
    const remaining = subsetOf(tree, new Set(referencesIn(tree, "aws_s3_bucket.rest")));
    expect(remaining.resource).toEqual({ aws_s3_bucket: { rest: { bucket: "rest" } }, aws_s3_bucket_policy: { rest: { bucket: "${aws_s3_bucket.rest.id}" } } });
    expect(remaining.terraform).toBe(tree.terraform);
    expect(subsetOf(tree, new Set()).resource).toBeUndefined();
  });
});
