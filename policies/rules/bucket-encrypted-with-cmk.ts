import { fail, pass, unknown, worstOf } from "../attributes";
import { encryptionOf, takesAccessLogs } from "../buckets";
import type { Outcome, Rule } from "../rule";

const customerKey = ({ algorithm, key }: { readonly algorithm: unknown; readonly key: unknown }): Outcome => {
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return fail(`objects are encrypted with ${String(algorithm ?? "nothing")}, not with a customer-managed key`);
  if (typeof key !== "string" || key === "") return fail("no key is named, so S3 takes the key that AWS manages");
  return /alias\/aws\/s3$/.test(key) ? fail("alias/aws/s3 is the key that AWS manages") : pass;
};

/**
 * Exception: S3 delivers server access logs only to buckets whose default encryption is SSE-S3, so their targets must
 * have AES256 and nothing else (S3 User Guide, "Enabling Amazon S3 server access logging").
 */
export const bucketEncryptedWithCmk: Rule = {
  id: "bucket-encrypted-with-cmk",
  title: "Every bucket encrypts under a customer-managed key; targets of access logs under SSE-S3",
  risk: "high",
  types: ["aws_s3_bucket"],
  source: "S3 User Guide, 'Specifying server-side encryption with AWS KMS'; AWS Config s3-default-encryption-kms",
  remedy: "Add an aws_s3_bucket_server_side_encryption_configuration with sse_algorithm aws:kms and the ARN of a key of this account.",
  evaluate: (bucket, context) => {
    const configurations = context.referring("aws_s3_bucket_server_side_encryption_configuration", "bucket", bucket);
    if (configurations.length === 0) return fail("no default encryption is configured");
    const accessLogs = takesAccessLogs(bucket, context);
    return worstOf(
      configurations.flatMap((configuration): readonly Outcome[] => {
        const rules = encryptionOf(configuration);
        if (rules === undefined) return [unknown(`the encryption of ${configuration.address} is not known yet`)];
        if (rules.length === 0) return [fail(`${configuration.address} has no rule`)];
        if (!accessLogs) return rules.map(customerKey);
        return rules.map(({ algorithm }) => (algorithm === "AES256" ? pass : fail("the bucket takes server access logs, which S3 delivers only under SSE-S3 (AES256)")));
      }),
    );
  },
};
