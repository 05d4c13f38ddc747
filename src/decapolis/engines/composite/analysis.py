"""Questions to an index: what hangs together, what matters, where a unit is strong.

All work on the whole matrix of `aggregate.aggregate` (indicators, then aggregates, the index last)
or on the normalised indicators it is made from. COINr's ``get_corr`` (without its cut by p-values),
``get_cronbach``, ``remove_elements`` and ``get_str_weak`` are equalled to rounding. Effective
weights: `weights.effective_weights`.

Sources
-------
OECD/JRC (2008), Handbook on Constructing Composite Indicators, parts 1.4 (multivariate analysis)
and 1.8 (back to the data).
Cronbach, L. J. (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.aggregate import AMEAN, Method, aggregate
from decapolis.engines.composite.errors import (
    CompositeError,
    Constant,
    TableError,
    TooFewUnits,
    Where,
)
from decapolis.engines.composite.normalise import ranks_upwards
from decapolis.engines.composite.ranks import ranks
from decapolis.engines.composite.table import Bools, Floats, Ints, Structure

STEP = "analysis"
MIN_UNITS = 3
MIN_COLUMNS = 2


def correlations(one: Floats, two: Floats | None = None, kind: str = "pearson") -> Floats:
    """Correlate every column of one table with every column of another.

    Each pair on the rows known for both, as R's ``cor(use = "pairwise.complete.obs")``.

    Parameters
    ----------
    one : (n, p) array
    two : (n, q) array or None
        `one` itself unless given.
    kind
        ``pearson``, ``spearman`` (of average ranks within the pair's rows) or ``kendall`` (tau-b).

    Returns
    -------
    (p, q) array
        From -1 to 1; NaN where a column is constant or fewer than three rows are known for both.

    Raises
    ------
    TooFewUnits
        Fewer than three units.
    CompositeError
        There is no such kind.

    Examples
    --------
    >>> table = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 1.0]])
    >>> correlations(table, kind="kendall").tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    if kind not in KINDS:
        raise CompositeError(
            f"There is no correlation {kind!r}. Use one of: {', '.join(KINDS)}.", Where(step=STEP)
        )
    if len(one) < MIN_UNITS:
        raise TooFewUnits("Correlations need at least three units.", Where(step=STEP))
    other = one if two is None else two
    found = np.full((one.shape[1], other.shape[1]), np.nan)
    for row, first in enumerate(one.T):
        for column, second in enumerate(other.T):
            both = ~(np.isnan(first) | np.isnan(second))
            if both.sum() >= MIN_UNITS:
                found[row, column] = KINDS[kind](first[both], second[both])
    return found


def _pearson(one: Floats, two: Floats) -> float:
    if not (np.ptp(one) > 0 and np.ptp(two) > 0):
        return np.nan
    one, two = one - one.mean(), two - two.mean()
    return float(np.clip(one @ two / np.sqrt((one @ one) * (two @ two)), -1.0, 1.0))


def _spearman(one: Floats, two: Floats) -> float:
    places = ranks_upwards(np.column_stack([one, two]), "average")
    return _pearson(places[:, 0], places[:, 1])


def _kendall(one: Floats, two: Floats) -> float:
    first = np.sign(np.subtract.outer(one, one)).ravel()
    second = np.sign(np.subtract.outer(two, two)).ravel()
    untied = (first @ first) * (second @ second)
    return float(first @ second / np.sqrt(untied)) if untied > 0 else np.nan


KINDS: dict[str, Callable[[Floats, Floats], float]] = {
    "pearson": _pearson,
    "spearman": _spearman,
    "kendall": _kendall,
}


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """How two levels of an index hang together.

    Attributes
    ----------
    rows, columns : (p,), (q,) arrays of int
        Columns of the whole matrix, of the lower and of the higher level.
    values : (p, q) array
        Correlations; NaN where there is none.
    """

    rows: Ints
    columns: Ints
    values: Floats


