"""Read a city's theory of change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from decapolis.benchmarks.choices import Column
from decapolis.benchmarks.models import Theory
from decapolis.cities.models import City
from decapolis.indicators.models import Indicator
from decapolis.kernel.permissions import Reader


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """One thing of a theory; ``leads_to`` are places in the next column, from 0."""

    text: str
    indicator: str
    indicator_name: str
    leads_to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TheoryFacts:
    """A version of a city's theory, column by column."""

    city_id: int
    version: int
    title: str
    visibility: str
    at: datetime
    columns: Mapping[str, tuple[BoxFacts, ...]]


def theory_of(city: City, *, reader: Reader | None) -> TheoryFacts | None:
    """Return the theory of a city as it stands; None where there is none that may be read."""
    rows = Theory.objects.visible_to(reader).current()
    found: Theory | None = rows.filter(city=city).first()
    return _facts(found) if found else None


def versions_of(city: City) -> int:
    """Return how often a city's theory was saved, whoever may read it."""
    return Theory.objects.filter(city=city).count()


def _facts(row: Theory) -> TheoryFacts:
    content: Mapping[str, Sequence[Mapping[str, Any]]] = row.content
    codes = {box["indicator"] for boxes in content.values() for box in boxes} - {""}
    names = dict(Indicator.objects.filter(pk__in=codes).values_list("pk", "name"))
    return TheoryFacts(
        city_id=row.city_id,
        version=row.version,
        title=row.title,
        visibility=row.visibility,
        at=row.at,
        columns={
            column: tuple(
                BoxFacts(
                    box["text"],
                    box["indicator"],
                    names.get(box["indicator"], ""),
                    tuple(box["leads_to"]),
                )
                for box in content.get(column, ())
            )
            for column in Column.values
        },
    )
