"""Remind those who lead of dates: once a week ahead, and once where one went by undone."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.asking import to_be_asked
from decapolis.initiatives.queries.dates import DateFacts, dates_of
from decapolis.kernel import numbers
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

AHEAD = timedelta(days=7)

logger = logging.getLogger(__name__)


def remind_of_dates(*, by: Person | None, now: datetime) -> int:
    """Tell of dates of initiatives that have not ended; return of how many initiatives.

    Each date is told of on the first run in the week before it, and again on the first after it.
    What somebody writes later than that they know. Reviews are asked for by `remind_of_reviews`.

    Each initiative is looked at in a transaction of its own: none waits for the others, and where
    one fails, only its team is not told before the next run.
    """
    today = timezone.localdate(now)
    waiting = Initiative.objects.filter(ended=None).exclude(reminded=today).order_by("pk")
    told = 0
    for key in list(waiting.values_list("key", flat=True)):
        try:
            told += _remind(by, key, today)
        except Exception:
            logger.exception("Nobody could be reminded of the dates of initiative %s.", key)
    return told


@transaction.atomic
def _remind(by: Person | None, key: str, today: date) -> bool:
    """Tell who leads an initiative of what is new; return whether there was anything."""
    waiting = Initiative.objects.filter(key=key, ended=None).exclude(reminded=today)
    one = waiting.select_for_update().first()
    if one is None:  # another run, or the end of it, came first
        return False
    days = [day for day in dates_of(one, today=today) if _is_new(day, one.reminded, today)]
    if days:
        people = to_be_asked(one)
        notify(by=by, people=people, kind=Kind.INITIATIVES, told=_told(one, days), subject=one)
    Initiative.objects.filter(pk=one.pk).update(reminded=today)
    return bool(days)


def _is_new(day: DateFacts, last: date | None, today: date) -> bool:
    """Tell whether a day came within a week, or went by, since it was looked at last, if ever."""
    if day.kind == "review":
        return False
    if last is None:
        return day.on <= today + AHEAD
    return last + AHEAD < day.on <= today + AHEAD or last <= day.on < today


def _told(one: Initiative, days: list[DateFacts]) -> Told:
    late = [day for day in days if day.is_late]
    title = _("A date of “{title}” went by.") if late else _("Dates of “{title}” are near.")
    words = (
        _("{day}: {label}, {title}").format(
            day=numbers.day(day.on), label=day.label.lower(), title=day.title
        )
        for day in days
    )
    return Told(title.format(title=one.title), "; ".join(words) + ".", f"{one.path}/plan")
