"""The latest figures of all cities as one table of numbers, kept in memory."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, F, Max, QuerySet, Subquery, Sum, Value
from numpy.typing import NDArray

from decapolis.cities.models import City
from decapolis.indicators.choices import Level
from decapolis.indicators.models import Indicator, Observation, Source, Upload
from decapolis.indicators.queries import Figure, figure, in_order
from decapolis.kernel.permissions import Reader, Visibility, readable_by

Version = tuple[object, ...]

# Outside a transaction changes made by others are looked for at most this often.
LOOK_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class FigureTable:
    """n cities by m indicators, the latest value of each; national values stand at every city.

    Attributes
    ----------
    version
        Changes when cities, observations, or who may read them do; differs where `levels` do.
    levels
        The visibilities of its indicators and sources.
    cities : (n,) array
        GeoNames ids, ascending.
    values : (n, m) array
        NaN where unknown or a word.
    words, periods, sources : (n, m) arrays
        Numbers of `vocabulary`, `period_names` and `source_list`; -1 where there is none.
    """

    version: Version
    levels: tuple[str, ...]
    cities: NDArray[np.int64]
    row: dict[int, int]
    indicators: tuple[Indicator, ...]
    column: dict[str, int]
    values: NDArray[np.float64]
    words: NDArray[np.int32]
    periods: NDArray[np.int32]
    sources: NDArray[np.int32]
    vocabulary: tuple[str, ...]
    period_names: tuple[str, ...]
    source_list: tuple[Source, ...]

    def figure(self, city_id: int, code: str) -> Figure | None:
        """Return one figure of one city, or None where it is unknown."""
        row, column = self.row.get(city_id), self.column.get(code)
        if row is None or column is None or self.sources[row, column] < 0:
            return None
        value = float(self.values[row, column])
        word = int(self.words[row, column])
        return figure(
            self.indicators[column],
            self.source_list[self.sources[row, column]],
            value=None if np.isnan(value) else value,
            word=self.vocabulary[word] if word >= 0 else "",
            period=self.period_names[self.periods[row, column]],
        )


def figures_of(city_id: int, *, reader: Reader | None = None) -> tuple[Figure, ...]:
    """Return the latest figure of every indicator for a city, out of the table in memory.

    As `queries.key_figures` gives them, which also sees what was written a moment ago.
    """
    table = figure_table(reader)
    row = table.row.get(city_id)
    if row is None:
        return ()
    known = np.flatnonzero(table.sources[row] >= 0)
    found = [table.figure(city_id, table.indicators[column].code) for column in known]
    return in_order(figure for figure in found if figure is not None)


class _Held:
    """The tables of this process, by who may read them, and when they were last looked after."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version: Version = ()
        self.closed: frozenset[str] = frozenset()  # visibilities that there are beside the public
        self.tables: dict[tuple[str, ...], FigureTable] = {}
        self.looked = 0.0


_held = _Held()


def figure_table(reader: Reader | None = None) -> FigureTable:
    """Return the table of all cities, read again when cities or observations have changed.

    Inside a transaction every call looks for changes (one's own must be seen); outside, a call
    looks when the last look is two seconds old.

    Parameters
    ----------
    reader
        Who reads. What is shown to everyone alike, such as peers, is made of the public's table.
    """
    with _held.lock:
        fresh = time.monotonic() - _held.looked < LOOK_EVERY_S
        if not _held.version or connection.in_atomic_block or not fresh:
            version, closed = _version()
            if _held.version != version:
                _held.version, _held.closed, _held.tables = version, closed, {}
            _held.looked = time.monotonic()
        # Where nothing is closed, all readers share one table.
        levels = tuple(
            level
            for level in readable_by(reader)
            if level == Visibility.PUBLIC or level in _held.closed
        )
        if levels not in _held.tables:
            _held.tables[levels] = _read((*_held.version, *levels), levels)
        return _held.tables[levels]


def forget_figures() -> None:
    """Let the next call of `figure_table` look for changes at once."""
    with _held.lock:
        _held.looked = 0.0


