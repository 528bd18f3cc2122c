import { fail, mustBe, pass, unknown } from "../attributes";
import type { Rule } from "../rule";

export const bucketVersionedOrLocked: Rule = {
  id: "bucket-versioned-or-locked",
  title: "Every bucket keeps overwritten and deleted objects",
  risk: "medium",
  types: ["aws_s3_bucket"],
  source: "S3 User Guide, 'Retaining multiple versions of objects with S3 Versioning'; AWS Security Hub S3.14",
  remedy: "Add an aws_s3_bucket_versioning with status Enabled, or create the bucket with object_lock_enabled.",
  evaluate: (bucket, context) => {
    // A bucket with Object Lock is always versioned, and versioning cannot be suspended on it.
    if (mustBe(bucket.at("object_lock_enabled"), true, "object_lock_enabled").result === "pass") return pass;
    const statuses = context.referring("aws_s3_bucket_versioning", "bucket", bucket).map((versioning) => versioning.at("versioning_configuration.status"));
    if (statuses.some((status) => status.kind === "known" && status.value === "Enabled")) return pass;
    return statuses.some(({ kind }) => kind === "template" || kind === "unknown") ? unknown("the versioning of the bucket is not known yet") : fail("versioning is not enabled and the bucket has no Object Lock");
  },
};