def level_correlations(
    whole: Floats,
    structure: Structure,
    levels: tuple[int, int],
    kind: str = "pearson",
    *,
    parents: bool = False,
) -> Ties:
    """Correlate two levels of an index, or a level with itself.

    Parameters
    ----------
    whole : (n, c) array
        Of `aggregate.aggregate`.
    levels
        From 1, indicators; the lower first.
    kind
        See `correlations`.
    parents
        Keep only those with what each column is part of, directly or further down.

    Returns
    -------
    Ties

    Raises
    ------
    CompositeError
        `TableError` where there is no such level; else as `correlations`.

    Examples
    --------
    >>> from decapolis.engines.composite.table import Aggregate, Indicator, structure
    >>> made = structure([Indicator("a", "", "I"), Indicator("b", "", "I")],
    ...                  [Aggregate("I", "", 2)])
    >>> whole = aggregate(np.array([[0.0, 2.0], [4.0, 1.0], [8.0, 6.0]]), made)
    >>> level_correlations(whole, made, (1, 2)).values.round(3).tolist()
    [[0.961], [0.908]]
    """
    rows, columns = (_at_level(structure, level) for level in levels)
    values = correlations(whole[:, rows], whole[:, columns], kind)
    if parents:
        values = np.where(_part_of(structure, rows, columns), values, np.nan)
    return Ties(rows, columns, values)


def _at_level(structure: Structure, level: int) -> Ints:
    found: Ints = np.flatnonzero(structure.level == level)
    if not found.size:
        raise TableError(f"The index has no level {level}.", Where(step=STEP))
    return found


def _part_of(structure: Structure, rows: Ints, columns: Ints) -> Bools:
    found = np.zeros((len(rows), len(columns)), dtype=bool)
    up = np.asarray(rows)
    while (up >= 0).any():
        found |= up[:, None] == columns
        up = np.where(up >= 0, structure.parent[up], -1)
    return found


def cronbach(values: Floats) -> float:
    """Return Cronbach's alpha, k^2 times the mean covariance over the sum of all covariances.

    k / (k - 1) times (1 - sum of variances / variance of the sum). Covariances on the rows known
    for both, as COINr's ``get_cronbach``.

    Parameters
    ----------
    values : (n, k) array
        Turned so that more is better; NaN where missing.

    Returns
    -------
    float
        Up to 1; below 0 where columns work against each other.

    Raises
    ------
    TooFewUnits
        Fewer than two columns, or than three rows known for a pair.
    Constant
        The sum of the columns does not vary.

    Examples
    --------
    >>> round(cronbach(np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 5.0]])), 3)
    0.857
    """
    count = values.shape[1]
    if count < MIN_COLUMNS or len(values) < MIN_UNITS:
        raise TooFewUnits(
            "Cronbach's alpha needs at least two columns and three units.", Where(step=STEP)
        )
    table = np.array([[_covariance(one, two) for two in values.T] for one in values.T])
    total = table.sum()
    if not total > 0:
        raise Constant(
            "The columns have no variance in common that Cronbach's alpha could divide by.",
            Where(step=STEP),
        )
    return float(count / (count - 1) * (1.0 - np.trace(table) / total))


def _covariance(one: Floats, two: Floats) -> float:
    both = ~(np.isnan(one) | np.isnan(two))
    if both.sum() < MIN_UNITS:
        raise TooFewUnits(
            "Two columns have fewer than three units in common. Impute first, or leave one out.",
            Where(step=STEP),
        )
    one, two = one[both], two[both]
    return float((one - one.mean()) @ (two - two.mean()) / (len(one) - 1))


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """What the index would be without each column of a level.

    Attributes
    ----------
    columns : (k,) array of int
        Of the whole matrix: what is left out.
    scores, places : (n, k) array
        Of the index without it.
    moved : (n, k) array
        Place with it less place without it: above 0 for who gains from leaving it out.
    mean_moved : (k,) array
        Mean over the units of the absolute moves (COINr's ``MeanAbsDiff``).
    """

    columns: Ints
    scores: Floats
    places: Floats
    moved: Floats
    mean_moved: Floats


