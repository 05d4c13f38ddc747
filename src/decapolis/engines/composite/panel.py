"""Why a unit's score and place changed from one edition to the next.

Three things can change: the unit's own data, the data of the others (which move the points of
reference that it is normalised by, and pass it or fall behind), and the method (recipe, weights,
structure). The index is built with each of the three as it was or as it is.
What a change does depends on which changes came before it, so each counts with its mean over the
six orders in which the three can follow one another (Shapley value). The three parts sum exactly to
the change, do not depend on an order somebody chose, and what made no difference has the part 0.

What the others do is of two kinds: those that stay change, and some come or go. Each counts with
its mean over the orders in which the two follow one another directly (Owen value), so that both
together are the part of the others.

Sources
-------
Shapley, L. S. (1953), A value for n-person games, Contributions to the Theory of Games 2, 307-317.
Shorrocks, A. F. (2013), Decomposition procedures for distributional analysis, Journal of Economic
Inequality 11, 99-126.
Owen, G. (1977), Values of games with a priori unions, in: Mathematical Economics and Game Theory,
76-88.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.composite.build import Built, build
from decapolis.engines.composite.errors import TableError, Where, named
from decapolis.engines.composite.spec import Spec
from decapolis.engines.composite.table import Floats, Table

STEP = "panel"
# By how many of the two others came before: how often of six orders, in sixths.
SIXTHS = {0: 2, 1: 1, 2: 2}


@dataclass(frozen=True, slots=True)
class Edition:
    """Data and method of one time.

    Attributes
    ----------
    table
        Its values, groups and denominators are data; its indicators, weights and aggregates are
        method.
    spec
        The recipe.
    """

    table: Table
    spec: Spec


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A change of k units, taken apart; NaN where a unit has no score in one of the mixtures.

    Attributes
    ----------
    before, after : (k,) array
    own, others, method : (k,) array
        Sum to after - before.
    entry : (k,) array
        What of the part of the others is due to units that came or went.
    """

    before: Floats
    after: Floats
    own: Floats
    others: Floats
    method: Floats
    entry: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What changed for k units, and why.

    Attributes
    ----------
    units
        Codes of those that are in both editions, as in the later one.
    scores
        Of the index.
    places
        1 is the best: below 0 is a climb. Parts of places need not be whole.
    """

    units: tuple[str, ...]
    scores: Parts
    places: Parts


def explain(before: Edition, after: Edition, units: Sequence[str] | None = None) -> Changes:
    """Take the changes of score and place between two editions apart.

    Parameters
    ----------
    before, after
        Of the same indicators, groupings and denominators; units may come and go (for those that
        stay, they are part of the others).
    units
        Which to explain: all that are in both editions unless given. Each takes four builds of the
        index, twice that where units came or went, half of it where the method stayed.

    Returns
    -------
    Changes

    Raises
    ------
    TableError
        A unit is not in both editions, none is, or indicators, groupings or denominators differ.
    CompositeError
        The index cannot be built from one of the mixtures.
    """
    _check(before.table, after.table)
    both = [unit for unit in after.table.units if unit in set(before.table.units)]
    chosen = tuple(both if units is None else units)
    if not chosen or set(chosen) - set(both):
        missing = named(sorted(set(chosen) - set(both))) or "No unit"
        raise TableError(f"{missing}: not in both editions.", Where(step=STEP))
    whole: dict[tuple[int, int, int], Built] = {}
    found = np.array([_mixtures((before, after), unit, whole) for unit in chosen])
    scores, places = (_parts(found[:, :, at].reshape(-1, 2, 2, 2, 2)) for at in range(2))
    return Changes(chosen, scores, places)


def _mixtures(
    editions: tuple[Edition, Edition], unit: str, whole: dict[tuple[int, int, int], Built]
) -> list[tuple[float, float]]:
    """Return score and place with own data, others, who is there and method before or after.

    What has one edition's data throughout is the same for all units and kept in `whole`.
    """
    same_units = set(editions[0].table.units) == set(editions[1].table.units)
    same_method = _same_method(*editions)
    made: dict[tuple[int, ...], tuple[float, float]] = {}
    for own, others, there, method in product(range(2), repeat=4):
        at = (own, others, 0 if same_units else there, 0 if same_method else method)
        if at not in made:
            built = whole.get(at[1:]) if own == others else None
            if built is None:
                table = _mixed([editions[which].table for which in at], unit)
                built = build(table, editions[at[3]].spec)
            if own == others:
                whole[at[1:]] = built
            made[at] = _standing(built, unit)
        made[own, others, there, method] = made[at]
    return [made[at] for at in product(range(2), repeat=4)]


def _standing(built: Built, unit: str) -> tuple[float, float]:
    kept = built.stages["ranks"].units
    if unit not in kept:
        return np.nan, np.nan
    row = kept.index(unit)
    return float(built.scores[row]), float(built.places[row])


def _same_method(before: Edition, after: Edition) -> bool:
    one, two = before.table, after.table
    same = (one.indicators, one.aggregates) == (two.indicators, two.aggregates)
    return same and before.spec == after.spec


def _mixed(tables: list[Table], unit: str) -> Table:
    """Return one table of four: the unit's own data, the others', who is there, and the method.

    Who came or went has data in one table alone, and is there with those.
    """
    own, others, there, method = tables
    at = {id(table): {one: row for row, one in enumerate(table.units)} for table in tables}
    rows = [
        (own if one == unit else others if one in at[id(others)] else there, one)
        for one in there.units
    ]
    places = [(table, at[id(table)][one]) for table, one in rows]
    columns = {
        id(table): [table.codes.index(code) for code in method.codes] for table, _one in rows
    }
    return replace(
        there,
        indicators=method.indicators,
        values=np.array([table.values[row, columns[id(table)]] for table, row in places]),
        aggregates=method.aggregates,
        groups={
            name: tuple(table.groups[name][row] for table, row in places) for name in there.groups
        },
        denominators={
            code: np.array([table.denominators[code][row] for table, row in places])
            for code in there.denominators
        },
    )


def _parts(made: NDArray[np.float64]) -> Parts:
    """Average over the orders; axes: units, own, others, who is there, method, before and after."""
    joint = made[:, :, [0, 1], [0, 1], :]  # the others, and who is there, both before or after
    own, others, method = (_mean(np.diff(joint, axis=axis).squeeze(axis)) for axis in range(1, 4))
    coming = np.diff(made, axis=3).squeeze(3).mean(axis=2)  # units, own, method
    return Parts(joint[:, 0, 0, 0], joint[:, 1, 1, 1], own, others, method, _mean(coming))


def _mean(step: NDArray[np.float64]) -> Floats:
    """Return the mean of a step over the orders in which it and two others can follow."""
    total = sum(
        SIXTHS[first + second] * step[:, first, second]
        for first, second in product(range(2), repeat=2)
    )
    return np.asarray(total, dtype=np.float64) / 6


def _check(before: Table, after: Table) -> None:
    for kind, one, two in (
        ("Indicators", before.codes, after.codes),
        ("Groupings", before.groups, after.groups),
        ("Denominators", before.denominators, after.denominators),
    ):
        if differ := sorted(set(one) ^ set(two)):
            raise TableError(
                f"{kind} differ between the editions: {named(differ)}. Compare what both have.",
                Where(step=STEP, code=differ[0]),
            )
