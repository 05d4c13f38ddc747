"""Places, how far they spread over many draws, and who can be told apart.

1 is the best place; equal scores share the best of their places ("1224"); who has no score has no
place. Scores closer than rounding are equal: 0.1 + 0.2 and 0.3 must not differ in rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.composite.errors import CompositeError, Where
from decapolis.engines.composite.table import Floats, Ints

Places = NDArray[np.signedinteger]

STEP = "ranks"
CLOSE = 1e-12  # scores that differ by this part of the greater one are equal
LOW, HIGH = 0.05, 0.95
SURE = 0.95
CELLS = 32768  # places are counted for some units at a time: their table stays in the cache


def ranks(scores: Floats, *, close: float = CLOSE) -> Floats:
    """Give every unit its place.

    Parameters
    ----------
    scores : (n,) or (n, k) array
        More is better; columns are ranked each for itself; NaN where there is no score.
    close
        Neighbours that differ by no more than this part of the greater are equal; 0 for exact.

    Returns
    -------
    Array of the shape of `scores`
        1 for the best; equal scores share the best place; NaN where there is no score.

    Examples
    --------
    >>> ranks(np.array([27.0, 30.0, np.nan, 27.0, 20.0])).tolist()
    [2.0, 1.0, nan, 2.0, 4.0]
    """
    columns = np.asarray(scores, dtype=np.float64)
    if columns.ndim == 1:
        return ranks(columns[:, None], close=close)[:, 0]
    order = np.argsort(-columns, axis=0, kind="stable")  # NaN last
    ordered = np.take_along_axis(columns, order, axis=0)
    below = np.ones(ordered.shape, dtype=bool)
    with np.errstate(invalid="ignore"):  # two infinite scores are equal
        gap = ordered[:-1] - ordered[1:]
        below[1:] = gap > close * np.maximum(np.abs(ordered[:-1]), np.abs(ordered[1:]))
    place = np.arange(1, len(ordered) + 1, dtype=np.float64)[:, None]
    shared = np.maximum.accumulate(np.where(below, place, 0.0), axis=0)
    found = np.empty_like(columns)
    np.put_along_axis(found, order, shared, axis=0)
    found[np.isnan(columns)] = np.nan
    return found


def group_ranks(scores: Floats, groups: Sequence[str], *, close: float = CLOSE) -> Floats:
    """Give every unit its place within its own group; NaN without a group (an empty label).

    Examples
    --------
    >>> group_ranks(np.array([1.0, 2.0, 3.0, 4.0]), ["a", "a", "b", ""]).tolist()
    [2.0, 1.0, 1.0, nan]
    """
    labels = np.array(groups, dtype=object)
    found = np.full(np.shape(scores), np.nan)
    for label in {label for label in groups if label}:
        inside = labels == label
        found[inside] = ranks(np.asarray(scores)[inside], close=close)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Where n units stood in many draws.

    Attributes
    ----------
    counts : (n, n) array of int
        How often the unit of the row had the place of the column (from 1).
    mean : (n,) array
        Mean place.
    median, low, high : (n,) array of int
        Quantiles of the place at 50 % and at the ends of the interval, 5 and 95 % unless told:
        the inverse of the empirical distribution (type 1 of Hyndman and Fan 1996), that is the
        best place r such that the share of draws with place r or better is at least q. Always a
        place that the unit had. 0 for a unit that never had a place.
    """

    counts: NDArray[np.int64]
    mean: Floats
    median: Ints
    low: Ints
    high: Ints


def spread(counts: NDArray[np.integer], low: float = LOW, high: float = HIGH) -> Spread:
    """Summarise how often each unit had each place.

    Parameters
    ----------
    counts : (n, n) array of int
        Rows units, columns places from 1.
    low, high
        Ends of the interval, from 0 to 1.

    Returns
    -------
    Spread

    Raises
    ------
    CompositeError
        The ends are not in order within 0 to 1.

    Examples
    --------
    >>> found = spread(np.array([[9, 1], [1, 9]]))
    >>> found.mean.tolist(), found.low.tolist(), found.high.tolist()
    ([1.1, 1.9], [1, 1], [2, 2])
    """
    if not 0 < low <= high <= 1:
        raise CompositeError(
            f"An interval from {low:g} to {high:g} is not possible. Give two shares from 0 to 1, "
            "the lower first.",
            Where(step=STEP),
        )
    held = counts.astype(np.int64, copy=False)
    draws = held.sum(axis=1)
    places = np.arange(1, held.shape[1] + 1, dtype=np.float64)
    mean = np.full(len(held), np.nan)
    np.divide(held @ places, draws, out=mean, where=draws > 0)
    upto = np.cumsum(held, axis=1)

    def quantile(share: float) -> Ints:
        # 0.05 * 20 is a little above 1 in binary.
        need = np.ceil(share * draws - 1e-9)[:, None]
        found: Ints = (upto < need).sum(axis=1) + 1
        return np.where(draws > 0, found, 0)

    return Spread(held, mean, quantile(0.5), quantile(low), quantile(high))


