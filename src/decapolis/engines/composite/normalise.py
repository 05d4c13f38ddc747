"""Bring indicators of any unit onto one scale on which more is better.

A column of direction -1 is multiplied by -1 first, as in COINr, so that the best unit has the
greatest value x; min and max are those of x. Targets and goalposts are given in the unit of the
indicator and turned with it. COINr's ``n_minmax``, ``n_zscore``, ``n_rank``, ``n_prank``,
``n_borda``, ``n_dist2max``, ``n_dist2ref``, ``n_dist2targ``, ``n_goalposts`` and ``n_scaled`` are
equalled to rounding. What COINr answers with NaN or Inf (a constant column, a reference that is
the worst unit) is an error here.

Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.6 and table 19.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.errors import (
    AllMissing,
    Constant,
    NotPositive,
    SpecError,
    TooFewUnits,
    Where,
)
from decapolis.engines.composite.table import NO_LABELS, Bools, Floats, Labels

STEP = "normalise"
METHODS = (
    "minmax",
    "zscore",
    "rank",
    "percentile_rank",
    "borda",
    "distance_to_best",
    "distance_to_reference",
    "distance_to_target",
    "fraction_of_best",
    "goalposts",
    "scaled",
    "none",
)
TIES = ("min", "average")


@dataclass(frozen=True, slots=True)
class Scale:
    """How a column is normalised.

    Attributes
    ----------
    method
        One of `METHODS`:

        - ``minmax``: (x - min) / (max - min), onto ``low`` to ``high`` (0 to 100)
        - ``zscore``: (x - mean) / sd, sample sd (n - 1), times ``sd`` plus ``mean`` (1 and 0)
        - ``rank``: 1 for the least, n for the greatest of n known values
        - ``percentile_rank``: (rank - 1) / (n - 1), times ``factor`` (1)
        - ``borda``: rank - 1
        - ``distance_to_best``: 1 - (max - x) / (max - min), times ``factor`` (1)
        - ``distance_to_reference``: (x - min) / (x of the unit ``reference`` - min), times
          ``factor`` (1)
        - ``distance_to_target``: (x - min) / (``target`` - min), times ``factor`` (1)
        - ``fraction_of_best``: x / max, times ``factor`` (1); for direction -1 the least value of
          the indicator by its value, where COINr's ``n_fracmax`` gives more to what is worse
        - ``goalposts``: (x - ``low``) / (``high`` - ``low``), times ``factor`` (1); low and high in
          the unit of the indicator, low the smaller, whatever the direction
        - ``scaled``: (x - ``low``) / (``high`` - ``low``), times ``factor`` (100); of x after it is
          turned, with ``low`` and ``high`` taken as they are (0 and 100)
        - ``none``: x
    low, high, mean, sd, factor
        See above; None for what stands there in brackets.
    reference
        Code of a unit.
    target
        In the unit of the indicator.
    cap
        For distances to a reference or target: no more than the whole ``factor``.
    truncate
        For goalposts: nothing below 0 or above ``factor``.
    ties
        For ranks: equal values share the ``min`` of their ranks, as in COINr, or the ``average``.
    """

    method: str = "minmax"
    low: float | None = None
    high: float | None = None
    mean: float = 0.0
    sd: float = 1.0
    factor: float | None = None
    reference: str = ""
    target: float | None = None
    cap: bool = False
    truncate: bool = True
    ties: str = "min"

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise _wrong(
                f"{self.method} is no way to normalise. Possible: {', '.join(METHODS)}.", "method"
            )
        if self.ties not in TIES:
            raise _wrong(f"{self.ties} is no rule for ties. Possible: min, average.", "ties")
        if not self.sd > 0:
            raise _wrong("The standard deviation must be above zero.", "sd")
        if None not in {self.low, self.high} and not self.at_low < self.at_high:
            raise _wrong("low must be below high.", "high")

    @property
    def at_low(self) -> float:
        """The lower end; 0 unless given."""
        return 0.0 if self.low is None else self.low

    @property
    def at_high(self) -> float:
        """The upper end; 100 unless given."""
        return 100.0 if self.high is None else self.high

    @property
    def at_factor(self) -> float:
        """The factor; 100 for ``scaled`` and 1 for others unless given."""
        if self.factor is not None:
            return self.factor
        return 100.0 if self.method == "scaled" else 1.0


DEFAULT = Scale()


def normalise(
    values: Floats,
    direction: Floats,
    scale: Scale = DEFAULT,
    per: Mapping[int, Scale] | None = None,
    labels: Labels = NO_LABELS,
) -> Floats:
    """Normalise all columns.

    Parameters
    ----------
    values : (..., n, m) array
        NaN where missing; further axes are draws.
    direction : (m,) array
        1 or -1.
    scale
        For all columns; min-max from 0 to 100 unless told.
    per
        Other scales by column number.
    labels
        For messages, and its units to find a reference.

    Returns
    -------
    (..., n, m) array
        More is better; NaN stays NaN.

    Raises
    ------
    SpecError
        An option is missing: a target, goalposts, a reference; or the reference is unknown.
    AllMissing
        A column has no value.
    Constant
        All values of a column are equal, where the method needs a spread.
    TooFewUnits
        There is one unit alone, where the method needs two.
    NotPositive
        ``fraction_of_best`` meets values of zero or less.

    Examples
    --------
    >>> values = np.array([[1.0, 1.0], [2.0, 2.0], [5.0, 5.0]])
    >>> normalise(values, np.array([1.0, -1.0])).tolist()
    [[0.0, 100.0], [25.0, 75.0], [100.0, 0.0]]
    """
    turned = values * direction
    _check_known(turned, labels)
    if not per:
        return _scaled(turned, direction, [scale], labels)
    found = np.empty_like(turned)
    scales = [per.get(column, scale) for column in range(values.shape[-1])]
    for kind in sorted({(each.method, each.reference) for each in scales}):
        at = np.array([n for n, of in enumerate(scales) if (of.method, of.reference) == kind])
        names = Labels(labels.units, [labels.code(int(column)) for column in at])
        found[..., at] = _scaled(
            turned[..., at], direction[at], [scales[column] for column in at], names
        )
    return found


def ranks_upwards(values: Floats, ties: str = "min") -> Floats:
    """Return ranks along the rows from 1 for the least value; NaN stays NaN.

    Parameters
    ----------
    values : (..., n, m) array
        NaN where missing.
    ties
        ``min``: equal values share the least of their ranks; ``average``: the mean of them.

    Returns
    -------
    (..., n, m) array
        Whole numbers, or halves.

    Examples
    --------
    >>> ranks_upwards(np.array([[5.0], [7.0], [5.0], [np.nan]])).ravel().tolist()
    [1.0, 3.0, 1.0, nan]
    """
    order = np.argsort(values, axis=-2, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-2)
    place = np.arange(values.shape[-2])[:, None]
    new = np.ones(values.shape, dtype=bool)
    new[..., 1:, :] = ordered[..., 1:, :] != ordered[..., :-1, :]
    first = np.maximum.accumulate(np.where(new, place, 0), axis=-2) + 1.0
    if ties == "average":
        last = np.ones(values.shape, dtype=bool)
        last[..., :-1, :] = new[..., 1:, :]
        ends = np.where(last, place, values.shape[-2])[..., ::-1, :]
        first = (first + np.minimum.accumulate(ends, axis=-2)[..., ::-1, :] + 1.0) / 2
    found = np.empty_like(values)
    np.put_along_axis(found, order, first, axis=-2)
    return np.where(np.isnan(values), np.nan, found)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of one method: turned values (..., k), and one scale for all or one for each."""

    values: Floats
    direction: Floats
    scales: Sequence[Scale]
    labels: Labels

    def option(self, name: str) -> Floats:
        """Return an option of every column."""
        first = getattr(self.scales[0], name)
        if all(getattr(each, name) == first for each in self.scales):
            return np.asarray(first)
        return np.array([getattr(each, name) for each in self.scales])

    def needed(self, *names: str) -> list[Floats]:
        """Return options that have no default.

        Raises
        ------
        SpecError
            One is not given.
        """
        for name in names:
            lacking = [n for n, each in enumerate(self.scales) if getattr(each, name) is None]
            if lacking and len(self.scales) == 1:
                lacking = list(range(self.values.shape[-1]))
            if lacking:
                raise SpecError(
                    f"{self.scales[0].method} needs {name} for {self.labels.named(lacking)}.",
                    Where(step=STEP, code=self.labels.code(lacking[0]), path=name),
                )
        return [self.option(name).astype(np.float64) for name in names]

    def least(self) -> Floats:
        return np.asarray(np.fmin.reduce(self.values, axis=-2, keepdims=True))

    def most(self) -> Floats:
        return np.asarray(np.fmax.reduce(self.values, axis=-2, keepdims=True))

    def check_spread(self, span: Floats) -> None:
        """Refuse columns whose span is zero.

        Raises
        ------
        TooFewUnits
            There is one unit alone.
        Constant
            Values are equal.
        """
        flat = span == 0
        if not flat.any():
            return
        method = self.scales[0].method
        if self.values.shape[-2] < 2:  # noqa: PLR2004
            raise TooFewUnits(
                f"{method} compares units with one another, and there is one alone. Add units, or "
                "normalise by goalposts.",
                Where(step=STEP),
            )
        columns = self.columns(flat)
        raise Constant(
            f"All values of {self.labels.named(columns)} are equal, so that {method} is not "
            "defined. Leave the indicator out, or normalise it by goalposts.",
            Where(step=STEP, code=self.labels.code(columns[0])),
        )

    def columns(self, where: Bools) -> list[int]:
        """Return the columns in which a mark stands anywhere."""
        marks = where.reshape(-1, where.shape[-1]).any(axis=0)
        return [int(column) for column in np.flatnonzero(marks)]


