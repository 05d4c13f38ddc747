"""What is wrong with a practice that somebody writes, told at the field in plain words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from decapolis.library.validators.records import PracticeRecord

Values = dict[str, Any]  # a record as it is written: of its shape, perhaps not yet whole

MOST_SHOWN = 40
ROUNDED = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<word>[^\W\d]+)\.?")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
POWERS = {
    **dict.fromkeys(("k", "thousand", "mil", "tsd"), 3),
    **dict.fromkeys(("m", "mn", "mio", "mln", "million", "millions", "millones"), 6),
    **dict.fromkeys(("b", "bn", "billion", "billions", "mrd", "milliard"), 9),
}
HINTS = {
    "currency": lambda: _("Write the three letters of the currency, such as USD or EUR."),
    "url": lambda: _("Write a whole address that begins with https://."),
    "slug": lambda: _("Use small letters, digits and single hyphens."),
    "country": lambda: _("Choose the country."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one field; ``field`` is its path: ``costs.0.amount``."""

    field: str
    message: str


def check_practice(values: Mapping[str, Any]) -> PracticeRecord | tuple[Fault, ...]:
    """Return the record, or everything that must be mended before it is one."""
    try:
        return PracticeRecord.model_validate(values)
    except ValidationError as error:
        return faults_of(error)


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """Return what is wrong with a record, once for each field, in the words of a form."""
    told = {fault.field: fault for fault in reversed(list(_faults(error)))}
    return tuple(reversed(told.values()))  # of each field the first


def plain_values(values: object) -> Any:  # noqa: ANN401 -- JSON is any
    """Return values as every database holds them: without NUL and half letters."""
    if isinstance(values, str):
        return values.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(values, Mapping):
        return {plain_values(str(name)): plain_values(value) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [plain_values(value) for value in values]
    return values


def letters_of(values: object) -> int:
    """Return how long the text in values is, to tell what no practice could be."""
    if isinstance(values, Mapping):
        return sum(len(str(name)) + letters_of(value) for name, value in values.items())
    if isinstance(values, list):
        return sum(1 + letters_of(value) for value in values)
    return len(str(values))


def _faults(error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors(include_url=False):
        place = ".".join(map(str, fault["loc"]))
        within = getattr(fault.get("ctx", {}).get("error"), "field", "")
        field = ".".join(part for part in (place, within) if part)
        yield Fault(field, _in_words(fault, field.rpartition(".")[2]))


def _in_words(fault: Mapping[str, Any], name: str) -> str:
    """Say what is wrong and what to write."""
    kind, value = fault["type"], fault.get("input")
    limits = fault.get("ctx", {})
    if kind == "value_error":
        return _of_our_own(str(limits["error"]), name)
    if kind in {"missing", "too_short", "string_too_short"} or value in (None, ""):
        return _missing(name)
    if kind == "string_too_long":
        return _too_long(len(str(value)), limits["max_length"])
    if kind == "string_pattern_mismatch" and name in HINTS:
        return HINTS[name]()
    if kind in {"enum", "literal_error"}:
        return _("Choose one from the list.")
    return _number(kind, value, limits)


def _of_our_own(message: str, name: str) -> str:
    """Return the words of our own checks, as a form numbers and names things."""
    if name == "source":
        return _("This source is not in the list below. Choose one that is.")
    if name == "ended":
        return _("It cannot have ended before it began.")
    return message


def _missing(name: str) -> str:
    if name == "sources":
        return _("Name at least one source, so that others can read it there.")
    if name == "themes":
        return _("Choose at least one theme.")
    return _("Fill this in.")


def _too_long(length: int, most: int) -> str:
    over = length - most
    return ngettext(
        "This is one letter too long. At most {most} fit.",
        "This is {over} letters too long. At most {most} fit.",
        over,
    ).format(over=over, most=most)


def _number(kind: str, value: object, limits: Mapping[str, Any]) -> str:
    """Say how a number must be written, with the number itself where it can be guessed."""
    if kind.startswith(("int", "decimal_p", "decimal_t", "float", "finite", "is_finite")):
        shown = str(value)[:MOST_SHOWN]
        meant = _meant(shown)
        if meant:
            return _("“{text}” is not a number. Write {number}.").format(text=shown, number=meant)
        return _("“{text}” is not a number. Write digits alone, such as 1200000 or 0.5.").format(
            text=shown
        )
    if "gt" in limits:
        return _("Write a number above {least}.").format(least=limits["gt"])
    if "ge" in limits or "le" in limits:
        return _("Write a year from 1800 to 2100.")
    if kind in {"decimal_max_places", "decimal_max_digits", "decimal_whole_digits", "less_than"}:
        return _("Write an amount below 10^15, with at most two decimals.")
    return _("This cannot be used here. Write it anew.")


def _meant(text: str) -> str:
    """Return what somebody meant by ``1,2m``, ``3 million`` or ``1,200,000``; empty: no guess."""
    plain = "".join(text.split())
    rounded = ROUNDED.fullmatch(plain)
    if rounded and rounded["word"].casefold() in POWERS:
        number = Decimal(rounded["number"].replace(",", "."))
        return format((number * 10 ** POWERS[rounded["word"].casefold()]).normalize(), "f")
    if GROUPED.fullmatch(plain):
        return re.sub(r"\D", "", plain)
    return plain.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", plain) else ""
