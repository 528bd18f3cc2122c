from portcullis_policy import Policy


class AccountPublicImages(Policy):
    """EC2 User Guide, "Block public access to your AMIs"; EBS User Guide, "Block public access for Amazon EBS snapshots"."""

    id = "CKV_PORTCULLIS_ACCOUNT_PUBLIC_IMAGES"
    title = "No image and no snapshot of the account can be made public"
    risk = "critical"
    remedy = "Set state to block-new-sharing (images), block-all-sharing (snapshots)."
    types = ("aws_ec2_image_block_public_access", "aws_ebs_snapshot_block_public_access")
    violations = (
        {"aws_ec2_image_block_public_access": {"state": "unblocked"}},
        {"aws_ebs_snapshot_block_public_access": {"state": "unblocked"}},
        {"aws_ebs_snapshot_block_public_access": {"state": "block-new-sharing"}},
    )
    compliant = (
        {"aws_ec2_image_block_public_access": {"state": "block-new-sharing"}},
        {"aws_ebs_snapshot_block_public_access": {"state": "block-all-sharing"}},
    )

    def holds(self, resource):
        # New sharing alone would leave the snapshots public that are public already.
        return resource.value("state") == ("block-all-sharing" if self.entity_type == "aws_ebs_snapshot_block_public_access" else "block-new-sharing")


check = AccountPublicImages()