def leave_one_out(
    values: Floats,
    structure: Structure,
    level: int = 1,
    weights: Floats | None = None,
    methods: Method | Sequence[Method] = AMEAN,
) -> Removed:
    """Leave out each indicator, pillar or sub-index in turn, by setting its weight to zero.

    As COINr's ``remove_elements``: the others keep their weights. What is the only child of its
    parent takes the parent's weight with it.

    Parameters
    ----------
    values : (n, m) array
        Normalised indicators; these do not depend on which of them count.
    structure
    level
        Of what is left out; 1 for indicators, below the index.
    weights, methods
        As for `aggregate.aggregate`.

    Returns
    -------
    Removed

    Raises
    ------
    CompositeError
        `TableError` where there is no such level below the index, or nothing would be left; else
        as `aggregate.aggregate`.

    Examples
    --------
    >>> from decapolis.engines.composite.table import Aggregate, Indicator, structure
    >>> made = structure([Indicator("a", "", "I"), Indicator("b", "", "I")],
    ...                  [Aggregate("I", "", 2)])
    >>> leave_one_out(np.array([[0.0, 2.0], [4.0, 1.0]]), made).moved.tolist()
    [[1.0, 0.0], [-1.0, 0.0]]
    """
    given = structure.weights if weights is None else weights
    columns = _at_level(structure, level)
    whole = aggregate(values, structure, given, methods)
    scores = np.column_stack(
        [
            aggregate(values, structure, _without(structure, given, column), methods)[:, -1]
            for column in columns.tolist()
        ]
    )
    places = ranks(scores)
    moved = ranks(whole[:, -1])[:, None] - places
    known = np.isfinite(moved)
    mean = np.full(len(columns), np.nan)
    np.divide(np.abs(np.nan_to_num(moved)).sum(axis=0), known.sum(axis=0), out=mean)
    return Removed(columns, scores, places, moved, mean)


def _without(structure: Structure, weights: Floats, column: int) -> Floats:
    left = np.array(weights, dtype=np.float64)
    out = column
    while out != structure.top:
        siblings = np.flatnonzero(structure.parent == structure.parent[out])
        if weights[siblings].sum() > weights[out]:
            left[out] = 0.0
            return left
        out = int(structure.parent[out])
    raise TableError(
        f"Without {structure.codes[column]} nothing is left of the index.",
        Where(step=STEP, code=structure.codes[column]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Where a unit is strong and where it is weak.

    Attributes
    ----------
    strengths, weaknesses : arrays of int
        Columns, by place from the best to the worst; weaknesses are the last ones.
    places : (m,) array
        Of the unit in every column, 1 the best; NaN where it has no value.
    """

    strengths: Ints
    weaknesses: Ints
    places: Floats


def strengths(
    values: Floats, row: int, count: int = 5, *, unlike: float = 0.0, discard: str = "strengths"
) -> Profile:
    """Find the columns in which a unit stands best and worst.

    Parameters
    ----------
    values : (n, m) array
        Turned so that more is better, in any unit; NaN where missing.
    row
        The unit.
    count
        Of either, at most.
    unlike
        Leave out columns whose share of different values (a missing one is one more) is not above
        this; 0 keeps all.
    discard
        Being last is no strength, even where half of the units share that place: ``strengths``
        leaves such columns out there, ``both`` also of weaknesses (as COINr's ``get_str_weak``),
        ``none`` keeps them.

    Returns
    -------
    Profile
        Equal places stand in the order of the columns.

    Raises
    ------
    CompositeError
        `discard` is none of these.

    Examples
    --------
    >>> table = np.array([[3.0, 1.0, 2.0], [1.0, 3.0, 1.0], [2.0, 2.0, 3.0]])
    >>> found = strengths(table, 0, count=1)
    >>> found.strengths.tolist(), found.weaknesses.tolist()
    ([0], [1])
    """
    if discard not in {"strengths", "both", "none"}:
        raise CompositeError(
            f"{discard!r} is not possible. Use strengths, both or none.", Where(step=STEP)
        )
    everyone = ranks(values, close=0.0)
    mine = everyone[row]
    usable = ~np.isnan(mine)
    if unlike > 0:
        different = [len(np.unique(column)) for column in values.T]
        usable &= np.array(different) / len(values) > unlike
    last = mine == np.fmax.reduce(everyone, axis=0)
    strong = usable & ~last if discard != "none" else usable
    weak = usable & ~last if discard == "both" else usable
    return Profile(_by_place(mine, strong)[:count], _by_place(mine, weak)[-count:], mine)


def _by_place(places: Floats, usable: Bools) -> Ints:
    columns = np.flatnonzero(usable)
    found: Ints = columns[np.argsort(places[columns], kind="stable")]
    return found
