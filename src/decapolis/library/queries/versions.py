"""Read versions of a practice: which there are, how two differ, and where each figure is from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import CLOSED, VersionOrigin
from decapolis.library.models import Practice, Version
from decapolis.library.queries.comparing import (
    FIGURES,
    Difference,
    Record,
    compare_records,
    pairs_of,
    resolved,
    same,
)
from decapolis.library.queries.disclosure import is_of_team
from decapolis.library.queries.rows import opened
from decapolis.library.queries.wording import field_label, in_words
from decapolis.people.models import FORMER, Person

TRACED = ("costs", "funding", "started", "ended", "outcomes", "result", "setback")
MANY = (*FIGURES, "funding")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote, as far as the reader may know."""

    name: str  # empty: names are for members, or nobody in particular wrote
    body: str  # the city or organisation that they spoke for then; empty: none
    is_somebody: bool  # a person wrote, whether named or not

    @property
    def label(self) -> str:
        """Who wrote, in words: ``Ana Díaz, Valencia``; empty for the loader."""
        if not self.is_somebody:
            return ""
        if self.name:
            return ", ".join(part for part in (self.name, self.body) if part)
        if self.body:
            return _("a member who speaks for {body}").format(body=self.body)
        return _("a member of the network")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list of them."""

    number: int
    at: datetime
    author: Author
    origin: str
    origin_label: str
    restored: int | None  # the version that was put back
    note: str
    is_current: bool
    says: str  # one sentence


@dataclass(frozen=True, slots=True)
class Provenance:
    """Since when a figure stands as it does, by whom, and where it was read."""

    field: str  # costs.0
    label: str  # Cost
    words: str  # the figure
    number: int  # of the version that added or last changed it
    before: int  # the version before that one, to compare with; 0: it is the first
    says: str  # one sentence


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side."""

    title: str
    slug: str
    before: VersionRow
    after: VersionRow
    rows: tuple[Difference, ...]


