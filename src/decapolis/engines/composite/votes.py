"""Make one column of several by comparing units in pairs, heeding the order of the values alone.

Sources
-------
Munda, G. and Nardo, M. (2009), Noncompensatory/nonlinear composite indicators for ranking
countries: a defensible setting, Applied Economics 41, 1513-1523 (outranking matrix).
Becker, W. et al. (2022), COINr, ``outrankMatrix``, ``a_copeland``.
Copeland, A. H. (1951), A reasonable social welfare function, University of Michigan.
"""

import numpy as np

from decapolis.engines.composite.errors import TooFewUnits, Where
from decapolis.engines.composite.means import known_weight
from decapolis.engines.composite.table import Floats

STEP = "aggregate"
MIN_PAIR = 2
EVEN = 1e-12  # shares closer than this are equal


def outranking(values: Floats, weights: Floats) -> Floats:
    """Return for each pair the share of the weight on which the row's unit beats the column's.

    Equal values count half, so that a pair sums to 1. Of a pair only the children known for both
    count (COINr gives the unknown to the later row); a pair that shares nothing is even.

    Returns
    -------
    (n, n) array
        From 0 to 1; 0 on the diagonal; NaN for a unit of which nothing is known.

    Examples
    --------
    >>> outranking(np.array([[2.0, 1.0], [1.0, 1.0]]), np.ones(2)).tolist()
    [[0.0, 0.75], [0.25, 0.0]]
    """
    won = np.zeros((len(values), len(values)))
    shared = np.zeros_like(won)
    for column, weight in zip(values.T, weights, strict=True):
        mine, others = column[:, None], column[None, :]
        won += weight * ((mine > others) + 0.5 * (mine == others))
        known = ~np.isnan(column)
        shared += weight * (known[:, None] & known[None, :])
    share = np.full_like(won, 0.5)
    np.divide(won, shared, out=share, where=shared > 0)
    np.fill_diagonal(share, 0.0)
    unknown = np.isnan(known_weight(values, weights)[1])
    share[unknown, :] = np.nan
    share[:, unknown] = np.nan
    return share


def copeland(values: Floats, weights: Floats) -> Floats:
    """Return the sum of each unit's shares in the outranking matrix, as COINr's ``a_copeland``.

    From 0 to n - 1. Not Copeland's own count, which is `copeland_majority`: a unit that wins every
    pair narrowly can have less than one that wins few pairs by far.

    Raises
    ------
    TooFewUnits
        There is one unit, which nobody can be compared with.

    Examples
    --------
    >>> copeland(np.array([[3.0], [2.0], [2.0]]), np.ones(1)).tolist()
    [2.0, 0.5, 0.5]
    """
    _check_pairs(values)
    share = outranking(values, weights)
    known = ~np.isnan(np.diag(share))
    return np.where(known, np.nansum(share, axis=1), np.nan)


def copeland_majority(values: Floats, weights: Floats) -> Floats:
    """Return pairs won less pairs lost, by majority of the weight (Copeland 1951).

    From 1 - n to n - 1. A unit that beats each other by majority (Condorcet's winner) has n - 1.

    Raises
    ------
    TooFewUnits
        There is one unit, which nobody can be compared with.

    Examples
    --------
    >>> copeland_majority(np.array([[3.0], [2.0], [1.0]]), np.ones(1)).tolist()
    [2.0, 0.0, -2.0]
    """
    _check_pairs(values)
    share = outranking(values, weights)
    known = ~np.isnan(np.diag(share))
    ahead = share - share.T
    # A sum of weights such as 0.1 + 0.2 against 0.3 is even, whatever its last digit.
    ahead[np.abs(ahead) < EVEN] = 0.0
    return np.where(known, np.nansum(np.sign(ahead), axis=1), np.nan)


def _check_pairs(values: Floats) -> None:
    if len(values) < MIN_PAIR:
        raise TooFewUnits(
            "Copeland's method compares pairs. Give at least two units.", Where(step=STEP)
        )
