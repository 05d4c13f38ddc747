"""What my desk shows."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.choices import State
from decapolis.benchmarks.queries.desk import (
    assessments_open,
    marks_waiting,
    open_replies,
    reviews_begun,
)
from decapolis.benchmarks.rules import may_answer
from decapolis.cities.models import City
from decapolis.initiatives.queries.dates import OwnDate, dates_ahead
from decapolis.kernel import numbers
from decapolis.library.choices import Disclosure
from decapolis.library.queries.calls import CallFacts, asked_of
from decapolis.library.queries.disclosure import ClosedRow, closed_rows, closed_to_others
from decapolis.notices.queries import notices_of
from decapolis.organisations.queries import hats_of, speaks_for_bodies, waiting
from decapolis.pages.circles.contexts import MyCircle, my_circles
from decapolis.pages.clock import day_there
from decapolis.pages.library.contexts.document import RecordLine
from decapolis.pages.people.contexts.hats import HatLine, Waits, hat_line, waits_of
from decapolis.people.models import Person
from decapolis.people.queries import locks_of, request_of, requests_waiting

MOST_NOTICES = 5
MOST_WAITING = 10
MOST_DATES = 8


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question that waits for my answer."""

    who: str
    url: str
    about: str
    due: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice that was not read."""

    title: str
    text: str
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """A day of an initiative that I work on: soon, or gone by."""

    day: str
    is_late: bool
    title: str
    initiative: str
    url: str


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A practice that is closed to others, and who reads it."""

    title: str
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A city whose marks wait for me."""

    title: str
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What waits, who I am here, and my city."""

    template: ClassVar[str] = "desk/desk.html"
    name: str
    lead: str
    is_member: bool
    refused: str  # why network staff did not let me in, or let me go; empty: they have not
    needs_lock: bool  # my mailbox alone opens an account with rights over others
    unread: int
    asked: tuple[AskedLine, ...]  # questions that wait for my answer
    notices: tuple[NoticeLine, ...]  # what is new beside these
    dates: tuple[DateLine, ...]  # of my initiatives: late, or within two weeks
    more_dates: int  # beside these
    marks: tuple[MarkLine, ...]  # cities that I mark, for their people or as a reviewer
    claims: tuple[Waits, ...]  # that I can decide, where I am not of the staff
    staff_waits: str  # what network staff must do; empty for others
    hats: tuple[HatLine, ...]
    cities: tuple[tuple[str, str], ...]  # name and address: those I speak for, or chose
    circles: tuple[MyCircle, ...]
    closed: tuple[ClosedLine, ...]  # practices that are closed to others
    can_invite: bool
    next_steps: tuple[RecordLine, ...]


def desk_page(me: Person, *, chosen: City | None, new: int) -> DeskPage:
    """Return my desk, in a constant number of queries.

    Parameters
    ----------
    new
        How many notices wait, which the masthead tells too.
    """
    hats = hats_of(me, reader=me)
    bodies = speaks_for_bodies(me)
    cities = [body for body in bodies if isinstance(body, City)] or ([chosen] if chosen else [])
    asked = tuple(one for one in asked_of(me, most=MOST_WAITING) if one.is_at_me and one.waits)
    marks, dates = _marks(me), dates_ahead(me)
    claims = () if me.is_staff else waits_of(me, most=MOST_WAITING)
    return DeskPage(
        name=me.name,
        lead=_lead(
            asked=len(asked), dates=len(dates), new=new, claims=len(claims), marks=len(marks)
        ),
        is_member=me.is_member,
        refused=_refused(me),
        needs_lock=(me.is_staff or me.is_operator) and not locks_of(me).has_second_step,
        unread=new,
        asked=tuple(map(_asked, asked)),
        notices=_notices(me, but={_path(one) for one in asked}),
        dates=tuple(map(_date, dates[:MOST_DATES])),
        more_dates=len(dates[MOST_DATES:]),
        marks=marks,
        claims=claims,
        staff_waits=_staff_waits(me) if me.is_staff else "",
        hats=tuple(map(hat_line, hats)),
        cities=tuple((city.name, f"/cities/{city.pk}") for city in cities),
        circles=my_circles(me),
        closed=tuple(map(_closed, closed_rows(closed_to_others(me), reader=me))),
        can_invite=me.is_staff or bool(bodies),
        next_steps=_next_steps(me, has_hat=bool(hats)),
    )


