"""Remind those who lead of dates: once a week ahead, and once where one went by undone."""

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


@transaction.atomic
def remind_of_dates(*, by: Person | None, now: datetime) -> int:
    """Tell of dates of initiatives that have not ended; return of how many initiatives.

    Each date is told of on the first run in the week before it, and again on the first after it.
    What somebody writes later than that they know. Reviews are asked for by `remind_of_reviews`.
    """
    today = timezone.localdate(now)
    told = 0
    for one in Initiative.objects.select_for_update().filter(ended=None).exclude(reminded=today):
        last = one.reminded or today - timedelta(days=1)
        days = [day for day in dates_of(one, today=today) if _is_new(day, last, today)]
        if days:
            notify(
                by=by, people=to_be_asked(one), kind=Kind.INITIATIVES, told=_told(one, days),
                subject=one,
            )  # fmt: skip
            told += 1
        Initiative.objects.filter(pk=one.pk).update(reminded=today)
    return told


def _is_new(day: DateFacts, last: date, today: date) -> bool:
    """Tell whether a day came within a week, or went by, since it was looked at last."""
    if day.kind == "review":
        return False
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
