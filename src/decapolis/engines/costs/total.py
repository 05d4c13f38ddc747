"""The total of uncertain lines, drawn many times: what it comes to in half and in 80 % of cases."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.costs.ranges import CostInputError, Floats

DRAWS: Final = 10_000
CORRELATION: Final = 0.3
BARS: Final = 30
LEAST, MOST = 0.005, 0.995  # of the draws that a picture shows


@dataclass(frozen=True, slots=True)
class Lines:
    """n lines of a plan, each in one of three forms; all amounts in one currency.

    A line with ``low`` and ``high`` is a triangle from low to high with its top at ``amount``.
    One with ``scale`` is lognormal, ``amount`` * exp(centre + scale * z) with z standard normal:
    see `engines.costs.spread`. One with neither is certain.

    Attributes
    ----------
    amount : (n,) array
        What the plan puts, zero or more, over all years.
    low, high : (n,) arrays
        NaN in both where there is no triangle; low <= amount <= high.
    centre, scale : (n,) arrays
        Of the logarithm, NaN in both where there are no analogues; scale >= 0.
    """

    amount: Floats
    low: Floats
    high: Floats
    centre: Floats
    scale: Floats


@dataclass(frozen=True, slots=True)
class Total:
    """What the lines come to together.

    Attributes
    ----------
    plan
        Sum of the amounts.
    p10, p50, p80, p90
        The total is at most that in so many of 100 draws.
    reserve
        p80 - plan, never below zero.
    enough
        Share of draws, from 0 to 1, in which the plan's sum is enough.
    line_p50, line_p80 : (n,) arrays
        The same of every line alone.
    edges : (k + 1,) array
        Of the bars of a picture, from 0.5 % to 99.5 % of the draws; empty where nothing spreads.
    counts : (k,) array of int
        Draws in each bar.
    """

    plan: float
    p10: float
    p50: float
    p80: float
    p90: float
    reserve: float
    enough: float
    line_p50: Floats
    line_p80: Floats
    edges: Floats
    counts: NDArray[np.int64]


def simulate(
    lines: Lines, *, correlation: float = CORRELATION, draws: int = DRAWS, seed: int = 0
) -> Total:
    """Draw the total of a plan's lines so many times.

    In each draw, line i has the normal score

        z_i = sqrt(r) * g + sqrt(1 - r) * e_i,    g and all e_i standard normal

    so that the scores of any two lines correlate by r (a Gaussian copula): what makes one line
    dear, such as prices or a slow city hall, makes others dear too. A lognormal line takes z_i
    itself, a triangle u_i = Phi(z_i). From a to b with its top at c it is

        x = a + sqrt(u (b - a)(c - a))          where u <= (c - a) / (b - a)
        x = b - sqrt((1 - u)(b - a)(b - c))     else

    Parameters
    ----------
    correlation
        r, from 0 (independent) to 1 (all move together).
    draws
        At least one.
    seed
        The same seed gives the same total.

    Raises
    ------
    CostInputError
        The arrays do not fit, or hold what cannot be a line.

    Examples
    --------
    >>> nan = np.array([np.nan])
    >>> lines = Lines(np.array([100.0]), np.array([80.0]), np.array([180.0]), nan, nan)
    >>> total = simulate(lines, draws=100_000)
    >>> round(total.p50), round(total.p80), round(total.reserve)
    (117, 140, 40)
    """
    _check(lines, correlation, draws)
    values = _drawn(lines, _scores(len(lines.amount), correlation, draws, seed))
    total = values.sum(axis=0)
    plan = float(lines.amount.sum())
    p10, p50, p80, p90 = np.quantile(total, [0.1, 0.5, 0.8, 0.9]).tolist()
    line_p50, line_p80 = np.quantile(values, [0.5, 0.8], axis=1)
    edges, counts = _bars(total)
    return Total(
        plan=plan,
        p10=p10,
        p50=p50,
        p80=p80,
        p90=p90,
        reserve=max(0.0, p80 - plan),
        enough=float(np.mean(total <= plan * (1 + 1e-9))),
        line_p50=line_p50,
        line_p80=line_p80,
        edges=edges,
        counts=counts,
    )


def _scores(lines: int, correlation: float, draws: int, seed: int) -> Floats:
    """Return the normal scores, (lines, draws)."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal(draws)
    scores: Floats = rng.standard_normal((lines, draws))
    scores *= np.sqrt(1 - correlation)
    scores += np.sqrt(correlation) * common
    return scores


def _drawn(lines: Lines, scores: Floats) -> Floats:
    """Return amounts for scores, (lines, draws)."""
    values: Floats = np.empty_like(scores)
    is_triangle, has_analogues = np.isfinite(lines.low), np.isfinite(lines.scale)
    for row, amount in enumerate(lines.amount.tolist()):
        if is_triangle[row]:
            ends = float(lines.low[row]), amount, float(lines.high[row])
            values[row] = _triangle(*ends, _phi(scores[row]))
        elif has_analogues[row]:
            values[row] = amount * np.exp(lines.centre[row] + lines.scale[row] * scores[row])
        else:
            values[row] = amount
    return values


def _triangle(low: float, top: float, high: float, share: Floats) -> Floats:
    width = high - low
    rising = low + np.sqrt(share * (width * (top - low)))
    falling = high - np.sqrt((1 - share) * (width * (high - top)))
    result: Floats = np.where(share * width <= top - low, rising, falling)
    return result


def _phi(scores: Floats) -> Floats:
    from scipy.special import ndtr  # noqa: PLC0415 -- slow import

    shares: Floats = ndtr(scores)
    return shares


def _bars(total: Floats) -> tuple[Floats, NDArray[np.int64]]:
    low, high = np.quantile(total, [LEAST, MOST]).tolist()
    if high - low <= 1e-9 * max(abs(high), 1.0):  # nothing spreads
        return np.array([]), np.array([], dtype=np.int64)
    counts, edges = np.histogram(total, bins=BARS, range=(low, high))
    return edges, counts.astype(np.int64)


def _check(lines: Lines, correlation: float, draws: int) -> None:
    each = (lines.amount, lines.low, lines.high, lines.centre, lines.scale)
    shapes = {one.shape for one in each}
    if len(shapes) != 1 or lines.amount.ndim != 1:
        raise CostInputError(f"lines {sorted(shapes)}: give rows of one length.")
    if not 0 <= correlation <= 1:
        raise CostInputError(f"correlation {correlation}: give a number from 0 to 1.")
    if draws < 1:
        raise CostInputError(f"draws {draws}: give at least one.")
    _check_amounts(lines)


def _check_amounts(lines: Lines) -> None:
    if not np.all(np.isfinite(lines.amount) & (lines.amount >= 0)):
        raise CostInputError("amount: every one must be a finite number, zero or more.")
    low, high, scale = np.isfinite(lines.low), np.isfinite(lines.high), np.isfinite(lines.scale)
    if not (np.array_equal(low, high) and np.array_equal(scale, np.isfinite(lines.centre))):
        raise CostInputError("low and high, centre and scale: give both of a pair or neither.")
    if np.any(low & scale):
        raise CostInputError("low and scale: a line has a triangle or analogues, not both.")
    if not np.all((lines.low <= lines.amount)[low] & (lines.amount <= lines.high)[low]):
        raise CostInputError("low and high: the amount must lie between them.")
    if np.any(lines.scale[scale] < 0):
        raise CostInputError("scale: give numbers from 0.")
