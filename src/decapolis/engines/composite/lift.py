"""What would lift a unit: the gain of its index from each indicator by itself.

Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.8 (back to the data).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decapolis.engines.composite.aggregate import AMEAN, Method, aggregate
from decapolis.engines.composite.ranks import ranks
from decapolis.engines.composite.table import Bools, Floats, Ints, Structure


@dataclass(frozen=True, slots=True, eq=False)
class Lift:
    """What the index of one unit would gain from each indicator by itself.

    Attributes
    ----------
    goals : (m,) array
        The normalised value it is moved to; its own where there is nothing to gain.
    score, place
        Of the index, as it is.
    scores, places : (m,) array
        Of the index with that indicator moved.
    gain : (m,) array
        scores - score.
    climb : (m,) array
        place - places: how many places better.
    """

    goals: Floats
    score: float
    place: float
    scores: Floats
    places: Floats
    gain: Floats
    climb: Floats

    @property
    def order(self) -> Ints:
        """Columns by gain, the greatest first; equal ones in their order."""
        found: Ints = np.argsort(-np.nan_to_num(self.gain), kind="stable")
        return found


def best_peer(values: Floats, row: int, peers: Bools) -> Floats:
    """Return as goals the best value of the peers in each column, where it is above the unit's own.

    Parameters
    ----------
    values : (n, m) array
        Normalised.
    row
        The unit.
    peers : (n,) array of bool

    Returns
    -------
    (m,) array
        NaN where neither has a value.

    Examples
    --------
    >>> table = np.array([[1.0, 9.0], [5.0, 2.0], [8.0, 3.0]])
    >>> best_peer(table, 0, np.array([False, True, False])).tolist()
    [5.0, 9.0]
    """
    best: Floats = np.fmax.reduce(np.vstack([values[row], values[peers]]), axis=0)
    return best


def next_level(values: Floats, row: int) -> Floats:
    """Return as goals the least value above the unit's own in each column; its own at the top.

    Examples
    --------
    >>> next_level(np.array([[1.0, 9.0], [5.0, 2.0], [8.0, 3.0]]), 0).tolist()
    [5.0, 9.0]
    """
    mine = values[row]
    higher = np.where(values > mine, values, np.inf).min(axis=0)
    goals: Floats = np.where(np.isinf(higher), mine, higher)
    return goals


def lift(
    values: Floats,
    structure: Structure,
    row: int,
    goals: Floats,
    weights: Floats | None = None,
    methods: Method | Sequence[Method] = AMEAN,
) -> Lift:
    """Work out what one unit's index gains when one indicator moves and all else stays.

    The yardstick stays too: the others are not normalised anew.

    Parameters
    ----------
    values : (n, m) array
        Normalised indicators.
    structure
    row
        The unit.
    goals : (m,) array
        Normalised, from `best_peer` or `next_level` or a target; NaN for no goal.
    weights, methods
        As for `aggregate.aggregate`.

    Returns
    -------
    Lift

    Raises
    ------
    CompositeError
        As `aggregate.aggregate`.

    Examples
    --------
    >>> from decapolis.engines.composite.table import Aggregate, Indicator, structure
    >>> made = structure([Indicator("a", "", "I"), Indicator("b", "", "I")],
    ...                  [Aggregate("I", "", 2)])
    >>> table = np.array([[10.0, 20.0], [60.0, 20.0]])
    >>> found = lift(table, made, 0, next_level(table, 0))
    >>> found.gain.tolist(), found.climb.tolist()
    ([25.0, 0.0], [1.0, 0.0])
    """
    now = aggregate(values, structure, weights, methods)[:, -1]
    wanted = np.where(np.isnan(goals), values[row], goals)
    scores, places = np.empty(len(wanted)), np.empty(len(wanted))
    score, place = float(now[row]), float(ranks(now)[row])
    for column, goal in enumerate(wanted.tolist()):
        if goal == values[row, column] or np.isnan(goal):
            scores[column], places[column] = score, place
            continue
        moved = values.copy()
        moved[row, column] = goal
        index = aggregate(moved, structure, weights, methods)[:, -1]
        scores[column], places[column] = index[row], ranks(index)[row]
    return Lift(wanted, score, place, scores, places, scores - score, place - places)
