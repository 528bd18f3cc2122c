import { mustBe } from "../attributes";
import type { Rule } from "../rule";

export const bucketNotForceDestroyed: Rule = {
  id: "bucket-not-force-destroyed",
  title: "Terraform never empties a bucket to delete it",
  risk: "medium",
  types: ["aws_s3_bucket"],
  source: "AWS provider, aws_s3_bucket: force_destroy deletes every object, locked ones included where the caller may",
  remedy: "Leave force_destroy out; empty the bucket by hand on the day it is retired.",
  evaluate: (bucket) => mustBe(bucket.at("force_destroy"), false, "force_destroy"),
};