def _scaled(values: Floats, direction: Floats, scales: Sequence[Scale], labels: Labels) -> Floats:
    return _FORMULAS[scales[0].method](_Columns(values, direction, scales, labels))


def _check_known(values: Floats, labels: Labels) -> None:
    empty = np.isnan(values).all(axis=-2).reshape(-1, values.shape[-1]).any(axis=0)
    if empty.any():
        columns = np.flatnonzero(empty)
        raise AllMissing(
            f"No unit has a value for {labels.named(columns)}. Leave the indicator out, or add "
            "data.",
            Where(step=STEP, code=labels.code(int(columns[0]))),
        )


def _minmax(each: _Columns) -> Floats:
    least = each.least()
    span = each.most() - least
    each.check_spread(span)
    low, high = each.option("at_low"), each.option("at_high")
    return np.asarray((each.values - least) / span * (high - low) + low)


def _zscore(each: _Columns) -> Floats:
    # Compared by their ends: the sd of equal values need not be exactly zero. Divided by the span
    # first, so that no square under- or overflows.
    span = each.most() - each.least()
    each.check_spread(span)
    unit = (each.values - each.least()) / span
    known = ~np.isnan(unit)
    count = known.sum(axis=-2, keepdims=True)
    mean = np.where(known, unit, 0.0).sum(axis=-2, keepdims=True) / count
    gap = unit - mean
    square = np.where(known, gap * gap, 0.0).sum(axis=-2, keepdims=True)
    deviation = np.sqrt(square / (count - 1))
    return np.asarray(gap / deviation * each.option("sd") + each.option("mean"))


