"""Prices in a question, in the money that the index counts in."""

import math
from dataclasses import replace
from decimal import Decimal

from decapolis.engines.retrieval.question import Question, Understood
from decapolis.kernel.money import Place, PriceYear, Recipe, convert, reference_year

# Whose parity stands for a currency where a question does not name the country.
_PLACES = {
    "USD": "US", "EUR": "DE", "GBP": "GB", "CAD": "CA", "AUD": "AU", "CHF": "CH", "MXN": "MX",
    "BRL": "BR", "JPY": "JP", "INR": "IN",
}  # fmt: skip


def in_constant_dollars(question: Question) -> Question:
    """Return the question with its prices in constant international dollars.

    A price in a currency that cannot be converted is left out of what is understood.
    """
    items = [_converted(item) for item in question.items]
    return replace(question, items=tuple(item for item in items if item is not None))


def _converted(item: Understood) -> Understood | None:
    if item.kind != "price" or item.values:
        return item
    low, high = _constant(item.low, item.unit), _constant(item.high, item.unit)
    if low is None or high is None:
        return None
    return replace(item, low=low, high=high)


def _constant(amount: float, currency: str) -> float | None:
    if not math.isfinite(amount) or amount <= 0:
        return amount
    at = PriceYear(reference_year(), "stated")
    place = Place(_PLACES.get(currency, ""), currency)
    converted = convert(Decimal(round(amount)), currency=currency, place=place, at=at)
    return float(converted.result) if isinstance(converted, Recipe) else None