def _version() -> tuple[Version, frozenset[str]]:
    """Return what changes with the data, and which visibilities there are beside the public.

    Sizes and sums, since a value can change in its row; and who may read each indicator and source.
    """
    observed = Observation.objects.aggregate(Count("pk"), Max("pk"), Sum("value"))
    cities = City.objects.aggregate(Count("pk"), Max("pk"), Sum("population"))
    # Tables of staff may change words and names alone, which no sum shows.
    last = {
        f"last_{name}": Subquery(
            Upload.objects.filter(**{f"{name}__isnull": False})
            .order_by(f"-{name}")
            .values(name)[:1]
        )
        for name in ("written", "taken_back")
    }
    rows = list(_open_to(Indicator, last).union(_open_to(Source, last), all=True))
    open_to = tuple(sorted(tuple(map(str, row[:3])) for row in rows))
    closed = frozenset(level for _kind, _key, level in open_to if level != Visibility.PUBLIC)
    times = rows[0][3:] if rows else ()
    return (*observed.values(), *cities.values(), open_to, *times), closed


def _open_to(
    model: type[Indicator] | type[Source], last: dict[str, Subquery]
) -> QuerySet[Any, tuple[Any, ...]]:
    rows = model.objects.order_by().annotate(kind=Value(model.__name__), key=F("pk"), **last)
    found: QuerySet[Any, tuple[Any, ...]] = rows.values_list("kind", "key", "visibility", *last)
    return found


class _Codes:
    """Number words in the order of their first appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __getitem__(self, word: str) -> int:
        return self.numbers.setdefault(word, len(self.numbers))


Cell = tuple[int, int, float, int, int, int]


def _read(version: Version, levels: tuple[str, ...]) -> FigureTable:
    cities = dict(City.objects.order_by("pk").values_list("pk", "country_id"))
    row = {city_id: number for number, city_id in enumerate(cities)}
    indicators = tuple(Indicator.objects.at_levels(levels))
    sources = tuple(Source.objects.at_levels(levels))
    column = {indicator.code: number for number, indicator in enumerate(indicators)}
    shape = (len(cities), len(indicators))
    values = np.full(shape, np.nan)
    words, periods, origins = (np.full(shape, -1, dtype=np.int32) for _ in range(3))
    vocabulary, period_names = _Codes(), _Codes()
    national, own = _cells(row, indicators, sources, vocabulary, period_names)
    place = {iso2: number for number, iso2 in enumerate(dict.fromkeys(cities.values()))}
    country_of = np.array([place[iso2] for iso2 in cities.values()], dtype=np.intp)
    for iso2, cells in national.items():
        there = country_of == place.get(iso2, -1)
        for _row, number, value, word, period, origin in cells:
            values[there, number], words[there, number] = value, word
            periods[there, number], origins[there, number] = period, origin
    if own:
        # Where a cell comes twice the last one, which is the latest, stays.
        parts = [np.array(part) for part in zip(*own, strict=True)]
        at = (parts[0], parts[1])
        values[at], words[at], periods[at], origins[at] = parts[2:]
    return FigureTable(
        version=version,
        levels=levels,
        cities=np.fromiter(cities, dtype=np.int64, count=len(cities)),
        row=row,
        indicators=indicators,
        column=column,
        values=values,
        words=words,
        periods=periods,
        sources=origins,
        vocabulary=tuple(vocabulary.numbers),
        period_names=tuple(period_names.numbers),
        source_list=sources,
    )


def _cells(
    row: dict[int, int],
    indicators: tuple[Indicator, ...],
    sources: tuple[Source, ...],
    vocabulary: _Codes,
    period_names: _Codes,
) -> tuple[dict[str, list[Cell]], list[Cell]]:
    """Return the values by country and those of cities, oldest first."""
    about = {each.code: (at, each.unit, each.level) for at, each in enumerate(indicators)}
    source = {each.pk: at for at, each in enumerate(sources)}
    national: dict[str, list[Cell]] = {}
    own: list[Cell] = []
    observed = Observation.objects.order_by("year", "period", "source_id").values_list(
        "city_id", "country_id", "indicator_id", "period", "value", "word", "unit", "source_id"
    )
    for city_id, country, code, period, value, word, unit, source_id in observed.iterator(20_000):
        number, its_unit, level = about.get(code, (-1, "", ""))
        origin = source.get(source_id)
        # Another unit cannot stand in the same column; what was loaded since the lists were read
        # waits for the next look.
        if origin is None or unit != its_unit:
            continue
        cell = (
            row.get(city_id or 0, -1),
            number,
            np.nan if value is None else value,
            vocabulary[word] if word else -1,
            period_names[period],
            origin,
        )
        if cell[0] >= 0:
            own.append(cell)
        elif country and level == Level.COUNTRY:
            national.setdefault(country, []).append(cell)
    return national, own
