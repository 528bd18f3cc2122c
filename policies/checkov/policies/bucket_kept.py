from portcullis_policy import Policy


class BucketKept(Policy):
    """Terraform's force_destroy empties a bucket, locked versions aside, before it deletes it: one wrong destroy and the archive is gone."""

    id = "CKV_PORTCULLIS_BUCKET_KEPT"
    title = "A bucket that holds something is not destroyed with what it holds"
    remedy = "Leave force_destroy out, or set it to false."
    types = ("aws_s3_bucket",)
    violations = ({"aws_s3_bucket": {"bucket": "canary", "force_destroy": True}},)
    compliant = ({"aws_s3_bucket": {"bucket": "canary", "force_destroy": False}}, {"aws_s3_bucket": {"bucket": "canary"}})

    def holds(self, resource):
        return resource.is_false("force_destroy") or not resource.is_set("force_destroy")


check = BucketKept()
