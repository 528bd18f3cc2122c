"""EC2: the account's own settings in a region. moto has the rest of EC2.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html
"""

from gapfill.declare import Errors, Read, Resource, Service, Update

AWS_MANAGED_KEY = "alias/aws/ebs"

SERVICE = Service(
    name="ec2",
    signing_name="ec2",
    errors=Errors(not_found="InvalidParameterValue", exists="InvalidParameterValue", invalid="InvalidParameterValue"),
    resources=(
        Resource(
            kind="EBS default key",
            defaults={"KmsKeyId": AWS_MANAGED_KEY},
            operations=(
                Read("GetEbsDefaultKmsKeyId"),
                Update("ModifyEbsDefaultKmsKeyId"),
                Update("ResetEbsDefaultKmsKeyId", sets={"KmsKeyId": AWS_MANAGED_KEY}),
            ),
        ),
        Resource(
            kind="block public access for snapshots",
            defaults={"State": "unblocked", "ManagedBy": "account"},
            operations=(
                Read("GetSnapshotBlockPublicAccessState"),
                Update("EnableSnapshotBlockPublicAccess"),
                Update("DisableSnapshotBlockPublicAccess", sets={"State": "unblocked"}),
            ),
        ),
        Resource(
            kind="block public access for images",
            defaults={"ImageBlockPublicAccessState": "unblocked", "ManagedBy": "account"},
            operations=(
                Read("GetImageBlockPublicAccessState"),
                Update("EnableImageBlockPublicAccess"),
                Update("DisableImageBlockPublicAccess", sets={"ImageBlockPublicAccessState": "unblocked"}),
            ),
        ),
        Resource(
            kind="serial console access",
            defaults={"SerialConsoleAccessEnabled": False, "ManagedBy": "account"},
            operations=(
                Read("GetSerialConsoleAccessStatus"),
                Update("EnableSerialConsoleAccess", sets={"SerialConsoleAccessEnabled": True}),
                Update("DisableSerialConsoleAccess", sets={"SerialConsoleAccessEnabled": False}),
            ),
        ),
        Resource(
            kind="instance metadata defaults",
            defaults={"Return": True, "ManagedBy": "account"},
            # How a request says that the account has no default of its own.
            absent={
                "HttpTokens": "no-preference",
                "HttpEndpoint": "no-preference",
                "InstanceMetadataTags": "no-preference",
                "HttpPutResponseHopLimit": -1,
            },
            operations=(
                Read("GetInstanceMetadataDefaults", under="AccountLevel"),
                Update("ModifyInstanceMetadataDefaults"),
            ),
        ),
        Resource(
            kind="block public access for VPCs",
            defaults={
                "AwsAccountId": lambda context: context.account,
                "AwsRegion": lambda context: context.region,
                "State": "default-state",
                "InternetGatewayBlockMode": "off",
                "ManagedBy": "account",
                "ExclusionsAllowed": "allowed",
            },
            touched=("LastUpdateTimestamp",),
            operations=(
                Read("DescribeVpcBlockPublicAccessOptions", under="VpcBlockPublicAccessOptions"),
                Update(
                    "ModifyVpcBlockPublicAccessOptions",
                    under="VpcBlockPublicAccessOptions",
                    sets={"State": "update-complete"},
                ),
            ),
        ),
    ),
)
