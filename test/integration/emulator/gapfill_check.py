"""Drives the gap fillers with boto3, as an SDK would: run by gapfill.test.ts against a running emulator.

    python gapfill_check.py ENDPOINT

Prints one line a check; exits 1 at the first that fails.
"""

from __future__ import annotations

import sys
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
REGION = "us-east-1"
STS = boto3.client("sts", endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")


def client(service: str, account: str = "111111111111", region: str = REGION, **options: Any) -> Any:
    session = STS.assume_role(RoleArn=f"arn:aws:iam::{account}:role/any", RoleSessionName="test")["Credentials"]
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=region,
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
        config=Config(retries={"max_attempts": 1}, **options),
    )


def refused(call: Any, **arguments: Any) -> tuple[str, int, str]:
    try:
        call(**arguments)
    except ClientError as error:
        response = error.response
        return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


def check(what: str, is_so: object) -> None:
    if not is_so:
        print(f"FAILED: {what}")
        sys.exit(1)
    print(what)


def analyzers() -> None:
    analyzer = client("accessanalyzer")
    arn = analyzer.create_analyzer(
        analyzerName="account",
        type="ACCOUNT_UNUSED_ACCESS",
        configuration={"unusedAccess": {"unusedAccessAge": 90, "analysisRule": {"exclusions": [{"accountIds": ["222222222222"]}]}}},
        archiveRules=[{"ruleName": "own", "filter": {"resourceType": {"eq": ["AWS::IAM::Role"]}}}],
        tags={"stack": "baseline"},
    )["arn"]
    check("the ARN names service, region and account", arn == "arn:aws:access-analyzer:us-east-1:111111111111:analyzer/account")
    found = analyzer.get_analyzer(analyzerName="account")["analyzer"]
    check("every field that was sent comes back", found["configuration"]["unusedAccess"]["analysisRule"]["exclusions"][0]["accountIds"] == ["222222222222"] and found["tags"] == {"stack": "baseline"} and found["name"] == "account")
    check("what AWS sets is set", found["status"] == "ACTIVE" and found["createdAt"].tzinfo is not None)
    check("a resource inside another one is made along", analyzer.get_archive_rule(analyzerName="account", ruleName="own")["archiveRule"]["filter"]["resourceType"]["eq"] == ["AWS::IAM::Role"])
    analyzer.create_archive_rule(analyzerName="account", ruleName="second", filter={"status": {"eq": ["ACTIVE"]}})
    analyzer.update_archive_rule(analyzerName="account", ruleName="second", filter={"status": {"neq": ["ACTIVE"]}})
    rules = {rule["ruleName"]: rule for rule in analyzer.list_archive_rules(analyzerName="account")["archiveRules"]}
    check("an update changes what it names", rules["second"]["filter"] == {"status": {"neq": ["ACTIVE"]}} and len(rules) == 2)
    check("a list filters by what the request names", analyzer.list_analyzers(type="ORGANIZATION")["analyzers"] == [] and len(analyzer.list_analyzers(type="ACCOUNT_UNUSED_ACCESS")["analyzers"]) == 1)

    analyzer.tag_resource(resourceArn=arn, tags={"owner": "platform", "stack": "other"})
    analyzer.untag_resource(resourceArn=arn, tagKeys=["owner"])
    check("tags are set and taken away by ARN", analyzer.list_tags_for_resource(resourceArn=arn)["tags"] == {"stack": "other"})

    check("a second one of that name is refused as AWS does", refused(analyzer.create_analyzer, analyzerName="account", type="ACCOUNT")[:2] == ("ConflictException", 409))
    check("what is not there is refused as AWS does", refused(analyzer.get_analyzer, analyzerName="nobody")[:2] == ("ResourceNotFoundException", 404))
    check("a rule needs its analyzer", refused(analyzer.create_archive_rule, analyzerName="nobody", ruleName="r", filter={})[0] == "ResourceNotFoundException")
    check("a value that the model does not know is refused", refused(analyzer.create_analyzer, analyzerName="b", type="GALAXY")[0] == "ValidationException")
    check("a name that does not fit the model's pattern is refused", refused(analyzer.create_analyzer, analyzerName="1 b", type="ACCOUNT")[0] == "ValidationException")
    loose = client("accessanalyzer", parameter_validation=False)
    check("a missing member is refused by the server too", "ruleName" in refused(loose.create_archive_rule, analyzerName="account", filter={})[2])

    other = client("accessanalyzer", account="222222222222")
    check("another account sees nothing of it", other.list_analyzers()["analyzers"] == [])
    check("another region sees nothing of it", client("accessanalyzer", region="eu-west-1").list_analyzers()["analyzers"] == [])
    code, status, message = refused(analyzer.start_policy_generation, policyGenerationDetails={"principalArn": "arn:aws:iam::111111111111:role/a"})
    check("an unknown operation is a 501 that names it", code == "NotImplemented" and status == 501 and "access-analyzer:StartPolicyGeneration" in message)

    analyzer.delete_analyzer(analyzerName="account")
    check("it is gone with all that belonged to it", refused(analyzer.get_archive_rule, analyzerName="account", ruleName="own")[0] == "ResourceNotFoundException")


