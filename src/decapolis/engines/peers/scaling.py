"""Put figures of any unit on one scale, so that the gap between two cities lies between 0 and 1.

Sources
-------
Gower, J. C. (1971), A general coefficient of similarity and some of its properties, Biometrics 27,
857-871: gaps divided by the range, classes alike or not, unknown left out.
Podani, J. (1999), Extending Gower's general coefficient of similarity to ordinal characters,
Taxon 48, 331-340: ordered classes by their ranks, ties taken out.
Kaufman, L. and Rousseeuw, P. J. (1990), Finding Groups in Data, chapter 1: ranks for values.
"""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOW, HIGH = 0.05, 0.95


def percentile_ranks(values: Floats) -> Floats:
    """Give every city its place among the cities whose figure is known.

    Parameters
    ----------
    values : (n,) array
        One figure in any unit; NaN where it is unknown.

    Returns
    -------
    (n,) array
        0 for the least, 1 for the greatest, equal values the mean of their places; NaN stays NaN.
        A single known value, or values that are all equal, stand at 0.5.

    Notes
    -----
    Any strictly increasing change of unit leaves the result as it is, and one wild value moves
    the others by at most 1 / (n - 1).

    Examples
    --------
    >>> percentile_ranks(np.array([30.0, 10.0, np.nan, 20.0, 1e9])).round(2).tolist()
    [0.67, 0.0, nan, 0.33, 1.0]
    """
    known = np.isfinite(values)
    places = np.full(values.shape, np.nan)
    count = int(known.sum())
    if count > 1:
        _, group, size = np.unique(values[known], return_inverse=True, return_counts=True)
        middle = np.cumsum(size) - (size - 1) / 2.0  # equal values share the mean of their ranks
        places[known] = (middle[group] - 1.0) / (count - 1)
    elif count:
        places[known] = 0.5
    return places


def quantile_scaled(values: Floats, *, low: float = LOW, high: float = HIGH) -> Floats:
    """Divide a figure by the span of its middle cities, so that outliers do not set the scale.

    Parameters
    ----------
    values : (n,) array
        One figure in any unit (take logarithms first where ratios matter); NaN where unknown.
    low, high
        The quantiles whose distance is the span, 5 % and 95 % unless told.

    Returns
    -------
    (n,) array
        The values less their median, in spans; NaN stays NaN. Where the quantiles fall together
        the whole range serves instead; a constant figure gives zeros.

    Notes
    -----
    Gower divides by the whole range, so that one wild value makes all others look alike; here
    gaps are cut off at one span (`distances` does it). ``a + b * values``, b > 0, gives the same.

    Examples
    --------
    >>> quantile_scaled(np.array([1.0, 2.0, 3.0, 4.0, np.nan]), low=0.0, high=1.0).round(2).tolist()
    [-0.5, -0.17, 0.17, 0.5, nan]
    """
    known = values[np.isfinite(values)]
    scaled = np.full(values.shape, np.nan)
    if not known.size:
        return scaled
    first, last = np.quantile(known, [low, high])
    span = last - first if last > first else np.ptp(known)
    centred = values - np.median(known)
    scaled[:] = centred / span if span > 0 else np.where(np.isnan(values), np.nan, 0.0)
    return scaled


def podani_unlike(codes: Floats) -> Floats:
    """Return how unlike the ordered classes of a figure are, after Podani (1999, formula 2).

    Parameters
    ----------
    codes : (n,) array
        The class of every city as a whole number from 0, in order; NaN where unknown. How far
        apart two classes are does not matter, only how many cities lie between them.

    Returns
    -------
    (c, c) array
        From 0 (the same class) to 1 (lowest against highest), c the highest code + 1. Classes
        without a city take their place in the order but no room in it.

    Examples
    --------
    Four cities in order, of which two share the middle class: their tie is room lost.

    >>> podani_unlike(np.array([0.0, 1.0, 1.0, 2.0])).round(2).tolist()
    [[0.0, 0.33, 1.0], [0.33, 0.0, 0.33], [1.0, 0.33, 0.0]]
    """
    known = codes[np.isfinite(codes)].astype(np.intp)
    if not known.size:
        return np.zeros((0, 0))
    ties = np.bincount(known).astype(np.float64)
    # Mean rank of each class, and the room that its own ties take up on either side.
    ranks = np.cumsum(ties) - ties + (ties + 1) / 2
    room = np.maximum(ties - 1, 0) / 2
    gaps = np.abs(ranks[:, None] - ranks[None, :]) - room[:, None] - room[None, :]
    held = np.flatnonzero(ties)
    widest = gaps[held[0], held[-1]]
    unlike = np.clip(gaps / widest, 0.0, 1.0) if held.size > 1 else np.zeros_like(gaps)
    np.fill_diagonal(unlike, 0.0)
    return unlike


def nested_unlike(paths: Sequence[Sequence[Hashable]], *, steps: Sequence[float]) -> Floats:
    """Return how unlike nested classes are, such as continent, part of the continent, country.

    Parameters
    ----------
    paths : c paths
        The classes from the widest to the narrowest, all of the same length.
    steps
        How unlike two paths are that part at the first, second ... level, each from 0 to 1.

    Returns
    -------
    (c, c) array
        0 where the whole path is shared, otherwise the step of the first level that differs.

    Raises
    ------
    ValueError
        A path has not as many levels as there are steps.

    Examples
    --------
    >>> paths = [("Europe", "South", "ES"), ("Europe", "South", "IT"), ("Asia", "East", "JP")]
    >>> nested_unlike(paths, steps=[1.0, 0.75, 0.5]).tolist()
    [[0.0, 0.5, 1.0], [0.5, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    if any(len(path) != len(steps) for path in paths):
        raise ValueError(f"paths: each path must have {len(steps)} levels, one for each step.")
    unlike = np.zeros((len(paths), len(paths)))
    apart = np.zeros(unlike.shape, dtype=bool)
    for level, step in enumerate(steps):
        seen: dict[Hashable, int] = {}
        codes = np.array([seen.setdefault(path[level], len(seen)) for path in paths], dtype=np.intp)
        parted = (codes[:, None] != codes[None, :]) & ~apart
        unlike[parted] = step
        apart |= parted
    return unlike
