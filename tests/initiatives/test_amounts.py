"""Amounts that stand plainly in a note."""

import pytest

from decapolis.initiatives.validators.amounts import plain_amount


@pytest.mark.parametrize(
    ("text", "amount", "currency", "is_yearly"),
    [
        ("27,000 LED lamps: USD 9,400,000", 9_400_000, "USD", False),
        ("EUR 1.5 million", 1_500_000, "EUR", False),
        ("Repairs, 40 000 EUR a year", 40_000, "EUR", True),
        ("€1.200.000 for poles", 1_200_000, "EUR", False),
        ("About USD 5000.50.", 5000.5, "USD", False),
        ("£40,000.00/year", 40_000, "GBP", True),
    ],
)
def test_an_amount_is_read_where_it_stands_plainly(text, amount, currency, is_yearly):
    found = plain_amount(text)
    assert (float(found.amount), found.currency, found.is_yearly) == (amount, currency, is_yearly)


@pytest.mark.parametrize(
    "text",
    [
        "Lamps", "$5,000", "40.000 EUR", "EUR 12.345", "USD 1,2", "EUR 3k",  # which, or how much?
        "EUR 1 or EUR 2", "EUR 40,000-60,000", "40,000 to 60,000 EUR",  # several
        "£3,000 per lamp", "EUR 400 a lamp", "up to EUR 9,000", "Over EUR 4,000",  # not the whole
        "LED 5 lamps", "NEW 300 poles",  # no money
    ],
)  # fmt: skip
def test_nothing_is_read_where_more_can_be_meant(text):
    assert plain_amount(text) is None
