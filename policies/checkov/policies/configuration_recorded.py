from portcullis_policy import Policy


def recorder(**group):
    return {"aws_config_configuration_recorder": {"name": "canary", "recording_group": [group]}}


def aggregator(source):
    return {"aws_config_configuration_aggregator": {"name": "canary", **source}}


class ConfigurationRecorded(Policy):
    """CIS AWS Foundations 7.0, "AWS Config is enabled in all regions"; AWS Config Developer Guide, "Recording AWS resources"."""

    id = "CKV_PORTCULLIS_CONFIGURATION_RECORDED"
    title = "AWS Config records every type, and aggregators gather every region"
    risk = "medium"
    remedy = "Record all_supported (or exclude types by name with a reason), and let an aggregator gather all_regions or name each one."
    types = ("aws_config_configuration_recorder", "aws_config_configuration_aggregator")
    violations = (
        recorder(all_supported=False, resource_types=["AWS::S3::Bucket"]),
        aggregator({"account_aggregation_source": [{"account_ids": ["111111111111"]}]}),
    )
    compliant = (
        recorder(all_supported=True),
        {"aws_config_configuration_recorder": {"name": "canary"}},
        recorder(all_supported=False, recording_strategy=[{"use_only": "EXCLUSION_BY_RESOURCE_TYPES"}], exclusion_by_resource_types=[{"resource_types": ["AWS::EC2::NetworkInterface"]}]),
        aggregator({"account_aggregation_source": [{"account_ids": ["111111111111"], "all_regions": True}]}),
        aggregator({"account_aggregation_source": [{"account_ids": ["111111111111"], "regions": ["eu-central-1"]}]}),
        aggregator({"organization_aggregation_source": [{"role_arn": "arn", "all_regions": True}]}),
    )

    def holds(self, resource):
        if self.entity_type == "aws_config_configuration_aggregator":
            return any(source.is_true("all_regions") or source.values("regions") for key in ("account_aggregation_source", "organization_aggregation_source") for source in resource.blocks(key))
        group = resource.block("recording_group")
        # Without a group the recorder takes every supported type.
        return not resource.blocks("recording_group") or group.is_true("all_supported") or group.block("recording_strategy").value("use_only") == "EXCLUSION_BY_RESOURCE_TYPES"


check = ConfigurationRecorded()
