"""Divide what grows with the size of a unit by that size: per inhabitant, per square kilometre.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.2: indicators must be scaled
by an appropriate measure of size before units of different sizes are compared. COINr's
``Denominate`` is equalled exactly.
"""

from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.errors import NotFinite, Where
from decapolis.engines.composite.table import NO_LABELS, Bools, Floats, Labels

STEP = "denominate"


@dataclass(frozen=True, slots=True)
class Denominated:
    """Values by size.

    Attributes
    ----------
    values : (..., n, m) array
        NaN where the value or its denominator is missing, or the denominator is zero.
    undefined : (..., n, m) array of bool
        Where a known value was lost so.
    """

    values: Floats
    undefined: Bools


def denominate(
    values: Floats, by: Floats, scale: float | Floats = 1.0, labels: Labels = NO_LABELS
) -> Denominated:
    """Return values divided by denominators: x / (d / scale).

    Parameters
    ----------
    values : (..., n, m) array
        NaN where missing.
    by : array that broadcasts to (..., n, m)
        The denominator of every cell, 1 where a column has none; NaN where missing.
    scale
        A number or (m,) array by which the result is multiplied, such as 1000 inhabitants.
    labels
        For messages.

    Returns
    -------
    Denominated
        A missing or zero denominator gives a missing value (COINr gives Inf for zero).

    Raises
    ------
    NotFinite
        A quotient is too great for a number.

    Examples
    --------
    >>> denominate(np.array([[10.0], [3.0]]), np.array([[4.0], [0.0]])).values.tolist()
    [[2.5], [nan]]
    """
    divisor = np.broadcast_to(np.where(by == 0, np.nan, by), values.shape) / scale
    with np.errstate(over="ignore"):
        found = values / divisor
    if np.isinf(found).any():
        at = np.argwhere(np.isinf(found))[0]
        unit, code = labels.unit(int(at[-2])), labels.code(int(at[-1]))
        raise NotFinite(
            f"{code} divided by its denominator is infinite for {unit}. Check the denominator.",
            Where(step=STEP, code=code, unit=unit),
        )
    return Denominated(found, np.isnan(found) & ~np.isnan(values))
