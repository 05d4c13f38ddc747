"""From the figures of all cities to peers and back: who is near, why, and what is not known."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from decapolis.engines import peers as engine
from decapolis.indicators.bridge import figure_table
from decapolis.indicators.queries import Figure
from decapolis.peers.choices import (
    FACETS,
    PLACE_STEPS,
    THEME_WEIGHTS,
    WORDS,
    climate_unlike,
    weights_for,
)
from decapolis.peers.errors import UnknownTheme
from decapolis.peers.queries import (
    Closeness,
    Columns,
    Comparison,
    Gaps,
    PairFigure,
    Peer,
    PeerRange,
    PeerValue,
    UnknownFacet,
    compare_sentence,
    differing_figures,
    gaps_sentence,
    near_figures,
    pair_sentence,
    range_sentence,
    read_columns,
    reasons_for,
)

__all__ = ["closeness", "compare", "gaps_of", "peer_ranges", "peers_of", "themes"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

RULES = engine.Rules(doubt=0.25, typical=0.5, least_share=0.2, least_figures=5, least_own=2)
MOST_SHOWN = 6
RANGE_PEERS = 24
LEAST_IN_RANGE = 5
# Shown once, as the population that cities are compared by.
POPULATION_SOURCES = {"population_acs", "city_proper_population"}
KEPT_RANKINGS = 64


@dataclass(frozen=True, slots=True)
class _Ranking:
    """One city against all, nearest first; ``rank`` is 0 for what cannot be compared."""

    distance: Floats
    share: Floats
    shared: Ints
    order: Ints
    rank: Ints


@dataclass(frozen=True, slots=True)
class _Atlas:
    """All cities made ready for comparing, and the rankings asked for lately.

    ``own`` tells for each facet which cities have a figure of their own, no fallback; a facet of
    which no city can have one is not in it.
    """

    columns: Columns
    engine: engine.Table
    percentiles: Floats
    known: Ints
    own: dict[str, Bools]
    rankings: "OrderedDict[tuple[int, str | None], _Ranking]"


class _Held:
    """The atlas of this process; read again with the figures."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.atlas: _Atlas | None = None


_held = _Held()


class ClosenessOf(Mapping[int, Closeness]):
    """How near each comparable city is, by GeoNames id; others are not in it."""

    def __init__(self, rows: Mapping[int, int], ranking: _Ranking) -> None:
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


def themes() -> tuple[str, ...]:
    """Return the themes for which cities can be compared."""
    return tuple(THEME_WEIGHTS)


def peers_of(city_id: int, *, theme: str | None = None, limit: int = 10) -> tuple[Peer, ...]:
    """Return the cities nearest to a city for a theme, nearest first, each with its reasons.

    Parameters
    ----------
    theme
        One of `themes`; None for no theme in particular.
    limit
        How many; 0 for all that share enough with the city.

    Returns
    -------
    tuple of Peer
        Empty where too little is known of the city, or it is not in the gazetteer.

    Raises
    ------
    UnknownTheme
        There is no such theme.
    """
    _check_theme(theme)
    atlas = _atlas()
    row = atlas.columns.table.row.get(city_id)
    if row is None:
        return ()
    asked = _asked(atlas, row, theme)
    rows = asked.ranking.order[: limit or None]
    return tuple(_peer(atlas, int(other), asked) for other in rows)


def compare(city_a: int, city_b: int, *, theme: str | None = None) -> Comparison | None:
    """Compare two cities figure by figure, seen from the first; None if one is not known at all.

    Raises
    ------
    UnknownTheme
        There is no such theme.
    """
    _check_theme(theme)
    atlas = _atlas()
    row, other = (atlas.columns.table.row.get(city) for city in (city_a, city_b))
    if row is None or other is None:
        return None
    asked = _asked(atlas, row, theme)
    ranking, places = asked.ranking, atlas.columns.places
    figures = _pair_figures(atlas, other, asked)
    unknown = _unknown(atlas, other, asked)
    rank = int(ranking.rank[other])
    distance = float(ranking.distance[other]) if rank or row == other else None
    if distance is None:
        says = (
            f"Too little is known of both {places[row].name} and {places[other].name} to say how "
            f"close they are: {int(ranking.shared[other])} figures are shared."
        )
    else:
        says = compare_sentence(figures, unknown)
    return Comparison(
        mine=places[row],
        theirs=places[other],
        theme=theme,
        distance=distance,
        closeness=None if distance is None else 1.0 - distance,
        rank=rank or None,
        of_n=len(ranking.order),
        shared=int(ranking.shared[other]),
        evidence=float(ranking.share[other]),
        says=says,
        reasons=reasons_for(figures, unknown, their_city=places[other].name),
        figures=tuple(sorted(figures, key=lambda pair: pair.gap)),
        near=tuple(near_figures(figures)),
        differ=tuple(differing_figures(figures)),
        unknown=unknown,
    )


