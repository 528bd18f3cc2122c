from portcullis_policy import Policy


def pipeline(tests, scanning):
    return {"aws_imagebuilder_image_pipeline": {"name": "canary", "image_tests_configuration": [{"image_tests_enabled": tests}], "image_scanning_configuration": [{"image_scanning_enabled": scanning}]}}


class ImageTested(Policy):
    """EC2 Image Builder User Guide, "Image testing" and "Security findings for Image Builder images"."""

    id = "CKV_PORTCULLIS_IMAGE_TESTED"
    title = "Every image is tested and scanned before it is distributed"
    risk = "medium"
    remedy = "Leave image_tests_enabled on (its default) and set image_scanning_enabled to true."
    types = ("aws_imagebuilder_image_pipeline",)
    violations = (pipeline(False, True), pipeline(True, False), {"aws_imagebuilder_image_pipeline": {"name": "canary"}})
    compliant = (pipeline(True, True),)

    def holds(self, resource):
        return not resource.block("image_tests_configuration").is_false("image_tests_enabled") and resource.block("image_scanning_configuration").is_true("image_scanning_enabled")


check = ImageTested()
