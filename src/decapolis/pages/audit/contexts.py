"""What the page of the log shows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from decapolis.audit.models import AuditEntry
from decapolis.audit.queries import Asked, acts_seen, entries, reads_all
from decapolis.kernel.charts import Table
from decapolis.notices.validators import zone_of
from decapolis.organisations.queries import bodies_of
from decapolis.pages.audit.forms import LogQuery
from decapolis.pages.audit.words import act_as_title, act_in_words, door_in_words, who_in_words
from decapolis.pages.clock import time_there
from decapolis.pages.components import Pager
from decapolis.people.models import Person
from decapolis.people.queries import people_called

ON_A_PAGE = 40
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act."""

    who: str
    what: str
    subject: str
    at: str
    door: str
    address: str  # shown to who acted and to those who read all
    note: str
    changes: Table | None


@dataclass(frozen=True, slots=True)
class ActChoice:
    """An act to ask for."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LogPage:
    """The log, as far as the reader may know it."""

    template: ClassVar[str] = "audit/log.html"
    query: LogQuery
    lead: str
    lines: tuple[LogLine, ...]
    acts: tuple[ActChoice, ...]
    pager: Pager
    csv_url: str
    zone: str


def log_page(person: Person, query: LogQuery) -> LogPage:
    """Return one view of the log."""
    bodies = bodies_of(person)
    found = entries(_asked(person, query), reader=person, bodies=bodies)
    part: Page[Any] = Paginator(found, ON_A_PAGE).get_page(query.page)
    return LogPage(
        query=query,
        lead=_("All that was done in the network.")
        if reads_all(person)
        else _("What you did, and what others did that concerns you or whom you speak for."),
        lines=tuple(log_line(entry, person) for entry in part),
        acts=tuple(
            ActChoice(act, act_as_title(act), act == query.act)
            for act in sorted(acts_seen(reader=person, bodies=bodies), key=act_as_title)
        ),
        pager=Pager.of(part, lambda number: query.url(page=number)),
        csv_url=query.url("/audit.csv"),
        zone=_zone(person).replace("_", " "),
    )


def log_line(entry: AuditEntry, person: Person) -> LogLine:
    """Return an act as its reader sees it."""
    return LogLine(
        who=who_in_words(entry.by_name),
        what=act_in_words(entry.act),
        subject=entry.subject_title,
        at=time_there(entry.at, person),
        door=door_in_words(entry.door),
        address=_address(entry, person),
        note=entry.note,
        changes=_changes(entry),
    )


def log_rows(person: Person, query: LogQuery) -> Iterator[tuple[str, ...]]:
    """Return a view of the log as rows, with its heads, the newest first."""
    yield (
        "at",
        "by",
        "act",
        "kind",
        "key",
        "subject",
        "note",
        "door",
        "address",
        "before",
        "after",
    )
    found = entries(_asked(person, query), reader=person, bodies=bodies_of(person))
    for entry in found.iterator(chunk_size=500):
        yield (
            entry.at.isoformat(timespec="seconds"),
            entry.by_name,
            entry.act,
            entry.subject_kind,
            entry.subject_key,
            entry.subject_title,
            entry.note,
            entry.door,
            _address(entry, person),
            _as_text(entry.before),
            _as_text(entry.after),
        )


def _asked(person: Person, query: LogQuery) -> Asked:
    """Return what the log is asked: who acted is found by the name of that time, and of now."""
    asked = query.asked(_zone(person))
    if not asked.who:
        return asked
    called = people_called(asked.who, reader=person, by_address=reads_all(person))
    return replace(asked, people=called)


def _zone(person: Person) -> str:
    return zone_of(person.time_zone).key


def _address(entry: AuditEntry, person: Person) -> str:
    """Return the network address of who acted: their own affair, and that of who reads all."""
    may_see = reads_all(person) or entry.by_id == person.pk
    return str(entry.address or "") if may_see else ""


def _changes(entry: AuditEntry) -> Table | None:
    before, after = _named(entry.before), _named(entry.after)
    names = list(dict.fromkeys([*before, *after]))
    rows = tuple(
        (name.replace("_", " "), _shown(before.get(name)), _shown(after.get(name)))
        for name in names
    )
    return Table((_("What"), _("Before"), _("After")), rows) if rows else None


def _named(values: object) -> Mapping[str, object]:
    return values if isinstance(values, Mapping) else {}


def _shown(value: object) -> str:
    """Return a value as a person reads it."""
    match value:
        case None | "" | [] | {}:
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case str():
            text = value
        case list():
            text = ", ".join(map(_shown, value))
        case _:
            text = _as_text(value)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE].rstrip() + "…"


def _as_text(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
