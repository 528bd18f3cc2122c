"""Answers that say what the emulator cannot do, in the protocol of the service that was asked."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

from scope import Scope, form_action

XML_SERVICES = frozenset({"s3", "cloudfront", "route53"})


class Fault(Exception):
    """An error answer: HTTP status, AWS error code and a message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    @staticmethod
    def unknown_operation(operation: str) -> Fault:
        # 501 is one of the few 5xx codes that SDKs do not retry.
        return Fault(501, "NotImplemented", f"The embedded AWS does not have {operation}. docs/emulator.md lists what it has and how to add it.")

    @staticmethod
    def defect(operation: str, error: BaseException) -> Fault:
        # A deterministic defect of the emulator: retrying (as SDKs do on 500) would only hide it for minutes.
        return Fault(501, "EmulatorDefect", f"The embedded AWS failed at {operation}: {type(error).__name__}: {error}")


def answer_fault(environ: dict[str, Any], scope: Scope, fault: Fault) -> tuple[str, list[tuple[str, str]], bytes]:
    status = f"{fault.status} {fault.code}"
    if scope.service in XML_SERVICES:
        body = f"<Error><Code>{escape(fault.code)}</Code><Message>{escape(fault.message)}</Message></Error>"
        return status, [("Content-Type", "application/xml")], body.encode()
    if scope.service == "ec2":
        body = f"<Response><Errors><Error><Code>{escape(fault.code)}</Code><Message>{escape(fault.message)}</Message></Error></Errors></Response>"
        return status, [("Content-Type", "text/xml")], body.encode()
    if form_action(environ) is not None:
        body = f"<ErrorResponse><Error><Code>{escape(fault.code)}</Code><Message>{escape(fault.message)}</Message></Error></ErrorResponse>"
        return status, [("Content-Type", "text/xml")], body.encode()
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-ErrorType", fault.code)]
    return status, headers, json.dumps({"__type": fault.code, "message": fault.message}).encode()