def closeness(city_id: int, *, theme: str | None = None) -> Mapping[int, Closeness]:
    """Return how near every comparable city is to a city, by GeoNames id, for lists and search.

    A city that is not in the mapping shares too little with it; an unknown city gives an empty one.

    Raises
    ------
    UnknownTheme
        There is no such theme.
    """
    _check_theme(theme)
    atlas = _atlas()
    row = atlas.columns.table.row.get(city_id)
    if row is None:
        return {}
    return ClosenessOf(atlas.columns.table.row, _ranking(atlas, row, theme))


def peer_ranges(
    city_id: int, *, theme: str | None = None, among: int = RANGE_PEERS
) -> tuple[PeerRange, ...]:
    """Return a city's own figures against those of its nearest peers, for peer strips.

    Every figure of the city itself (no fallback, no class) that at least five of the ``among``
    nearest peers have too: the population first, then by theme and name of the indicator.

    Raises
    ------
    UnknownTheme
        There is no such theme.
    """
    _check_theme(theme)
    atlas = _atlas()
    columns, table = atlas.columns, atlas.columns.table
    row = table.row.get(city_id)
    if row is None:
        return ()
    near = _ranking(atlas, row, theme).order[:among]
    ranges = []
    for column, measure in enumerate(columns.measures):
        if measure.code == "population" and np.isfinite(columns.values[row, column]):
            figure = columns.figure(row, column)
            ranges.append(_range(columns, figure, near, columns.values[near, column]))
    by_theme = sorted(enumerate(table.indicators), key=lambda item: (item[1].theme, item[1].name))
    for column, indicator in by_theme:
        found = table.figure(city_id, indicator.code)
        if found and found.value is not None and not found.is_fallback:
            if indicator.code not in POPULATION_SOURCES:
                ranges.append(_range(columns, found, near, table.values[near, column]))
    return tuple(each for each in ranges if each is not None)


def gaps_of(city_id: int, *, theme: str | None = None) -> Gaps | None:
    """Return which questions of a theme a city's own figures leave open; None for an unknown city.

    Raises
    ------
    UnknownTheme
        There is no such theme.
    """
    _check_theme(theme)
    atlas = _atlas()
    columns = atlas.columns
    row = columns.table.row.get(city_id)
    if row is None:
        return None
    known = np.isfinite(columns.values[row])
    answered = {measure.facet for column, measure in enumerate(columns.measures) if known[column]}
    weights = weights_for(theme)
    heaviest_first = sorted(weights, key=lambda facet: -weights[facet])
    without = [
        facet for facet in heaviest_first if facet in atlas.own and not atlas.own[facet][row]
    ]
    fallback = tuple(FACETS[facet] for facet in without if facet in answered)
    unknown = tuple(FACETS[facet] for facet in without if facet not in answered)
    sentence = gaps_sentence(fallback, unknown, my_city=columns.places[row].name)
    return Gaps(fallback, unknown, sentence)


