"""The benefit of the doubt: every unit judged by the weights that put it in the best light.

Sources
-------
Melyn, W. and Moesen, W. (1991), Towards a synthetic indicator of macroeconomic performance, KU
Leuven.
Cherchye, L., Moesen, W., Rogge, N. and Van Puyenbroeck, T. (2007), An introduction to "benefit of
the doubt" composite indicators, Social Indicators Research 82, 111-145.
Van Puyenbroeck, T. and Rogge, N. (2017), Geometric mean quantity index numbers with
benefit-of-the-doubt weights, European Journal of Operational Research 256, 1004-1014 (limits on
shares).
"""

from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.errors import (
    CompositeError,
    NotFinite,
    NotPositive,
    TooFewUnits,
    WeightsError,
    Where,
)
from decapolis.engines.composite.table import Floats

STEP = "benefit of the doubt"
MIN_UNITS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Every unit under its own best weights.

    Attributes
    ----------
    scores : (n,) array
        From 0 to 1; 1 on the frontier.
    weights : (n, m) array
        Of each unit, not negative, in score per unit of the indicator. Not unique where a unit has
        several equally good sets.
    shares : (n, m) array
        What each indicator makes up of the unit's score, summing to 1; NaN for a score of 0.
    """

    scores: Floats
    weights: Floats
    shares: Floats


def benefit_of_doubt(values: Floats, lower: float = 0.0, upper: float = 1.0) -> Frontier:
    """Give each unit the weights under which it scores best, if all others scored 1 at most.

    For unit i: greatest sum_j w_j y_ij, such that sum_j w_j y_kj <= 1 for every unit k, and w >= 0;
    an input of one for all (constant returns to scale). Without limits this is Compind's
    ``ci_bod``, with them its ``ci_bod_constr``, where each share w_j y_ij / score lies between
    `lower` and `upper`. Solved by SciPy's HiGHS; scores do not depend on the unit of a column.

    Parameters
    ----------
    values : (n, m) array
        Zero or more, more is better, nothing missing.
    lower, upper
        Limits on the shares, from 0 to 1.

    Returns
    -------
    Frontier

    Raises
    ------
    TooFewUnits
        Fewer than two units, or no column.
    NotFinite
        A value is missing or infinite.
    NotPositive
        A value is negative, or a column is zero throughout.
    WeightsError
        The limits leave no weights.

    Examples
    --------
    >>> found = benefit_of_doubt(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]]))
    >>> found.scores.round(9).tolist(), found.shares[2].round(9).tolist()
    ([1.0, 1.0, 0.8], [0.5, 0.5])
    """
    _check(values, lower, upper)
    scaled = values / values.max(axis=0)
    weights = np.array([_best(scaled, row, lower, upper) for row in range(len(values))])
    virtual = weights * scaled
    scores = virtual.sum(axis=1)
    shares = np.full_like(virtual, np.nan)
    np.divide(virtual, scores[:, None], out=shares, where=scores[:, None] > 0)
    return Frontier(scores, weights / values.max(axis=0), shares)


def _best(scaled: Floats, row: int, lower: float, upper: float) -> Floats:
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow import

    own = scaled[row]
    count = len(own)
    limits, bounds = [scaled], [np.ones(len(scaled))]
    # share_j <= upper is own_j w_j - upper * sum(own w) <= 0, and likewise below.
    if upper < 1:
        limits.append(own * (np.eye(count) - upper))
    if lower > 0:
        limits.append(own * (lower - np.eye(count)))
    bounds += [np.zeros(count)] * (len(limits) - 1)
    found = linprog(-own, A_ub=np.vstack(limits), b_ub=np.concatenate(bounds), method="highs")
    if found.x is None:
        raise CompositeError(
            f"The benefit of the doubt has no solution for row {row}: {found.message}",
            Where(step=STEP),
        )
    return np.asarray(found.x, dtype=np.float64)


def _check(values: Floats, lower: float, upper: float) -> None:
    if len(values) < MIN_UNITS or not values.shape[1]:
        raise TooFewUnits(
            "The benefit of the doubt compares units. Give at least two, with one column or more.",
            Where(step=STEP),
        )
    if not np.isfinite(values).all():
        raise NotFinite(
            "The benefit of the doubt needs a number in every cell. Impute what is missing first.",
            Where(step=STEP),
        )
    if (values < 0).any() or not values.max(axis=0).all():
        raise NotPositive(
            "The benefit of the doubt needs values from zero up, and in each column one above "
            "zero. Normalise to 0-100, or leave empty columns out.",
            Where(step=STEP),
        )
    count = values.shape[1]
    if not (0 <= lower <= upper <= 1 and lower * count <= 1 <= upper * count):
        raise WeightsError(
            f"Shares of {count} indicators between {lower:g} and {upper:g} cannot sum to 1. Widen "
            "the limits.",
            Where(step=STEP),
        )
