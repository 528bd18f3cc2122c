"""What a request asks for, in words: `iam:CreateRole`."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import UnknownServiceError
from gapfill.engine import model_names
from gapfill.protocol import understand
from scope import Scope, form_action

# S3 Control signs as s3; its paths begin with the API's version.
S3_CONTROL_PREFIX = "/v20180820/"


def describe_operation(environ: dict[str, Any], scope: Scope) -> str:
    """`service:Operation` where the request names it or the API model knows it, else method and path."""
    target = environ.get("HTTP_X_AMZ_TARGET")
    named = target.rsplit(".", 1)[-1] if target else form_action(environ)
    return f"{scope.service}:{named or _modelled(environ, scope) or environ['REQUEST_METHOD'] + ' ' + environ['PATH_INFO']}"


def _modelled(environ: dict[str, Any], scope: Scope) -> str | None:
    names = ["s3control"] if environ["PATH_INFO"].startswith(S3_CONTROL_PREFIX) else []
    # Some services sign under another name than botocore's; most of those differ by a hyphen.
    for name in [*names, *model_names(scope.service), scope.service, scope.service.replace("-", "")]:
        try:
            call = understand(environ, name)
        except UnknownServiceError:
            continue
        if call is not None:
            return str(call.operation.name)
    return None
