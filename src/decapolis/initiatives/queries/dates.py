"""Days of initiatives that come, or went by without being done."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from decapolis.initiatives.choices import ApprovalState, FundingState
from decapolis.initiatives.models import (
    Activity,
    Approval,
    FundingLine,
    Initiative,
    Line,
    Measure,
    Milestone,
    Review,
)
from decapolis.kernel.permissions import Reader
from decapolis.people.choices import MAKERS
from decapolis.people.models import TeamSeat

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DateFacts:
    """A day that comes, or went by without being done; ``kind`` names what it is of."""

    on: date
    kind: str
    label: str
    title: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A day of an initiative that the reader works on; ``path`` is where it is seen to."""

    initiative: str
    path: str
    day: DateFacts


def dates_of(initiative: Initiative, *, today: date | None = None) -> list[DateFacts]:
    """Return every day that is still to come or was missed, the first first; for the team."""
    today = today or _today()
    return [day for _key, day in sorted(_days([initiative.pk], today), key=_order)]


def dates_ahead(reader: Reader | None, *, today: date | None = None) -> tuple[OwnDate, ...]:
    """Return what is late or comes within two weeks, of what the reader works on and runs on.

    The same queries for any number of initiatives. Whose seat is to read or to comment, for them
    nothing waits.
    """
    today = today or _today()
    held = TeamSeat.objects.of_members().filter(
        person=getattr(reader, "pk", None) or 0, seat__in=MAKERS
    )
    own = {
        one.pk: one
        for one in Initiative.objects.of_team(reader).filter(
            team__in=held.values("team"), ended=None
        )
    }
    found = sorted(_days(own, today), key=_order)
    return tuple(
        OwnDate(own[key].title, f"{own[key].path}/{_page(day)}", day)
        for key, day in found
        if day.on <= today + AHEAD
    )


def _page(day: DateFacts) -> str:
    return "progress" if day.kind in {"review", "measure"} else "plan"


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- plans are made in days, without hours


def _order(one: tuple[int, DateFacts]) -> tuple[date, str, str]:
    _key, day = one
    return day.on, day.kind, day.title


def _days(keys: Collection[int], today: date) -> Iterator[tuple[int, DateFacts]]:
    """Give each day with the initiative that it is of; six queries."""
    if not keys:
        return
    of: dict[str, object] = {"plan__initiative__in": list(keys), "gone": None}
    kinds: tuple[tuple[type[Line], str, str, str, Q], ...] = (
        (Milestone, "due", "milestone", _("Milestone"), Q(reached=None)),
        (Activity, "end", "activity", _("Activity ends"), Q(done=None)),
        (FundingLine, "deadline", "funding", _("Application"), Q(state=FundingState.IDEA)),
        (Measure, "due", "measure", _("Target"), ~Q(readings__on__gte=F("due"))),
        (Approval, "on", "approval", _("Approval"), ~Q(state=ApprovalState.GIVEN)),
    )
    for model, field, kind, label, is_open in kinds:
        rows = model._default_manager.filter(is_open, **of).exclude(**{field: None})
        for row in rows.select_related("plan"):
            on: date = getattr(row, field)
            yield row.plan.initiative_id, DateFacts(on, kind, label, str(row), on < today)
    for review in Review.objects.filter(initiative__in=list(keys), answered=None):
        label = _("Review after {n} days").format(n=review.day)
        yield review.initiative_id, DateFacts(review.due, "review", label, "", review.due < today)
