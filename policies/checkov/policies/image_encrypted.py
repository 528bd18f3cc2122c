from portcullis_policy import Policy


def recipe(**ebs):
    return {"aws_imagebuilder_image_recipe": {"name": "canary", "version": "1.0.0", "block_device_mapping": [{"device_name": "/dev/xvda", "ebs": [ebs]}]}}


class ImageEncrypted(Policy):
    """EC2 Image Builder User Guide, "Create a new version of an image recipe": a volume that the recipe does not encrypt is not encrypted by it."""

    id = "CKV_PORTCULLIS_IMAGE_ENCRYPTED"
    title = "Every volume of an image recipe is encrypted under a key of ours"
    remedy = "Give each block_device_mapping an ebs block with encrypted true and a kms_key_id."
    types = ("aws_imagebuilder_image_recipe",)
    violations = (recipe(encrypted=False), recipe(encrypted=True), {"aws_imagebuilder_image_recipe": {"name": "canary", "version": "1.0.0"}})
    compliant = (recipe(encrypted=True, kms_key_id="arn:aws:kms:eu-central-1:111111111111:key/canary"),)

    def holds(self, resource):
        volumes = [mapping.block("ebs") for mapping in resource.blocks("block_device_mapping")]
        return len(volumes) > 0 and all(volume.is_true("encrypted") and volume.is_set("kms_key_id") for volume in volumes)


check = ImageEncrypted()
