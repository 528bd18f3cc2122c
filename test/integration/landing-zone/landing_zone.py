"""Makes a landing zone on an emulator by plain boto3, as Control Tower and a security team leave one, and a member in it.

    landing_zone.py <endpoint> <region>

Prints, as JSON, what was made. Where moto holds the tie of a member to its administrator only in the member, it is made there.
"""

import json
import sys

from clients import clients

endpoint, region = sys.argv[1:3]
management = "900000000001"

in_management = clients(endpoint, region, management)
organizations = in_management("organizations")
organizations.create_organization(FeatureSet="ALL")
security, member = (
    organizations.create_account(AccountName=name, Email=f"{name}@example.org")["CreateAccountStatus"]["AccountId"]
    for name in ("security", "dev")
)
in_member, in_security = clients(endpoint, region, member), clients(endpoint, region, security)

# The organisation's trail, which its archive and every member see. moto wants its bucket in the trail's own account.
archive = f"aws-controltower-logs-{management}-{region}"
in_management("s3").create_bucket(Bucket=archive, CreateBucketConfiguration={"LocationConstraint": region})
trail = in_management("cloudtrail").create_trail(
    Name="aws-controltower-BaselineCloudTrail", S3BucketName=archive, IsMultiRegionTrail=True, IsOrganizationTrail=True
)["TrailARN"]

# Control Tower's recorder and its channel.
config = in_member("config")
role = f"arn:aws:iam::{member}:role/aws-controltower-ConfigRecorderRole"
config.put_configuration_recorder(
    ConfigurationRecorder={
        "name": "aws-controltower-BaselineConfigRecorder",
        "roleARN": role,
        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
    }
)
in_member("s3").create_bucket(Bucket=f"config-{member}", CreateBucketConfiguration={"LocationConstraint": region})
config.put_delivery_channel(DeliveryChannel={"name": "aws-controltower-BaselineConfigDeliveryChannel", "s3BucketName": f"config-{member}"})
config.start_configuration_recorder(ConfigurationRecorderName="aws-controltower-BaselineConfigRecorder")

# GuardDuty, Security Hub, Macie and Inspector, administered by the security account.
detector = in_member("guardduty").create_detector(Enable=True)["DetectorId"]
in_member("guardduty").enable_organization_admin_account(AdminAccountId=security)
in_management("securityhub").enable_organization_admin_account(AdminAccountId=security)
in_member("securityhub").enable_security_hub(EnableDefaultStandards=False)
try:
    in_member("macie2").enable_macie(status="ENABLED")
except in_member("macie2").exceptions.ConflictException:
    pass
macie = in_security("macie2")
macie.create_invitations(accountIds=[member])
invitation = macie.list_invitations()["invitations"][0]["invitationId"]
in_member("macie2").accept_invitation(administratorAccountId=security, invitationId=invitation)
in_member("inspector2").enable(accountIds=[member], resourceTypes=["EC2", "ECR"])
in_member("inspector2").enable_delegated_admin_account(delegatedAdminAccountId=security)

# What a person once made here: a provider of GitHub's, and the analyzer of the account.
provider = in_member("iam").create_open_id_connect_provider(
    Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["6938fd4d98bab03faadb97b34396831e3780aea1"]
)["OpenIDConnectProviderArn"]
in_member("accessanalyzer").create_analyzer(analyzerName="account", type="ACCOUNT")
vpc = in_member("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]

print(json.dumps({"account": member, "security": security, "management": management, "trail": trail, "archive": archive, "detector": detector, "provider": provider, "vpc": vpc}))
