"""Reads what stands in three accounts by plain AWS API calls, not through anything of Portcullis. Prints JSON."""

import json
import sys

import boto3

endpoint, region, *accounts = sys.argv[1:]


def client(service: str, **credentials: str):
    return boto3.client(service, endpoint_url=endpoint, region_name=region, **credentials)


def session_in(account: str) -> dict[str, str]:
    sts = client("sts", aws_access_key_id="emulator", aws_secret_access_key="emulator")
    given = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/reader", RoleSessionName="reader")["Credentials"]
    return {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"], "aws_session_token": given["SessionToken"]}


def is_logged(waf, arn: str) -> bool:
    try:
        return bool(waf.get_logging_configuration(ResourceArn=arn)["LoggingConfiguration"]["LogDestinationConfigs"])
    except waf.exceptions.WAFNonexistentItemException:
        return False


def look(account: str) -> dict:
    session = session_in(account)
    ec2, trail, waf = client("ec2", **session), client("cloudtrail", **session), client("wafv2", **session)
    vpcs = [vpc for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
    ids = [vpc["VpcId"] for vpc in vpcs]
    trails = trail.describe_trails()["trailList"]
    acls = waf.list_web_acls(Scope="REGIONAL")["WebACLs"]
    return {
        "vpcs": [vpc["CidrBlock"] for vpc in vpcs],
        "subnets": len(ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": ids}])["Subnets"]) if ids else 0,
        "flowLogs": [log["TrafficType"] for log in ec2.describe_flow_logs()["FlowLogs"]],
        "trails": [
            {
                "multiRegion": each["IsMultiRegionTrail"],
                "validated": each["LogFileValidationEnabled"],
                "encrypted": "KmsKeyId" in each,
                "logging": trail.get_trail_status(Name=each["TrailARN"])["IsLogging"],
            }
            for each in trails
        ],
        "webAcls": [
            {
                "logged": is_logged(waf, acl["ARN"]),
                "rules": len(waf.get_web_acl(Name=acl["Name"], Id=acl["Id"], Scope="REGIONAL")["WebACL"]["Rules"]),
            }
            for acl in acls
        ],
    }


print(json.dumps({account: look(account) for account in accounts}))
