"""Make one column of several by a mean.

Every mean takes the values of the children, (n, k) with NaN where missing, and their weights, (k,),
relative; it gives (n,). What is missing is left out and the other weights are re-scaled, row by
row; a row of which nothing with a weight is known gives NaN. COINr's ``a_amean``, ``a_gmean``,
``a_hmean`` and Compind's ``ci_mpi`` are equalled to rounding.

Sources
-------
OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.7 (aggregation).
Mazziotta, M. and Pareto, A. (2013), Methods for constructing composite indices: one for all or all
for one?, Rivista Italiana di Economia, Demografia e Statistica 67, 67-80.
"""

import numpy as np

from decapolis.engines.composite.errors import NotPositive, SpecError, Where
from decapolis.engines.composite.table import Bools, Floats

STEP = "aggregate"


def amean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted arithmetic mean: what is lost on one child any other can make good.

    Examples
    --------
    >>> amean(np.array([[0.0, 100.0], [np.nan, 40.0]]), np.array([3.0, 1.0])).tolist()
    [25.0, 40.0]
    """
    known, total = known_weight(values, weights)
    made: Floats = np.where(known, values, 0.0) @ weights / total
    return made


def gmean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted geometric mean, exp(sum w log x): a low child costs more.

    Raises
    ------
    NotPositive
        A value is zero or less.

    Examples
    --------
    >>> gmean(np.array([[1.0, 100.0]]), np.ones(2)).round(9).tolist()
    [10.0]
    """
    _check_positive(values, "geometric")
    return np.exp(amean(np.log(values), weights))


def hmean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted harmonic mean, 1 / sum(w / x): a low child costs most.

    Raises
    ------
    NotPositive
        A value is zero or less. (COINr refuses zero only; below it the mean has no meaning.)

    Examples
    --------
    >>> hmean(np.array([[1.0, 3.0]]), np.ones(2)).tolist()
    [1.5]
    """
    _check_positive(values, "harmonic")
    return 1.0 / amean(1.0 / values, weights)


def power_mean(values: Floats, weights: Floats, power: float) -> Floats:
    """Return the weighted power mean, (sum w x^p)^(1/p), of values from 0 up.

    It grows with p: least value (minus infinity), harmonic (-1), geometric (0), arithmetic (1),
    greatest value (infinity). (Compind's ``ci_generalized_mean`` divides by p where it should take
    the root.)

    Raises
    ------
    NotPositive
        A value is below zero, or is zero and p is zero or less.
    SpecError
        p is not a number.

    Examples
    --------
    >>> power_mean(np.array([[3.0, 4.0]]), np.ones(2), 2.0).round(6).tolist()
    [3.535534]
    """
    if np.isnan(power):
        raise SpecError("The power of a mean must be a number.", Where(step=STEP, path="power"))
    if power in {0.0, 1.0, -1.0}:
        return SPECIAL[power](values, weights)
    if power <= 0:
        _check_positive(values, f"power ({power:g})")
    elif (values < 0).any():
        raise NotPositive(
            "A power mean needs values from zero up. Normalise to a scale without negative values.",
            Where(step=STEP),
        )
    known, _total = known_weight(values, weights)
    inside = np.where(known & (weights > 0), values, np.nan)
    # Divided by the greatest (least) first, so that no power overflows.
    scale: Floats = (np.fmax if power > 0 else np.fmin).reduce(inside, axis=1)
    if np.isinf(power):
        return scale
    safe = np.where(scale > 0, scale, 1.0)
    made: Floats = scale * amean((inside / safe[:, None]) ** power, weights) ** (1.0 / power)
    return made


def median(values: Floats, weights: Floats) -> Floats:
    """Return the median of the children; the mean of the two in the middle where they are even.

    Weights do not count, except that a child of weight zero is left out.

    Examples
    --------
    >>> median(np.array([[1.0, 2.0, 9.0], [1.0, 2.0, np.nan]]), np.ones(3)).tolist()
    [2.0, 1.5]
    """
    ordered = np.sort(values[:, weights > 0], axis=1)  # NaN last
    count = np.isfinite(ordered).sum(axis=1)
    rows = np.arange(len(values))
    lower, upper = np.maximum(count - 1, 0) // 2, count // 2
    made: Floats = (ordered[rows, lower] + ordered[rows, upper]) / 2
    return made


def mazziotta_pareto(
    values: Floats, weights: Floats, penalty: int = -1, *, ddof: int = 1
) -> Floats:
    """Return the mean with a penalty for unevenness, M (1 - cv^2) or M (1 + cv^2), cv = S / M.

    S is the deviation among a unit's own children: of the sample (ddof 1) as in Compind's
    ``ci_mpi``; Mazziotta and Pareto print that of the population (ddof 0). With unequal weights, M
    and S^2 are weighted, S^2 times k / (k - ddof). A unit with one child has no unevenness. Meant
    for values normalised to mean 100 and deviation 10.

    Parameters
    ----------
    penalty
        -1 where more of the index is better (Compind's ``POS``), 1 where less is (``NEG``).

    Raises
    ------
    NotPositive
        The mean of a unit is zero or less.
    SpecError
        The penalty is neither.

    Examples
    --------
    >>> mazziotta_pareto(np.array([[90.0, 110.0]]), np.ones(2)).tolist()
    [98.0]
    """
    if penalty not in {-1, 1}:
        raise SpecError(
            f"The penalty of Mazziotta-Pareto is {penalty}; write -1 where more is better, 1 where "
            "less is.",
            Where(step=STEP, path="penalty"),
        )
    mean = amean(values, weights)
    if (mean <= 0).any():
        raise NotPositive(
            "Mazziotta-Pareto needs means above zero. Normalise to mean 100 and deviation 10.",
            Where(step=STEP),
        )
    count = ((~np.isnan(values)) & (weights > 0)).sum(axis=1)
    spread = amean((values - mean[:, None]) ** 2, weights) * count / np.maximum(count - ddof, 1)
    made: Floats = mean + penalty * spread / mean
    return made


def known_weight(values: Floats, weights: Floats) -> tuple[Bools, Floats]:
    """Return what is known (n, k), and its weight by row (n,): NaN where that is zero."""
    known = ~np.isnan(values)
    total = known @ weights
    return known, np.where(total > 0, total, np.nan)


def _check_positive(values: Floats, mean: str) -> None:
    if (values <= 0).any():
        raise NotPositive(
            f"A {mean} mean needs values above zero. Normalise to a scale that starts above zero, "
            "such as 1 to 100, or use another mean.",
            Where(step=STEP),
        )


SPECIAL = {-1.0: hmean, 0.0: gmean, 1.0: amean}  # powers with a name