def practice_to_write(slug: str, *, reader: Reader | None) -> Practice:
    """Return a practice that a reader may see, with its city, also one that is closed to others.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    found = opened(reader).select_related("city__country", "country").filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no practice {slug!r}.").format(slug=slug[:120]))
    return found


def practice_with_versions(slug: str, *, reader: Reader | None) -> Practice:
    """Return a practice whose versions a reader may see: of a closed one, its team alone.

    Raises
    ------
    NotFound
        There is none of that slug, it may not be seen, or its versions may not.
    """
    found = practice_to_write(slug, reader=reader)
    is_closed = found.visibility in CLOSED and not is_of_team(found, reader=reader)
    if found.retells_id or is_closed:
        raise NotFound(_("Its versions are for the city that tells it."))
    return found


def versions_of(practice: Practice, *, reader: Reader | None) -> tuple[VersionRow, ...]:
    """Return the versions of a practice that a reader may see, the newest first; two queries."""
    rows = list(_readable(practice, reader).defer("record"))
    named = _named(rows, reader)
    return tuple(_row(row, practice, named) for row in rows)


def compare_versions(
    practice: Practice, before: int, after: int, *, reader: Reader | None
) -> Comparison:
    """Return two versions of a practice side by side, in plain words.

    Raises
    ------
    NotFound
        One of them is not there, or may not be seen.
    """
    rows = {
        row.number: row for row in _readable(practice, reader).filter(number__in={before, after})
    }
    if before not in rows or after not in rows:
        raise NotFound(_("There is no such version of this practice."))
    named = _named(list(rows.values()), reader)
    return Comparison(
        title=practice.title,
        slug=practice.slug,
        before=_row(rows[before], practice, named),
        after=_row(rows[after], practice, named),
        rows=compare_records(rows[before].record, rows[after].record),
    )


@dataclass(frozen=True, slots=True)
class Trace:
    """The newest version of a practice, and since when each of its figures stands."""

    current: VersionRow | None  # None: none was kept, or it may not be seen
    figures: tuple[Provenance, ...]


def provenance_of(practice: Practice, *, reader: Reader | None) -> tuple[Provenance, ...]:
    """Return for every figure of a practice since when it stands so, by whom, and from where."""
    return trace_of(practice, reader=reader).figures


def trace_of(practice: Practice, *, reader: Reader | None) -> Trace:
    """Return the newest version and where its figures are from; three queries at most.

    Versions that the reader may not see are not named: a figure that stands since one of them is
    told by the first that may be seen.
    """
    rows = list(_readable(practice, reader))
    if not rows or rows[0].number != practice.version:
        return Trace(None, ())
    named = _named(rows, reader)
    held = [_figures(row.record) for row in rows]
    found = []
    for field, value in _traced(rows[0].record):
        key = _key(field, value)
        place = next((n for n, keys in enumerate(held) if key not in keys), len(rows)) - 1
        since, older = rows[place], rows[place + 1] if place + 1 < len(rows) else None
        author = _author(since, named)
        found.append(
            Provenance(
                field=field,
                label=field_label(field.partition(".")[0]),
                words=_plain_words(field, value),
                number=since.number,
                before=older.number if older else 0,
                says=_since(since, author, value, is_changed=_was_another(key, since, older)),
            )
        )
    return Trace(_row(rows[0], practice, named), tuple(found))


def _readable(practice: Practice, reader: Reader | None) -> Any:  # noqa: ANN401 -- a queryset
    return Version.objects.visible_to(reader).filter(practice=practice).order_by("-number")


def _named(rows: Sequence[Version], reader: Reader | None) -> Mapping[int, str]:
    """Return the names of those authors whom the reader may see; one query."""
    people = {row.by_id for row in rows if row.by_id}
    if not people:
        return {}
    seen = Person.objects.visible_to(reader).filter(pk__in=people)
    names = {person.pk: person.name for person in seen}
    gone = Person.objects.filter(pk__in=people - names.keys()).exclude(left=None)
    return {**names, **dict.fromkeys(gone.values_list("pk", flat=True), FORMER)}


def _author(row: Version, named: Mapping[int, str]) -> Author:
    return Author(
        name=named.get(row.by_id or 0, ""),
        body=row.spoke_for,
        is_somebody=row.origin != VersionOrigin.LOADED,
    )


def _row(row: Version, practice: Practice, named: Mapping[int, str]) -> VersionRow:
    author = _author(row, named)
    return VersionRow(
        number=row.number,
        at=row.at,
        author=author,
        origin=row.origin,
        origin_label=str(row.get_origin_display()),
        restored=row.restored,
        note=row.note,
        is_current=row.number == practice.version,
        says=_says(row, author),
    )


def _says(row: Version, author: Author) -> str:
    day = numbers.day(row.at.date())
    words = {
        VersionOrigin.LOADED: _("Loaded from a file on {day}."),
        VersionOrigin.CORRECTED: _("Written by {who} on {day}."),
        VersionOrigin.SUGGESTED: _("Suggested by {who}, accepted on {day}."),
        VersionOrigin.RESTORED: _("Version {restored} was put back by {who} on {day}."),
        VersionOrigin.DISCLOSED: _("Who may read it was changed by {who} on {day}."),
    }[VersionOrigin(row.origin)]
    return words.format(who=author.label, day=day, restored=row.restored)


def _traced(record: Record) -> Iterator[tuple[str, Any]]:
    """Yield the figures of a record with their paths, each with its source."""
    for name in TRACED:
        value = record.get(name)
        if name in MANY:
            for number, one in enumerate(value or ()):
                yield f"{name}.{number}", resolved(name, one, record)
        elif value is not None:
            yield name, resolved(name, value, record)


def _figures(record: Record) -> set[tuple[str, str]]:
    return {_key(field, value) for field, value in _traced(record)}


def _key(field: str, value: Any) -> tuple[str, str]:  # noqa: ANN401 -- JSON is any
    """Return what tells a figure from others, wherever it stands in its list."""
    return field.partition(".")[0], same(value)


def _plain_words(field: str, value: Any) -> str:  # noqa: ANN401 -- JSON is any
    if isinstance(value, Mapping):
        value = {name: part for name, part in value.items() if name != "source"}
    return in_words(field.partition(".")[0], value)


def _was_another(key: tuple[str, str], row: Version, older: Version | None) -> bool:
    """Tell whether a version wrote a figure in place of another, as the comparison tells it."""
    pairs = pairs_of(key[0], older.record, row.record) if older else ()
    return any(old is not None and new is not None and same(new) == key[1] for old, new in pairs)


def _since(row: Version, author: Author, value: Any, *, is_changed: bool) -> str:  # noqa: ANN401 -- JSON is any
    source = value.get("source") if isinstance(value, Mapping) else None
    name = (source.get("title") or source.get("url")) if isinstance(source, Mapping) else ""
    parts = {"who": author.label, "source": name, "day": numbers.day(row.at.date())}
    if not author.is_somebody:
        words = (
            _("Loaded with the library on {day}, from {source}.")
            if name
            else _("Loaded with the library on {day}.")
        )
    elif is_changed:
        words = (
            _("Changed by {who}, from {source}, on {day}.")
            if name
            else _("Changed by {who} on {day}.")
        )
    else:
        words = (
            _("Added by {who}, from {source}, on {day}.") if name else _("Added by {who} on {day}.")
        )
    return words.format(**parts)
