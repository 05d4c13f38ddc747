"""All cities made ready for comparing, kept in memory, and the rankings asked for lately."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decapolis.engines import peers as engine
from decapolis.indicators.bridge import figure_table
from decapolis.peers.choices import (
    FACETS,
    PLACE_STEPS,
    THEME_WEIGHTS,
    climate_unlike,
    weights_for,
)
from decapolis.peers.errors import UnknownTheme
from decapolis.peers.queries import Closeness, Columns, read_columns

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

# Thin evidence: see docs/engines/peers.md for what these were tried against.
RULES = engine.Rules(doubt=0.25, typical=0.5, least_share=0.2, least_figures=4, least_own=2)
KEPT_RANKINGS = 32


@dataclass(frozen=True, slots=True)
class Ranking:
    """One city against all, nearest first; ``rank`` is 0 for what cannot be compared."""

    distance: Floats
    share: Floats
    shared: Ints
    order: Ints
    rank: Ints


@dataclass(frozen=True, slots=True)
class Atlas:
    """All cities made ready for comparing, and the rankings asked for lately.

    ``own`` tells for each facet which cities have a figure of their own, no fallback; a facet of
    which no city can have one is not in it.
    """

    columns: Columns
    engine: engine.Table
    percentiles: Floats
    known: Ints
    own: dict[str, Bools]
    rankings: "OrderedDict[tuple[int, str | None], Ranking]"


class _Held:
    """The atlas of this process; read again with the figures."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.atlas: Atlas | None = None


_held = _Held()


class ClosenessOf(Mapping[int, Closeness]):
    """How near each comparable city is, by GeoNames id; others are not in it."""

    def __init__(self, rows: Mapping[int, int], ranking: Ranking) -> None:
        self._rows = rows
        self._ranking = ranking

    def __getitem__(self, city_id: int) -> Closeness:
        row = self._rows[city_id]
        rank = int(self._ranking.rank[row])
        if not rank:
            raise KeyError(city_id)
        return Closeness(
            rank=rank,
            of_n=len(self._ranking.order),
            closeness=1.0 - float(self._ranking.distance[row]),
            shared=int(self._ranking.shared[row]),
        )

    def __iter__(self) -> Iterator[int]:
        return (city_id for city_id, row in self._rows.items() if self._ranking.rank[row])

    def __len__(self) -> int:
        return len(self._ranking.order)


def check_theme(theme: str | None) -> None:
    """Refuse a theme that there is not.

    Raises
    ------
    UnknownTheme
        The message lists those there are.
    """
    if theme is not None and theme not in THEME_WEIGHTS:
        raise UnknownTheme(
            f"There is no theme {theme!r}. Use one of {', '.join(THEME_WEIGHTS)}.", field="theme"
        )


def read_atlas() -> Atlas:
    """Return all cities made ready, made again when the figures have changed."""
    table = figure_table()
    with _held.lock:
        if _held.atlas is None or _held.atlas.columns.table is not table:
            _held.atlas = _made(read_columns(table))
        return _held.atlas


def _made(columns: Columns) -> Atlas:
    prepared = engine.prepare(
        [
            engine.Column(
                measure.code,
                measure.kind,
                columns.values[:, column],
                _unlike(columns, column),
            )
            for column, measure in enumerate(columns.measures)
        ]
    )
    percentiles = np.full(columns.values.shape, np.nan)
    for column, classes in enumerate(columns.classes):
        if not classes:
            percentiles[:, column] = 100.0 * engine.percentile_ranks(columns.values[:, column])
    known = np.isfinite(columns.values)
    own: dict[str, Bools] = {}
    for column, measure in enumerate(columns.measures):
        if measure.quality >= 1:
            own[measure.facet] = known[:, column] | own.get(measure.facet, False)
    return Atlas(
        columns=columns,
        engine=prepared,
        percentiles=percentiles,
        known=known.sum(axis=0),
        own=own,
        rankings=OrderedDict(),
    )


def _unlike(columns: Columns, column: int) -> Floats | None:
    """Return how unlike the classes of a measure are, where some are more alike than others."""
    classes, facet = columns.classes[column], columns.measures[column].facet
    if facet == "climate":
        return np.array([[climate_unlike(one, other) for other in classes] for one in classes])
    if facet == "place":
        return engine.nested_unlike(columns.countries, steps=PLACE_STEPS)
    return None


def facet_weights(atlas: Atlas, theme: str | None) -> dict[str, float]:
    """Return the weights of a theme's facets, without those of which nothing is held at all."""
    held = {measure.facet for measure in atlas.columns.measures}
    return {facet: weight for facet, weight in weights_for(theme).items() if facet in held}


def _facets(atlas: Atlas, theme: str | None) -> engine.Facets:
    weights, order = facet_weights(atlas, theme), list(FACETS)
    measures = atlas.columns.measures
    return engine.Facets(
        weights=np.array([weights.get(facet, 0.0) for facet in order]),
        facet=np.array([order.index(measure.facet) for measure in measures], dtype=np.intp),
        quality=np.array([measure.quality for measure in measures]),
        counted=np.array([measure.counted for measure in measures]),
    )


def parts_of(atlas: Atlas, row: int, others: Ints, theme: str | None) -> engine.Parts:
    """Take the distances between one city and some others apart."""
    return engine.parts(atlas.engine, row, others, facets=_facets(atlas, theme))


def ranking_of(atlas: Atlas, row: int, theme: str | None) -> Ranking:
    """Return the ranking of a city and theme, kept for the next who asks."""
    with _held.lock:
        kept = atlas.rankings.get((row, theme))
        if kept is not None:
            atlas.rankings.move_to_end((row, theme))
            return kept
    found = engine.distances(atlas.engine, row, facets=_facets(atlas, theme), rules=RULES)
    comparable = np.isfinite(found.distance)
    comparable[row] = False
    rows = np.flatnonzero(comparable)
    order = rows[np.lexsort((rows, -found.shared[rows], found.distance[rows]))]
    rank = np.zeros(len(found.distance), dtype=np.intp)
    rank[order] = np.arange(1, len(order) + 1)
    ranking = Ranking(found.distance, found.share, found.shared, order, rank)
    with _held.lock:
        atlas.rankings[row, theme] = ranking
        while len(atlas.rankings) > KEPT_RANKINGS:
            atlas.rankings.popitem(last=False)
    return ranking