def account_settings() -> None:
    ec2 = client("ec2")
    check("a setting is there from the start", ec2.get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs")
    key = "arn:aws:kms:us-east-1:111111111111:key/1"
    check("an EC2 setting is kept", ec2.modify_ebs_default_kms_key_id(KmsKeyId=key)["KmsKeyId"] == key and ec2.get_ebs_default_kms_key_id()["KmsKeyId"] == key)
    check("and reset", ec2.reset_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs")
    ec2.enable_snapshot_block_public_access(State="block-all-sharing")
    check("snapshots are blocked", ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing")
    ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    check("images are blocked", ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "block-new-sharing")
    ec2.enable_serial_console_access()
    check("a boolean comes back as one", ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"] is True)
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    ec2.modify_instance_metadata_defaults(HttpPutResponseHopLimit=-1)
    level = ec2.get_instance_metadata_defaults()["AccountLevel"]
    check("an unset default is left out", level["HttpTokens"] == "required" and "HttpPutResponseHopLimit" not in level)
    ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-bidirectional")
    options = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    check("VPC options say account and region", options["AwsAccountId"] == "111111111111" and options["AwsRegion"] == REGION and options["InternetGatewayBlockMode"] == "block-bidirectional")
    check("moto answers the rest of the service", len(ec2.describe_vpcs()["Vpcs"]) > 0)


def moto_repairs() -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="trails", ObjectLockEnabledForBucket=True)
    s3.put_bucket_policy(
        Bucket="trails",
        Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::trails","arn:aws:s3:::trails/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
    )
    s3.put_object(Bucket="trails", Key="a", Body=b"1")
    check("a deny that holds under a condition only does not shut the bucket", s3.get_object(Bucket="trails", Key="a")["Body"].read() == b"1")
    s3.put_bucket_policy(Bucket="trails", Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::trails/*"}]}')
    check("a plain deny does", refused(s3.get_object, Bucket="trails", Key="a")[1] == 403)
    check("what would delete the bucket is refused", refused(s3.delete_bucket_metrics_configuration, Bucket="trails", Id="m")[1] == 501)
    check("the bucket still stands", "trails" in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])
    s3.delete_bucket_policy(Bucket="trails")
    version = s3.put_object(Bucket="trails", Key="held", Body=b"1", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate="2099-01-01T00:00:00Z")["VersionId"]
    held = s3.get_object_retention(Bucket="trails", Key="held")["Retention"]
    check("the retention of an object is told", held["Mode"] == "GOVERNANCE" and held["RetainUntilDate"].year == 2099)
    check("what is held is not deleted", refused(s3.delete_object, Bucket="trails", Key="held", VersionId=version)[0] == "AccessDenied")
    s3.delete_object(Bucket="trails", Key="held", VersionId=version, BypassGovernanceRetention=True)
    check("an object without retention says so", refused(s3.get_object_retention, Bucket="trails", Key="a")[0] == "NoSuchObjectLockConfiguration")
    trails = client("cloudtrail")
    for name in ("org", "org-two"):
        trails.create_trail(Name=name, S3BucketName="trails")
    check("DescribeTrails answers for the trail it is asked for", [trail["Name"] for trail in trails.describe_trails(trailNameList=["org"])["trailList"]] == ["org"])
    arn = "arn:aws:cloudtrail:us-east-1:111111111111:trail/org"
    trails.start_logging(Name=arn)
    check("a trail is started and asked by ARN", trails.get_trail_status(Name=arn)["IsLogging"])
    trails.delete_trail(Name=arn)
    check("and deleted by ARN", [trail["Name"] for trail in trails.describe_trails()["trailList"]] == ["org-two"])


def key_rotation() -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    check("a key does not rotate from the start", kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False)
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    check("the rotation period comes back", kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 180)


for group in (key_rotation, analyzers, account_settings, moto_repairs):
    group()
print("all held")
