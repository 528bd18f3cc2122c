"""AWS protocols (json, rest-json, query, ec2, rest-xml), read and written by API model.

moto has router, request parser and response serializer for botocore's models: they are used as they are.
"""

from __future__ import annotations

import io
import uuid
from typing import Any

from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import SerializationContext, get_serializer_class
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException

Answer = tuple[str, list[tuple[str, str]], bytes]


class Call:
    """One request, understood: its operation and a way to answer it."""

    def __init__(self, request: Request, operation: OperationModel, uri_params: dict[str, Any]) -> None:
        self.operation = operation
        self._request = request
        self._uri_params = uri_params
        self._protocol = determine_request_protocol(operation.service_model, request.content_type)

    def members(self) -> dict[str, Any]:
        """What the request says, by the names of the model."""
        parser = PROTOCOL_PARSERS[self._protocol](self.operation)
        return parser.parse(
            {
                "method": self._request.method,
                "values": self._request.values,
                "headers": self._request.headers,
                "body": self._request.data,
                "url_path": self._request.path,
                "url_params": self._uri_params,
            }
        )

    def answer(self, result: dict[str, Any] | Exception) -> Answer:
        serializer_class = get_serializer_class(self.operation.service_model.service_name, self._protocol)
        request_id = str(uuid.uuid4())
        response = serializer_class(self.operation, SerializationContext(request_id)).serialize(result)
        body = response["body"]
        headers = {**response["headers"], "x-amzn-RequestId": request_id}
        return (
            f"{response['status_code']} {'OK' if response['status_code'] < 400 else 'ERROR'}",
            [(name, str(value)) for name, value in headers.items()],
            body if isinstance(body, bytes) else body.encode(),
        )


def understand(environ: dict[str, Any], service_name: str) -> Call | None:
    """None where the request is no operation of this service."""
    # The router and the parser each read the body: this request has its own.
    body = {"wsgi.input": io.BytesIO(environ.get("portcullis.body", b""))}
    request = Request({**environ, **_target(environ, service_name), **body})
    try:
        operation, uri_params = get_service_router(service_name).match(request)
    except (HTTPException, NotImplementedError):
        return None
    return Call(request, operation, uri_params)


def _target(environ: dict[str, Any], service_name: str) -> dict[str, str]:
    """
    The header that names the operation, as the API model writes it: of a prefix such as
    com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101 the SDKs for Go and JavaScript send the last part alone.
    """
    sent, _, operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")
    prefix = str(get_service_model(service_name).metadata.get("targetPrefix", ""))
    return {"HTTP_X_AMZ_TARGET": f"{prefix}.{operation}"} if sent and prefix.endswith(f".{sent}") else {}
