"""Switches AWS Config on in an account by plain boto3, as its team once did in the console.

    own_services.py <endpoint> <region> <account>

Prints, as JSON, what was made; with `read` as a fourth argument what there is now.
"""

import json
import sys

import boto3

endpoint, region, account = sys.argv[1:4]
sts = boto3.client("sts", endpoint_url=endpoint, region_name=region, aws_access_key_id="test", aws_secret_access_key="test")
given = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/any", RoleSessionName="console")["Credentials"]


def client(service):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )


def read():
    config = client("config")
    return {
        "recorders": [each["name"] for each in config.describe_configuration_recorders()["ConfigurationRecorders"]],
        "channels": [each["name"] for each in config.describe_delivery_channels()["DeliveryChannels"]],
    }


if "read" not in sys.argv:
    config = client("config")
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": "default", "roleARN": f"arn:aws:iam::{account}:role/config", "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True}}
    )
    client("s3").create_bucket(Bucket=f"config-{account}", CreateBucketConfiguration={"LocationConstraint": region})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": f"config-{account}"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
print(json.dumps(read()))