def _rank(each: _Columns) -> Floats:
    ties = each.option("ties")
    if ties.ndim:
        average = ranks_upwards(each.values, "average")
        return np.where(ties == "average", average, ranks_upwards(each.values))
    return ranks_upwards(each.values, str(ties))


def _borda(each: _Columns) -> Floats:
    return _rank(each) - 1.0


def _percentile_rank(each: _Columns) -> Floats:
    count = (~np.isnan(each.values)).sum(axis=-2, keepdims=True)
    each.check_spread(count - 1.0)
    return np.asarray((_rank(each) - 1.0) / (count - 1.0) * each.option("at_factor"))


def _distance_to_best(each: _Columns) -> Floats:
    most = each.most()
    span = most - each.least()
    each.check_spread(span)
    return np.asarray((1.0 - (most - each.values) / span) * each.option("at_factor"))


def _distance_to_reference(each: _Columns) -> Floats:
    unit = each.scales[0].reference
    if unit not in each.labels.units:
        raise SpecError(
            f"The reference {unit or '(none)'} is not among the units. Name one as reference.",
            Where(step=STEP, unit=unit, path="reference"),
        )
    row = list(each.labels.units).index(unit)
    reference = each.values[..., row : row + 1, :]
    if np.isnan(reference).any():
        column = each.columns(np.isnan(reference))
        raise AllMissing(
            f"The reference {unit} has no value for {each.labels.named(column)}. Choose another "
            "reference, or impute.",
            Where(step=STEP, code=each.labels.code(column[0]), unit=unit),
        )
    return _distance(each, reference, f"the reference {unit}")


