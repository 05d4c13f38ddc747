"""Make one column of several, level by level up to the index.

Every method takes the values of the children, (n, k) with NaN where missing, and their weights,
(k,), relative; it gives (n,). See `means`, `votes` and `frontier` for what each does.

Sources
-------
OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.7 (aggregation).
Becker, W. et al. (2022), COINr: an R package for developing composite indicators, Journal of Open
Source Software 7(78), 4567.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from decapolis.engines.composite.errors import (
    CompositeError,
    NotFinite,
    SpecError,
    WeightsError,
    Where,
)
from decapolis.engines.composite.frontier import benefit_of_doubt
from decapolis.engines.composite.means import (
    amean,
    gmean,
    hmean,
    mazziotta_pareto,
    median,
    power_mean,
)
from decapolis.engines.composite.table import Floats, Node, Structure
from decapolis.engines.composite.votes import copeland, copeland_majority

STEP = "aggregate"
METHODS = (
    "amean",
    "gmean",
    "hmean",
    "power",
    "median",
    "copeland",
    "copeland_majority",
    "mazziotta_pareto",
    "dea",
)


@dataclass(frozen=True, slots=True)
class Method:
    """How the aggregates of one level are made.

    Attributes
    ----------
    name
        One of `METHODS`.
    power
        Exponent of ``power``: 1 is the arithmetic mean, 0 the geometric, -1 the harmonic, minus
        infinity the smallest value.
    penalty
        For ``mazziotta_pareto``: -1 where more of the index is better, 1 where less is.
    least
        Share of the children, from 0 to 1, that a unit must have; NaN below it (COINr's
        ``dat_thresh``).
    """

    name: str = "amean"
    power: float = 1.0
    penalty: int = -1
    least: float = 0.0


AMEAN = Method()


def dea(values: Floats, weights: Floats) -> Floats:
    """Return the benefit of the doubt, each unit under the weights that suit it best, from 0 to 1.

    Weights given do not count, except that a child of weight zero is left out. See
    `frontier.benefit_of_doubt`, also for limits on the shares.

    Examples
    --------
    >>> dea(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]]), np.ones(2)).round(9).tolist()
    [1.0, 1.0, 0.8]
    """
    return benefit_of_doubt(values[:, weights > 0]).scores


def combine(values: Floats, weights: Floats, method: Method = AMEAN) -> Floats:
    """Make one column of k, as `method` says.

    Parameters
    ----------
    values : (n, k) array
        NaN where missing.
    weights : (k,) array
        Relative; not negative, not all zero.

    Returns
    -------
    (n,) array

    Raises
    ------
    SpecError
        There is no such method.
    CompositeError
        As the method: `NotPositive`, `TooFewUnits`; `WeightsError`; `NotFinite` of an infinite
        value.

    Examples
    --------
    >>> combine(np.array([[1.0, 3.0], [1.0, np.nan]]), np.ones(2), Method(least=0.6)).tolist()
    [2.0, nan]
    """
    _check_weights(weights, values.shape[1])
    _check_finite(values)
    match method.name:
        case "power":
            made = power_mean(values, weights, method.power)
        case "mazziotta_pareto":
            made = mazziotta_pareto(values, weights, method.penalty)
        case name if name in PLAIN:
            made = PLAIN[name](values, weights)
        case name:
            raise SpecError(
                f"There is no aggregation {name!r}. Use one of: {', '.join(METHODS)}.",
                Where(step=STEP, path="method"),
            )
    if method.least > 0:
        made = np.where((~np.isnan(values)).mean(axis=1) < method.least, np.nan, made)
    return made


def aggregate(
    values: Floats,
    structure: Structure,
    weights: Floats | None = None,
    methods: Method | Sequence[Method] = AMEAN,
) -> Floats:
    """Make the whole matrix: the indicators, then every aggregate up to the index.

    Parameters
    ----------
    values : (n, m) array
        Normalised indicators, NaN where missing.
    structure
        Of the table, c columns in all.
    weights : (c,) array or None
        For indicators and aggregates as in ``structure.codes``, relative within a parent; those of
        the structure unless given.
    methods
        One for all levels, or one for each of ``structure.levels``.

    Returns
    -------
    (n, c) array
        Columns as in ``structure.codes``; the index is the last.

    Raises
    ------
    WeightsError
        The number of weights does not fit, or they do not.
    CompositeError
        As `combine`; ``where.code`` names the aggregate.

    Examples
    --------
    >>> from decapolis.engines.composite.table import Aggregate, Indicator, structure
    >>> made = structure([Indicator("a", "", "I"), Indicator("b", "", "I", weight=3)],
    ...                  [Aggregate("I", "", 2)])
    >>> aggregate(np.array([[10.0, 20.0]]), made).tolist()
    [[10.0, 20.0, 17.5]]
    """
    given = structure.weights if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape != (len(structure.codes),):
        raise WeightsError(
            f"There are {given.size} weights for {len(structure.codes)} codes. Give one for each "
            "indicator and aggregate.",
            Where(step=STEP),
        )
    whole = np.full((len(values), len(structure.codes)), np.nan)
    whole[:, : structure.count] = values
    for level, method in zip(structure.levels, _per_level(structure, methods), strict=True):
        nodes = [node for node in structure.nodes if node.level == level]
        if method.name == "amean" and method.least <= 0:
            _amean_level(whole, nodes, given)
            continue
        for node in nodes:
            try:
                whole[:, node.column] = combine(
                    whole[:, node.children], given[node.children], method
                )
            except CompositeError as error:
                raise type(error)(
                    f"{node.code}: {error}", replace(error.where, code=node.code)
                ) from error
    return whole


def _amean_level(whole: Floats, nodes: Sequence[Node], weights: Floats) -> None:
    """Fill the arithmetic means of one level by one product, which makes rebuilds cheap."""
    first, last = nodes[0].column, nodes[-1].column + 1
    share = np.zeros((first, last - first))
    for node in nodes:
        below = weights[node.children]
        total = below.sum()
        if not (below >= 0).all() or not 0 < total < np.inf:
            _check_weights(below, len(below), code=node.code)
        share[node.children, node.column - first] = below / total
    below = whole[:, :first]
    _check_finite(below)
    known = ~np.isnan(below)
    if known.all():
        whole[:, first:last] = below @ share
        return
    total = known @ share
    total[total <= 0] = np.nan
    whole[:, first:last] = (np.where(known, below, 0.0) @ share) / total


def _per_level(structure: Structure, methods: Method | Sequence[Method]) -> tuple[Method, ...]:
    levels = structure.levels
    if isinstance(methods, Method):
        return (methods,) * len(levels)
    if len(methods) != len(levels):
        raise SpecError(
            f"There are {len(methods)} aggregation methods for {len(levels)} levels. Give one, or "
            "one for each level.",
            Where(step=STEP, path="methods"),
        )
    return tuple(methods)


def _check_finite(values: Floats) -> None:
    if np.isinf(values).any():
        raise NotFinite("A value to be aggregated is infinite. Normalise it.", Where(step=STEP))


def _check_weights(weights: Floats, count: int, code: str = "") -> None:
    if weights.shape != (count,):
        raise WeightsError(
            f"There are {weights.size} weights for {count} columns. Give one for each.",
            Where(step=STEP, code=code),
        )
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.any()):
        raise WeightsError(
            (f"{code}: " if code else "")
            + "Weights must be numbers from zero up, and not all zero.",
            Where(step=STEP, code=code),
        )


PLAIN: dict[str, Callable[[Floats, Floats], Floats]] = {
    "amean": amean,
    "gmean": gmean,
    "hmean": hmean,
    "median": median,
    "copeland": copeland,
    "copeland_majority": copeland_majority,
    "dea": dea,
}
