from portcullis_policy import Policy


def distribution(**permission):
    return {"aws_imagebuilder_distribution_configuration": {"name": "canary", "distribution": [{"region": "eu-central-1", "ami_distribution_configuration": [{"launch_permission": [permission]}]}]}}


class ImagePrivate(Policy):
    """EC2 User Guide, "Make your AMI publicly available": an image holds what was built into it, for everyone, and the copies cannot be called back."""

    id = "CKV_PORTCULLIS_IMAGE_PRIVATE"
    title = "No image is shared with everyone"
    risk = "critical"
    remedy = "Name the accounts (user_ids) or the organisation; leave user_groups and group out."
    types = ("aws_imagebuilder_distribution_configuration", "aws_ami_launch_permission")
    violations = (distribution(user_groups=["all"]), {"aws_ami_launch_permission": {"image_id": "ami-1", "group": "all"}})
    compliant = (distribution(user_ids=["111111111111"]), {"aws_ami_launch_permission": {"image_id": "ami-1", "account_id": "111111111111"}})

    def holds(self, resource):
        if resource.is_set("group"):
            return False
        permissions = [permission for region in resource.blocks("distribution") for image in region.blocks("ami_distribution_configuration") for permission in image.blocks("launch_permission")]
        return not any("all" in permission.values("user_groups") for permission in permissions)


check = ImagePrivate()
