"""Which of several uncertain choices moves a result: variance-based sensitivity indices.

With V the variance of the result y over all inputs x_1 ... x_d, each uniform on 0 to 1:

- first order S_i = V(E(y | x_i)) / V: what would go if x_i alone were known;
- total T_i = E(V(y | all but x_i)) / V: what would stay if all but x_i were known. T_i - S_i is
  what x_i does only together with others.

Sources
-------
Saltelli, A. et al. (2010), Variance based sensitivity analysis of model output, Computer Physics
Communications 181, 259-270 (design, first order).
Jansen, M. (1999), Analysis of variance designs for model output, Computer Physics Communications
117, 35-43 (total).
Becker, W. et al. (2022), COINr, ``SA_sample`` and ``SA_estimate``.
"""

from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.errors import CompositeError, Constant, NotFinite, Where
from decapolis.engines.composite.table import Floats

STEP = "sobol"
MIN_POINTS = 2
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """How much of the variance each of d inputs accounts for.

    Attributes
    ----------
    variance
        Of the result over the points of A and B (of the sample, n - 1).
    first, total : (d,) array
        As estimated: noise can take them a little below 0 or above 1.
    first_low, first_high, total_low, total_high : (d,) array
        Bootstrap quantiles at 5 and 95 %; NaN where none were asked for.
    """

    variance: float
    first: Floats
    total: Floats
    first_low: Floats
    first_high: Floats
    total_low: Floats
    total_high: Floats


def sample(points: int, inputs: int, seed: int, *, even: bool = False) -> Floats:
    """Make the points at which the result is needed: A, B, then A with column i of B for each i.

    Parameters
    ----------
    points
        n, of A; at least 2.
    inputs
        d, at least 1.
    seed
        The same seed gives the same points.
    even
        Scrambled Sobol' points of SciPy, which fill the space more evenly (n a power of two),
        instead of random ones as in COINr.

    Returns
    -------
    (n (d + 2), d) array
        From 0 to 1; rows as in COINr's ``SA_sample``.

    Raises
    ------
    CompositeError
        Too few points or inputs, or `even` and not a power of two.

    Examples
    --------
    >>> sample(4, 3, seed=1).shape
    (20, 3)
    """
    if points < MIN_POINTS or inputs < 1:
        raise CompositeError(
            f"{points} points of {inputs} inputs are too few. Give at least two points and one "
            "uncertain input.",
            Where(step=STEP),
        )
    rng = np.random.default_rng(seed)
    if even and points & (points - 1):
        raise CompositeError(
            f"{points} points cannot be spread evenly. Give a power of two, such as "
            f"{1 << points.bit_length()}.",
            Where(step=STEP),
        )
    if even:
        from scipy.stats import qmc  # noqa: PLC0415 -- slow import

        base = np.asarray(qmc.Sobol(2 * inputs, rng=rng).random(points), dtype=np.float64)
    else:
        base = rng.random((points, 2 * inputs))
    one, two = base[:, :inputs], base[:, inputs:]
    mixed = np.repeat(one[None], inputs, axis=0)
    for column in range(inputs):
        mixed[column, :, column] = two[:, column]
    return np.vstack([one, two, *mixed])


def estimate(
    results: Floats, inputs: int, *, draws: int = 0, seed: int = 0, centred: bool = False
) -> Indices:
    """Estimate the indices from the results at the points of `sample`.

    With y_A, y_B, y_i the results at A, B, and A with column i of B, and V the variance of the y_A
    and y_B together: S_i = mean(y_B (y_i - y_A)) / V (Saltelli 2010), T_i = mean((y_A - y_i)^2) /
    (2 V) (Jansen 1999). Equal to COINr's ``SA_estimate``.

    Parameters
    ----------
    results : (n (d + 2),) array
        In the order of `sample`.
    inputs
        d.
    draws
        Bootstrap draws of the n points for the intervals; 0 for none. A point is drawn with all
        its results, and V anew (COINr draws each column for itself and keeps V).
    seed
        Of the bootstrap.
    centred
        Take the mean of the y_A and y_B from all results first: the same in the long run, and less
        noise in S where the mean is large against the spread. COINr does not.

    Returns
    -------
    Indices

    Raises
    ------
    CompositeError
        The number of results does not fit.
    NotFinite
        A result is missing or infinite.
    Constant
        All results are equal, so that nothing moves them.

    Examples
    --------
    >>> points = sample(2048, 2, seed=1, even=True)
    >>> found = estimate(points @ np.array([1.0, 2.0]), 2)
    >>> found.first.round(2).tolist(), found.total.round(2).tolist()
    ([0.2, 0.8], [0.2, 0.8])
    """
    made = _checked(results, inputs)
    if centred:
        made = made - made[:2].mean()
    first, total, variance = _indices(made)
    blank = np.full(inputs, np.nan)
    edges = [blank, blank, blank, blank]
    if draws:
        rng = np.random.default_rng(seed)
        again = [
            _indices(made[:, rng.integers(made.shape[1], size=made.shape[1])])[:2]
            for _draw in range(draws)
        ]
        low_high = np.nanquantile(np.array(again), [LOW, HIGH], axis=0)  # ends, orders, inputs
        edges = [low_high[end, order] for order in range(2) for end in range(2)]
    return Indices(variance, first, total, *edges)


def _indices(made: Floats) -> tuple[Floats, Floats, float]:
    one, two, mixed = made[0], made[1], made[2:]
    variance = float(np.var(made[:2], ddof=1))
    if variance <= 0:  # only in a bootstrap draw
        nothing = np.full(len(mixed), np.nan)
        return nothing, nothing, variance
    first = (two * (mixed - one)).mean(axis=1) / variance
    total = ((one - mixed) ** 2).mean(axis=1) / (2 * variance)
    return first, total, variance


def _checked(results: Floats, inputs: int) -> Floats:
    where = Where(step=STEP)
    flat = np.asarray(results, dtype=np.float64)
    points, left = divmod(flat.size, inputs + 2)
    if flat.ndim != 1 or left or points < MIN_POINTS:
        raise CompositeError(
            f"{flat.size} results are not a design of {inputs} inputs: there must be n ({inputs} + "
            "2) of them, n at least 2.",
            where,
        )
    if not np.isfinite(flat).all():
        raise NotFinite(
            "A result is missing or infinite. Leave out choices under which the index cannot be "
            "built.",
            where,
        )
    made = flat.reshape(inputs + 2, points)
    if np.ptp(made[:2]) <= 0:
        raise Constant("All results are equal: none of the choices moves them.", where)
    return made
