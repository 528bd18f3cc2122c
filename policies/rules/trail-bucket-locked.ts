import { fail, mustBe, notApplicable, pass, unknown } from "../attributes";
import type { Rule } from "../rule";

export const trailBucketLocked: Rule = {
  id: "trail-bucket-locked",
  title: "The bucket that a trail writes to has Object Lock",
  risk: "high",
  types: ["aws_s3_bucket"],
  source: "CloudTrail User Guide, 'Security best practices': prevent the deletion of log files; AWS Security Hub S3.15",
  remedy: "Add an aws_s3_bucket_object_lock_configuration to the bucket, and create it with object_lock_enabled.",
  evaluate: (bucket, context) => {
    if (context.referring("aws_cloudtrail", "s3_bucket_name", bucket).length === 0) return notApplicable;
    const locked = context.referring("aws_s3_bucket_object_lock_configuration", "bucket", bucket);
    if (locked.length > 0) return pass;
    const enabled = mustBe(bucket.at("object_lock_enabled"), true, "object_lock_enabled");
    return enabled.result === "unknown" ? unknown("object_lock_enabled is not known yet") : fail("the bucket takes a trail's log files and they can be deleted");
  },
};
