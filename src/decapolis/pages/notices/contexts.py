"""What the pages of notices show."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.notices.choices import Kind
from decapolis.notices.models import Notice
from decapolis.notices.queries import notices_of, refusal_of, unread_by_kind
from decapolis.pages.clock import day_there
from decapolis.pages.components import Fault, Pager, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.notices.forms import NoticesQuery, RhythmsForm
from decapolis.people.models import Person

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in the list."""

    key: int
    kind: str
    title: str
    text: str
    url: str  # empty: it leads nowhere
    day: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """Someone's notices."""

    template: ClassVar[str] = "notices/list.html"
    query: NoticesQuery
    lead: str
    lines: tuple[NoticeLine, ...]
    views: tuple[Tab, ...]
    kinds: tuple[Tab, ...]
    unread: int  # in this view
    pager: Pager


@dataclass(frozen=True, slots=True)
class RhythmsPage:
    """How often someone wants mail."""

    template: ClassVar[str] = "notices/rhythms.html"
    form: RhythmsForm
    address: str
    zone: str
    refused: str  # what the mail server said of the address; empty: nothing
    refused_day: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """What a link out of a mail stops, or has stopped."""

    template: ClassVar[str] = "notices/unsubscribe.html"
    kinds: str
    is_stopped: bool


def list_page(person: Person, query: NoticesQuery) -> ListPage:
    """Return one view of someone's notices."""
    found = notices_of(person, kind=query.kind, only_new=query.only_new)
    part: Page[Any] = Paginator(found, ON_A_PAGE).get_page(query.page)
    new = unread_by_kind(person)
    total = sum(new.values())
    return ListPage(
        query=query,
        lead=ngettext("{n} is new.", "{n} are new.", total).format(n=numbers.number(total))
        if total
        else _("You have read them all."),
        lines=tuple(_line(notice, person) for notice in part),
        views=(
            Tab(_("All"), query.url(only_new=False), current=not query.only_new),
            Tab(_("New"), query.url(only_new=True), current=query.only_new, count=total),
        ),
        kinds=_kinds(query, new),
        unread=new.get(Kind(query.kind), 0) if query.kind else total,
        pager=Pager.of(part, lambda number: query.url(page=number)),
    )


def _kinds(query: NoticesQuery, new: dict[Kind, int]) -> tuple[Tab, ...]:
    """Offer the kinds that hold something new, and the one that is shown."""
    shown = [kind for kind in Kind if kind in new or kind == query.kind]
    every = Tab(_("Every kind"), query.url(kind=""), current=not query.kind)
    tabs = [
        Tab(str(kind.label), query.url(kind=kind), current=kind == query.kind, count=new.get(kind))
        for kind in shown
    ]
    return (every, *tabs) if tabs else ()


def _line(notice: Notice, person: Person) -> NoticeLine:
    return NoticeLine(
        key=notice.pk,
        kind=str(notice.get_kind_display()),
        title=notice.title,
        text=notice.text,
        url=f"/desk/notices/{notice.pk}/open" if notice.url else "",
        day=day_there(notice.made, person),
        is_new=notice.read is None,
    )


def rhythms_page(person: Person, form: RhythmsForm) -> RhythmsPage:
    """Return the form of rhythms."""
    refusal = refusal_of(person)
    return RhythmsPage(
        form=form,
        address=person.email,
        zone=person.time_zone.rpartition("/")[2].replace("_", " "),
        refused=refusal.said if refusal else "",
        refused_day=day_there(refusal.at, person) if refusal else "",
        faults=faults_of(form),
    )


def unsubscribe_page(kinds: tuple[Kind, ...], *, is_stopped: bool) -> UnsubscribePage:
    """Return the page behind the link of a mail."""
    named = numbers.listing([f"“{kind.label}”" for kind in kinds])
    return UnsubscribePage(kinds=named, is_stopped=is_stopped)
