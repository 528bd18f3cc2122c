"""Clients of an account on an emulator, with a role session of its own as anybody gets one by AWS STS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3


def clients(endpoint: str, region: str, account: str) -> Callable[[str], Any]:
    sts = boto3.client("sts", endpoint_url=endpoint, region_name=region, aws_access_key_id="test", aws_secret_access_key="test")
    given = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/any", RoleSessionName="landing-zone")["Credentials"]
    return lambda service: boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )
