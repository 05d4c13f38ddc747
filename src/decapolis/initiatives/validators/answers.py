"""Checks of what a team answers: reviews, reports, values and reasons."""

import math
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.initiatives.errors import NothingSaid, ValueRefused, WhyMissing
from decapolis.initiatives.validators.values import plain

LONGEST = 4000
LONGEST_WHY = 2000
LONGEST_SOURCE = 500
LARGEST = 1e15


def clean_answer(text: str, field: str) -> str:
    """Return what somebody answered, or nothing.

    Raises
    ------
    ValueRefused
        It is too long.
    """
    words = plain(text).replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        long = _("Write at most {most} letters.").format(most=LONGEST)
        raise ValueRefused(long, field=field)
    return words


def something(*said: object, field: str) -> None:
    """Go on where anything was said.

    Raises
    ------
    NothingSaid
        It was not.
    """
    if not any(one is not None and one != "" for one in said):
        words = _("Say whether it is on its way, or write a few words.")
        raise NothingSaid(words, field=field)


def clean_reason(text: str) -> str:
    """Return why a target is changed.

    Raises
    ------
    WhyMissing
        There is no reason, or it is too long.
    """
    words = " ".join(plain(text).split())
    if not words:
        raise WhyMissing(_("Say why. The old target and the reason stay in the plan."), field="why")
    if len(words) > LONGEST_WHY:
        long = _("Write at most {most} letters.").format(most=LONGEST_WHY)
        raise WhyMissing(long, field="why")
    return words


def clean_value(value: float, field: str = "value") -> float:
    """Return a value of a measure.

    Raises
    ------
    ValueRefused
        It is no number that can be kept.
    """
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueRefused(_("Write a number, such as 12.5."), field=field)
    return value + 0.0


def clean_past(on: date) -> date:
    """Return the day on which something was measured.

    Raises
    ------
    ValueRefused
        It is still to come.
    """
    if on > timezone.localdate():
        raise ValueRefused(_("A value that was measured has a day that is past."), field="on")
    return on


def clean_source(text: str) -> str:
    """Return where a value is from, or nothing.

    Raises
    ------
    ValueRefused
        It is too long.
    """
    words = " ".join(plain(text).split())
    if len(words) > LONGEST_SOURCE:
        long = _("Write at most {most} letters.").format(most=LONGEST_SOURCE)
        raise ValueRefused(long, field="source")
    return words
