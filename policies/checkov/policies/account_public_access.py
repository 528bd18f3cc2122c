from portcullis_policy import Policy

settings = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


class AccountPublicAccess(Policy):
    """S3 User Guide, "Blocking public access to your Amazon S3 storage"; CIS AWS Foundations 7.0, S3."""

    id = "CKV_PORTCULLIS_ACCOUNT_PUBLIC_ACCESS"
    title = "No bucket of the account can be made public"
    risk = "critical"
    remedy = "Set all four block_public_acls, block_public_policy, ignore_public_acls and restrict_public_buckets to true."
    types = ("aws_s3_account_public_access_block",)
    violations = (
        {"aws_s3_account_public_access_block": {**dict.fromkeys(settings, True), "block_public_policy": False}},
        {"aws_s3_account_public_access_block": {}},
    )
    compliant = ({"aws_s3_account_public_access_block": dict.fromkeys(settings, True)},)

    def holds(self, resource):
        return all(resource.is_true(setting) for setting in settings)


check = AccountPublicAccess()
