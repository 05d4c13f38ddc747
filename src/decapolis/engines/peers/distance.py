"""The distance between one city and all others, and what it is made of.

For cities a and b every figure k known for both has a partial distance s from 0 to 1 (see
`scaling`). Figures that answer the same question form a facet, the best first: income of the city,
else of its region, else of its country. A pair is compared on the first figure of each facet that
both have. With w the weight of a facet, q the quality of the figure used (1 for the city's own,
less for a fallback, 0 where nothing is known for both)::

    d = sum w (q s + t (1 - q) p) / sum w (q + t (1 - q))

so that what is not known counts as a typical distance p with the part t of its weight. With t = 0
this is Gower's coefficient with weights. A pair that shares too little has no distance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.peers.scaling import (
    HIGH,
    LOW,
    Floats,
    percentile_ranks,
    podani_unlike,
    quantile_scaled,
)

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

KINDS = ("rank", "log", "linear", "ordinal", "class")


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of n cities.

    Attributes
    ----------
    name
        For error messages.
    kind
        ``rank`` (percentile places), ``log`` (ratios, against the 5-95 % span), ``linear`` (as
        ``log`` without logarithms), ``ordinal`` (ordered classes) or ``class``.
    values : (n,) array
        In any unit; classes as whole numbers from 0; NaN where unknown.
    unlike : (c, c) array or None
        For ``class``: how unlike the classes are, from 0 to 1; else classes are alike or not.
    span
        For ``log`` and ``linear``: the quantiles whose distance counts as 1; (0, 1) is Gower's
        own range.
    """

    name: str
    kind: str
    values: Floats
    unlike: Floats | None = None
    span: tuple[float, float] = (LOW, HIGH)


