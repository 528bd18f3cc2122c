from portcullis_policy import Policy

shortest_days = 30
days_per_year = 365


def lock(**retention):
    return {"aws_s3_bucket_object_lock_configuration": {"bucket": "canary", "rule": [{"default_retention": [retention]}]}}


class ObjectLockRetention(Policy):
    """S3 User Guide, "Object Lock considerations": without a default retention new objects are not locked, and a day is over before a theft is seen."""

    id = "CKV_PORTCULLIS_OBJECT_LOCK_RETENTION"
    title = f"Object Lock keeps new objects for at least {shortest_days} days"
    remedy = f"Set rule.default_retention with a mode and at least {shortest_days} days."
    types = ("aws_s3_bucket_object_lock_configuration",)
    violations = (lock(mode="GOVERNANCE", days=1), lock(days=365), {"aws_s3_bucket_object_lock_configuration": {"bucket": "canary"}})
    compliant = (lock(mode="GOVERNANCE", days=365), lock(mode="COMPLIANCE", years=1))

    def holds(self, resource):
        retention = resource.block("rule").block("default_retention")
        days = retention.number("days") + retention.number("years") * days_per_year
        return retention.value("mode") in ("GOVERNANCE", "COMPLIANCE") and days >= shortest_days


check = ObjectLockRetention()
