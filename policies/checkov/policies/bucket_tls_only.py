import json

from portcullis_policy import Policy, flattened


def policy(*statements):
    return {"aws_s3_bucket_policy": {"bucket": "canary", "policy": json.dumps({"Version": "2012-10-17", "Statement": list(statements)})}}


denial = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::canary", "arn:aws:s3:::canary/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
grant = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::canary/*"}


class BucketTlsOnly(Policy):
    """S3 User Guide, "Amazon S3 policy examples: require HTTPS"; CIS AWS Foundations 7.0, "S3 Bucket Policy is set to deny HTTP requests"."""

    id = "CKV_PORTCULLIS_BUCKET_TLS_ONLY"
    title = "A bucket's policy denies every request without TLS"
    remedy = "Add a statement that denies s3:* to everyone where aws:SecureTransport is false."
    types = ("aws_s3_bucket_policy",)
    violations = (policy(grant), policy({**denial, "Action": "s3:GetObject"}), policy({**denial, "Principal": {"AWS": "arn:aws:iam::111111111111:root"}}), policy({**denial, "Effect": "Allow"}))
    compliant = (policy(denial), policy(grant, {**denial, "Principal": {"AWS": "*"}}))

    def holds(self, resource):
        document = resource.document("policy") or {}
        return any(denies_plain_http(statement) for statement in flattened(document.get("Statement")))


def denies_plain_http(statement):
    condition = statement.get("Condition", {}).get("Bool", {})
    principal = statement.get("Principal")
    everyone = "*" in flattened(principal.get("AWS") if isinstance(principal, dict) else principal)
    whole = any(action in ("s3:*", "*") for action in flattened(statement.get("Action")))
    return statement.get("Effect") == "Deny" and everyone and whole and [str(each).lower() for each in flattened(condition.get("aws:SecureTransport"))] == ["false"]


check = BucketTlsOnly()