def _range(columns: Columns, figure: Figure, near: Ints, values: Floats) -> PeerRange | None:
    """Put a figure against the known values of the nearest cities; None where they are too few."""
    known = np.isfinite(values)
    if known.sum() < LEAST_IN_RANGE:
        return None
    order = np.argsort(values[known], kind="stable")
    rows, values = near[known][order], values[known][order]
    quartiles = [float(value) for value in np.quantile(values, [0.25, 0.5, 0.75])]
    places = [columns.places[int(other)] for other in rows]
    return PeerRange(
        figure=figure,
        peers=tuple(
            PeerValue(place.city_id, place.name, float(value))
            for place, value in zip(places, values, strict=True)
        ),
        low=float(values[0]),
        lower_quartile=quartiles[0],
        median=quartiles[1],
        upper_quartile=quartiles[2],
        high=float(values[-1]),
        sentence=range_sentence(figure, quartiles=quartiles),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """One city and theme against all; the city's own figures are made once."""

    row: int
    weights: Mapping[str, float]
    found: engine.Distances
    ranking: _Ranking
    mine: dict[int, Figure] = field(default_factory=dict)


def _asked(atlas: _Atlas, row: int, theme: str | None) -> _Asked:
    weights = weights_for(theme)
    heaviest_first = dict(sorted(weights.items(), key=lambda item: -item[1]))
    ranking = _ranking(atlas, row, theme)
    return _Asked(row, heaviest_first, _distances(atlas, row, theme), ranking)


def _peer(atlas: _Atlas, other: int, asked: _Asked) -> Peer:
    figures = _pair_figures(atlas, other, asked)
    unknown = _unknown(atlas, other, asked)
    place = atlas.columns.places[other]
    distance = float(asked.ranking.distance[other])
    return Peer(
        city_id=place.city_id,
        name=place.name,
        country=place.country,
        label=place.label,
        distance=distance,
        closeness=1.0 - distance,
        rank=int(asked.ranking.rank[other]),
        of_n=len(asked.ranking.order),
        shared=int(asked.ranking.shared[other]),
        evidence=float(asked.ranking.share[other]),
        reasons=reasons_for(figures, unknown, their_city=place.name),
        near=tuple(near_figures(figures)[:MOST_SHOWN]),
        differ=tuple(differing_figures(figures)[:MOST_SHOWN]),
        unknown=unknown,
    )


def _pair_figures(atlas: _Atlas, other: int, asked: _Asked) -> list[PairFigure]:
    """Return the figures on which a pair was compared, in the order of the facets."""
    columns, weight, row = atlas.columns, asked.found.weight[other], asked.row
    my_city = columns.places[row].name
    total = float(weight.sum()) or 1.0
    pairs = []
    for column in map(int, np.flatnonzero(weight)):
        measure = columns.measures[column]
        if column not in asked.mine:
            asked.mine[column] = columns.figure(row, column)
        mine, theirs = asked.mine[column], columns.figure(other, column)
        gap = float(asked.found.partial[other, column])
        first, second = atlas.percentiles[row, column], atlas.percentiles[other, column]
        pairs.append(
            PairFigure(
                facet=measure.facet,
                noun=WORDS[measure.code].noun,
                mine=mine,
                theirs=theirs,
                gap=gap,
                weight=float(weight[column]) / total,
                my_place=None if np.isnan(first) else float(first),
                their_place=None if np.isnan(second) else float(second),
                of_n=int(atlas.known[column]),
                counted=measure.counted,
                sentence=pair_sentence(measure, mine, theirs, gap=gap, my_city=my_city),
            )
        )
    return pairs


def _unknown(atlas: _Atlas, other: int, asked: _Asked) -> tuple[UnknownFacet, ...]:
    """Return the questions that the cities' own figures do not answer, the weightiest first."""
    measures, total = atlas.columns.measures, sum(asked.weights.values())
    used = [measures[column] for column in map(int, np.flatnonzero(asked.found.weight[other]))]
    answered = {measure.facet: measure.quality >= 1 for measure in used}
    unknown = []
    for facet, weight in asked.weights.items():
        own = atlas.own.get(facet)
        # Where nobody has a figure of the city itself, a fallback is all there is to know.
        if answered.get(facet) or (own is None and facet in answered):
            continue
        unknown.append(
            UnknownFacet(
                facet=facet,
                name=FACETS[facet],
                mine=own is not None and bool(own[asked.row]),
                theirs=own is not None and bool(own[other]),
                fallback=facet in answered,
                weight=weight / total,
            )
        )
    return tuple(unknown)


def _check_theme(theme: str | None) -> None:
    if theme is not None and theme not in THEME_WEIGHTS:
        raise UnknownTheme(
            f"There is no theme {theme!r}. Use one of {', '.join(THEME_WEIGHTS)}.", field="theme"
        )


def _atlas() -> _Atlas:
    table = figure_table()
    with _held.lock:
        if _held.atlas is None or _held.atlas.columns.table is not table:
            _held.atlas = _made(read_columns(table))
        return _held.atlas


def _made(columns: Columns) -> _Atlas:
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
    return _Atlas(
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


def _facets(atlas: _Atlas, theme: str | None) -> engine.Facets:
    weights, order = weights_for(theme), list(FACETS)
    measures = atlas.columns.measures
    return engine.Facets(
        weights=np.array([weights.get(facet, 0.0) for facet in order]),
        facet=np.array([order.index(measure.facet) for measure in measures], dtype=np.intp),
        quality=np.array([measure.quality for measure in measures]),
        counted=np.array([measure.counted for measure in measures]),
    )


def _distances(atlas: _Atlas, row: int, theme: str | None) -> engine.Distances:
    return engine.distances(atlas.engine, row, facets=_facets(atlas, theme), rules=RULES)


def _ranking(atlas: _Atlas, row: int, theme: str | None) -> _Ranking:
    """Return the ranking of a city and theme, kept for the next who asks."""
    with _held.lock:
        kept = atlas.rankings.get((row, theme))
        if kept is not None:
            atlas.rankings.move_to_end((row, theme))
            return kept
    found = _distances(atlas, row, theme)
    comparable = np.isfinite(found.distance)
    comparable[row] = False
    rows = np.flatnonzero(comparable)
    order = rows[np.lexsort((rows, -found.shared[rows], found.distance[rows]))]
    rank = np.zeros(len(found.distance), dtype=np.intp)
    rank[order] = np.arange(1, len(order) + 1)
    ranking = _Ranking(found.distance, found.share, found.shared, order, rank)
    with _held.lock:
        atlas.rankings[row, theme] = ranking
        while len(atlas.rankings) > KEPT_RANKINGS:
            atlas.rankings.popitem(last=False)
    return ranking
