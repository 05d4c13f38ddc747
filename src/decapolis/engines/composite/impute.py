"""Fill what is missing, and say where.

Mean and median, of all units or of a group, are COINr's ``i_mean``, ``i_median``, ``i_mean_grp``
and ``i_median_grp``, equalled to rounding: a unit of no group, and a group without a known value,
are left as they were.

Expectation-maximisation takes the columns of a block for draws from one multivariate normal
distribution, finds its most likely means and covariances (Dempster, A. P., Laird, N. M. and Rubin,
D. B. (1977), Maximum likelihood from incomplete data via the EM algorithm, Journal of the Royal
Statistical Society B 39, 1-38; Little, R. J. A. and Rubin, D. B. (2002), Statistical Analysis with
Missing Data, 11.2) and fills in what is expected given the known values of the unit. It draws
nothing at random: the same data give the same result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.errors import (
    AllMissing,
    CompositeError,
    SpecError,
    TooFewUnits,
    Where,
)
from decapolis.engines.composite.table import NO_LABELS, Bools, Floats, Ints, Labels

STEP = "impute"
METHODS = ("none", "mean", "median", "group_mean", "group_median", "zero", "constant", "em")

NEAR = 1e-12  # of a standard deviation, between two rounds of EM
ROUNDS = 20_000
SINGULAR = 1e-10  # least part of the greatest eigenvalue

_NO_ANSWER = (
    "Expectation-maximisation finds no answer for {}: there are too few units for so many "
    "indicators, or some say the same. Take narrower blocks, or a ridge such as 0.01."
)


@dataclass(frozen=True, slots=True)
class Imputed:
    """Values, filled.

    Attributes
    ----------
    values : (..., n, m) array
        NaN where a value is still missing.
    filled : (..., n, m) array of bool
        Where a value was put in.
    """

    values: Floats
    filled: Bools


@dataclass(frozen=True, slots=True)
class Options:
    """What single methods need.

    Attributes
    ----------
    groups : n labels
        For ``group_mean`` and ``group_median``; empty for a unit that is in none.
    constant
        For ``constant``.
    blocks
        For ``em``: columns that are filled from one another; all together unless told.
    ridge
        For ``em``: added to the variance of every standardised column, for blocks with too few
        units or columns that say the same; 0 for the plain method.
    """

    groups: Sequence[str] = ()
    constant: float = 0.0
    blocks: Sequence[Ints] = ()
    ridge: float = 0.0


NO_OPTIONS = Options()


def impute(
    values: Floats, method: str, options: Options = NO_OPTIONS, labels: Labels = NO_LABELS
) -> Imputed:
    """Fill missing values column by column, or block by block with ``em``.

    Parameters
    ----------
    values : (..., n, m) array
        NaN where missing; further axes are draws, not for ``em``.
    method
        One of `METHODS`.
    options
        See `Options`.
    labels
        For messages.

    Returns
    -------
    Imputed
        Known values are as they were.

    Raises
    ------
    SpecError
        The method is unknown, or its groups are missing.
    AllMissing
        A column has no value to take a mean or median from.
    CompositeError
        EM finds no answer: too few units for the block, or columns that say the same.

    Examples
    --------
    >>> impute(np.array([[1.0], [2.0], [np.nan]]), "mean").values[:, 0].tolist()
    [1.0, 2.0, 1.5]
    """
    if method not in METHODS:
        raise SpecError(
            f"{method} is no way to impute. Possible: {', '.join(METHODS)}.",
            Where(step=STEP, path="method"),
        )
    missing = np.isnan(values)
    columns = np.flatnonzero(missing.any(axis=tuple(range(values.ndim - 1))))
    if method == "none" or not columns.size:
        return Imputed(values, np.zeros_like(missing))
    found = values.copy()
    if method == "em":
        _fill_by_em(found, options, labels)
    else:
        part = values[..., columns]
        _check_known(part, columns, labels)
        found[..., columns] = np.where(np.isnan(part), _filling(part, method, options), part)
    return Imputed(found, missing & ~np.isnan(found))


def _filling(values: Floats, method: str, options: Options) -> Floats:
    """Return what each cell would be filled with; broadcasts to the values.

    Raises
    ------
    SpecError
        See `impute`.
    """
    if method in {"zero", "constant"}:
        return np.array(0.0 if method == "zero" else options.constant)
    if method == "mean":
        return _mean(values)
    if method == "median":
        return _median(values)
    if len(options.groups) != values.shape[-2]:
        raise SpecError(
            f"{method} needs a group of the table. Name it as group.",
            Where(step=STEP, path="group"),
        )
    groups = np.array(list(options.groups), dtype=object)
    filling = np.full(values.shape, np.nan)
    for name in set(options.groups) - {""}:
        rows = np.flatnonzero(groups == name)
        within = values[..., rows, :]
        filling[..., rows, :] = _mean(within) if method == "group_mean" else _median(within)
    return filling


def _mean(values: Floats) -> Floats:
    """Return the mean of the known values by column, kept as an axis; NaN if there are none."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        total = np.where(known, values, 0.0).sum(axis=-2, keepdims=True)
        return np.asarray(total / known.sum(axis=-2, keepdims=True))


