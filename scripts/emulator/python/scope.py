"""Which service, region and account a request is for, read from its SigV4 credential scope.

The signature is not checked: the emulator trusts whoever reaches 127.0.0.1, as moto does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

DEFAULT_REGION = "us-east-1"
# Credential=<access key>/<date>/<region>/<service>/aws4_request, in the header or, presigned, in the query.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
CREDENTIAL = re.compile(r"Credential=(?P<key>[^/,\s]+)/\d{8}/(?P<region>[^/]*)/(?P<service>[^/]+)/aws4_request")


@dataclass(frozen=True)
class Scope:
    service: str
    region: str
    access_key: str | None

    @property
    def account(self) -> str:
        """The account moto would answer for: that of the role behind the key, or moto's default one."""
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.iam.models import get_account_id_from

        return get_account_id_from(self.access_key) if self.access_key else DEFAULT_ACCOUNT_ID


def request_scope(environ: dict[str, Any]) -> Scope:
    """An unsigned request counts as S3's, as it does for moto."""
    text = environ.get("HTTP_AUTHORIZATION", "")
    if not text:
        presigned = parse_qs(environ.get("QUERY_STRING", "")).get("X-Amz-Credential", [""])[0]
        text = f"Credential={presigned}"
    match = CREDENTIAL.search(text)
    if match is None:
        return Scope("s3", DEFAULT_REGION, None)
    return Scope(match["service"].lower(), match["region"] or DEFAULT_REGION, match["key"])


def form_action(environ: dict[str, Any]) -> str | None:
    """`Action` of a query or EC2 request, from the form or the query string."""
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        values = parse_qs(environ.get("portcullis.body", b"").decode("utf-8", "replace"))
    else:
        values = parse_qs(environ.get("QUERY_STRING", ""))
    return values.get("Action", [None])[0]
