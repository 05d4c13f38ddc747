"""One amount against those of comparable programmes: no more is said than their number allows."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from decapolis.engines.costs.ranges import (
    MEDIAN_FROM,
    QUARTILES_FROM,
    CostInputError,
    Floats,
)

RANGE_FROM: Final = 2
PERCENTILE_FROM: Final = 5
SPREAD_FROM: Final = 3
SAFE: Final = 0.8  # the share of cases that a reserve is to cover

Side = Literal["unsaid", "below", "within", "above"]


@dataclass(frozen=True, slots=True)
class Against:
    """Where an amount lies among n analogues; NaN where n is too small to say it.

    Attributes
    ----------
    size
        Analogues that are known, n.
    low, high
        The cheapest and the dearest; from two.
    median
        From three.
    lower_quartile, upper_quartile
        From four.
    cheaper, dearer
        How many analogues lie below and above the amount.
    side
        Whether the amount is below, within or above the range; ``unsaid`` from fewer than two
        analogues, or where the amount is not known.
    times_median
        The amount over the median; from three.
    percentile
        Share of analogues below the amount in percent, equal ones counted half; from five.
    """

    size: int
    low: float
    high: float
    median: float
    lower_quartile: float
    upper_quartile: float
    cheaper: int
    dearer: int
    side: Side
    times_median: float
    percentile: float


@dataclass(frozen=True, slots=True)
class Spread:
    """What analogues say of the next programme: a lognormal factor on an amount.

    The logarithm of the factor is normal with mean ``centre`` and standard deviation ``scale``.
    """

    centre: float
    scale: float


def against(amount: float, analogues: Floats) -> Against:
    """Return where an amount lies among those of comparable programmes.

    From one analogue nothing is said, from two the range, from three the median, from four the
    quartiles (by linear interpolation, type 7 of Hyndman and Fan, 1996), from five the percentile:

        percentile = 100 * (cheaper + equal / 2) / n

    Parameters
    ----------
    amount
        More than zero; NaN where it is not known, so that it lies nowhere.
    analogues : (n,) array
        In the same money for the same unit, each more than zero; NaN leaves one out.

    Raises
    ------
    CostInputError
        The analogues are not one row, or what is known is not a finite number above zero.

    Examples
    --------
    >>> found = against(900.0, np.array([422.0, 568.0, 1064.0]))
    >>> found.side, found.cheaper, round(found.times_median, 2), found.percentile
    ('within', 2, 1.58, nan)
    >>> against(900.0, np.array([422.0])).side
    'unsaid'
    """
    values = _checked(amount, analogues)
    size, nan = len(values), float("nan")
    known = not np.isnan(amount)
    cheaper, dearer = int(np.sum(values < amount)), int(np.sum(values > amount))
    has_range = size >= RANGE_FROM
    median = float(np.quantile(values, 0.5)) if size >= MEDIAN_FROM else nan
    lower, upper = (
        np.quantile(values, [0.25, 0.75]).tolist() if size >= QUARTILES_FROM else (nan, nan)
    )
    middle = cheaper + (size - cheaper - dearer) / 2
    return Against(
        size=size,
        low=float(values.min()) if has_range else nan,
        high=float(values.max()) if has_range else nan,
        median=median,
        lower_quartile=lower,
        upper_quartile=upper,
        cheaper=cheaper,
        dearer=dearer,
        side=_side(cheaper, dearer, size) if has_range and known else "unsaid",
        times_median=amount / median,
        percentile=100 * middle / size if known and size >= PERCENTILE_FROM else nan,
    )


def spread(amount: float, analogues: Floats) -> Spread | None:
    """Return how the cost of one more such programme spreads around an amount; None from too few.

    Costs are positive, and overruns are larger than savings, so that their logarithms are taken
    as normal. With m the mean and s the standard deviation (n - 1) of the logarithms of
    analogue / amount, one more programme stays in 80 of 100 cases below

        m + s * sqrt(1 + 1 / n) * t,    t the 80 % point of Student's t of n - 1

    (the prediction interval of a normal sample). The factor is the lognormal with its middle at m
    that has the same 80 % point: few analogues spread wider than many that differ as much.
    Student's own tail is not taken over: the exponential of t has no mean, and money has.

    Parameters
    ----------
    amount
        What the plan puts, more than zero.
    analogues : (n,) array
        As in `against`.

    Returns
    -------
    Spread or None
        None from fewer than three analogues, or an amount that is not known.

    Raises
    ------
    CostInputError
        As `against`.

    Examples
    --------
    >>> found = spread(500.0, np.array([500.0, 1000.0, 250.0]))
    >>> round(found.centre, 9), round(found.scale, 4)
    (0.0, 1.0087)
    """
    values = _checked(amount, analogues)
    size = len(values)
    if size < SPREAD_FROM or np.isnan(amount):
        return None
    logs = np.log(values / amount)
    scale = float(np.std(logs, ddof=1) * np.sqrt(1 + 1 / size)) * _wider(size)
    return Spread(float(np.mean(logs)), scale)


def _wider(size: int) -> float:
    """Return the 80 % point of Student's t over that of the normal distribution."""
    from scipy.special import ndtri, stdtrit  # noqa: PLC0415 -- slow import

    return float(stdtrit(size - 1.0, SAFE) / ndtri(SAFE))


def _checked(amount: float, analogues: Floats) -> Floats:
    if analogues.ndim != 1:
        raise CostInputError(f"analogues {analogues.shape}: give one row of numbers.")
    values: Floats = analogues[~np.isnan(analogues)]
    if not np.all(np.isfinite(values) & (values > 0)):
        raise CostInputError("analogues: every known cost must be a finite number above zero.")
    if not np.isnan(amount) and not (np.isfinite(amount) and amount > 0):
        raise CostInputError("amount: it must be a finite number above zero, or NaN.")
    return values


def _side(cheaper: int, dearer: int, size: int) -> Side:
    if cheaper == size:
        return "above"
    return "below" if dearer == size else "within"
