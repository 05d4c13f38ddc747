"""What lists of initiatives show: one's own, those opened, those of a city."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.initiatives.choices import Opened
from decapolis.initiatives.queries.initiatives import (
    InitiativeRow,
    initiatives_of_city,
    initiatives_on,
    opened_initiatives,
    orphans_of,
    own_initiatives,
)
from decapolis.kernel.permissions import Reader, is_member
from decapolis.library.models import Practice
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import faults_of
from decapolis.pages.initiatives.tabs import HOME

SHORT = 220  # letters of a challenge in a list


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative in a list."""

    title: str
    url: str
    where: str  # city, and what the reader does there
    stage: str
    is_stopped: bool
    challenge: str
    note: str
    is_closed: bool  # not everyone may read of it


@dataclass(frozen=True, slots=True)
class ListPage:
    """One's own initiatives, and those that others opened."""

    template: ClassVar[str] = "initiatives/list.html"
    own: tuple[Card, ...]
    opened: tuple[Card, ...]
    orphans: tuple[Card, ...]
    is_member: bool
    begin_url: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form of a new initiative."""

    template: ClassVar[str] = "initiatives/new.html"
    crumbs: tuple[Crumb, ...]
    form: Form | None  # None: there is no city for which they may
    faults: tuple[Fault, ...]
    practice: str
    practice_url: str


@dataclass(frozen=True, slots=True)
class UsePage:
    """Where a practice is used: in a new initiative, or in one of mine."""

    template: ClassVar[str] = "initiatives/use.html"
    crumbs: tuple[Crumb, ...]
    title: str
    practice_url: str
    begin_url: str
    form: Form | None
    faults: tuple[Fault, ...]


def list_page(reader: Reader | None) -> ListPage:
    """Return what a reader may see of initiatives."""
    member = is_member(reader)
    return ListPage(
        own=cards(own_initiatives(reader), own=True),
        opened=cards(opened_initiatives(reader)),
        orphans=cards(orphans_of(reader)) if member else (),
        is_member=member,
        begin_url=f"{HOME}/new" if member else "",
    )


def new_page(form: Form | None, practice: Practice | None) -> NewPage:
    """Return the form of a new initiative."""
    return NewPage(
        crumbs=(Crumb(_("Initiatives"), HOME), Crumb(_("Begin"))),
        form=form,
        faults=faults_of(form) if form else (),
        practice=practice.title if practice else "",
        practice_url=f"/practices/{practice.slug}" if practice else "",
    )


def use_page(practice: Practice, form: Form | None) -> UsePage:
    """Return the choice of where a practice is used."""
    here = f"/practices/{practice.slug}"
    return UsePage(
        crumbs=(Crumb(practice.title, here), Crumb(_("Use in an initiative"))),
        title=practice.title,
        practice_url=here,
        begin_url=f"{HOME}/new?practice={practice.slug}",
        form=form,
        faults=faults_of(form) if form else (),
    )


def cards_of_city(city: City, *, reader: Reader | None) -> tuple[Card, ...]:
    """Return the initiatives of a city that a reader may see, for its page."""
    return cards(initiatives_of_city(city, reader=reader))


def cards_on_practice(slug: str, *, reader: Reader | None) -> tuple[Card, ...]:
    """Return the initiatives that draw on a practice, for its page."""
    return cards(initiatives_on(slug, reader=reader))


def own_cards(reader: Reader | None) -> tuple[Card, ...]:
    """Return one's own initiatives that have not ended, for the desk."""
    return cards([one for one in own_initiatives(reader) if one.ended is None], own=True)


def cards(rows: Iterable[InitiativeRow], *, own: bool = False) -> tuple[Card, ...]:
    """Return initiatives as a list shows them."""
    return tuple(
        Card(
            title=one.title,
            url=one.path,
            where=f"{one.city} \N{MIDDLE DOT} {one.seat_label}" if own else one.city,
            stage=one.stage_label,
            is_stopped=one.stage == "stopped",
            challenge=short(one.challenge),
            note=_opened(one) if own else "",
            is_closed=one.opened != Opened.PUBLIC,
        )
        for one in rows
    )


def short(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    words = " ".join(text.split())
    if len(words) <= SHORT:
        return words
    return f"{words[:SHORT].rpartition(' ')[0]} …"


def _opened(one: InitiativeRow) -> str:
    if one.opened == Opened.TEAM:
        return ""
    with_plan = one.shows_plan
    if one.opened == Opened.PUBLIC:
        return _("Open to everyone, with its plan.") if with_plan else _("Open to everyone.")
    return _("Open to members, with its plan.") if with_plan else _("Open to members.")
