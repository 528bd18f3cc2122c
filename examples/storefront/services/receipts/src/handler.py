"""The function as Lambda calls it, behind an HTTP API (payload format 2.0)."""

import base64
import json

from receipt import NoOrder, receipt_of

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "content-type": "application/json; charset=utf-8",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
}


def _answer(status: int, body: dict) -> dict:
    return {"statusCode": status, "headers": HEADERS, "body": json.dumps(body)}


def _body_of(event: dict) -> object:
    body = event.get("body") or ""
    return json.loads(base64.b64decode(body) if event.get("isBase64Encoded") else body)


def handle(event: dict, _context: object) -> dict:
    """Answers `POST /receipts` with a receipt."""
    try:
        return _answer(200, receipt_of(_body_of(event)))
    except NoOrder as error:
        return _answer(422, {"error": str(error)})
    except ValueError:
        return _answer(400, {"error": "the body is no JSON"})
