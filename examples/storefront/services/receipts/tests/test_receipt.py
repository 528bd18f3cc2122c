import pytest
from receipt import NoOrder, receipt_of, tax_within


def line(cents_each, pieces=1, tax_percent=19):
    return {"article": "MUG-01", "pieces": pieces, "centsEach": cents_each, "taxPercent": tax_percent}


def test_tax_is_taken_out_of_the_gross_amount():
    assert tax_within(11_900, 19) == 1_900
    assert tax_within(10_700, 7) == 700
    assert tax_within(500, 0) == 0


def test_tax_is_rounded_to_the_nearest_cent():
    # A gross amount of 3 holds 0.479, and one of 4 holds 0.639.
    assert [tax_within(cents, 19) for cents in (3, 4)] == [0, 1]


def test_tax_is_rounded_once_a_rate():
    receipt = receipt_of({"id": "one", "lines": [line(3), line(3), line(100, 2, 7)]})
    assert receipt == {
        "order": "one",
        "totalCents": 206,
        "taxes": [{"percent": 7, "grossCents": 200, "taxCents": 13}, {"percent": 19, "grossCents": 6, "taxCents": 1}],
    }


@pytest.mark.parametrize("order", [None, {}, {"id": "one", "lines": []}, {"id": "one", "lines": [line(0)]}, {"id": "one", "lines": [line(100, tax_percent=5)]}])
def test_what_is_no_order_is_refused(order):
    with pytest.raises(NoOrder):
        receipt_of(order)
