"""Section 5: monitoring.

Each control asks for a metric filter on the log group of a logging trail of all regions, and for an alarm on its metric that tells
people. The words are those of the filter in the control's audit procedure.
"""

import re
from typing import Any

from registry import Account, Verdict, control


def log_groups(account: Account) -> list[str]:
    """Log groups of the trails that record all regions and are logging now."""
    client = account.client("cloudtrail")
    return [
        trail["CloudWatchLogsLogGroupArn"].removesuffix(":*").rsplit(":", 1)[-1]
        for trail in client.describe_trails()["trailList"]
        if trail["IsMultiRegionTrail"] and trail.get("CloudWatchLogsLogGroupArn") and client.get_trail_status(Name=trail["TrailARN"])["IsLogging"]
    ]


def names_word(pattern: str, word: str) -> bool:
    """Whether a pattern holds a word whole: CreatePolicyVersion is not CreatePolicy."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", pattern) is not None


def alarms_on(account: Account, transformation: dict[str, Any]) -> list[str]:
    """Alarms on a filter's metric that are switched on and send to a topic that exists."""
    topics = {topic["TopicArn"] for topic in account.listed("sns", "list_topics", "Topics")}
    found = account.client("cloudwatch").describe_alarms_for_metric(MetricName=transformation["metricName"], Namespace=transformation["metricNamespace"])["MetricAlarms"]
    return [alarm["AlarmName"] for alarm in found if alarm["ActionsEnabled"] and topics & set(alarm["AlarmActions"])]


def monitored(account: Account, *words: str) -> Verdict:
    filters = [
        each
        for group in log_groups(account)
        for each in account.listed("logs", "describe_metric_filters", "metricFilters", logGroupName=group)
        if all(names_word(each["filterPattern"], word) for word in words)
    ]
    alarms = {each["filterName"]: [name for transformation in each["metricTransformations"] for name in alarms_on(account, transformation)] for each in filters}
    return any(alarms.values()), alarms


@control("cis-aws-7.0:5.1")
def unauthorised_calls(account: Account) -> Verdict:
    return monitored(account, "*UnauthorizedOperation", "AccessDenied*")


@control("cis-aws-7.0:5.2")
def sign_in_without_mfa(account: Account) -> Verdict:
    return monitored(account, "ConsoleLogin", "MFAUsed")


@control("cis-aws-7.0:5.3")
def root_user(account: Account) -> Verdict:
    return monitored(account, "Root", "invokedBy NOT EXISTS", "AwsServiceEvent")


@control("cis-aws-7.0:5.4")
def iam_policies(account: Account) -> Verdict:
    return monitored(
        account,
        "DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy",
        "CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion", "AttachRolePolicy", "DetachRolePolicy",
        "AttachUserPolicy", "DetachUserPolicy", "AttachGroupPolicy", "DetachGroupPolicy",
    )


@control("cis-aws-7.0:5.5")
def trails(account: Account) -> Verdict:
    return monitored(account, "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging")


@control("cis-aws-7.0:5.6")
def failed_sign_in(account: Account) -> Verdict:
    return monitored(account, "ConsoleLogin", "Failed authentication")


@control("cis-aws-7.0:5.7")
def customer_keys(account: Account) -> Verdict:
    return monitored(account, "kms.amazonaws.com", "DisableKey", "ScheduleKeyDeletion")


@control("cis-aws-7.0:5.8")
def bucket_policies(account: Account) -> Verdict:
    return monitored(
        account,
        "s3.amazonaws.com", "PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication",
        "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication",
    )


@control("cis-aws-7.0:5.9")
def config(account: Account) -> Verdict:
    return monitored(
        account,
        "config.amazonaws.com", "StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel",
        "PutConfigurationRecorder",
    )


@control("cis-aws-7.0:5.10")
def security_groups(account: Account) -> Verdict:
    return monitored(
        account,
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress", "CreateSecurityGroup", "DeleteSecurityGroup",
    )


@control("cis-aws-7.0:5.11")
def network_acls(account: Account) -> Verdict:
    return monitored(
        account,
        "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry", "ReplaceNetworkAclEntry",
        "ReplaceNetworkAclAssociation",
    )


@control("cis-aws-7.0:5.12")
def gateways(account: Account) -> Verdict:
    return monitored(
        account,
        "CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway", "CreateInternetGateway",
        "DeleteInternetGateway", "DetachInternetGateway",
    )


@control("cis-aws-7.0:5.13")
def route_tables(account: Account) -> Verdict:
    return monitored(
        account,
        "CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation", "DeleteRouteTable", "DeleteRoute",
        "DisassociateRouteTable",
    )


@control("cis-aws-7.0:5.14")
def vpcs(account: Account) -> Verdict:
    return monitored(
        account,
        "CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection", "CreateVpcPeeringConnection",
        "DeleteVpcPeeringConnection", "RejectVpcPeeringConnection", "AttachClassicLinkVpc", "DetachClassicLinkVpc",
        "DisableVpcClassicLink", "EnableVpcClassicLink",
    )


@control("cis-aws-7.0:5.15")
def organisation(account: Account) -> Verdict:
    return monitored(
        account,
        "organizations.amazonaws.com", "AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit",
        "CreatePolicy", "DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy",
        "DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization", "LeaveOrganization", "MoveAccount",
        "RemoveAccountFromOrganization", "UpdatePolicy", "UpdateOrganizationalUnit",
    )
