"""What is asserted of a built account: functions, by the control whose text they are written from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import ClientError

# What was found: whether it is as the control's text asks, and the facts that say so.
Verdict = tuple[bool, Any]


class Account:
    """One account, read by plain AWS API calls."""

    def __init__(self, endpoint: str, account_id: str, regions: list[str]) -> None:
        self.id = account_id
        self.regions = regions
        self.home = regions[0]
        self._endpoint = endpoint
        self._clients: dict[tuple[str, str], Any] = {}
        reader = self._connect("sts", self.home, aws_access_key_id="emulator", aws_secret_access_key="emulator")
        given = reader.assume_role(RoleArn=f"arn:aws:iam::{account_id}:role/reader", RoleSessionName="reader")["Credentials"]
        self._session = {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }

    def _connect(self, service: str, region: str, **credentials: str) -> Any:
        client = boto3.client(service, endpoint_url=self._endpoint, region_name=region, **credentials)
        if service == "s3control":
            client.meta.events.register("before-sign.s3-control", self._without_account_in_host)
        return client

    def _without_account_in_host(self, request: Any, **_: Any) -> None:
        """S3 Control puts the account before the host's name; the embedded AWS has an address, which takes no name before it."""
        request.url = request.url.replace(f"//{self.id}.", "//", 1)

    def client(self, service: str, region: str | None = None) -> Any:
        key = (service, region or self.home)
        if key not in self._clients:
            self._clients[key] = self._connect(*key, **self._session)
        return self._clients[key]

    def listed(self, service: str, operation: str, result: str, region: str | None = None, **arguments: Any) -> list[Any]:
        """Every item of a paged answer."""
        pages = self.client(service, region).get_paginator(operation).paginate(**arguments)
        return [item for page in pages for item in page.get(result, [])]


CONTROLS: dict[str, Callable[[Account], Verdict]] = {}
WATCHERS: dict[str, Callable[[Account, str, str], Verdict]] = {}


def control(*control_ids: str) -> Callable[[Callable[[Account], Verdict]], Callable[[Account], Verdict]]:
    def register(function: Callable[[Account], Verdict]) -> Callable[[Account], Verdict]:
        CONTROLS.update({control_id: function for control_id in control_ids})
        return function

    return register


def watcher(terraform_type: str) -> Callable[[Callable[[Account, str, str], Verdict]], Callable[[Account, str, str], Verdict]]:
    def register(function: Callable[[Account, str, str], Verdict]) -> Callable[[Account, str, str], Verdict]:
        WATCHERS[terraform_type] = function
        return function

    return register


def answer(function: Callable[..., Verdict], *arguments: Any) -> dict[str, Any]:
    """What AWS refuses to show or does not know is not as it should be."""
    try:
        ok, evidence = function(*arguments)
    except ClientError as error:
        ok, evidence = False, str(error)
    return {"ok": bool(ok), "evidence": evidence}


def all_of(found: list[Any], good: Callable[[Any], bool]) -> bool:
    """True where there is something and all of it is good: nothing at all proves nothing."""
    return bool(found) and all(good(each) for each in found)
