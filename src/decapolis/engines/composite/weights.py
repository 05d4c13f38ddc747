"""How much each indicator counts: by agreement, by experts, by judgement in pairs, by the data.

Weights are relative within a parent; functions that make them return shares that sum to 1.

Sources
-------
OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.6 (weighting).
Saaty, T. L. (1980), The Analytic Hierarchy Process, McGraw-Hill.
Becker, W. et al. (2017), Weights and importance in composite indicators: closing the gap,
Ecological Indicators 80, 12-22.
Becker, W. et al. (2022), COINr, ``get_PCA``, ``get_opt_weights``, ``get_eff_weights``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.aggregate import AMEAN, Method, aggregate
from decapolis.engines.composite.errors import (
    Constant,
    NotFinite,
    TooFewUnits,
    WeightsError,
    Where,
)
from decapolis.engines.composite.frontier import Frontier, benefit_of_doubt
from decapolis.engines.composite.table import Floats, Ints, Structure

STEP = "weights"
TABLE = 2  # axes
# Mean consistency index of random matrices of 1, 2, 3 ... items (Saaty 1980).
RANDOM_INDEX = tuple(
    hundredths / 100
    for hundredths in (0, 0, 58, 90, 112, 124, 132, 141, 145, 149, 151, 148, 156, 157, 159)
)
ROUNDED = 0.03  # how far a_ij a_ji may be from 1: people write 0.14 for a seventh
MIN_UNITS = 3
SETTLED = 1e-6


def equal(columns: int) -> Floats:
    """Return the same weight for each column.

    Examples
    --------
    >>> equal(4).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    return given(np.ones(columns))


def given(weights: Floats | Sequence[float]) -> Floats:
    """Return weights set by hand, as shares.

    Raises
    ------
    WeightsError
        None, negative, not a number, or all zero.

    Examples
    --------
    >>> given([3, 1]).tolist()
    [0.75, 0.25]
    """
    array = np.asarray(weights, dtype=np.float64)
    if not (np.isfinite(array).all() and (array >= 0).all() and array.any()):
        raise WeightsError(
            "Weights must be numbers from zero up, and not all zero.", Where(step=STEP)
        )
    shares: Floats = array / array.sum()
    return shares


