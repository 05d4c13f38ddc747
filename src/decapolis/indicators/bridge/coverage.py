"""How far each indicator reaches, and the catalogue: what is measured of how many cities, since."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Count, Max, Min

from decapolis.cities.models import City
from decapolis.indicators.bridge.table import FigureTable, Version, figure_table
from decapolis.indicators.choices import Level
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.kernel.permissions import Reader, Visibility

AUDIENCES = len(Visibility)  # each has a catalogue of its own, where something is closed


@dataclass(frozen=True, slots=True)
class FromSource:
    """What of an indicator comes from one source."""

    source: Source
    values: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far an indicator reaches.

    Attributes
    ----------
    cities
        With a value of their own.
    countries
        In which these cities lie, or that have a national value themselves.
    first, last
        Years; None where all values are undated.
    """

    cities: int = 0
    countries: int = 0
    values: int = 0
    first: int | None = None
    last: int | None = None
    sources: tuple[FromSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Which indicators are asked for; what is empty does not narrow."""

    words: str = ""
    themes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the catalogue."""

    indicator: Indicator
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators by theme and name, and how many cities there are in all."""

    entries: tuple[Entry, ...]
    cities: int
    by_code: Mapping[str, Entry] = field(default_factory=dict)

    def found(self, question: Question) -> tuple[Entry, ...]:
        """Return the indicators that fit: every word somewhere in what describes them."""
        words = question.words.casefold().split()
        return tuple(entry for entry in self.entries if _fits(entry, question, words))


def coverage(reader: Reader | None = None) -> Mapping[str, Coverage]:
    """Return how far each indicator reaches, by code."""
    return {entry.indicator.code: entry.coverage for entry in catalogue(reader).entries}


def catalogue(reader: Reader | None = None) -> Catalogue:
    """Return the catalogue, made again when figures have changed (as `figure_table` looks)."""
    table = figure_table(reader)
    with _held.lock:
        found = _held.catalogues.get(table.version)
        if found is None:
            if len(_held.catalogues) >= AUDIENCES:
                _held.catalogues.clear()
            found = _held.catalogues[table.version] = _read(table)
        return found


class _Held:
    """The catalogues of this process, by the version of the figures that they are of."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.catalogues: dict[Version, Catalogue] = {}


_held = _Held()


def _read(table: FigureTable) -> Catalogue:
    country = dict(City.objects.order_by("pk").values_list("pk", "country_id"))
    place = {iso2: number for number, iso2 in enumerate(dict.fromkeys(country.values()))}
    where = np.array([place.get(country.get(city, ""), -1) for city in table.cities.tolist()])
    national = dict(
        Observation.objects.at_levels(table.levels)
        .filter(city=None)
        .order_by()
        .values_list("indicator")
        .annotate(Count("country", distinct=True))
    )
    sources = _sources(table)
    entries = []
    for number, indicator in enumerate(table.indicators):
        known = table.sources[:, number] >= 0
        is_national = indicator.level == Level.COUNTRY
        parts = sources.get(indicator.code, ())
        firsts = [part.first for part in parts if part.first is not None]
        lasts = [part.last for part in parts if part.last is not None]
        reach = Coverage(
            cities=0 if is_national else int(known.sum()),
            countries=national.get(indicator.code, 0)
            if is_national
            else len(np.unique(where[known])),
            values=sum(part.values for part in parts),
            first=min(firsts, default=None),
            last=max(lasts, default=None),
            sources=parts,
        )
        entries.append(Entry(indicator, reach))
    entries.sort(key=lambda one: (one.indicator.theme, one.indicator.name))
    by_code = {entry.indicator.code: entry for entry in entries}
    return Catalogue(tuple(entries), len(table.cities), by_code)


def _sources(table: FigureTable) -> dict[str, tuple[FromSource, ...]]:
    """Return what comes from which source, the newest first."""
    known = {source.pk: source for source in table.source_list}
    rows = (
        Observation.objects.order_by()
        .values_list("indicator", "source")
        .annotate(Count("pk"), Min("year"), Max("year"))
    )
    found: dict[str, list[FromSource]] = {}
    for code, source_id, values, first, last in rows:
        if source_id in known:
            part = FromSource(known[source_id], values, first, last)
            found.setdefault(code, []).append(part)
    return {
        code: tuple(sorted(parts, key=lambda one: (-(one.last or 0), one.source.title)))
        for code, parts in found.items()
    }


def _fits(entry: Entry, question: Question, words: list[str]) -> bool:
    indicator = entry.indicator
    asked = (
        (question.themes, {indicator.theme}),
        (question.levels, {indicator.level}),
        (question.directions, {indicator.direction}),
        (question.sources, {part.source.pk for part in entry.coverage.sources}),
    )
    if any(wanted and not has.intersection(wanted) for wanted, has in asked):
        return False
    told = (
        indicator.code, indicator.name, indicator.unit, indicator.theme, indicator.definition,
        indicator.origin, *(part.source.title for part in entry.coverage.sources),
    )  # fmt: skip
    text = " ".join(told).casefold()
    return all(word in text for word in words)
