"""Numbers, money, years and lists as people read them, in the reader's language.

The one place where a figure becomes text. ``None`` is told as unknown, never as zero.
"""

import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)
from django.utils.translation import get_language, gettext

Figure = int | float | Decimal

COMPACT_FROM = 1_000_000
INTERNATIONAL = "INT"  # constant international dollars, see the method page
_NARROW = frozenset({"USD", "EUR", "GBP", "JPY", "INR", "KRW", "BRL", "ILS", "VND", "PHP"})
_BARE_UNITS = frozenset({"", "people", "residents", "number", "count", "ratio", "class"})
_MINUS = "\u2212"
_SPACE = "\u00a0"
_SIGNIFICANT = 3


def unknown() -> str:
    """Return the word for what nobody has stated."""
    return gettext("unknown")


def locale() -> Locale:
    """Return the reader's locale; English where Babel does not know the language."""
    return _locale_of(get_language() or "en")


@cache
def _locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def number(value: Figure | None, decimals: int | None = None) -> str:
    """Return a number with grouped thousands.

    Parameters
    ----------
    decimals
        How many to show; without it as many as three significant digits need.
    """
    if value is None or not math.isfinite(value):
        return unknown()
    places = _decimals(value) if decimals is None else decimals
    exact = round(Decimal(str(value)), places) + 0  # no -0
    if str(locale()) == "en":  # as Babel does, without reading a pattern each time
        text = f"{exact:,.{places}f}"
        return _true_minus(text.rstrip("0").rstrip(".") if places and decimals is None else text)
    pattern = f".{'0' * places}" if decimals else "." + "#" * places if places else ""
    return _true_minus(format_decimal(exact, format="#,##0" + pattern, locale=locale()))


def people(count: Figure | None) -> str:
    """Return a count of people: whole, and in millions from one million."""
    if count is None:
        return unknown()
    if abs(float(count)) < COMPACT_FROM:
        return number(round(count), 0)
    return _true_minus(
        format_compact_decimal(
            _to_digits(count), format_type="long", locale=locale(), fraction_digits=2
        )
    )


def compact(value: Figure | None) -> str:
    """Return a large number short: 65,000 stays, 22,700,000 is 22.7M."""
    if value is None:
        return unknown()
    if abs(float(value)) < COMPACT_FROM:
        return number(value)
    return _true_minus(
        format_compact_decimal(_to_digits(value), locale=locale(), fraction_digits=2)
    )


def percent(value: Figure | None, decimals: int | None = None) -> str:
    """Return percent points as text: ``27.1`` is 27.1%."""
    if value is None or not math.isfinite(value):
        return unknown()
    places = min(_decimals(value), 1) if decimals is None else decimals
    pattern = "#,##0" + ("." + "#" * places if places else "") + "%"
    if locale().language != "en":
        return _true_minus(
            format_percent(Decimal(str(value)) / 100, locale=locale(), decimal_quantization=False)
        )
    exact = Decimal(str(round(value, places))) / 100 + 0  # no -0
    return _true_minus(format_percent(exact, format=pattern, locale=locale()))


def money(amount: Figure | None, currency: str = "USD") -> str:
    """Return an amount short enough for a table: $7.59M, €420, CAD 32M, Int$ 1,060.

    Parameters
    ----------
    currency
        ISO 4217, or ``INT`` for constant international dollars.
    """
    if amount is None or not math.isfinite(amount):
        return unknown()
    if currency == INTERNATIONAL:
        return f"Int${_amount(amount)}"
    if currency not in _NARROW:
        return f"{currency}{_SPACE}{_amount(amount)}"
    if abs(float(amount)) >= COMPACT_FROM:
        text = format_compact_currency(
            _to_digits(amount), currency, locale=locale(), fraction_digits=2
        )
        return _true_minus(text)
    places = 0 if _is_whole(amount) else 2
    pattern = locale().currency_formats["standard"].pattern.replace(".00", ".00" if places else "")
    text = format_currency(
        round(Decimal(str(amount)), places),
        currency,
        format=pattern,
        locale=locale(),
        currency_digits=False,
    )
    return _true_minus(text)


