"""Rules by which one condition is met, not met or unknown. What is unknown stays unknown.

Every rule takes what is there, what is here and its own threshold, and gives a `Judged`: the
standing, and the number that decided it. No rule guesses: where one side is not known (NaN, an
empty word, None) the standing is ``unknown`` and the measure NaN, whatever the threshold.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Standing = Literal["met", "not-met", "unknown"]


class TransferInputError(ValueError):
    """A threshold or a figure makes no sense."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule found.

    Attributes
    ----------
    standing
        ``met``, ``not-met`` or ``unknown``.
    measure
        The number that the rule compared with its threshold; NaN where the standing is unknown.
    """

    standing: Standing
    measure: float


UNKNOWN = Judged("unknown", math.nan)


def within_times(mine: float, theirs: float, *, times: float) -> Judged:
    """Judge whether two sizes are of one order: met where 1 / times <= mine / theirs <= times.

    Parameters
    ----------
    mine, theirs
        More than zero, in one unit; NaN where not known.
    times
        At least 1.

    Returns
    -------
    Judged
        The measure is mine / theirs.

    Raises
    ------
    TransferInputError
        A size is not above zero, or ``times`` is below 1.

    Examples
    --------
    >>> within_times(136_741.0, 144_000.0, times=2.5).standing
    'met'
    >>> within_times(136_741.0, 3_820_914.0, times=2.5).standing
    'not-met'
    """
    if not times >= 1:
        raise TransferInputError(f"times {times}: give a number from 1.")
    ratio = _ratio(mine, theirs)
    if math.isnan(ratio):
        return UNKNOWN
    return Judged("met" if 1 / times <= ratio <= times else "not-met", ratio)


def at_least(mine: float, theirs: float, *, share: float) -> Judged:
    """Judge whether here is at least so much of what is there: met where mine / theirs >= share.

    Parameters
    ----------
    mine, theirs
        More than zero, in one unit; NaN where not known.
    share
        More than zero.

    Returns
    -------
    Judged
        The measure is mine / theirs.

    Raises
    ------
    TransferInputError
        A figure or the share is not above zero.

    Examples
    --------
    >>> at_least(43_454.0, 60_000.0, share=0.75)
    Judged(standing='not-met', measure=0.7242333333333333)
    """
    if not share > 0:
        raise TransferInputError(f"share {share}: give a number above zero.")
    ratio = _ratio(mine, theirs)
    if math.isnan(ratio):
        return UNKNOWN
    return Judged("met" if ratio >= share else "not-met", ratio)


def near_enough(gap: float, *, most: float) -> Judged:
    """Judge whether two things are alike: met where their distance is at most ``most``.

    Parameters
    ----------
    gap
        Distance from 0 (alike); NaN where one of the two is not known.
    most
        Zero or more.

    Returns
    -------
    Judged
        The measure is the gap.

    Raises
    ------
    TransferInputError
        A distance is below zero.

    Examples
    --------
    >>> near_enough(0.18, most=0.3).standing, near_enough(float("nan"), most=0.3).standing
    ('met', 'unknown')
    """
    if gap < 0 or not most >= 0:
        raise TransferInputError(f"gap {gap}, most {most}: give distances from zero.")
    if math.isnan(gap):
        return UNKNOWN
    return Judged("met" if gap <= most else "not-met", gap)


def same(mine: str, theirs: str) -> Judged:
    """Judge whether two words are the same, such as forms of government.

    Returns
    -------
    Judged
        The measure is 1 where they are, else 0; unknown where one is empty.

    Examples
    --------
    >>> same("Mayor-council", "Council-manager").standing, same("", "Mayor-council").standing
    ('not-met', 'unknown')
    """
    if not mine or not theirs:
        return UNKNOWN
    return Judged("met", 1.0) if mine == theirs else Judged("not-met", 0.0)


def covers(needed: Collection[str], held: Collection[str] | None) -> Judged:
    """Judge whether all that was needed there is held here.

    Parameters
    ----------
    needed
        Names of what was needed; empty where nothing is known of it.
    held
        Names of what is held; None where nobody has said, which is another thing than nothing.

    Returns
    -------
    Judged
        The measure is the share of the needed that is held.

    Examples
    --------
    >>> covers({"academia", "private"}, {"private"})
    Judged(standing='not-met', measure=0.5)
    >>> covers({"academia"}, None).standing, covers({"academia"}, set()).standing
    ('unknown', 'not-met')
    """
    wanted = set(needed)
    if not wanted or held is None:
        return UNKNOWN
    share = len(wanted & set(held)) / len(wanted)
    return Judged("met" if share == 1 else "not-met", share)


def _ratio(mine: float, theirs: float) -> float:
    if mine <= 0 or theirs <= 0 or math.isinf(mine) or math.isinf(theirs):
        raise TransferInputError(f"{mine} and {theirs}: give numbers above zero, or NaN.")
    return mine / theirs
