import base64
import json

from handler import handle

ORDER = json.dumps({"id": "one", "lines": [{"article": "MUG-01", "pieces": 1, "centsEach": 119, "taxPercent": 19}]})


def test_an_order_is_answered_with_its_receipt():
    answer = handle({"body": ORDER}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["taxes"] == [{"percent": 19, "grossCents": 119, "taxCents": 19}]
    assert answer["headers"]["x-content-type-options"] == "nosniff"


def test_a_body_may_come_in_base64():
    assert handle({"body": base64.b64encode(ORDER.encode()).decode(), "isBase64Encoded": True}, None)["statusCode"] == 200


def test_what_is_no_order_is_refused():
    assert handle({"body": '{"id": "one"}'}, None)["statusCode"] == 422
    assert handle({"body": "no JSON"}, None)["statusCode"] == 400
    assert handle({}, None)["statusCode"] == 400
