"""Checks of one value: from what somebody typed, or a program sent, to what is kept.

What points to another table (an activity, a practice …) is looked up by the act, not here.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.initiatives.errors import ValueRefused
from decapolis.initiatives.validators.fields import FieldSpec

MOST_MONEY = Decimal(10) ** 15
FIRST_YEAR, LAST_YEAR = 1900, 2200
CENTS = 2
NO = frozenset({"", "false", "0", "no"})
SPACES = ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
MOST_SHOWN = 40
GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
SHORT = re.compile(r"(\d+(?:[.,]\d+)?) ?(k|m|mn|mio|million|millions|bn|billion)\.?", re.IGNORECASE)
POWERS = {"k": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "bn": 9, "billion": 9}
CURRENCY = re.compile(r"[A-Z]{3}")
_is_url = URLValidator(schemes=["http", "https"])


def clean(spec: FieldSpec, value: object) -> Any:  # noqa: ANN401 -- of any field
    """Return the value of a field as it is kept; None, or an empty text, where nothing is said.

    Raises
    ------
    ValueRefused
        It will not do; ``field`` names it.
    """
    if isinstance(value, list | dict):  # of a program
        raise ValueRefused(_("Send one value, not several."), field=spec.name)
    if spec.input in CLEANERS:
        found = CLEANERS[spec.input](spec, value)
    elif spec.input == "choice":
        found = _choice(spec, value)
    else:
        found = _text(spec, value)
    if spec.needed and found in {None, ""}:
        raise ValueRefused(_("Fill this in."), field=spec.name)
    return found


def plain(text: str) -> str:
    """Return text as every database holds it: without NUL and half letters.

    Examples
    --------
    >>> plain(chr(0) + "lamps" + chr(0xD800))
    'lamps'
    """
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _refused(spec: FieldSpec, message: str) -> ValueRefused:
    return ValueRefused(message, field=spec.name)


def _said(value: object) -> str:
    return "" if value is None else plain(str(value)).strip()


def _text(spec: FieldSpec, value: object) -> str:
    text = _said(value).replace("\r\n", "\n")
    if spec.input != "area":
        text = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if (over := len(text) - spec.longest) > 0:
        words = ngettext(
            "This is one letter too long. At most {most} fit.",
            "This is {over} letters too long. At most {most} fit.",
            over,
        )
        raise _refused(spec, words.format(over=over, most=spec.longest))
    return text


def _url(spec: FieldSpec, value: object) -> str:
    text = _text(spec, value)
    try:
        if text:
            _is_url(text)
    except ValidationError as error:
        raise _refused(spec, _("Write a whole address that begins with https://.")) from error
    return text


def _choice(spec: FieldSpec, value: object) -> Any:  # noqa: ANN401 -- text or number
    text = _said(value)
    options = spec.choices.values if spec.choices else []
    found = next((one for one in options if str(one) == text), None)
    if text and found is None:
        raise _refused(spec, _("Choose one from the list."))
    is_number = any(isinstance(one, int) for one in options)
    return found if found is not None else None if is_number else ""


def _check(_spec: FieldSpec, value: object) -> bool:
    return value if isinstance(value, bool) else _said(value).lower() not in NO


def _date(spec: FieldSpec, value: object) -> date | None:
    if isinstance(value, date) or value is None:
        return value
    text = _said(value)
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _refused(spec, _("Write a date as 2027-03-31: year, month, day.")) from error
    if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _refused(spec, _no_year())
    return found


def _no_year() -> str:
    return _("Write a year from {first} to {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)


def _year(spec: FieldSpec, value: object) -> int | None:
    text = _said(value)
    if not text:
        return None
    is_year = re.fullmatch(r"[0-9]{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR
    if not is_year:
        raise _refused(spec, _no_year())
    return int(text)


def _currency(spec: FieldSpec, value: object) -> str:
    text = _said(value).upper()
    if text and not CURRENCY.fullmatch(text):
        raise _refused(spec, _("Write the three letters of the currency, such as USD or EUR."))
    return text


def _decimal(spec: FieldSpec, value: object) -> Decimal | None:
    """Return a number; thousands may be grouped where nothing else can be meant.

    Raises
    ------
    ValueRefused
        It is none.
    """
    text = _said(value)
    for space in SPACES:
        text = text.replace(space, " ")
    if not text:
        return None
    if spec.input == "money" and GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    try:
        found = Decimal(text) if re.fullmatch(r"[-+0-9.eE]{1,40}", text) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite():
        raise ValueRefused(no_number(text), field=spec.name)
    return found


def _money(spec: FieldSpec, value: object) -> Decimal | None:
    found = _decimal(spec, value)
    if found is None:
        return None
    if not 0 <= found < MOST_MONEY:
        raise _refused(spec, _("Write an amount from 0 to below 10^15."))
    if round(found, CENTS) != found:
        raise _refused(spec, _("Write an amount with at most two decimals."))
    return round(found, CENTS)


def _number(spec: FieldSpec, value: object) -> float | None:
    found = _decimal(spec, value)
    if found is None:
        return None
    if not math.isfinite(float(found)) or (spec.high is not None and found > spec.high):
        raise _refused(spec, _("Write a smaller number."))
    return float(found)


def _whole(spec: FieldSpec, value: object) -> int | None:
    found = _decimal(spec, value)
    if found is None:
        return None
    high = 10**9 if spec.high is None else spec.high
    if not spec.low <= found <= high or found != int(found):
        words = _("Write a whole number from {low} to {high}.")
        raise _refused(spec, words.format(low=spec.low, high=high))
    return int(found)


def no_number(text: str) -> str:
    """Say why a text is no number, and what to write, where that can be guessed.

    Examples
    --------
    >>> no_number("1,2m")
    '“1,2m” is not a number. Write 1200000.'
    """
    shown = text[:MOST_SHOWN]
    short = SHORT.fullmatch(shown)
    if short:
        number = Decimal(short[1].replace(",", ".")) * 10 ** POWERS[short[2].lower()]
        meant = format(number.normalize(), "f")
        return _("“{text}” is not a number. Write {number}.").format(text=shown, number=meant)
    if re.fullmatch(r"-?\d+,\d+", shown):
        meant = shown.replace(",", ".")
        return _("“{text}” is not a number. Write {number}.").format(text=shown, number=meant)
    words = _("“{text}” is not a number. Write digits alone, such as 1200000 or 0.5.")
    return words.format(text=shown)


CLEANERS: Mapping[str, Callable[[FieldSpec, object], Any]] = {
    "url": _url,
    "check": _check,
    "date": _date,
    "year": _year,
    "currency": _currency,
    "money": _money,
    "number": _number,
    "whole": _whole,
}
