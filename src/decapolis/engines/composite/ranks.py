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
SURE = 0.9  # the first of a group is above the first of the next in more of the draws than this
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
    return _share_above(ordered[:-1], ordered[1:])


def alike(places: NDArray[np.number], order: Ints, sure: float = SURE) -> Ints:
    """Put units that cannot be told apart into groups, each led by its first.

    In rank order, the first unit leads the first group. The next one whom the leader stands above
    with a probability of more than `sure` (as in `above`: the same place counts half) leads the
    next group, and so on: with P(a, b) that a is above b, and l the leader of the open group,

        unit u joins the group of l while P(l, u) <= sure, and opens the next where P(l, u) > sure.

    Every unit is in one group; no member is surely below the first of its group, and the first of
    each group is surely below the first of the one before. Groups are runs of the rank order: a
    unit that comes later belongs to a later group even where its own draws overlap with an earlier
    leader. Of two members neither of whom leads, the better may still be surely above the other.

    Parameters
    ----------
    places : (k, n) array
        As for `above`. A pair that never met cannot be told apart.
    order : (j,) array of int
        Units from the best to the worst.
    sure
        From 0.5 to 1.

    Returns
    -------
    (j,) array of int
        The group of each unit in the order, from 0.

    Examples
    --------
    Ten draws; the first is above the second in nine, above the third in all.

    >>> places = np.array([[1, 2, 3]] * 9 + [[2, 1, 3]])
    >>> alike(places, np.array([0, 1, 2])).tolist()
    [0, 0, 1]
    """
    ordered = places.T[order]
    found = np.zeros(len(ordered), dtype=np.intp)
    leader = 0
    for at in range(1, len(ordered)):
        is_below = _share_above(ordered[leader], ordered[at]) > sure
        found[at] = found[at - 1] + is_below
        leader = at if is_below else leader
    return found


def firsts(places: NDArray[np.number]) -> Floats:
    """Estimate the probability that no other unit stands above each.

    Parameters
    ----------
    places : (k, n) array
        As for `above`.

    Returns
    -------
    (n,) array
        The share of draws with place 1, of those in which the unit had a place; NaN without any.
        They sum to more than 1 where first places are shared.

    Examples
    --------
    >>> firsts(np.array([[1, 2], [1, 2], [2, 1], [1, 1]])).tolist()
    [0.75, 0.5]
    """
    had = (places > 0).sum(axis=0)
    share = np.full(places.shape[1], np.nan)
    np.divide((places == 1).sum(axis=0), had, out=share, where=had > 0)
    return share


def _share_above(first: NDArray[np.number], second: NDArray[np.number]) -> Floats:
    """Return in which share of the draws, along the last axis, the first have the better place."""
    won, even = (first < second).sum(axis=-1), (first == second).sum(axis=-1)
    met = won + even + (first > second).sum(axis=-1)
    share = np.full(np.shape(met), np.nan)
    np.divide(won + 0.5 * even, met, out=share, where=met > 0)
    return share
