"""Ten thousand sets of weights, and the places that every unit has under each.

Sources
-------
Saisana, M., Saltelli, A. and Tarantola, S. (2005), Uncertainty and sensitivity analysis techniques
as tools for the quality assessment of composite indicators, Journal of the Royal Statistical
Society A 168, 307-323.
Becker, W. et al. (2022), COINr, ``get_noisy_weights``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.composite.errors import (
    AllMissing,
    CompositeError,
    Constant,
    NotFinite,
    TooFewUnits,
    WeightsError,
    Where,
)
from decapolis.engines.composite.ranks import HIGH, LOW, Places, Spread, place_counts, spread
from decapolis.engines.composite.table import Bools, Floats

Keys = NDArray[np.int64]

STEP = "draws"
MIN_UNITS = 2
UNIT_BITS = 12  # of the 52 of a mantissa, for the number of a unit (more where n is above 4096)
MANTISSA = 52
FLOOR, WIDTH = 1.125, 0.75  # scores are moved into 1.125 to 1.875: one exponent, room to round
CELLS = 65536  # scores in one block: half a megabyte, which stays in the cache


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What many sets of weights make of n units.

    Attributes
    ----------
    places : (k, n) array of int16 or int32
        The place of every unit in every draw; 1 the best, equal scores share the best place.
    spread
        How often each unit had each place; mean, median and interval (see `ranks.Spread`).
    mean_score : (n,) array
        Mean of the score over the draws.
    """

    places: Places
    spread: Spread
    mean_score: Floats


def noisy(weights: Floats, count: int, noise: float, seed: int) -> Floats:
    """Draw weights around given ones: each times 1 + noise u, u uniform on (-1, 1); COINr's rule.

    Parameters
    ----------
    weights : (m,) array
        Relative; zero stays zero.
    count
        k, the number of draws.
    noise
        From 0 (no change) to 1 (from nothing to double).
    seed
        The same seed gives the same draws.

    Returns
    -------
    (k, m) array
        Each row sums to 1.

    Raises
    ------
    WeightsError
        Weights are negative or all zero, or the noise is out of range.

    Examples
    --------
    >>> noisy(np.array([3.0, 1.0]), 2, noise=0.0, seed=1).tolist()
    [[0.75, 0.25], [0.75, 0.25]]
    """
    nominal = _nominal(weights)
    if not 0 <= noise <= 1:
        raise WeightsError(
            f"The noise of weights is {noise:g}; write a share from 0 to 1.", Where(step=STEP)
        )
    moves = np.random.default_rng(seed).uniform(-noise, noise, (count, len(nominal)))
    return _shares(nominal * (1.0 + moves))


def dirichlet(weights: Floats, count: int, concentration: float, seed: int) -> Floats:
    """Draw weights whose mean is the given ones, from a Dirichlet distribution.

    Parameters
    ----------
    weights, count, seed
        As for `noisy`.
    concentration
        Above zero; the parameters of the distribution are this times the weights (that sum to 1).
        The greater, the closer to them; the number of weights in use with equal weights is uniform.

    Returns
    -------
    (k, m) array
        Each row sums to 1; what has weight zero keeps it.

    Raises
    ------
    WeightsError
        Weights are negative or all zero, or the concentration is not above zero.

    Examples
    --------
    >>> dirichlet(np.array([1.0, 0.0]), 2, concentration=5.0, seed=1).tolist()
    [[1.0, 0.0], [1.0, 0.0]]
    """
    nominal = _nominal(weights)
    if not 0 < concentration < np.inf:
        raise WeightsError(
            f"The concentration is {concentration:g}; write a number above zero.", Where(step=STEP)
        )
    drawn = np.random.default_rng(seed).standard_gamma(
        concentration * nominal, (count, len(nominal))
    )
    # A tiny parameter can round all of a row to zero.
    drawn[drawn.sum(axis=1) <= 0] = nominal
    return _shares(drawn)


def uniform(columns: int, count: int, seed: int) -> Floats:
    """Draw weights evenly from all sets that sum to 1 (the simplex).

    Returns
    -------
    (count, columns) array

    Examples
    --------
    >>> bool(np.allclose(uniform(3, 4, seed=1).sum(axis=1), 1))
    True
    """
    return dirichlet(np.ones(columns), count, float(columns), seed)


