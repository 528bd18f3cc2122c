from portcullis_policy import Policy


def build(**changed):
    return {"aws_imagebuilder_infrastructure_configuration": {"name": "canary", "instance_profile_name": "canary", "instance_metadata_options": [{"http_tokens": "required"}], "terminate_instance_on_failure": True, **changed}}


class InstanceMetadata(Policy):
    """EC2 User Guide, "Use the Instance Metadata Service": without a token a forged request of the server hands out the role's credentials."""

    id = "CKV_PORTCULLIS_INSTANCE_METADATA"
    title = "Instances, and those that images are built on, answer IMDSv2 only"
    remedy = "Set http_tokens to required, and let a failed build instance be terminated."
    types = ("aws_imagebuilder_infrastructure_configuration", "aws_ec2_instance_metadata_defaults")
    violations = (
        build(instance_metadata_options=[{"http_tokens": "optional"}]),
        build(instance_metadata_options=[]),
        build(terminate_instance_on_failure=False),
        {"aws_ec2_instance_metadata_defaults": {"http_tokens": "optional"}},
        {"aws_ec2_instance_metadata_defaults": {"http_put_response_hop_limit": 1}},
    )
    compliant = (build(), {"aws_ec2_instance_metadata_defaults": {"http_tokens": "required"}})

    def holds(self, resource):
        if self.entity_type == "aws_ec2_instance_metadata_defaults":
            return resource.value("http_tokens") == "required"
        return resource.block("instance_metadata_options").value("http_tokens") == "required" and not resource.is_false("terminate_instance_on_failure")


check = InstanceMetadata()
