from portcullis_policy import Policy

longest_days = 30


class KeyDeletionWindow(Policy):
    """KMS Developer Guide, "Delete AWS KMS keys": what was encrypted under a key is lost with it; 30 days is the longest wait and the default."""

    id = "CKV_PORTCULLIS_KEY_DELETION_WINDOW"
    title = "A key waits as long as AWS lets it before it is deleted"
    remedy = f"Leave deletion_window_in_days out, or set it to {longest_days}."
    types = ("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key")
    violations = ({"aws_kms_key": {"deletion_window_in_days": 7}},)
    compliant = ({"aws_kms_key": {"deletion_window_in_days": longest_days}}, {"aws_kms_key": {"description": "canary"}})

    def holds(self, resource):
        return not resource.is_set("deletion_window_in_days") or resource.number("deletion_window_in_days") >= longest_days


check = KeyDeletionWindow()