def rank_draws(values: Floats, weights: Floats, low: float = LOW, high: float = HIGH) -> Draws:
    """Score and rank every unit under every set of weights.

    Parameters
    ----------
    values : (n, m) array
        Normalised, more is better; NaN where missing, for which the other weights of the row are
        re-scaled. The score is the weighted arithmetic mean; give logarithms for the order of the
        geometric one.
    weights : (k, m) array
        One set in each row, relative; not negative, not all zero.
    low, high
        Ends of the interval of places.

    Returns
    -------
    Draws

    Raises
    ------
    TooFewUnits
        Fewer than two units, or no indicator or draw.
    NotFinite
        A value is infinite.
    AllMissing
        A unit has no value, or none with a weight in some draw.
    Constant
        All values of the table are equal.
    WeightsError
        A weight is negative or not a number, or a row of them is zero.

    Notes
    -----
    Scores are fixed to a grid of 2^-39 of the spread of the whole table (2e-12; coarser above 4096
    units); neighbours that are one step apart or less are equal. This is far finer than a figure is
    known and coarser than rounding, so that equal cities stay equal in every draw.

    Moved into one binade, scores as whole numbers are in the order of the scores, and the low bits
    of the mantissa can carry the unit's number. One plain sort then gives places and units at once,
    several times faster than sorting through indices, and quantiles come from the counts of places.

    Examples
    --------
    >>> found = rank_draws(np.array([[1.0, 0.0], [0.0, 0.5]]), np.array([[1.0, 1.0], [1.0, 3.0]]))
    >>> found.places.tolist(), found.spread.mean.tolist()
    ([[1, 2], [2, 1]], [1.5, 1.5])
    """
    _check(values, weights)
    share = _shares(weights)
    units = len(values)
    bits = max(UNIT_BITS, (units - 1).bit_length())
    kind = np.int16 if units < np.iinfo(np.int16).max else np.int32
    places = np.empty((len(share), units), kind)
    rows = CELLS // units + 1
    straight: Places = np.tile(np.arange(1, units + 1).astype(kind), (rows, 1))
    starts = np.arange(rows)[:, None] * units
    for start, keys in _sorted_keys(values, share, bits, rows):
        here = slice(len(keys))
        place = _shared_places(keys, bits, straight[here])
        unit = np.bitwise_and(keys, (1 << bits) - 1, out=keys)
        unit += starts[here]
        places[start : start + len(keys)].reshape(-1)[unit.reshape(-1)] = place.reshape(-1)
    return Draws(places, spread(place_counts(places), low, high), _mean_score(values, share))


def _sorted_keys(values: Floats, share: Floats, bits: int, rows: int) -> Iterator[tuple[int, Keys]]:
    """Yield block by block the draws in the order of their scores, as keys of score and unit."""
    known = ~np.isnan(values)
    least, most = np.nanmin(values), np.nanmax(values)
    moved = FLOOR + WIDTH * ((most - values) / (most - least))  # the best score is the least key
    complete = bool(known.all())
    columns = np.ascontiguousarray(np.where(known, moved, 0.0).T)
    present = np.ascontiguousarray(known.T, dtype=np.float64)
    unit = np.arange(len(values))
    room = np.empty((rows, len(values)))
    for start in range(0, len(share), rows):
        part = share[start : start + rows]
        scores = np.matmul(part, columns, out=room[: len(part)])
        if not complete:
            counted = part @ present
            _refuse_empty(counted.min(axis=0)[:, None] <= 0)
            scores /= counted
        keys = scores.view(np.int64)
        keys &= -1 << bits
        keys |= unit
        keys.sort(axis=1)
        yield start, keys


def _shared_places(keys: Keys, bits: int, straight: Places) -> Places:
    """Return the places along sorted keys: 1, 2, 3 ..., but the best of them where equal."""
    gaps = keys[:, 1:] - keys[:, :-1]
    near = 2 << bits  # two steps of the grid, the numbers of the units aside
    if gaps.min() >= near:
        return straight
    tied = np.flatnonzero((gaps < near).any(axis=1))
    below = np.ones((len(tied), keys.shape[1]), dtype=bool)
    below[:, 1:] = np.diff(keys[tied] >> bits, axis=1) > 1
    place = straight.copy()
    place[tied] = np.maximum.accumulate(np.where(below, straight[tied], 0), axis=1)
    return place


def _mean_score(values: Floats, share: Floats) -> Floats:
    known = ~np.isnan(values)
    if known.all():
        mean: Floats = values @ share.mean(axis=0)
        return mean
    total = np.zeros(len(values))
    for start in range(0, len(share), CELLS):
        part = share[start : start + CELLS]
        total += ((np.where(known, values, 0.0) @ part.T) / (known @ part.T)).sum(axis=1)
    return total / len(share)


def _nominal(weights: Floats) -> Floats:
    nominal = np.asarray(weights, dtype=np.float64)
    good = nominal.ndim == 1 and np.isfinite(nominal).all() and (nominal >= 0).all()
    if not good or not nominal.any():
        raise WeightsError(
            "Weights must be numbers from zero up, and not all zero.", Where(step=STEP)
        )
    shares: Floats = nominal / nominal.sum()
    return shares


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _check(values: Floats, weights: Floats) -> None:
    where = Where(step=STEP)
    if len(values) < MIN_UNITS or not values.shape[1] or not len(weights):
        raise TooFewUnits(
            "Ranks need at least two units, an indicator and one set of weights.", where
        )
    if weights.shape[1:] != values.shape[1:]:
        raise CompositeError(
            f"There are {weights.shape[1]} weights in a set for {values.shape[1]} indicators. Give "
            "one for each.",
            where,
        )
    # NaN fails each comparison; the greatest sum is finite only where all are.
    sums = weights.sum(axis=1)
    if not (weights.min() >= 0 and sums.min() > 0 and sums.max() < np.inf):
        raise WeightsError(
            "Every set of weights must be numbers from zero up, and not all zero.", where
        )
    if np.isinf(values).any():
        raise NotFinite("A score is infinite. Normalise the values first.", where)
    _refuse_empty(np.isnan(values))
    if np.nanmin(values) == np.nanmax(values):
        raise Constant("All values are equal, so that nothing can be ranked.", where)


def _refuse_empty(missing: Bools) -> None:
    empty = np.flatnonzero(missing.all(axis=1))
    if empty.size:
        raise AllMissing(
            f"The unit of row {empty[0]} has no value that counts. Leave it out, or impute first.",
            Where(step=STEP),
        )
