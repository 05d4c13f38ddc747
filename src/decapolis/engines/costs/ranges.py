"""Ranges of unit costs by group: honest about few values, never a mean."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MEDIAN_FROM = 3
QUARTILES_FROM = 4


class CostInputError(ValueError):
    """The arrays do not fit, or hold what cannot be a cost."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """One value a group in every array; NaN where the group has too few values to say it.

    Attributes
    ----------
    group : (n_groups,) array of int
        Labels, ascending; a group without a single known cost is not in it.
    size : (n_groups,) array of int
        Known costs in the group, at least 1.
    low, high : (n_groups,) array
        Smallest and largest unit cost.
    median : (n_groups,) array
        From three values.
    lower_quartile, upper_quartile : (n_groups,) array
        From four values.
    """

    group: Integers
    size: Integers
    low: Floats
    high: Floats
    median: Floats
    lower_quartile: Floats
    upper_quartile: Floats


def cost_ranges(unit_cost: Floats, group: Integers) -> Ranges:
    """Return the range of unit costs in every group, with quartiles where they mean something.

    Quantiles lie by linear interpolation between the ordered values (type 7 of Hyndman and Fan,
    1996), so that none lies outside the range. There is no mean: among few programmes one large
    one would decide it.

    Parameters
    ----------
    unit_cost : (n,) array
        Money for one unit, more than zero, of one currency and price year within a group; NaN where
        it is not known, which leaves the row out.
    group : (n,) array of int
        What is compared with what: unit, what the amount covers, once or yearly.

    Returns
    -------
    Ranges
        In the unit of ``unit_cost``; empty arrays where nothing is known.

    Raises
    ------
    CostInputError
        The shapes differ, or a known cost is not a finite number above zero.

    Examples
    --------
    >>> ranges = cost_ranges(np.array([420.0, 1060.0, 550.0, 9.0]), np.array([0, 0, 0, 1]))
    >>> ranges.size.tolist(), ranges.low.tolist(), ranges.high.tolist()
    ([3, 1], [420.0, 9.0], [1060.0, 9.0])
    >>> ranges.median.tolist(), ranges.upper_quartile.tolist()
    ([550.0, nan], [nan, nan])
    """
    if unit_cost.ndim != 1 or unit_cost.shape != group.shape:
        raise CostInputError(
            f"unit_cost {unit_cost.shape} and group {group.shape}: give two arrays of one length."
        )
    known = ~np.isnan(unit_cost)
    values, labels = unit_cost[known], group[known]
    if not np.all(np.isfinite(values) & (values > 0)):
        raise CostInputError("unit_cost: every known cost must be a finite number above zero.")
    order = np.lexsort((values, labels))
    values, labels = values[order], labels[order]
    names, start, size = np.unique(labels, return_index=True, return_counts=True)

    def quantile(share: float, least: int) -> Floats:
        """Interpolate within every group of at least so many values."""
        place = share * (size - 1)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, size - 1)
        low, high = values[start + below], values[start + above]
        return np.where(size >= least, low + (place - below) * (high - low), np.nan)

    return Ranges(
        group=names.astype(np.int64),
        size=size.astype(np.int64),
        low=values[start],
        high=values[start + size - 1],
        median=quantile(0.5, MEDIAN_FROM),
        lower_quartile=quantile(0.25, QUARTILES_FROM),
        upper_quartile=quantile(0.75, QUARTILES_FROM),
    )
