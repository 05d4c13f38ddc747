"""What the pages of circles show."""

from dataclasses import dataclass
from typing import ClassVar

from django.core.paginator import Paginator
from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.pages.components import Crumb, Fault, Pager, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.links import with_query
from decapolis.pages.people.tabs import staff_tabs
from decapolis.people.models import Circle, Person
from decapolis.people.queries import CircleFacts, Seat, circle_facts, circles, circles_of

HOME = "/staff/circles"
ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle in a list."""

    name: str
    url: str
    people: str
    purpose: str
    closed: str  # since when; empty: it is open


@dataclass(frozen=True, slots=True)
class ListPage:
    """All circles, and a form for a new one."""

    template: ClassVar[str] = "circles/list.html"
    tabs: tuple[Tab, ...]
    circles: tuple[CircleLine, ...]
    pager: Pager
    form: Form
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Someone in a circle."""

    person_id: int
    name: str
    url: str
    title: str
    email: str
    since: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Someone who was just taken out."""

    person_id: int
    words: str


@dataclass(frozen=True, slots=True)
class CirclePage:
    """One circle, as network staff change it."""

    template: ClassVar[str] = "circles/circle.html"
    crumbs: tuple[Crumb, ...]
    name: str
    purpose: str
    made: str
    closed: str
    people: tuple[SeatLine, ...]
    seats: str  # how many, in words
    form: Form
    seat_form: Form
    faults: tuple[Fault, ...]
    seat_faults: tuple[Fault, ...]
    undo: Undo | None


@dataclass(frozen=True, slots=True)
class MyCircle:
    """A circle on the desk of someone who sits in it."""

    name: str
    slug: str
    purpose: str
    others: tuple[tuple[str, str], ...]  # name and address of a profile
    says: str  # how many they are


def list_page(reader: Person, *, number: int, form: Form) -> ListPage:
    """Return all circles, in a constant number of queries."""
    part = Paginator(circles(reader), ON_A_PAGE).get_page(number)
    return ListPage(
        tabs=staff_tabs(HOME),
        circles=tuple(map(_line, part.object_list)),
        pager=Pager.of(part, lambda page: with_query(HOME, page=page) if page > 1 else HOME),
        form=form,
        faults=faults_of(form),
    )


def circle_page(
    slug: str, *, reader: Person, forms: tuple[Form, Form], undo: Person | None
) -> CirclePage:
    """Return one circle with its people.

    Parameters
    ----------
    forms
        For name and purpose, and for whom to seat.
    undo
        Who was just taken out.
    """
    facts = circle_facts(slug, reader=reader)
    people = tuple(map(_seat_line, facts.people))
    return CirclePage(
        crumbs=(
            Crumb(_("Network staff"), "/staff"),
            Crumb(_("Circles"), HOME),
            Crumb(facts.name),
        ),
        name=facts.name,
        purpose=facts.purpose,
        made=numbers.day(facts.made.date()),
        closed=numbers.day(facts.closed.date()) if facts.closed else "",
        people=people,
        seats=_how_many(len(people)),
        form=forms[0],
        seat_form=forms[1],
        faults=faults_of(forms[0]),
        seat_faults=faults_of(forms[1]),
        undo=_undo(undo, facts, reader),
    )


def my_circles(me: Person) -> tuple[MyCircle, ...]:
    """Return the circles in which someone sits, with who else is there; two queries."""
    return tuple(_my_circle(facts, me) for facts in circles_of(me))


def _my_circle(facts: CircleFacts, me: Person) -> MyCircle:
    others = [one for one in facts.people if one.person_id != me.pk]
    words = ngettext("You and {n} other person.", "You and {n} others.", len(others))
    return MyCircle(
        name=facts.name,
        slug=facts.slug,
        purpose=facts.purpose,
        others=tuple((_name(one), f"/people/{one.person_id}") for one in others),
        says=words.format(n=numbers.number(len(others)))
        if others
        else _("You are alone in it so far."),
    )


def _line(circle: Circle) -> CircleLine:
    return CircleLine(
        name=circle.name,
        url=f"{HOME}/{circle.slug}",
        people=_how_many(getattr(circle, "people", 0)),
        purpose=circle.purpose,
        closed=numbers.day(circle.closed.date()) if circle.closed else "",
    )


def _seat_line(seat: Seat) -> SeatLine:
    return SeatLine(
        person_id=seat.person_id,
        name=_name(seat),
        url=f"/people/{seat.person_id}",
        title=seat.title,
        email=seat.email,
        since=numbers.day(seat.since.date()),
    )


def _undo(person: Person | None, facts: CircleFacts, reader: Person) -> Undo | None:
    """Return the undo of a seat that ended; nobody undoes it for themselves."""
    if person is None or facts.closed or person.pk == reader.pk:
        return None
    if person.pk in {one.person_id for one in facts.people}:
        return None
    words = _("{name} is no longer in this circle.")
    return Undo(person.pk, words.format(name=person))


def _how_many(people: int) -> str:
    words = ngettext("{n} person", "{n} people", people)
    return words.format(n=numbers.number(people))


def _name(seat: Seat) -> str:
    return seat.name or _("A member without a name")