def place_counts(places: NDArray[np.number]) -> NDArray[np.int64]:
    """Count how often each unit had each place.

    Parameters
    ----------
    places : (k, n) array
        Of k draws; from 1 to n, or NaN or 0 where a unit had none.

    Returns
    -------
    (n, n) array of int
        Rows units, columns places from 1.

    Examples
    --------
    >>> place_counts(np.array([[1, 2], [1, 2], [2, 1]])).tolist()
    [[2, 1], [1, 2]]
    """
    draws, count = places.shape
    found = np.zeros((count, count + 1), np.int64)
    width = max(CELLS // (count + 1), 8)
    height = max(2 * CELLS // width, 1)
    for left, top in product(range(0, count, width), range(0, draws, height)):
        part = places[top : top + height, left : left + width]
        if part.dtype.kind == "f":
            part = np.nan_to_num(part).astype(np.intp)
        here = found[left : left + width]
        cell = part + np.arange(len(here)) * (count + 1)
        here += np.bincount(cell.reshape(-1), minlength=here.size).reshape(here.shape)
    return found[:, 1:]


def above(places: NDArray[np.number]) -> Floats:
    """Estimate the probability that one unit stands above another.

    Parameters
    ----------
    places : (k, n) array
        Of k draws, 1 the best; NaN (or 0 throughout a column) where a unit had none.

    Returns
    -------
    (n, n) array
        The share of draws in which the row's unit had the better place; the same place counts
        half, so that a pair sums to 1; 0.5 on the diagonal. Only draws in which both have a place
        count; NaN where there are none.

    Examples
    --------
    >>> above(np.array([[1, 2], [1, 2], [2, 1], [1, 1]])).tolist()
    [[0.5, 0.625], [0.375, 0.5]]
    """
    columns = np.ascontiguousarray(places.T)
    count = len(columns)
    gappy = columns.dtype.kind == "f" and bool(np.isnan(columns).any())
    if not gappy:
        columns = columns.astype(np.int16 if count < np.iinfo(np.int16).max else np.int32)
    found = np.full((count, count), 0.5)
    for row in range(count - 1):
        others = columns[row + 1 :]
        won = np.count_nonzero(columns[row] < others, axis=1)
        lost = np.count_nonzero(columns[row] > others, axis=1)
        if gappy:
            met = (~np.isnan(others) & ~np.isnan(columns[row])).sum(axis=1)
        else:
            met = np.full(len(others), columns.shape[1])
        share = np.full(len(others), np.nan)
        np.divide(met + won - lost, 2.0 * met, out=share, where=met > 0)
        found[row, row + 1 :] = share
        found[row + 1 :, row] = 1.0 - share
    return found


def above_next(places: NDArray[np.number], order: Ints) -> Floats:
    """Estimate the probability that each unit stands above the next in an order.

    Parameters
    ----------
    places : (k, n) array
        As for `above`, of which this is the part that groups need, at 1/n of the cost.
    order : (j,) array of int
        Units from the best to the worst.

    Returns
    -------
    (j - 1,) array

    Examples
    --------
    >>> above_next(np.array([[1, 2], [1, 2], [2, 1], [1, 1]]), np.array([0, 1])).tolist()
    [0.625]
    """
    ordered = places.T[order]
    first, second = ordered[:-1], ordered[1:]
    won, even = (first < second).sum(axis=1), (first == second).sum(axis=1)
    met = won + even + (first > second).sum(axis=1)
    share = np.full(len(met), np.nan)
    np.divide(won + 0.5 * even, met, out=share, where=met > 0)
    return share


def alike(chance: Floats, sure: float = SURE) -> Ints:
    """Put units that cannot be told apart into groups.

    In rank order, a new group begins where a unit is above the next with a probability of at least
    `sure`. A group is thus the longest run in which each neighbour cannot be told from the next;
    every unit is in one group alone. Within a long group the first and the last may differ surely:
    what is not certain is where between them to draw a line.

    Parameters
    ----------
    chance : (j - 1,) array
        From `above_next`.
    sure
        From 0.5 to 1.

    Returns
    -------
    (j,) array of int
        The group of each unit in the order, from 0.

    Examples
    --------
    >>> alike(np.array([0.6, 0.97, 0.8])).tolist()
    [0, 0, 1, 1]
    """
    return np.concatenate([[0], np.cumsum(chance >= sure)]).astype(np.intp)