def _median(values: Floats) -> Floats:
    """Return the median as `_mean` does; of an even count the mean of the middle two."""
    ordered = np.sort(values, axis=-2)  # NaN last
    count = (~np.isnan(values)).sum(axis=-2, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=-2)
    high = np.take_along_axis(ordered, np.minimum(count // 2, values.shape[-2] - 1), axis=-2)
    return np.asarray((low + high) / 2)


def _check_known(values: Floats, columns: Ints, labels: Labels) -> None:
    nothing = np.isnan(values).all(axis=-2).reshape(-1, columns.size).any(axis=0)
    empty = columns[np.flatnonzero(nothing)]
    if empty.size:
        raise AllMissing(
            f"No unit has a value for {labels.named(empty)}. Leave the indicator out, or add data.",
            Where(step=STEP, code=labels.code(int(empty[0]))),
        )


def _fill_by_em(values: Floats, options: Options, labels: Labels) -> None:
    """Fill `values`, (n, m), in place.

    Raises
    ------
    SpecError
        There are draws.
    """
    if values.ndim != 2:  # noqa: PLR2004
        raise SpecError("em takes one table at a time.", Where(step=STEP, path="method"))
    for block in options.blocks or [np.arange(values.shape[1])]:
        part = values[:, block]
        if np.isnan(part).any():
            _check_known(part, block, labels)
            values[:, block] = _em(part, options.ridge, labels.named(block))


def _em(values: Floats, ridge: float, name: str) -> Floats:
    """Return one block, (n, k), with the expected values of its distribution filled in.

    Raises
    ------
    TooFewUnits
        See `impute`.
    CompositeError
        See `impute`.
    """
    missing = np.isnan(values)
    centre = _mean(values)
    spread = np.sqrt(_mean((values - centre) ** 2))
    if (spread == 0).any() or len(values) < 3:  # noqa: PLR2004
        raise TooFewUnits(
            f"Expectation-maximisation needs three units and values that differ ({name}). "
            "Choose mean or median.",
            Where(step=STEP),
        )
    standard = (values - centre) / spread
    patterns, member = np.unique(missing, axis=0, return_inverse=True)
    rows = [np.flatnonzero(member.ravel() == at) for at in range(len(patterns))]
    state = _Guess(np.where(missing, 0.0, standard), np.diag(missing.sum(axis=0).astype(float)))
    for _ in range(ROUNDS):
        following = _round(state, list(zip(patterns, rows, strict=True)), ridge, name)
        near = np.abs(following.filled - state.filled).max() < NEAR
        state = following
        if near:
            return np.where(missing, state.filled * spread + centre, values)
    raise CompositeError(_NO_ANSWER.format(name), Where(step=STEP, path="ridge"))


@dataclass(frozen=True, slots=True)
class _Guess:
    """The expected values of a block, (n, k), and the covariance that they leave out, (k, k)."""

    filled: Floats
    left_out: Floats


def _round(
    guess: _Guess, patterns: Sequence[tuple[Bools, Ints]], ridge: float, name: str
) -> _Guess:
    """Take means and covariances as they seem, and expect what is missing anew.

    Raises
    ------
    CompositeError
        The covariances are singular.
    """
    count = len(guess.filled)
    mean = guess.filled.mean(axis=0)
    gap = guess.filled - mean
    covariance = (gap.T @ gap + guess.left_out) / count + ridge * np.eye(len(mean))
    filled, left_out = guess.filled.copy(), np.zeros_like(guess.left_out)
    for out, rows in patterns:
        lost, held = np.flatnonzero(out), np.flatnonzero(~out)
        across = covariance[np.ix_(held, lost)]
        slopes = _solved(covariance[np.ix_(held, held)], across, name)
        filled[np.ix_(rows, lost)] = mean[lost] + gap[np.ix_(rows, held)] @ slopes
        rest = covariance[np.ix_(lost, lost)] - across.T @ slopes
        left_out[np.ix_(lost, lost)] += len(rows) * rest
    return _Guess(filled, left_out)


def _solved(matrix: Floats, right: Floats, name: str) -> Floats:
    """Return the solution of a symmetric system.

    Raises
    ------
    CompositeError
        It has none, or none that can be trusted.
    """
    if matrix.size and right.size:
        values, vectors = np.linalg.eigh(matrix)
        if values[0] <= SINGULAR * values[-1]:
            raise CompositeError(_NO_ANSWER.format(name), Where(step=STEP, path="ridge"))
        return np.asarray((vectors / values) @ (vectors.T @ right))
    return np.zeros_like(right)
