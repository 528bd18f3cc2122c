"""The receipt of an order: amounts in cents, value added tax taken out of them by rate."""

from decimal import Decimal

import fastjsonschema

LINE = {
    "type": "object",
    "required": ["article", "pieces", "centsEach", "taxPercent"],
    "additionalProperties": False,
    "properties": {
        "article": {"type": "string", "pattern": "^[A-Z0-9-]{3,20}$"},
        "pieces": {"type": "integer", "minimum": 1, "maximum": 999},
        "centsEach": {"type": "integer", "minimum": 1, "maximum": 10_000_000},
        "taxPercent": {"enum": [0, 7, 19]},
    },
}

ORDER = {
    "type": "object",
    "required": ["id", "lines"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9-]{1,64}$"},
        "lines": {"type": "array", "items": LINE, "minItems": 1, "maxItems": 100},
    },
}

_validate = fastjsonschema.compile(ORDER)


class NoOrder(ValueError):
    """What was sent is no order; the message says where it is not."""


def tax_within(gross_cents: int, percent: int) -> int:
    """Tax that a gross amount holds, to the nearest cent."""
    tax = Decimal(gross_cents) * percent / (100 + percent)
    return int(tax.quantize(Decimal(1)))


def receipt_of(order: object) -> dict:
    """The receipt of an order. Tax is rounded once a rate, as the sum of a rate is what is owed."""
    try:
        checked = _validate(order)
    except fastjsonschema.JsonSchemaException as error:
        raise NoOrder(error.message) from error
    gross: dict[int, int] = {}
    for line in checked["lines"]:
        rate = line["taxPercent"]
        gross[rate] = gross.get(rate, 0) + line["pieces"] * line["centsEach"]
    taxes = [
        {"percent": rate, "grossCents": cents, "taxCents": tax_within(cents, rate)}
        for rate, cents in sorted(gross.items())
    ]
    return {"order": checked["id"], "totalCents": sum(gross.values()), "taxes": taxes}
