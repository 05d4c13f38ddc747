"""Tame outliers, column by column, and keep a record of every point that was touched.

A column fails where abs(G1) is at or above one limit and G2 at or above another. It is then
winsorised: the highest value takes the next highest (the lowest the next lowest, where the skew is
negative), again and again, until the column passes or ``winmax`` points were moved. If it still
fails, that is undone and the column is transformed instead, a logarithm as a rule. This is COINr's
``Treat`` with ``winsorise``, ``check_SkewKurt`` and ``log_CT``, equalled to rounding, in its odd
cases too:

- values tied at the end move together, so that more than ``winmax`` points may move;
- a transformed column that still fails stays transformed;
- a column that winsorising would make constant, or with fewer than four known values, stays as it
  was.

Sources
-------
Joanes, D. N. and Gill, C. A. (1998), Comparing measures of sample skewness and kurtosis, The
Statistician 47, 183-189: G1 and G2 (type 2 of R's e1071, as in Excel, SAS and SPSS).
OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.5.
Becker, W. et al. (2022), COINr, Journal of Open Source Software 7(78), 4567.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np

from decapolis.engines.composite.errors import NotPositive, SpecError, Where
from decapolis.engines.composite.table import Bools, Floats, Ints

STEP = "treat"
FALLBACKS = ("log", "log_plus", "log_original", "log_gii", "boxcox", "none")

AS_IT_WAS, WINSORISED, TRANSFORMED, BOTH = range(4)
THREE, FOUR = 3, 4  # values that G1 and G2 need
LEVEL = -1e-12  # a skew from here on is none: which end it tells would be a matter of rounding


@dataclass(frozen=True, slots=True)
class Rule:
    """When and how a column is treated.

    Attributes
    ----------
    winmax
        Points moved at most; None for no limit, 0 to transform at once.
    skew, kurt
        A column fails where both abs(G1) >= skew and G2 >= kurt.
    fallback
        One of `FALLBACKS`: what is done with a column that winsorising does not mend. With a the
        hundredth part of the range: ``log`` is log(x - min + a), COINr's ``log_CT``; ``log_plus``
        the same where G1 > 0, else -log(max - x + a), ``log_CT_plus``; ``log_original``
        log(x - min + 1), ``log_CT_orig``; ``log_gii`` log((max - 1)(x - min) / (max - min) + 1),
        of the Global Innovation Index 2020; ``boxcox`` ((x - min + 1)^p - 1) / p; ``none`` leaves
        the column as far as winsorising came.
    power
        p of ``boxcox``; 0 for the logarithm.
    force
        Move ``winmax`` points in a column that fails, even if fewer are enough.
    combine
        Transform what was winsorised, instead of undoing it.
    """

    winmax: int | None = 5
    skew: float = 2.0
    kurt: float = 3.5
    fallback: str = "log"
    power: float = 0.0
    force: bool = False
    combine: bool = False

    def __post_init__(self) -> None:
        if self.fallback not in FALLBACKS:
            raise SpecError(
                f"{self.fallback} is no fallback. Possible: {', '.join(FALLBACKS)}.",
                Where(step=STEP, path="fallback"),
            )
        if self.winmax is not None and self.winmax < 0:
            raise SpecError("winmax must be 0 or more.", Where(step=STEP, path="winmax"))


DEFAULT = Rule()


@dataclass(frozen=True, slots=True)
class Treated:
    """Columns after treatment, and what was done.

    Attributes
    ----------
    values : (..., n, m) array
        The treated values; NaN stays NaN.
    done : (..., m) array of int
        `AS_IT_WAS`, `WINSORISED`, `TRANSFORMED` or `BOTH`.
    high, low : (..., n, m) array of bool
        Points moved down from the top and up from the bottom.
    skew_before, kurt_before, skew_after, kurt_after : (..., m) array
        G1 and G2; NaN where they are not defined.
    passes : (..., m) array of bool
        False where the column still fails.
    """

    values: Floats
    done: Ints
    high: Bools
    low: Bools
    skew_before: Floats
    kurt_before: Floats
    skew_after: Floats
    kurt_after: Floats
    passes: Bools


def skewness(values: Floats, axis: int = 0) -> Floats:
    """Return G1, the skewness adjusted for the size of the sample.

    G1 = sqrt(n (n - 1)) / (n - 2) * m3 / m2^(3/2), with m the central moments of the n known
    values.

    Parameters
    ----------
    values : array
        NaN where missing.
    axis
        Along which.

    Returns
    -------
    array
        Without that axis; NaN with fewer than three values, or where all are equal.

    Examples
    --------
    COINr's documentation prints 3.063241 for 1 to 10 and two outliers.

    >>> skewness(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])).round(6).item()
    3.063241
    """
    return _moments(np.moveaxis(values, axis, -1))[0]


def kurtosis(values: Floats, axis: int = 0) -> Floats:
    """Return G2, the excess kurtosis adjusted for the size of the sample.

    G2 = (n - 1) / ((n - 2)(n - 3)) * ((n + 1)(m4 / m2^2 - 3) + 6).

    Parameters
    ----------
    values, axis
        As for `skewness`.

    Returns
    -------
    array
        Without that axis; NaN with fewer than four values, or where all are equal.

    Examples
    --------
    >>> kurtosis(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])).round(6).item()
    9.741391
    """
    return _moments(np.moveaxis(values, axis, -1))[1]


def treat(
    values: Floats,
    rule: Rule | None = DEFAULT,
    per: Mapping[int, Rule | None] | None = None,
) -> Treated:
    """Treat all columns at once.

    Parameters
    ----------
    values : (..., n, m) array
        NaN where missing; further axes are draws.
    rule
        For all columns; None leaves them as they are.
    per
        Other rules by column number; None leaves that column as it is.

    Returns
    -------
    Treated
        See there.

    Raises
    ------
    NotPositive
        ``log_gii`` meets a column whose greatest value is zero or less.

    Examples
    --------
    >>> outlier = np.array([[1.0], [2], [3], [4], [5], [6], [7], [8], [9], [10], [100]])
    >>> treat(outlier).values[-1].item()
    10.0
    """
    swapped = np.swapaxes(values, -1, -2)
    lines = np.ascontiguousarray(swapped).reshape(-1, swapped.shape[-1])
    limits = _limits(rule, per or {}, values.shape[-1])
    before = _moments(lines)
    fails = _fails(*before, limits, np.arange(len(lines)) % values.shape[-1])
    chosen = np.flatnonzero(fails)
    mended = _mend(lines[chosen], limits.of(chosen % values.shape[-1]))
    done, passes = np.zeros(len(lines), dtype=np.intp), ~fails
    after = before[0].copy(), before[1].copy()
    high = np.zeros(lines.shape, dtype=bool)
    low, found = high.copy(), lines.copy()
    done[chosen], passes[chosen] = mended.done, mended.passes
    after[0][chosen], after[1][chosen] = mended.skew, mended.kurt
    found[chosen], high[chosen], low[chosen] = mended.values, mended.high, mended.low
    cells, columns = swapped.shape, swapped.shape[:-1]
    return Treated(
        values=np.swapaxes(found.reshape(cells), -1, -2),
        done=done.reshape(columns),
        high=np.swapaxes(high.reshape(cells), -1, -2),
        low=np.swapaxes(low.reshape(cells), -1, -2),
        skew_before=before[0].reshape(columns),
        kurt_before=before[1].reshape(columns),
        skew_after=after[0].reshape(columns),
        kurt_after=after[1].reshape(columns),
        passes=passes.reshape(columns),
    )


@dataclass(frozen=True, slots=True)
class _Limits:
    """The rules of k columns as arrays, one entry for each."""

    treated: Bools
    winmax: Floats
    skew: Floats
    kurt: Floats
    power: Floats
    fallback: Ints
    force: Bools
    combine: Bools

    def of(self, columns: Ints) -> "_Limits":
        return _Limits(*(getattr(self, each.name)[columns] for each in fields(self)))


@dataclass(frozen=True, slots=True)
class _Lines:
    """k columns laid as lines of n points, with what was done to them."""

    values: Floats
    high: Bools
    low: Bools
    skew: Floats
    kurt: Floats
    done: Ints
    passes: Bools


def _limits(rule: Rule | None, per: Mapping[int, Rule | None], count: int) -> _Limits:
    rules = [per.get(column, rule) for column in range(count)] if per else [rule]
    plain = [each or DEFAULT for each in rules]

    numbers = np.array(
        [
            (np.inf if each.winmax is None else each.winmax, each.skew, each.kurt, each.power)
            for each in plain
        ]
    )
    marks = np.array([(each.force, each.combine) for each in plain])
    kinds = np.array([FALLBACKS.index(each.fallback) for each in plain])
    treated = np.array([each is not None for each in rules])
    return _Limits(
        treated=np.broadcast_to(treated, count),
        winmax=np.broadcast_to(numbers[:, 0], count),
        skew=np.broadcast_to(numbers[:, 1], count),
        kurt=np.broadcast_to(numbers[:, 2], count),
        power=np.broadcast_to(numbers[:, 3], count),
        fallback=np.broadcast_to(kinds, count),
        force=np.broadcast_to(marks[:, 0], count),
        combine=np.broadcast_to(marks[:, 1], count),
    )


def _fails(skew: Floats, kurt: Floats, limits: _Limits, columns: Ints) -> Bools:
    """Say which lines fail; not those whose G1 or G2 is undefined, which cannot be tested."""
    with np.errstate(invalid="ignore"):
        over = (np.abs(skew) >= limits.skew[columns]) & (kurt >= limits.kurt[columns])
    return over & limits.treated[columns]


def _moments(lines: Floats) -> tuple[Floats, Floats]:
    """Return G1 and G2 along the last axis; NaN where undefined, without a warning."""
    top = np.fmax.reduce(lines, axis=-1, keepdims=True)
    missing = np.isnan(lines)
    some = missing.any()
    n = (~missing).sum(axis=-1) * 1.0 if some else np.float64(lines.shape[-1])
    with np.errstate(invalid="ignore", divide="ignore"):
        # Onto -1 to 0: no power under- or overflows, and equal values become exactly NaN (0 / 0).
        unit = (lines - top) / (top - np.fmin.reduce(lines, axis=-1, keepdims=True))
        if some:
            unit = np.where(missing, 0.0, unit)  # a constant line stays NaN where it is known
        unit = unit - (unit.sum(axis=-1) / n)[..., None]
        if some:
            unit[missing] = 0.0
        square = unit * unit
        m2 = square.sum(axis=-1)
        m3 = np.einsum("...i,...i->...", square, unit)
        m4 = np.einsum("...i,...i->...", square, square)
        skew = np.sqrt(n * (n * (n - 1))) / (n - 2) * m3 / m2**1.5
        kurt = ((n + 1) * (n * m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return np.where(n >= THREE, skew, np.nan), np.where(n >= FOUR, kurt, np.nan)


def _mend(lines: Floats, limits: _Limits) -> _Lines:
    """Treat lines that fail: winsorise, then transform those which that does not mend."""
    everything = np.arange(len(lines))
    found = _winsorise(lines, limits)
    constant = np.isnan(found.skew)
    fails = _fails(found.skew, found.kurt, limits, everything)
    change = fails & (limits.fallback != FALLBACKS.index("none"))
    base = np.where((change & ~limits.combine)[:, None], lines, found.values)
    moved = (found.high | found.low).any(axis=1)
    changed = base.copy()
    for kind in np.unique(limits.fallback[change]):
        rows = np.flatnonzero(change & (limits.fallback == kind))
        changed[rows] = _transformed(base[rows], FALLBACKS[kind], limits.power[rows])
    skew, kurt = _moments(changed)
    # COINr gives back what it was given where the test cannot be made any more.
    undone = constant | np.isnan(skew)
    kept_moves = (moved & ~undone & ~(change & ~limits.combine))[:, None]
    changed[undone] = lines[undone]
    skew[undone], kurt[undone] = _moments(lines[undone])
    return _Lines(
        values=changed,
        high=found.high & kept_moves,
        low=found.low & kept_moves,
        skew=skew,
        kurt=kurt,
        done=np.where(kept_moves[:, 0], WINSORISED, 0) + np.where(change & ~undone, TRANSFORMED, 0),
        passes=~_fails(skew, kurt, limits, everything),
    )


def _winsorise(lines: Floats, limits: _Limits) -> _Lines:
    """Move end points one value inwards, round by round, until a line passes or may move no more.

    The count of moved points is that of the last round at the top plus that of the last round at
    the bottom: points moved before are tied with the next ones, and so move again with them.
    """
    found = lines.copy()
    high = np.zeros(lines.shape, dtype=bool)
    low = high.copy()
    skew, kurt = _moments(lines)
    going = np.flatnonzero(limits.winmax > 0)
    while going.size:
        part, up = found[going], (skew[going] >= LEVEL)[:, None]
        signed = np.where(up, part, -part)  # the end that moves is on top
        at = signed == np.fmax.reduce(signed, axis=1, keepdims=True)
        following = np.fmax.reduce(np.where(at, -np.inf, signed), axis=1, keepdims=True)
        signed = np.where(at, following, signed)
        found[going] = part = np.where(up, signed, -signed)
        high[going] = np.where(up, at, high[going])
        low[going] = np.where(up, low[going], at)
        skew[going], kurt[going] = _moments(part)
        count = high[going].sum(axis=1) + low[going].sum(axis=1)
        fails = _fails(skew[going], kurt[going], limits, going) | limits.force[going]
        going = going[fails & ~np.isnan(skew[going]) & (count < limits.winmax[going])]
    nothing = np.zeros(len(lines), dtype=np.intp)
    return _Lines(found, high, low, skew, kurt, nothing, nothing.astype(bool))


def _transformed(lines: Floats, kind: str, power: Floats) -> Floats:
    """Return lines that are not constant by one of the fallbacks (see `Rule`).

    Raises
    ------
    NotPositive
        See `treat`.
    """
    least = np.fmin.reduce(lines, axis=1, keepdims=True)
    most = np.fmax.reduce(lines, axis=1, keepdims=True)
    if kind == "log_gii" and (most <= 0).any():
        raise NotPositive(
            "The fallback log_gii needs a greatest value above zero. Choose log.", Where(step=STEP)
        )
    return _FORMULAS[kind](lines, least, most, power[:, None])


def _log(lines: Floats, least: Floats, most: Floats, _power: Floats) -> Floats:
    return np.log(lines - least + 0.01 * (most - least))


def _log_plus(lines: Floats, least: Floats, most: Floats, power: Floats) -> Floats:
    up = (_moments(lines)[0] > 0)[:, None]
    mirrored = -np.log(most + 0.01 * (most - least) - lines)
    return np.where(up, _log(lines, least, most, power), mirrored)


def _log_original(lines: Floats, least: Floats, _most: Floats, _power: Floats) -> Floats:
    return np.log(lines - least + 1)


def _log_gii(lines: Floats, least: Floats, most: Floats, _power: Floats) -> Floats:
    return np.log((most - 1) * (lines - least) / (most - least) + 1)


def _boxcox(lines: Floats, least: Floats, _most: Floats, power: Floats) -> Floats:
    positive = lines - least + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(power == 0, np.log(positive), (positive**power - 1) / power)


_FORMULAS: dict[str, Callable[[Floats, Floats, Floats, Floats], Floats]] = {
    "log": _log,
    "log_plus": _log_plus,
    "log_original": _log_original,
    "log_gii": _log_gii,
    "boxcox": _boxcox,
}
