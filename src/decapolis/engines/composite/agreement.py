"""Whether those who scored the same things agree: Krippendorff's alpha.

Sources
-------
Krippendorff, K. (2011), Computing Krippendorff's alpha-reliability, University of Pennsylvania.
Krippendorff, K. (2019), Content Analysis, 4th edition, chapter 12.
"""

from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.errors import (
    CompositeError,
    Constant,
    NotFinite,
    NotPositive,
    TooFewUnits,
    Where,
)
from decapolis.engines.composite.table import Floats

STEP = "agreement"
LEVELS = ("nominal", "ordinal", "interval", "ratio")
PAIR = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree.

    Attributes
    ----------
    alpha
        1 where all agree, 0 where as much as by chance, below 0 where less. Krippendorff asks for
        0.8, and for tentative conclusions 0.667.
    low, high
        Bootstrap interval over units; NaN where none was asked for.
    units
        Units with two marks or more, which alone count.
    marks
        How many marks those have.
    """

    alpha: float
    low: float
    high: float
    units: int
    marks: int


def krippendorff(
    marks: Floats,
    level: str = "interval",
    *,
    draws: int = 0,
    seed: int = 0,
    share: float = 0.95,
) -> Agreement:
    """Compute alpha = 1 - observed / expected disagreement, from the coincidences of values.

    A unit with c marks gives each of its ordered pairs of marks the weight 1 / (c - 1). With n_v
    the number of times value v stands in them, the squared difference of v and w is: nominal 0 or
    1; ordinal (n_v / 2 + those between + n_w / 2)^2; interval (v - w)^2; ratio ((v - w) / (v +
    w))^2.

    Parameters
    ----------
    marks : (coders, units) array
        Two coders or more; NaN where a coder did not mark a unit. Nominal classes as numbers.
    level
        One of `LEVELS`.
    draws
        Bootstrap draws of units with replacement for the interval; 0 for none. Draws in which all
        marks are the same say nothing and are left out.
    seed
        The same seed gives the same interval.
    share
        Of the interval: 0.95 leaves 2.5 % on either side (linear quantiles).

    Returns
    -------
    Agreement

    Raises
    ------
    TooFewUnits
        No unit has two marks.
    Constant
        All marks are the same, so that chance cannot be told from agreement.
    NotFinite
        A mark is infinite.
    NotPositive
        Ratio, and a mark is negative.
    CompositeError
        There is no such level.

    Examples
    --------
    >>> marks = np.array([[1.0, 2.0, 3.0, 3.0], [1.0, 2.0, 3.0, 2.0]])
    >>> round(krippendorff(marks).alpha, 3)
    0.821
    """
    _check(marks, level)
    values, counts = _counts(marks)
    once = np.ones((1, len(counts)))
    alpha = float(_alphas(once, counts, values, level)[0])
    if np.isnan(alpha):
        raise Constant(
            "All marks are the same, so that agreement cannot be told from chance. Alpha needs "
            "marks that differ.",
            Where(step=STEP),
        )
    low = high = np.nan
    if draws:
        rng = np.random.default_rng(seed)
        times = rng.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), draws)
        found = _alphas(times.astype(np.float64), counts, values, level)
        low, high = np.nanquantile(found, [(1 - share) / 2, (1 + share) / 2])
    return Agreement(alpha, float(low), float(high), len(counts), int(counts.sum()))


def _counts(marks: Floats) -> tuple[Floats, Floats]:
    """Return the values in order, and how often each stands in every unit with two marks."""
    pairable = marks[:, (~np.isnan(marks)).sum(axis=0) >= PAIR]
    values = np.unique(pairable[~np.isnan(pairable)])
    return values, (pairable.T[:, :, None] == values).sum(axis=1).astype(np.float64)


def _alphas(times: Floats, counts: Floats, values: Floats, level: str) -> Floats:
    """Return alpha where unit u is taken ``times[b, u]`` times; NaN where nothing is expected."""
    found = np.full(len(times), np.nan)
    others = counts.sum(axis=1) - 1
    apart = _apart(values, level)
    seen = _within(counts, apart) / others
    for row, each in enumerate(times):
        margin = each @ counts
        if level == "ordinal":
            # Up to the middle of each value's own marks, counted along the order of the values.
            middle = np.cumsum(margin) - margin / 2
            apart = np.subtract.outer(middle, middle) ** 2
            seen = _within(counts, apart) / others
        expected = margin @ apart @ margin / (margin.sum() - 1)
        if expected > 0:
            found[row] = 1.0 - each @ seen / expected
    return found


def _within(counts: Floats, apart: Floats) -> Floats:
    """Return for each unit the sum of squared differences over its ordered pairs of marks.

    A mark paired with itself adds nothing: no value differs from itself.
    """
    found: Floats = ((counts @ apart) * counts).sum(axis=1)
    return found


def _apart(values: Floats, level: str) -> Floats:
    """Return the squared difference of each pair of values; for ordinal see `_alphas`."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    difference = np.subtract.outer(values, values)
    if level == "ratio":
        total = np.add.outer(values, values)
        difference = np.divide(difference, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(difference**2, dtype=np.float64)


def _check(marks: Floats, level: str) -> None:
    where = Where(step=STEP)
    if level not in LEVELS:
        raise CompositeError(
            f"There is no level of measurement {level!r}. Use one of: {', '.join(LEVELS)}.", where
        )
    if marks.ndim != PAIR or not ((~np.isnan(marks)).sum(axis=0) >= PAIR).any():
        raise TooFewUnits(
            "No unit has marks of two coders. Alpha compares marks of the same unit.", where
        )
    if np.isinf(marks).any():
        raise NotFinite("A mark is infinite. Write a number, or leave it empty.", where)
    if level == "ratio" and (marks < 0).any():
        raise NotPositive(
            "Ratios need marks from zero up. Use the interval level for negative marks.", where
        )
