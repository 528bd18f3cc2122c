"""Switches AWS Config, GuardDuty and Security Hub on in an account by plain boto3, as its team once did in the console.

    own_services.py <endpoint> <region> <account>

Prints, as JSON, what was made; with `read` as a fourth argument what there is now.
"""

import json
import sys

from clients import clients

endpoint, region, account = sys.argv[1:4]
client = clients(endpoint, region, account)


def read():
    config, guardduty = client("config"), client("guardduty")
    return {
        "recorders": [each["name"] for each in config.describe_configuration_recorders()["ConfigurationRecorders"]],
        "channels": [each["name"] for each in config.describe_delivery_channels()["DeliveryChannels"]],
        "detectors": {each: guardduty.get_detector(DetectorId=each)["Tags"] for each in guardduty.list_detectors()["DetectorIds"]},
        # When it was switched on: another day would be another hub.
        "hub": client("securityhub").describe_hub()["SubscribedAt"],
    }


if "read" not in sys.argv:
    config = client("config")
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": "default", "roleARN": f"arn:aws:iam::{account}:role/config", "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True}}
    )
    client("s3").create_bucket(Bucket=f"config-{account}", CreateBucketConfiguration={"LocationConstraint": region})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": f"config-{account}"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    client("guardduty").create_detector(Enable=True, FindingPublishingFrequency="SIX_HOURS", Tags={"made-by": "hand"})
    client("securityhub").enable_security_hub(EnableDefaultStandards=False)
print(json.dumps(read()))