def budget(allocations: Floats) -> Floats:
    """Return the mean of what several experts allot, each a budget of the same worth.

    Parameters
    ----------
    allocations : (k, m) array
        Points of k experts for m columns; nothing missing, negative, or without any point. The
        total may differ between experts; shares are taken first.

    Returns
    -------
    (m,) array

    Raises
    ------
    WeightsError
        Not as above; the message names the expert's row.

    Examples
    --------
    >>> budget(np.array([[50.0, 50.0], [10.0, 30.0]])).tolist()
    [0.375, 0.625]
    """
    array = np.asarray(allocations, dtype=np.float64)
    if array.ndim != TABLE or not array.size:
        raise WeightsError(
            "A budget needs a row for each expert and a column for each indicator.",
            Where(step=STEP),
        )
    good = np.isfinite(array).all(axis=1) & (array >= 0).all(axis=1) & array.any(axis=1)
    if not good.all():
        raise WeightsError(
            f"The allocation of expert {np.flatnonzero(~good)[0] + 1} must be numbers from zero "
            "up, and not all zero.",
            Where(step=STEP),
        )
    return np.asarray((array / array.sum(axis=1, keepdims=True)).mean(axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Ahp:
    """Weights from judgements in pairs, and how far these agree with one another.

    Attributes
    ----------
    weights : (m,) array
        The principal eigenvector, as shares.
    greatest
        The principal eigenvalue, m for judgements that agree entirely, else more.
    index
        Consistency index (greatest - m) / (m - 1).
    ratio
        Consistency ratio: the index over that of random judgements (Saaty 1980); Saaty asks for
        0.1 or less. 0 for one or two columns, which cannot disagree.
    """

    weights: Floats
    greatest: float
    index: float
    ratio: float


def ahp(matrix: Floats) -> Ahp:
    """Weigh columns by the Analytic Hierarchy Process.

    Parameters
    ----------
    matrix : (m, m) array
        How many times the row is as important as the column, 1/9 to 9 by custom; m up to 15. The
        mirror image is the inverse, within 3 % for rounding.

    Returns
    -------
    Ahp

    Raises
    ------
    WeightsError
        Not square, too large, not positive, or a pair that contradicts itself.

    Examples
    --------
    >>> found = ahp(np.array([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]))
    >>> found.weights.round(4).tolist(), abs(round(found.ratio, 9))
    ([0.5714, 0.2857, 0.1429], 0.0)
    """
    array = np.asarray(matrix, dtype=np.float64)
    _check_pairs(array)
    values, vectors = np.linalg.eig(array)
    at = int(np.argmax(values.real))
    greatest = float(values[at].real)
    principal = np.abs(vectors[:, at].real)
    size = len(array)
    index = (greatest - size) / (size - 1) if size > 1 else 0.0
    random = RANDOM_INDEX[size - 1]
    return Ahp(principal / principal.sum(), greatest, index, index / random if random else 0.0)


def _check_pairs(array: Floats) -> None:
    where = Where(step=STEP)
    if (
        array.ndim != TABLE
        or len(set(array.shape)) != 1
        or not 1 <= len(array) <= len(RANDOM_INDEX)
    ):
        raise WeightsError(
            f"Judgements in pairs need a square table of 1 to {len(RANDOM_INDEX)} columns.", where
        )
    if not (np.isfinite(array).all() and (array > 0).all()):
        raise WeightsError("Every judgement must be a number above zero.", where)
    off = np.argwhere(np.abs(array * array.T - 1.0) > ROUNDED)
    if off.size:
        row, column = off[0]
        raise WeightsError(
            f"Row {row + 1}, column {column + 1} says {array[row, column]:g} and its mirror image "
            f"{array[column, row]:g}. Each must be the inverse of the other, and 1 on the "
            "diagonal.",
            where,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Pca:
    """What the first principal component says of m columns.

    Attributes
    ----------
    loadings : (m,) array
        Unit vector, turned so that its sum is not negative: COINr's "PCA weights", which may be
        negative, up to sign.
    weights : (m,) array
        The squares of the loadings, which sum to 1: the share of each column in the variance of the
        component (OECD/JRC 2008, one factor).
    explained : (m,) array
        Share of the variance of all components, the greatest first.
    rows
        Units without a missing value, which alone count.
    """

    loadings: Floats
    weights: Floats
    explained: Floats
    rows: int


def pca(values: Floats) -> Pca:
    """Weigh columns by the first principal component of their correlations.

    As R's ``prcomp(center = TRUE, scale = TRUE)`` on complete rows.

    Parameters
    ----------
    values : (n, m) array
        NaN where missing.

    Returns
    -------
    Pca

    Raises
    ------
    TooFewUnits
        Fewer than three complete rows.
    Constant
        A column is constant in the complete rows.
    NotFinite
        A value is infinite.

    Examples
    --------
    >>> pca(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [4.0, 9.0]])).weights.round(9).tolist()
    [0.5, 0.5]
    """
    where = Where(step=STEP)
    if np.isinf(values).any():
        raise NotFinite("A value is infinite.", where)
    complete = values[~np.isnan(values).any(axis=1)]
    if len(complete) < MIN_UNITS:
        raise TooFewUnits(
            f"Principal components need three units with all values; there are {len(complete)}. "
            "Impute what is missing first.",
            where,
        )
    spread = complete.std(axis=0, ddof=1)
    # Rounding of equal values leaves a trace of spread.
    if (spread <= 1e-14 * np.abs(complete).max(axis=0)).any():
        raise Constant(
            "A column is constant and has no correlation. Leave it out.",
            where,
        )
    scaled = (complete - complete.mean(axis=0)) / spread
    _left, singular, right = np.linalg.svd(scaled, full_matrices=False)
    loadings = right[0] if right[0].sum() >= 0 else -right[0]
    explained = np.zeros(values.shape[1])
    explained[: len(singular)] = singular**2 / (singular**2).sum()
    return Pca(loadings, loadings**2, explained, len(complete))


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """Weights under which the columns of one level have the influence asked for.

    Attributes
    ----------
    weights : (c,) array
        For all codes of the structure; those of the level sum to 1, the others as given.
    columns : (k,) array of int
        The columns of the level.
    correlations : (k,) array
        Of each with the index, Pearson.
    wanted, obtained : (k,) array
        Shares of influence asked for, and the correlations as shares of their sum.
    gap
        Root of the mean squared difference of the two: 0 where it was reached. It cannot always
        be, with weights from zero up.
    """

    weights: Floats
    columns: Ints
    correlations: Floats
    wanted: Floats
    obtained: Floats
    gap: float


def equal_influence(
    values: Floats,
    structure: Structure,
    level: int,
    wanted: Floats | None = None,
    methods: Method | Sequence[Method] = AMEAN,
) -> Influence:
    """Find weights of one level so that each column's correlation with the index is as wanted.

    What COINr's ``get_opt_weights`` seeks (``optype = "balance"``): the correlations, as shares of
    their sum, closest to `wanted` in squares. COINr stops the search of Nelder and Mead early and
    lets weights fall below zero; here it is a least-squares search over the logarithms of the
    weights, which stay above zero.

    Parameters
    ----------
    values : (n, m) array
        Normalised; NaN where missing.
    structure
        With the weights of the other levels.
    level
        From 1 (indicators) to the one below the index.
    wanted : (k,) array or None
        Relative influence of the columns of the level, all the same unless given.
    methods
        As for `aggregate`.

    Returns
    -------
    Influence

    Raises
    ------
    WeightsError
        There is no such level, or the influence asked for is not positive.
    TooFewUnits
        Fewer than three units.
    Constant
        A column or the index is constant.

    Examples
    --------
    >>> from decapolis.engines.composite.table import Aggregate, Indicator, structure
    >>> made = structure([Indicator("a", "", "I"), Indicator("b", "", "I")],
    ...                  [Aggregate("I", "", 2)])
    >>> values = np.array([[0.0, 2.0], [4.0, 1.0], [8.0, 6.0], [9.0, 3.0]])
    >>> found = equal_influence(values, made, 1)
    >>> found.obtained.round(6).tolist(), bool(found.weights[1] > found.weights[0])
    ([0.5, 0.5], True)
    """
    columns = np.flatnonzero(structure.level[:-1] == level)
    target = _target(columns, wanted, level, len(values))

    def weighed(logs: Floats) -> Floats:
        whole = structure.weights.copy()
        raised = np.exp(logs - logs.max())
        whole[columns] = raised / raised.sum()
        return whole

    def influence(logs: Floats) -> Floats:
        whole = aggregate(values, structure, weighed(logs), methods)
        return _with_index(whole[:, columns], whole[:, -1])

    def missed(logs: Floats) -> Floats:
        found = influence(logs)
        total = found.sum()
        return found / (total if abs(total) > SETTLED else SETTLED) - target

    from scipy.optimize import least_squares  # noqa: PLC0415 -- slow import

    start = np.log(target)
    influence(start)  # says what is constant before the search
    logs = least_squares(missed, start, xtol=1e-12, ftol=1e-14, gtol=1e-14).x
    gap = missed(logs)
    return Influence(
        weights=weighed(logs),
        columns=columns,
        correlations=influence(logs),
        wanted=target,
        obtained=gap + target,
        gap=float(np.sqrt((gap**2).mean())),
    )


def _target(columns: Ints, wanted: Floats | None, level: int, units: int) -> Floats:
    where = Where(step=STEP)
    if not len(columns):
        raise WeightsError(f"There is no level {level} below the index.", where)
    if units < MIN_UNITS:
        raise TooFewUnits("Correlations need at least three units.", where)
    target = np.ones(len(columns)) if wanted is None else np.asarray(wanted, dtype=np.float64)
    if target.shape != columns.shape or not (np.isfinite(target).all() and (target > 0).all()):
        raise WeightsError(
            f"Give an influence above zero for each of the {len(columns)} columns of level "
            f"{level}.",
            where,
        )
    shares: Floats = target / target.sum()
    return shares


def _with_index(columns: Floats, index: Floats) -> Floats:
    """Return Pearson's correlation of each column with the index, on the rows known for both.

    Raises
    ------
    Constant
        A column or the index is constant.
    """
    found = np.empty(columns.shape[1])
    for at, column in enumerate(columns.T):
        both = ~(np.isnan(column) | np.isnan(index))
        one, two = column[both], index[both]
        if len(one) < MIN_UNITS or not (np.ptp(one) > 0 and np.ptp(two) > 0):
            raise Constant(
                "A column or the index is constant and has no correlation. Leave the column out.",
                Where(step=STEP),
            )
        one, two = one - one.mean(), two - two.mean()
        found[at] = one @ two / np.sqrt((one @ one) * (two @ two))
    return found


def effective_weights(structure: Structure, weights: Floats | None = None) -> Floats:
    """Return what each indicator and aggregate makes up of the index, all weights multiplied.

    COINr's ``get_eff_weights``. With arithmetic means and nothing missing, the index is the sum of
    the indicators times these.

    Parameters
    ----------
    structure
        c columns in all.
    weights : (c,) or (k, c) array, or None
        Relative within a parent; those of the structure unless given. Several sets give as many.

    Returns
    -------
    Array of the shape of the weights
        1 for the index; indicators sum to 1, and so does each full level.

    Raises
    ------
    WeightsError
        All weights below a parent are zero.

    Examples
    --------
    >>> from decapolis.engines.composite.table import Aggregate, Indicator, structure
    >>> made = structure([Indicator("a", "", "P"), Indicator("b", "", "P"),
    ...                   Indicator("c", "", "Q")],
    ...                  [Aggregate("P", "", 2, "I"), Aggregate("Q", "", 2, "I", 3.0),
    ...                   Aggregate("I", "", 3)])
    >>> effective_weights(made).tolist()
    [0.125, 0.125, 0.75, 0.25, 0.75, 1.0]
    """
    whole = np.array(structure.weights if weights is None else weights, dtype=np.float64)
    whole[..., -1] = 1.0
    for node in reversed(structure.nodes):
        below = whole[..., node.children]
        total = below.sum(axis=-1, keepdims=True)
        if not (total > 0).all():
            raise WeightsError(
                f"All weights below {node.code} are zero. Give at least one of them a weight.",
                Where(step=STEP, code=node.code),
            )
        whole[..., node.children] = below / total * whole[..., [node.column]]
    return whole


__all__ = [
    "Ahp",
    "Frontier",
    "Influence",
    "Pca",
    "ahp",
    "benefit_of_doubt",
    "budget",
    "effective_weights",
    "equal",
    "equal_influence",
    "given",
    "pca",
]
