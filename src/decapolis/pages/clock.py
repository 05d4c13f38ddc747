"""Moments as they are where whoever reads of them is."""

from datetime import datetime

from django.utils.formats import date_format

from decapolis.kernel import numbers
from decapolis.notices.validators import zone_of
from decapolis.people.models import Person


def day_there(moment: datetime, person: Person) -> str:
    """Return the day of a moment, where someone is."""
    return numbers.day(moment.astimezone(zone_of(person.time_zone)).date())


def time_there(moment: datetime | None, person: Person) -> str:
    """Return day and time of a moment, where someone is: ``3 May 2026, 14:05``; empty for none."""
    if moment is None:
        return ""
    return date_format(moment.astimezone(zone_of(person.time_zone)), "j F Y, H:i")