def _marks(me: Person) -> tuple[MarkLine, ...]:
    """Return what is to be marked: begun cities by name, an open assessment to a reviewer."""
    lines = []
    begun = (*marks_waiting(me), *reviews_begun(me))
    for one in begun:
        words = _("Review {city}") if not one.hand else _("Mark {city}")
        told = _("{edition}: {done} of {of} criteria have your score.")
        lines.append(
            MarkLine(
                words.format(city=one.city),
                f"/assessments/{one.edition_id}/{one.code}",
                told.format(edition=one.edition, done=one.done, of=one.of),
            )
        )
    if me.is_reviewer or me.is_staff:
        steps = {
            State.ASSESSING: _("Marks are given."),
            State.SETTLING: _("Differences are settled."),
        }
        lines += [
            MarkLine(str(one), one.work_path, steps[State(one.state)])
            for one in assessments_open(me)
        ]
    return tuple(lines[:MOST_WAITING])


def _path(call: CallFacts) -> str:
    return reverse("calls:one", args=[call.call_id])


def _asked(call: CallFacts) -> AskedLine:
    return AskedLine(
        who=f"{call.asker} ({call.asker_from})" if call.asker_from else call.asker,
        url=_path(call),
        about=call.title,
        due=numbers.day(call.due.date()) if call.due else "",
    )


def _notices(me: Person, *, but: Collection[str]) -> tuple[NoticeLine, ...]:
    """Return what is new, without what stands above in its own right."""
    new = notices_of(me, only_new=True)[: MOST_NOTICES + len(but)]
    lines = [
        NoticeLine(one.title, one.text, f"/desk/notices/{one.pk}/open", day_there(one.made, me))
        for one in new
        if one.url not in but
    ]
    return tuple(lines[:MOST_NOTICES])


def _date(one: OwnDate) -> DateLine:
    title = f"{one.day.label}: {one.day.title}" if one.day.title else one.day.label
    return DateLine(numbers.day(one.day.on), one.day.is_late, title, one.initiative, one.path)


def _closed(row: ClosedRow) -> ClosedLine:
    words = {
        Disclosure.NAMELESS: _("Members read it without your name."),
        Disclosure.CIRCLE: _("Your team and the circle “{name}” read it.")
        if row.is_team
        else _("Open to the circle “{name}”."),
        Disclosure.TEAM: _("Only your team reads it."),
    }
    level = Disclosure(row.level)
    if level == Disclosure.CIRCLE and not row.circle:
        level = Disclosure.TEAM
    says = f"{row.place.city}. {words[level].format(name=row.circle)}"
    return ClosedLine(row.title, reverse("library:practice", args=[row.slug]), says)


def _refused(me: Person) -> str:
    asked = None if me.is_member else request_of(me)
    return asked.reason if asked and asked.accepted is False else ""


def _lead(*, asked: int, dates: int, new: int, claims: int, marks: int) -> str:
    parts = []
    if asked:
        words = ngettext("{n} question waits for you", "{n} questions wait for you", asked)
        parts.append(words.format(n=numbers.number(asked)))
    if dates:
        words = ngettext("{n} date of yours is near or gone by",
                         "{n} dates of yours are near or gone by", dates)  # fmt: skip
        parts.append(words.format(n=numbers.number(dates)))
    if claims:
        words = ngettext("{n} claim waits for you", "{n} claims wait for you", claims)
        parts.append(words.format(n=numbers.number(claims)))
    if marks:
        words = ngettext("{n} round of scores waits", "{n} rounds of scores wait", marks)
        parts.append(words.format(n=numbers.number(marks)))
    if new:
        words = ngettext("{n} notice is new", "{n} notices are new", new)
        parts.append(words.format(n=numbers.number(new)))
    return "; ".join(parts) + "." if parts else _("Nothing waits for you.")


def _staff_waits(me: Person) -> str:
    requests, claims = requests_waiting(me).count(), waiting(me).count()
    replies = sum(bool(may_answer(me, one)) for one in open_replies(me))
    if not requests and not claims and not replies:
        return _("Nothing waits at the network's desk.")
    asked = ngettext("{n} request for membership", "{n} requests for membership", requests)
    said = ngettext("{n} claim to confirm", "{n} claims to confirm", claims)
    told = _("At the network's desk: {requests}, {claims}.").format(
        requests=asked.format(n=requests), claims=said.format(n=claims)
    )
    if replies:
        words = ngettext(
            "{n} city waits for an answer to its reply to a score.",
            "{n} replies of cities to scores wait for an answer.",
            replies,
        )
        told = f"{told} {words.format(n=numbers.number(replies))}"
    return told


def _next_steps(me: Person, *, has_hat: bool) -> tuple[RecordLine, ...]:
    """Return what would help colleagues to find someone, as long as it is missing."""
    steps = []
    if not has_hat:
        steps.append(
            RecordLine(
                "", _("Say what you are"), "/people/me/edit#hats", _("Your city, your role.")
            )
        )
    if not me.helps_with:
        told = _("Two lines; colleagues elsewhere look for it.")
        steps.append(RecordLine("", _("Say what you can help with"), "/people/me/edit", told))
    return tuple(steps)