@dataclass(frozen=True, slots=True)
class Table:
    """n cities by m figures, scaled once and compared often.

    ``places`` is (n, m): scaled values, or class codes where ``unlike`` of that figure is a table.
    """

    places: Floats
    unlike: tuple[Floats | None, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Which figures answer which question, and how much each question counts.

    Attributes
    ----------
    weights : (f,) array
        Of the facets; not negative, not all zero.
    facet : (m,) array
        The facet of every figure; within a facet the better figure comes first.
    quality : (m,) array
        From above 0 to 1: what share of its facet's weight a figure may carry.
    counted : (m,) array of bool or None
        Figures that count as shared evidence; all unless told.
    """

    weights: Floats
    facet: Ints
    quality: Floats
    counted: Bools | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How thin evidence is treated.

    Attributes
    ----------
    doubt
        Part of its weight with which an unknown figure counts, from 0 (Gower) to 1.
    typical
        The distance at which it counts.
    least_share
        Of the whole weight, the part that two cities must share to be compared.
    least_figures, least_own
        How many counted figures they must share, and how many of these of quality 1.
    """

    doubt: float = 0.25
    typical: float = 0.5
    least_share: float = 0.2
    least_figures: int = 3
    least_own: int = 2


@dataclass(frozen=True, slots=True)
class Distances:
    """One city against all n.

    Attributes
    ----------
    distance : (n,) array
        From 0 to 1; NaN where the two share too little; 0 for the city itself.
    share : (n,) array
        Part of the whole weight that is known for both, from 0 to 1.
    shared : (n,) array of int
        How many counted figures the pair was compared on.
    """

    distance: Floats
    share: Floats
    shared: Ints


@dataclass(frozen=True, slots=True)
class Parts:
    """What the distances between one city and k others are made of.

    Attributes
    ----------
    partial : (k, m) array
        Partial distances, NaN where the figure is unknown for either or has no weight.
    weight : (k, m) array
        Weight with which each figure entered; 0 where it did not.
    """

    partial: Floats
    weight: Floats


def prepare(columns: Sequence[Column]) -> Table:
    """Scale every figure once.

    Parameters
    ----------
    columns : m columns of n cities

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        No columns, unequal lengths, an unknown kind, an infinite value, a logarithm of a value
        that is not positive, or class codes and tables that do not fit.

    Examples
    --------
    >>> people = Column("people", "log", np.array([1e5, 2e5, 4e5, np.nan]))
    >>> climate = Column("climate", "class", np.array([0.0, 1.0, 0.0, 0.0]))
    >>> prepare([people, climate]).places.shape
    (4, 2)
    """
    if not columns:
        raise ValueError("columns: give at least one figure.")
    if len({column.values.shape for column in columns}) != 1 or columns[0].values.ndim != 1:
        raise ValueError("columns: all figures must be of the same cities, one value each.")
    parts = [_scaled(column) for column in columns]
    places = np.asfortranarray(np.column_stack([column for column, _table in parts]))
    return Table(places, tuple(table for _column, table in parts))


def _scaled(column: Column) -> tuple[Floats, Floats | None]:
    values = np.asarray(column.values, dtype=np.float64)
    if np.isinf(values).any():
        raise ValueError(f"{column.name}: a value is infinite; write NaN where it is unknown.")
    low, high = column.span
    match column.kind:
        case "rank":
            return percentile_ranks(values), None
        case "linear":
            return quantile_scaled(values, low=low, high=high), None
        case "log":
            if (values <= 0).any():
                raise ValueError(f"{column.name}: a value is not positive and has no logarithm.")
            return quantile_scaled(np.log(values), low=low, high=high), None
        case "ordinal":
            return values, podani_unlike(_checked_codes(column.name, values))
        case "class":
            values = _checked_codes(column.name, values)
            return values, _checked_table(column.name, values, column.unlike)
        case _:
            raise ValueError(f"{column.name}: {column.kind!r} is no kind; use {', '.join(KINDS)}.")


def _checked_codes(name: str, values: Floats) -> Floats:
    known = values[~np.isnan(values)]
    if (known < 0).any() or (known != np.floor(known)).any():
        raise ValueError(f"{name}: classes must be whole numbers from 0.")
    return values


def _checked_table(name: str, values: Floats, unlike: Floats | None) -> Floats:
    known = values[~np.isnan(values)]
    count = int(known.max()) + 1 if known.size else 0
    if unlike is None:
        return 1.0 - np.eye(count)
    table = np.asarray(unlike, dtype=np.float64)
    if table.shape != (len(table), len(table)) or len(table) < count:
        raise ValueError(f"{name}: the table must be square and hold all {count} classes.")
    within = ((table >= 0) & (table <= 1)).all()
    if not within or not np.array_equal(table, table.T) or np.diag(table).any():
        raise ValueError(f"{name}: the table must be symmetric, 0 to 1, with 0 on its diagonal.")
    return table


def distances(table: Table, row: int, *, facets: Facets, rules: Rules | None = None) -> Distances:
    """Compare one city with all, on what is known for both.

    Parameters
    ----------
    table
        From `prepare`: n cities by m figures.
    row
        The city, from 0 to n - 1.
    facets
        Weights and order of preference of the m figures.
    rules
        How thin evidence is treated; the defaults of `Rules` unless told.

    Returns
    -------
    Distances

    Raises
    ------
    ValueError
        Facets that do not fit the table, or weights or qualities out of range.
    IndexError
        There is no such row.

    Notes
    -----
    d(a, b) = d(b, a), 0 <= d <= 1 and d(a, a) = 0 (what is unknown of a city equals itself). As
    with Gower's coefficient under missing values, the triangle inequality is not promised.

    Examples
    --------
    Two figures of equal weight: the first differs by half the span, the second is the same.

    >>> table = prepare([
    ...     Column("rain", "rank", np.array([300.0, 600.0, 900.0])),
    ...     Column("climate", "class", np.array([0.0, 0.0, 1.0])),
    ... ])
    >>> facets = Facets(np.ones(2), np.array([0, 1]), np.ones(2))
    >>> rules = Rules(least_figures=1, least_own=1)
    >>> distances(table, 0, facets=facets, rules=rules).distance.tolist()
    [0.0, 0.25, 1.0]
    """
    rules = rules or Rules()
    _check_facets(table, facets)
    size = table.places.shape[0]
    known, near = np.zeros(size), np.zeros(size)
    shared, own = (np.zeros(size, dtype=np.intp) for _ in range(2))
    for figure, weight, gaps, used in _met(table, row, slice(None), facets):
        known += weight * used
        near += weight * np.where(used, gaps, 0.0)
        if facets.counted is None or facets.counted[figure]:
            shared += used
            if facets.quality[figure] >= 1:
                own += used
    total = float(facets.weights.sum())
    doubt = rules.doubt * np.maximum(total - known, 0.0)
    share = np.minimum(known / total, 1.0)
    enough = (known > 0) & (share >= rules.least_share)
    enough &= (shared >= rules.least_figures) & (own >= rules.least_own)
    distance = np.full(size, np.nan)
    np.divide(near + doubt * rules.typical, known + doubt, out=distance, where=enough)
    np.clip(distance, 0.0, 1.0, out=distance)
    distance[row] = 0.0
    return Distances(distance, share, shared)


def parts(table: Table, row: int, others: Ints, *, facets: Facets) -> Parts:
    """Take the distances between one city and some others apart.

    Parameters
    ----------
    table, row, facets
        As for `distances`.
    others : (k,) array of int
        Rows of the other cities.

    Returns
    -------
    Parts

    Raises
    ------
    ValueError
        As for `distances`.

    Examples
    --------
    >>> table = prepare([
    ...     Column("rain", "rank", np.array([300.0, 600.0, 900.0])),
    ...     Column("climate", "class", np.array([0.0, 0.0, 1.0])),
    ... ])
    >>> facets = Facets(np.array([1.0, 2.0]), np.array([0, 1]), np.ones(2))
    >>> found = parts(table, 0, np.array([1, 2]), facets=facets)
    >>> found.partial.tolist(), found.weight.tolist()
    ([[0.5, 0.0], [1.0, 1.0]], [[1.0, 2.0], [1.0, 2.0]])
    """
    _check_facets(table, facets)
    partial = np.full((len(others), table.places.shape[1]), np.nan)
    entered = np.zeros(partial.shape)
    for figure, weight, gaps, used in _met(table, row, others, facets):
        partial[:, figure] = gaps
        entered[:, figure] = weight * used
    return Parts(partial, entered)


def _met(
    table: Table, row: int, others: Ints | slice, facets: Facets
) -> Iterator[tuple[int, float, Floats, Bools]]:
    """Yield figure by figure its weight, the partial distances, and where the pair is met on it.

    A pair is met on the first figure of each facet that both have.
    """
    taken: dict[int, Bools] = {}
    for figure, facet in enumerate(facets.facet.tolist()):
        weight = float(facets.weights[facet] * facets.quality[figure])
        if not weight or np.isnan(table.places[row, figure]):
            continue
        gaps = _gaps(table.places[others, figure], table.places[row, figure], table.unlike[figure])
        used = ~np.isnan(gaps)
        before = taken.get(facet)
        if before is not None:
            used &= ~before
        taken[facet] = used if before is None else before | used
        yield figure, weight, gaps, used


def _gaps(places: Floats, mine: float, unlike: Floats | None) -> Floats:
    """Return the partial distances of one place to others; NaN where a place is unknown."""
    if unlike is None:
        gaps: Floats = np.abs(places - mine)
        return np.minimum(gaps, 1.0, out=gaps)
    # One more class, for the unknown.
    row = np.append(unlike[int(mine)], np.nan)
    return row[np.nan_to_num(places, nan=len(unlike)).astype(np.intp)]


def _check_facets(table: Table, facets: Facets) -> None:
    figures = table.places.shape[1]
    if facets.facet.shape != (figures,) or facets.quality.shape != (figures,):
        raise ValueError(f"facets: give a facet and a quality for all {figures} figures.")
    weights = facets.weights
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.any()):
        raise ValueError("facets: weights must be zero or more, and not all zero.")
    if not ((facets.quality > 0) & (facets.quality <= 1)).all():
        raise ValueError("facets: qualities must be above 0 and at most 1.")
    if facets.facet.min() < 0 or facets.facet.max() >= facets.weights.size:
        raise ValueError("facets: a figure names a facet that has no weight.")
