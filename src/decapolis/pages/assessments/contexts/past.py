"""The history of one mark: everything that was ever given, said and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.benchmarks.choices import OPEN_STATES
from decapolis.benchmarks.models import Criterion, Entrant
from decapolis.benchmarks.queries.marks import MarkFacts, ReplyFacts, history, replies_of
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.pages.assessments.contexts.marking import Given, given_of
from decapolis.pages.clock import time_there
from decapolis.pages.components import Crumb
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class Moment:
    """A mark as it was given, and what became of it."""

    mark: Given
    when: str
    after: str  # what took its place; empty: it counts
    is_current: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All marks of a city on a criterion, newest first, and the replies to them."""

    template: ClassVar[str] = "assessments/history.html"
    crumbs: tuple[Crumb, ...]
    title: str
    edition: str
    definition: str
    now: str  # the score that counts; empty: none
    one_reader: str
    moments: tuple[Moment, ...]
    replies: tuple[ReplyFacts, ...]
    is_open: bool  # published or withdrawn: nothing is blind any more
    back_url: str


def history_page(entrant: Entrant, criterion: Criterion, *, reader: Reader) -> HistoryPage:
    """Return every mark that the reader may see; what is blind stays with who gave it."""
    edition = entrant.edition
    marks = history(entrant, criterion, reader=reader)
    replies = replies_of(edition, reader=reader, entrant=entrant)
    is_open = edition.state in OPEN_STATES
    back = f"{edition.path}/{entrant.code}"
    if not is_open:
        back = reverse("assessments:one", args=[edition.pk, entrant.code])
    settled = next((one for one in marks if one.hand == "settled" and not one.superseded), None)
    return HistoryPage(
        crumbs=(
            Crumb(str(edition), edition.path if is_open else edition.work_path),
            Crumb(entrant.name, back),
            Crumb(criterion.name),
        ),
        title=_("{criterion}: {city}").format(criterion=criterion.name, city=entrant.name),
        edition=str(edition),
        definition=criterion.definition,
        now=given_of(settled).score if settled else "",
        one_reader=entrant.one_reader,
        moments=tuple(_moment(one, marks, reader) for one in marks),
        replies=tuple(one for one in replies if one.criterion == criterion.code),
        is_open=is_open,
        back_url=back,
    )


def _moment(mark: MarkFacts, marks: Sequence[MarkFacts], reader: Reader) -> Moment:
    return Moment(
        mark=given_of(mark),
        when=_when(mark.at, reader),
        after=_after(mark.superseded, _next(mark, marks), reader),
        is_current=mark.superseded is None,
    )


def _when(moment: datetime, reader: Reader) -> str:
    """Return day and time where a member is; for anybody else the day."""
    if isinstance(reader, Person):
        return time_there(moment, reader)
    return numbers.day(moment.date())


def _next(mark: MarkFacts, marks: Sequence[MarkFacts]) -> MarkFacts | None:
    """Return what the same hand gave in its place; None where the reader may not see it."""
    later = (one for one in marks if one.hand == mark.hand and one.at == mark.superseded)
    return next(later, None)


def _after(when: datetime | None, by: MarkFacts | None, reader: Reader) -> str:
    if when is None:
        return ""
    day = _when(when, reader)
    if by is None:
        return _("Replaced on {day}.").format(day=day)
    score = numbers.number(by.value) if by.value is not None else numbers.unknown()
    return _("Replaced on {day} by {score}.").format(day=day, score=score)