def money_range(low: Figure | None, high: Figure | None, currency: str = "USD") -> str:
    """Return ``$420 to $1,060``, or the one amount where both are alike."""
    if low is None or high is None:
        return money(high if low is None else low, currency)
    first, last = money(low, currency), money(high, currency)
    return first if first == last else gettext("%(low)s to %(high)s") % {"low": first, "high": last}


def currency_name(currency: str) -> str:
    """Return the currency in words, for those whom a code does not help."""
    if currency == INTERNATIONAL:
        return gettext("international dollars")
    return str(locale().currencies.get(currency, currency))


def quantity(value: Figure | None, unit: str, *, full: bool = False) -> str:
    """Return a value with its unit, in the words of the indicator list and of outcomes.

    Percentages, dollars and counts lose what the reader does not need (``% of people``, ``US$``);
    ``percent of riders`` and ``USD a year`` keep what follows: 40% of riders, $380,000 a year.

    Parameters
    ----------
    full
        Write out what a chart says beside the number: ``946 people per km²``, ``US$866 a month``.
    """
    return _quantity(value, unit, full, get_language() or "en")


def two_quantities(first: Figure, second: Figure, unit: str, *, between: str) -> str:
    """Write two values of one unit, which is written out once: ``US$866 and US$1,221 a month``.

    Parameters
    ----------
    between
        The word that joins them.
    """
    return f"{written_out(first, unit)[1]} {between} {written_out(second, unit)[0]}"


def written_out(value: Figure, unit: str) -> tuple[str, str]:
    """Return a value with its unit written out, and as it stands beside another of that unit.

    ``US$866 a month`` and ``US$866``; 5% and 4 °C keep their signs.
    """
    return _written_out(value, unit, get_language() or "en")


@lru_cache(maxsize=20_000)
def _written_out(value: Figure, unit: str, language: str) -> tuple[str, str]:
    shown = _quantity(value, unit, True, language)  # noqa: FBT003 -- kept by place
    keeps = unit.startswith("%") or unit == "°C"
    return shown, shown if keeps else _AFTER_NUMBER.sub("", shown)


@lru_cache(maxsize=20_000)  # pages of figures write the same medians and edges again and again
def _quantity(value: Figure | None, unit: str, full: bool, _language: str) -> str:  # noqa: FBT001 -- kept by place
    if value is None:
        return unknown()
    unit = unit.strip()
    if unit.startswith("%"):
        # A sentence says "a year" itself.
        return percent(value) + ("" if full else _per(unit.removeprefix("%")))
    if full and unit in _UNIT_WORDS:
        before, after = _UNIT_WORDS[unit]
        return f"{before}{number(value)}{after}"
    if told := _in_record_words(value, unit) or _in_dollars(value, unit):
        return told
    if unit in _BARE_UNITS or unit.startswith(("people per", "per ", "points", "index", "place")):
        return number(value)
    shown = number(value, 1) if unit == "°C" else compact(value)
    return f"{shown}{_SPACE}{_UNIT_SIGNS.get(unit, unit)}"


def _in_dollars(value: Figure, unit: str) -> str:
    """Write an amount of one of the indicator list's money units; empty for another unit."""
    if unit == "US$ 2017 PPP per person":
        return f"${number(round(value))}"
    for words, currency in (("US$", "USD"), ("€", "EUR"), ("constant 2021 international $", "INT")):
        if unit.startswith(words):
            return money(round(value), currency) + _per(unit.removeprefix(words))
    return ""


def is_currency(unit: str) -> bool:
    """Tell whether a unit is a currency code of ISO 4217."""
    return unit in locale().currencies


def is_sign_before(unit: str) -> bool:
    """Tell whether a unit is written as a sign at the number: percent, a currency."""
    first = unit.strip().partition(" ")[0]
    return first.startswith(("%", "US$", "€")) or first == "percent" or first in locale().currencies


