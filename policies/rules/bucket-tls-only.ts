import { fail, pass, unknown, valueOf } from "../attributes";
import { bucketArns } from "../buckets";
import { type Statement, statementsOf } from "../policy-documents";
import type { Rule } from "../rule";

/** Stricter than auditors, who look at the condition alone: everybody, every action, and nothing besides that narrows the denial. */
const deniesPlainHttp = (statement: Statement): boolean => {
  const [condition, ...others] = statement.conditions;
  return (
    !statement.allows &&
    statement.negated.length === 0 &&
    (statement.principals.AWS ?? []).includes("*") &&
    statement.actions.some((action) => action === "*" || action.toLowerCase() === "s3:*") &&
    others.length === 0 &&
    condition !== undefined &&
    /^Bool(IfExists)?$/.test(condition.operator) &&
    condition.key === "aws:securetransport" &&
    condition.values.includes("false")
  );
};

export const bucketTlsOnly: Rule = {
  id: "bucket-tls-only",
  title: "Every bucket refuses plain HTTP, for itself and for its objects",
  risk: "high",
  types: ["aws_s3_bucket"],
  source: "CIS AWS Foundations 5.0, 2.1.1; S3 User Guide, 'Security best practices': enforce encryption of data in transit",
  remedy: 'Add a statement to the bucket policy that denies s3:* to Principal "*" on the bucket and on bucket/* where aws:SecureTransport is false.',
  evaluate: (bucket, context) => {
    const policies = context.referring("aws_s3_bucket_policy", "bucket", bucket);
    if (policies.length === 0) return fail("the bucket has no bucket policy");
    const documents = policies.map((policy) => policy.json("policy"));
    const denied = documents.flatMap((document) => (statementsOf(valueOf(document)) ?? []).filter(deniesPlainHttp).flatMap(({ resources }) => resources));
    const arns = bucketArns(bucket);
    const missing = [
      ...(arns.some((arn) => denied.includes(arn)) ? [] : ["the bucket"]),
      ...(arns.some((arn) => denied.includes(`${arn}/*`)) ? [] : ["its objects"]),
    ];
    if (missing.length === 0) return pass;
    if (documents.some(({ kind }) => kind === "unknown")) return unknown("the bucket policy cannot be read");
    return fail(`no statement denies every request without TLS to ${missing.join(" and to ")}`);
  },
};
