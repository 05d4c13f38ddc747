"""Leave out units of which too little is known.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.3; COINr's ``Screen`` is
equalled exactly: a unit is left out when its share is below the limit, not when it equals it.
"""

from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.errors import SpecError, TooFewUnits, Where
from decapolis.engines.composite.table import Bools, Floats

STEP = "screen"
METHODS = ("by_missing", "by_zeros", "both")

LEAST = 2 / 3
LEAST_NONZERO = 0.05


@dataclass(frozen=True, slots=True)
class Screened:
    """Which units stay.

    Attributes
    ----------
    kept : (n,) array of bool
        Units that stay.
    share : (n,) array
        Part of the indicators that is known, from 0 to 1.
    nonzero : (n,) array
        Part of the known values that is not zero; 0 for a unit of which nothing is known.
    """

    kept: Bools
    share: Floats
    nonzero: Floats


def screen(
    values: Floats,
    least: float = LEAST,
    method: str = "by_missing",
    *,
    least_nonzero: float = LEAST_NONZERO,
) -> Screened:
    """Return which units have enough data.

    Parameters
    ----------
    values : (n, m) array
        NaN where missing.
    least
        Share of known values that a unit must have, for ``by_missing`` and ``both``.
    method
        ``by_missing``, ``by_zeros`` or ``both``: left out if it fails on either.
    least_nonzero
        Share of values other than zero among those known, for ``by_zeros`` and ``both``.

    Returns
    -------
    Screened
        See there.

    Raises
    ------
    SpecError
        The method is unknown or a share is not from 0 to 1.
    TooFewUnits
        No unit stays.

    Examples
    --------
    >>> screen(np.array([[1.0, np.nan], [0.0, 2.0]]), least=0.75).kept.tolist()
    [False, True]
    """
    _check(method, least, least_nonzero)
    count = values.shape[1]
    missing = np.isnan(values).sum(axis=1)
    share = 1 - missing / count  # the very expression matters where the share equals the limit
    nonzero = 1 - (values == 0).sum(axis=1) / np.maximum(count - missing, 1)
    nonzero = np.where(missing == count, 0.0, nonzero)
    low, zeros = share < least, nonzero < least_nonzero
    kept = ~{"by_missing": low, "by_zeros": zeros, "both": low | zeros}[method]
    if not kept.any():
        raise TooFewUnits(
            "No unit has enough data to stay. Lower the least share of the step screen.",
            Where(step=STEP),
        )
    return Screened(kept, share, nonzero)


def _check(method: str, least: float, least_nonzero: float) -> None:
    if method not in METHODS:
        raise SpecError(
            f"{method} is no way to screen. Possible: {', '.join(METHODS)}.",
            Where(step=STEP, path="method"),
        )
    for name, share in {"least": least, "least_nonzero": least_nonzero}.items():
        if not 0 <= share <= 1:
            raise SpecError(f"{name} must be from 0 to 1.", Where(step=STEP, path=name))