def _in_record_words(value: Figure, unit: str) -> str:
    """Return a value in a unit as record files write it: percent, a currency code, a year."""
    first, _gap, rest = unit.partition(" ")
    after = f" {rest}" if rest else ""
    if first == "percent":
        return percent(value) + after
    if first == "year" and not rest:
        return f"{value:.0f}"
    return money(value, first) + after if first in locale().currencies else ""


# What stands before and after a number where its unit is written out.
_UNIT_WORDS: dict[str, tuple[str, str]] = {
    "degrees": ("", "°"),
    "people per km2": ("", " people per km²"),
    "US$": ("US$", ""),
    "US$ per month": ("US$", " a month"),
    "US$ 2017 PPP per person": ("$", " a person (PPP 2017)"),
    "constant 2021 international $": ("$", " a person (PPP 2021)"),
    "ratio": ("", " times"),
    "micrograms per m3": ("", f"{_SPACE}\N{MICRO SIGN}g/m³"),
    "per 10 000 people": ("", " per 10,000 people"),
    "per 100 000 people": ("", " per 100,000 people"),
    "per 1000 people": ("", " per 1,000 people"),
    "index 0-100": ("", " of 100"),
    "place among 50": ("place ", " of 50"),
    "points, 1 to 4 as printed": ("", " of 4 points"),
    "points, sum of ten": ("", " of 40 points"),
}
_AFTER_NUMBER = re.compile(r"(?<=[\w])[ \u00a0°](?!\d).*$")
_UNIT_SIGNS = {"km2": "km²", "m2": "m²", "m3": "m³", "kt CO2": "kt CO₂", "t CO2": "t CO₂"}


def ordinal(place: int | None) -> str:
    """Return a place in an order: 1st, 2nd, 3rd, 16th; a number with a full stop elsewhere."""
    if place is None:
        return unknown()
    if locale().language != "en":
        return f"{number(place)}."
    teens = 11 <= place % 100 <= 13  # noqa: PLR2004 -- eleventh to thirteenth
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{number(place)}{ending}"


def years(first: int | None, last: int | None = None, *, open_ended: bool = True) -> str:
    """Return a span of years: ``2016 to now``, both with a dash between, ``2016``, or unknown."""
    if first is None and last is None:
        return unknown()
    if first is None:
        return gettext("until %(year)s") % {"year": last}
    if last is None:
        return gettext("%(year)s to now") % {"year": first} if open_ended else str(first)
    return str(first) if first == last else f"{first}\u2013{last}"


def day(when: date | None) -> str:
    """Return a date in words: 22 November 2026."""
    if when is None:
        return unknown()
    written = "d MMMM y" if locale().language == "en" else "long"
    return format_date(when, format=written, locale=locale())


def listing(items: Sequence[str]) -> str:
    """Return ``a, b and c``, as the reader's language joins words."""
    text = format_list(list(items), locale=locale()) if items else ""
    return text.replace(", and ", " and ") if locale().language == "en" else text


def _decimals(value: Figure) -> int:
    """Return how many decimals three significant digits leave."""
    if value == 0 or _is_whole(value):
        return 0
    return max(0, min(3, _SIGNIFICANT - 1 - math.floor(math.log10(abs(float(value))))))


def _is_whole(value: Figure) -> bool:
    return abs(float(value)) >= 100 or float(value).is_integer()  # noqa: PLR2004 -- cents do not matter from 100


def _to_digits(value: Figure) -> Decimal:
    """Round to three significant digits."""
    exact = Decimal(str(value))
    return round(exact, _SIGNIFICANT - 1 - exact.adjusted()) + 0


def _amount(value: Figure) -> str:
    if abs(float(value)) >= COMPACT_FROM:
        return compact(value)
    return number(value, 0 if _is_whole(value) else 2)


def _per(rest: str) -> str:
    """Return `` per month`` of ``US$ per month``; years of prices are told elsewhere."""
    rest = rest.strip()
    return f" {rest}" if rest.startswith("per ") else ""


def _true_minus(text: str) -> str:
    return text.replace("-", _MINUS)