def _distance_to_target(each: _Columns) -> Floats:
    (target,) = each.needed("target")
    return _distance(each, target * each.direction, "the target")


def _distance(each: _Columns, goal: Floats, name: str) -> Floats:
    least = each.least()
    flat = np.broadcast_to(goal <= least, least.shape)
    if flat.any():
        columns = each.columns(flat)
        raise Constant(
            f"{name[0].upper()}{name[1:]} is not better than the worst value of "
            f"{each.labels.named(columns)}, so that there is no distance to measure by. Choose "
            "another.",
            Where(step=STEP, code=each.labels.code(columns[0])),
        )
    found = (each.values - least) / (goal - least)
    cap = np.where(each.option("cap"), 1.0, np.inf)
    return np.asarray(np.minimum(found, cap) * each.option("at_factor"))


def _fraction_of_best(each: _Columns) -> Floats:
    values, up = each.values, each.direction > 0
    bad = np.where(up, each.most() <= 0, each.most() >= 0)
    if bad.any():
        columns = each.columns(bad)
        raise NotPositive(
            f"fraction_of_best needs values above zero; {each.labels.named(columns)} has others. "
            "Choose distance_to_best.",
            Where(step=STEP, code=each.labels.code(columns[0])),
        )
    best = each.most()
    return np.asarray(np.where(up, values / best, best / values) * each.option("at_factor"))


def _goalposts(each: _Columns) -> Floats:
    low, high = each.needed("low", "high")
    start = np.where(each.direction > 0, low, -high)
    end = np.where(each.direction > 0, high, -low)
    found = (each.values - start) / (end - start)
    inside = np.clip(found, 0.0, 1.0)
    return np.asarray(np.where(each.option("truncate"), inside, found) * each.option("at_factor"))


def _linear(each: _Columns) -> Floats:
    low, high = each.option("at_low"), each.option("at_high")
    return (each.values - low) / (high - low) * each.option("at_factor")


def _none(each: _Columns) -> Floats:
    return each.values


_FORMULAS: dict[str, Callable[[_Columns], Floats]] = {
    "minmax": _minmax,
    "zscore": _zscore,
    "rank": _rank,
    "percentile_rank": _percentile_rank,
    "borda": _borda,
    "distance_to_best": _distance_to_best,
    "distance_to_reference": _distance_to_reference,
    "distance_to_target": _distance_to_target,
    "fraction_of_best": _fraction_of_best,
    "goalposts": _goalposts,
    "scaled": _linear,
    "none": _none,
}


def _wrong(message: str, path: str) -> SpecError:
    return SpecError(message, Where(step=STEP, path=path))
