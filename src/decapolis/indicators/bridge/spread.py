"""How the latest values of one indicator lie: over all cities, or over all countries."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decapolis.indicators.bridge.table import FigureTable, figure_table
from decapolis.indicators.choices import Direction, Level
from decapolis.indicators.models import Indicator, Observation
from decapolis.kernel.permissions import Reader

ABOUT_SO_MANY = 12  # bars
UNEVEN = 15.0  # times the median that the highest value lies, so that equal steps show one bar
FURTHEST = 1e6  # from the last growing bar to the first
TOP = 10
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Known:
    """The latest value of one place."""

    city_id: int | None
    country: str  # its code, where the place is a country
    value: float
    period: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Heap:
    """How many places have a value from ``low`` up to ``high``."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie; of a class its words alone.

    Attributes
    ----------
    heaps
        Of equal width, or each wider by the same factor where the values are very uneven.
    words
        Each class with how many places are of it, the most frequent first.
    best
        The best values known, best first; the highest where neither way is better.
    """

    places: int = 0
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    half: tuple[float, float] | None = None
    heaps: tuple[Heap, ...] = ()
    is_uneven: bool = False
    words: tuple[tuple[str, int], ...] = ()
    best: tuple[Known, ...] = ()


def spread_of(indicator: Indicator, *, reader: Reader | None = None) -> Spread:
    """Return how the latest values of an indicator lie, out of the table in memory.

    National values are read from the database, one query.
    """
    table = figure_table(reader)
    column = table.column.get(indicator.code)
    if indicator.level == Level.COUNTRY:
        known = _national(indicator, table.levels)
        values = np.array([one.value for one in known])
        words: tuple[tuple[str, int], ...] = ()
    elif column is None:
        return Spread()
    else:
        words = _words(table, column)
        rows = np.flatnonzero(np.isfinite(table.values[:, column]))
        values = table.values[rows, column]
        known = []
    if not len(values):
        return Spread(places=sum(count for _word, count in words), words=words)
    order = _best(values, indicator.direction)
    best = (
        tuple(known[at] for at in order)
        if known
        else tuple(_known(table, int(rows[at]), column or 0) for at in order)
    )
    low, lower, middle, upper, high = np.quantile(values, (0, 0.25, 0.5, 0.75, 1)).tolist()
    edges, is_uneven = _edges(values)
    counts, _edges_again = np.histogram(values, bins=edges)
    return Spread(
        places=len(values),
        low=low,
        middle=middle,
        high=high,
        half=(lower, upper),
        heaps=tuple(
            Heap(float(edges[at]), float(edges[at + 1]), int(count))
            for at, count in enumerate(counts)
        ),
        is_uneven=is_uneven,
        best=best,
    )


def _words(table: FigureTable, column: int) -> tuple[tuple[str, int], ...]:
    numbers = table.words[:, column]
    counted = Counter(table.vocabulary[number] for number in numbers[numbers >= 0].tolist())
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _best(values: NDArray[np.float64], direction: str) -> list[int]:
    sign = 1.0 if direction == Direction.LOWER else -1.0
    return [int(at) for at in np.argsort(sign * values, kind="stable")[:TOP]]


def _known(table: FigureTable, row: int, column: int) -> Known:
    return Known(
        city_id=int(table.cities[row]),
        country="",
        value=float(table.values[row, column]),
        period=table.period_names[table.periods[row, column]],
        source_id=table.source_list[table.sources[row, column]].pk,
    )


def _national(indicator: Indicator, levels: Sequence[str]) -> list[Known]:
    rows = (
        Observation.objects.at_levels(levels)
        .filter(indicator=indicator, unit=indicator.unit, city=None, value__isnull=False)
        .order_by("year", "period", "source_id")
        .values_list("country_id", "value", "period", "source_id")
    )
    latest = {
        country: Known(None, country, value, period, source)
        for country, value, period, source in rows
        if country and value is not None
    }
    return list(latest.values())


def _edges(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], bool]:
    """Return round edges that hold all values, and whether their steps grow."""
    low, high = float(values.min()), float(values.max())
    if low > 0 and high > UNEVEN * float(np.median(values)):
        return _growing(low, high), True
    if high <= low:
        return np.array([low, math.nextafter(low, math.inf)]), False
    rough = (high - low) / ABOUT_SO_MANY
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in STEPS if one * power >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    edges = np.arange(first, last + 1, dtype=np.float64) * step
    edges[0], edges[-1] = min(edges[0], low), max(edges[-1], high)
    return edges, False


def _growing(low: float, high: float) -> NDArray[np.float64]:
    least = max(low, high / FURTHEST)  # what is smaller shares the first bar
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(high)) + 1)
    marks = [one * 10.0**power for power in powers for one in (1.0, 2.0, 5.0)]
    first = max((at for at, mark in enumerate(marks) if mark <= least), default=0)
    last = next(at for at, mark in enumerate(marks) if mark >= high)
    edges = np.array(marks[first : last + 1])
    edges[0] = min(edges[0], low)
    return edges
