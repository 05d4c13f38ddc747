"""Ask for peers: who is near, why, and what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from decapolis.engines import peers as engine
from decapolis.indicators.queries import Figure
from decapolis.peers.bridge.atlas import (
    Atlas,
    ClosenessOf,
    Floats,
    Ints,
    Ranking,
    check_theme,
    facet_weights,
    parts_of,
    ranking_of,
    read_atlas,
)
from decapolis.peers.choices import FACETS, THEME_WEIGHTS, WORDS
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
    reasons_for,
)

MOST_SHOWN = 6
RANGE_PEERS = 24
QUARTILES = (0.25, 0.5, 0.75)
LEAST_IN_RANGE = 5
# Shown once, as the population that cities are compared by.
POPULATION_SOURCES = {"population_acs", "city_proper_population"}


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
    check_theme(theme)
    atlas = read_atlas()
    row = atlas.columns.table.row.get(city_id)
    if row is None:
        return ()
    ranking = ranking_of(atlas, row, theme)
    asked = _asked(atlas, row, ranking.order[: limit or None], theme)
    return tuple(_peer(atlas, ranking, at, asked) for at in range(len(asked.others)))


def compare(city_a: int, city_b: int, *, theme: str | None = None) -> Comparison | None:
    """Compare two cities figure by figure, seen from the first; None if one is not known at all.

    Raises
    ------
    UnknownTheme
        There is no such theme.
    """
    check_theme(theme)
    atlas = read_atlas()
    row, other = (atlas.columns.table.row.get(city) for city in (city_a, city_b))
    if row is None or other is None:
        return None
    ranking, places = ranking_of(atlas, row, theme), atlas.columns.places
    asked = _asked(atlas, row, np.array([other]), theme)
    figures = _pair_figures(atlas, 0, asked)
    unknown = _unknown(atlas, 0, asked)
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
    check_theme(theme)
    atlas = read_atlas()
    row = atlas.columns.table.row.get(city_id)
    if row is None:
        return {}
    return ClosenessOf(atlas.columns.table.row, ranking_of(atlas, row, theme))


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
    check_theme(theme)
    atlas = read_atlas()
    columns, table = atlas.columns, atlas.columns.table
    row = table.row.get(city_id)
    if row is None:
        return ()
    near = ranking_of(atlas, row, theme).order[:among]
    ranges = []
    for column, measure in enumerate(columns.measures):
        if measure.code == "population" and np.isfinite(columns.values[row, column]):
            figure = columns.figure(row, column)
            ranges.append(_range(columns, figure, near, columns.values[near, column]))
    by_theme = sorted(enumerate(table.indicators), key=lambda item: (item[1].theme, item[1].name))
    for column, indicator in by_theme:
        found = table.figure(city_id, indicator.code)
        if found is None or found.value is None or found.is_fallback:
            continue
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
    check_theme(theme)
    atlas = read_atlas()
    columns = atlas.columns
    row = columns.table.row.get(city_id)
    if row is None:
        return None
    known = np.isfinite(columns.values[row])
    answered = {measure.facet for column, measure in enumerate(columns.measures) if known[column]}
    weights = facet_weights(atlas, theme)
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
    # As np.quantile, without its sorting again, which took a tenth of a city's page.
    middle = np.interp(np.array(QUARTILES) * (len(values) - 1), np.arange(len(values)), values)
    quartiles = middle.tolist()
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
    """One city against some others for a theme; its own figures are made once."""

    row: int
    others: Ints
    weights: Mapping[str, float]
    parts: engine.Parts
    mine: dict[int, Figure] = field(default_factory=dict)


def _asked(atlas: Atlas, row: int, others: Ints, theme: str | None) -> _Asked:
    heaviest_first = sorted(facet_weights(atlas, theme).items(), key=lambda item: -item[1])
    return _Asked(row, others, dict(heaviest_first), parts_of(atlas, row, others, theme))


def _peer(atlas: Atlas, ranking: Ranking, at: int, asked: _Asked) -> Peer:
    figures = _pair_figures(atlas, at, asked)
    unknown = _unknown(atlas, at, asked)
    other = int(asked.others[at])
    place = atlas.columns.places[other]
    distance = float(ranking.distance[other])
    return Peer(
        city_id=place.city_id,
        name=place.name,
        country=place.country,
        label=place.label,
        distance=distance,
        closeness=1.0 - distance,
        rank=int(ranking.rank[other]),
        of_n=len(ranking.order),
        shared=int(ranking.shared[other]),
        evidence=float(ranking.share[other]),
        reasons=reasons_for(figures, unknown, their_city=place.name),
        near=tuple(near_figures(figures)[:MOST_SHOWN]),
        differ=tuple(differing_figures(figures)[:MOST_SHOWN]),
        unknown=unknown,
    )


def _pair_figures(atlas: Atlas, at: int, asked: _Asked) -> list[PairFigure]:
    """Return the figures on which a pair was compared, in the order of the facets."""
    columns, row, other = atlas.columns, asked.row, int(asked.others[at])
    weight = asked.parts.weight[at]
    my_city = columns.places[row].name
    total = float(weight.sum()) or 1.0
    pairs = []
    for column in map(int, np.flatnonzero(weight)):
        measure = columns.measures[column]
        if column not in asked.mine:
            asked.mine[column] = columns.figure(row, column)
        mine, theirs = asked.mine[column], columns.figure(other, column)
        gap = float(asked.parts.partial[at, column])
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


def _unknown(atlas: Atlas, at: int, asked: _Asked) -> tuple[UnknownFacet, ...]:
    """Return the questions that the cities' own figures do not answer, the weightiest first."""
    measures, total = atlas.columns.measures, sum(asked.weights.values())
    row, other = asked.row, int(asked.others[at])
    used = [measures[column] for column in map(int, np.flatnonzero(asked.parts.weight[at]))]
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
                mine=own is not None and bool(own[row]),
                theirs=own is not None and bool(own[other]),
                fallback=facet in answered,
                weight=weight / total,
            )
        )
    return tuple(unknown)
