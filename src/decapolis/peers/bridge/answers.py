"""Ask for peers: who is near, why, and what is not known."""

from collections.abc import Mapping, Sequence

import numpy as np

from decapolis.indicators.queries import Figure
from decapolis.peers.bridge.atlas import (
    Atlas,
    ClosenessOf,
    Floats,
    Ints,
    Ranking,
    check_theme,
    facet_weights,
    ranking_of,
    read_atlas,
)
from decapolis.peers.bridge.pairs import Asked, PairOf
from decapolis.peers.choices import FACETS, THEME_WEIGHTS
from decapolis.peers.queries import (
    SOMEWHAT,
    Closeness,
    Columns,
    Comparison,
    Gaps,
    Peer,
    PeerRange,
    PeerValue,
    Place,
    UnknownFacet,
    compare_sentence,
    gaps_sentence,
    missing_sentences,
    range_sentence,
)

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
    asked = Asked(atlas, row, ranking.order[: limit or None], theme)
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
    asked = Asked(atlas, row, np.array([other]), theme)
    unknown = asked.unknown(0)
    rank = int(ranking.rank[other])
    distance = float(ranking.distance[other]) if rank or row == other else None
    missing = missing_sentences(unknown, their_city=places[other].name)
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
        says=_too_little(places[row], places[other], int(ranking.shared[other]))
        if distance is None
        else _says(asked, unknown),
        reasons=(*asked.alike(0), *asked.unlike(0), *missing),
        figures=tuple(sorted(asked.pairs(0, asked.met_on(0)), key=lambda pair: pair.gap)),
        near=asked.pairs(0, asked.near[0]),
        differ=asked.pairs(0, asked.differ[0]),
        unknown=unknown,
    )


def _says(asked: Asked, unknown: Sequence[UnknownFacet]) -> str:
    """Sum up a comparison; country and latitude speak for themselves."""
    measures, gap = asked.atlas.columns.measures, asked.parts.partial[0]
    near, differ = (
        [
            measures[column].facet
            for column in columns
            if measures[column].counted and not asked.follows_from_place(0, column)
        ]
        for columns in (
            asked.near[0],
            [column for column in asked.differ[0] if gap[column] >= SOMEWHAT],
        )
    )
    return compare_sentence(near, differ, unknown)


def _too_little(mine: Place, theirs: Place, shared: int) -> str:
    return (
        f"Too little is known of both {mine.name} and {theirs.name} to say how close they are: "
        f"{shared} figures are shared."
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


def _peer(atlas: Atlas, ranking: Ranking, at: int, asked: Asked) -> Peer:
    other = int(asked.others[at])
    place, unknown = atlas.columns.places[other], asked.unknown(at)
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
        alike=asked.alike(at),
        unlike=asked.unlike(at),
        missing=missing_sentences(unknown, their_city=place.name),
        unknown=unknown,
        pairs=PairOf(asked, at),
    )
