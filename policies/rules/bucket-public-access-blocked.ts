import { fail, mustBe, worstOf } from "../attributes";
import type { Rule } from "../rule";

const settings = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] as const;

export const bucketPublicAccessBlocked: Rule = {
  id: "bucket-public-access-blocked",
  title: "Every bucket blocks public access in all four ways",
  risk: "critical",
  types: ["aws_s3_bucket"],
  source: "CIS AWS Foundations 5.0, 2.1.4; S3 User Guide, 'Blocking public access to your Amazon S3 storage'",
  remedy: "Add an aws_s3_bucket_public_access_block with all four settings true, or use the module bucket.",
  evaluate: (bucket, context) => {
    const blocks = context.referring("aws_s3_bucket_public_access_block", "bucket", bucket);
    if (blocks.length === 0) return fail("no public access block refers to the bucket");
    return worstOf(blocks.flatMap((block) => settings.map((setting) => mustBe(block.at(setting), true, `${setting} of ${block.address}`))));
  },
};
