import { blocksAt, descend, hasReference, valueOf } from "./attributes";
import { statementsOf } from "./policy-documents";
import type { ResourceView, RuleContext } from "./rule";

/**
 * Every way in which a policy of the same stack can write the bucket's ARN. Nothing looser is taken for the bucket: a
 * pattern such as `arn:aws:s3:::*` may be meant for another.
 */
export const bucketArns = (bucket: ResourceView): readonly string[] => {
  const address = bucket.address.replace(/\[.*$/, "");
  const name = valueOf(bucket.at("bucket"));
  const arn = valueOf(bucket.at("arn"));
  return [
    `\${${address}.arn}`,
    `arn:aws:s3:::\${${address}.id}`,
    `arn:aws:s3:::\${${address}.bucket}`,
    ...(typeof name === "string" && name !== "" ? [`arn:aws:s3:::${name}`] : []),
    ...(typeof arn === "string" && arn !== "" ? [arn] : []),
  ];
};

const policiesOf = (bucket: ResourceView, context: RuleContext) => context.referring("aws_s3_bucket_policy", "bucket", bucket);

/**
 * True where S3 delivers server access logs into the bucket: another bucket of the stack names it as its target, or its
 * policy lets logging.s3.amazonaws.com write, which is what makes a bucket such a target.
 */
export const takesAccessLogs = (bucket: ResourceView, context: RuleContext): boolean =>
  context.referring("aws_s3_bucket_logging", "target_bucket", bucket).length > 0 ||
  policiesOf(bucket, context).some((policy) =>
    (statementsOf(valueOf(policy.json("policy"))) ?? []).some(({ allows, principals }) => allows && (principals.Service ?? []).includes("logging.s3.amazonaws.com")),
  );

/** The default encryption rules of a bucket; undefined where they are not known yet. */
export const encryptionOf = (configuration: ResourceView): readonly { readonly algorithm: unknown; readonly key: unknown }[] | undefined => {
  const rules = blocksAt(configuration, "rule")?.map((rule) => ({
    algorithm: descend(rule, "apply_server_side_encryption_by_default.sse_algorithm"),
    key: descend(rule, "apply_server_side_encryption_by_default.kms_master_key_id"),
  }));
  return rules?.some(({ algorithm }) => hasReference(algorithm)) ? undefined : rules;
};
