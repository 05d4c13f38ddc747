"""Read theories of change: a city's own, and those for initiatives-to-be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from decapolis.benchmarks.choices import Column
from decapolis.benchmarks.models import Theory
from decapolis.cities.models import City
from decapolis.indicators.models import Indicator
from decapolis.kernel.permissions import Reader

# With what the ids of a column begin.
SHORT: dict[Column, str] = {
    Column.INPUTS: "in", Column.ACTIVITIES: "ac", Column.OUTPUTS: "op", Column.OUTCOMES: "oc",
    Column.IMPACT: "im", Column.ASSUMPTIONS: "as",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """One thing of a theory; ``leads_to`` are ids, of an assumption those it must hold for."""

    id: str
    text: str
    indicator: str
    indicator_name: str
    leads_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TheoryFacts:
    """A version of a theory, column by column; ``slug`` is empty for the city's own."""

    city_id: int
    slug: str
    version: int
    title: str
    visibility: str
    at: datetime
    columns: Mapping[str, tuple[BoxFacts, ...]]

    def box(self, box_id: str) -> BoxFacts | None:
        """Return one thing by its id; None where this version has none such."""
        boxes = (box for column in self.columns.values() for box in column)
        return next((box for box in boxes if box.id == box_id), None)


@dataclass(frozen=True, slots=True)
class TheoryLine:
    """A theory in a list."""

    city_id: int
    slug: str
    version: int
    title: str
    visibility: str
    at: datetime


def theory_of(city: City | int, *, reader: Reader | None, slug: str = "") -> TheoryFacts | None:
    """Return a chain's theory as it stands; None where there is none that may be read.

    Parameters
    ----------
    city
        The city, or its id.
    slug
        Of the initiative-to-be; empty: the city's own.
    """
    rows = Theory.objects.visible_to(reader).current()
    found: Theory | None = rows.filter(city=city, slug=slug).first()
    return _facts(found, reader) if found else None


def theories_of(city: City | int, *, reader: Reader | None) -> tuple[TheoryLine, ...]:
    """Return what a city has written and may be read: its own first, others by title."""
    rows = Theory.objects.visible_to(reader).current().filter(city=city).defer("content")
    lines = (
        TheoryLine(row.city_id, row.slug, row.version, row.title, row.visibility, row.at)
        for row in rows
    )
    return tuple(sorted(lines, key=lambda one: (one.slug != "", one.title.casefold(), one.slug)))


def versions_of(city: City, slug: str = "") -> int:
    """Return how often a theory was saved, whoever may read it."""
    return Theory.objects.filter(city=city, slug=slug).count()


def used_ids(city: City, slug: str = "") -> frozenset[str]:
    """Return every id that a box of any version of a chain ever had: none is given twice."""
    contents = Theory.objects.filter(city=city, slug=slug).values_list("content", flat=True)
    return frozenset(
        box["id"] for content in contents for boxes in content.values() for box in boxes
    )


def next_number(start: str, taken: Collection[str]) -> int:
    """Return the number after the highest of the ids that begin so."""
    ends = (one.removeprefix(start) for one in taken if one.startswith(start))
    return 1 + max((int(end) for end in ends if end.isascii() and end.isdigit()), default=0)


def _facts(row: Theory, reader: Reader | None) -> TheoryFacts:
    content: Mapping[str, Sequence[Mapping[str, Any]]] = row.content
    names = _names((box["indicator"] for boxes in content.values() for box in boxes), reader)
    return TheoryFacts(
        city_id=row.city_id,
        slug=row.slug,
        version=row.version,
        title=row.title,
        visibility=row.visibility,
        at=row.at,
        columns={
            column: tuple(
                BoxFacts(
                    box["id"],
                    box["text"],
                    box["indicator"] if box["indicator"] in names else "",
                    names.get(box["indicator"], ""),
                    tuple(box["leads_to"]),
                )
                for box in content.get(column, ())
            )
            for column in Column.values
        },
    )


def _names(codes: Iterable[str], reader: Reader | None) -> dict[str, str]:
    rows = Indicator.objects.visible_to(reader).filter(pk__in=set(codes) - {""})
    return dict(rows.values_list("pk", "name"))
