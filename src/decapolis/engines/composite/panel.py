"""Why a unit's score and place changed from one edition to the next.

Three things can change: the unit's own data, the data of the others (which move the points of
reference that it is normalised by, and pass it or fall behind), and the method (recipe, weights,
structure). The index is built with each of the three as it was or as it is, eight times in all.
What a change does depends on which changes came before it, so each counts with its mean over the
six orders in which the three can follow one another (Shapley value). The three parts sum exactly to
the change, do not depend on an order somebody chose, and what made no difference has the part 0.

Sources
-------
Shapley, L. S. (1953), A value for n-person games, Contributions to the Theory of Games 2, 307-317.
Shorrocks, A. F. (2013), Decomposition procedures for distributional analysis, Journal of Economic
Inequality 11, 99-126.
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
    """

    before: Floats
    after: Floats
    own: Floats
    others: Floats
    method: Floats


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
        index, or two where the method stayed.

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
    whole: dict[tuple[int, int], Built] = {}
    found = np.array([_eight((before, after), unit, whole) for unit in chosen])
    scores, places = (_parts(found[:, :, at].reshape(-1, 2, 2, 2)) for at in range(2))
    return Changes(chosen, scores, places)


def _eight(
    editions: tuple[Edition, Edition], unit: str, whole: dict[tuple[int, int], Built]
) -> list[tuple[float, float]]:
    """Return score and place with own data, others and method each as before or after.

    What has one edition's data throughout is the same for all units and kept in `whole`.
    """
    made: list[tuple[float, float]] = []
    for own, others, method in product(range(2), repeat=3):
        if method and _same_method(*editions):
            made.append(made[-1])
            continue
        built = whole.get((own, method)) if own == others else None
        if built is None:
            tables = [editions[which].table for which in (own, others, method)]
            built = build(_mixed(tables[0], tables[1], tables[2], unit), editions[method].spec)
        if own == others:
            whole[own, method] = built
        made.append(_standing(built, unit))
    return made


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


def _mixed(own: Table, others: Table, method: Table, unit: str) -> Table:
    """Return the table of `others` with the row of one unit from `own`, under a method."""
    here, there = others.units.index(unit), own.units.index(unit)
    columns = [others.codes.index(code) for code in method.codes]
    values = others.values[:, columns]
    values[here] = own.values[there, [own.codes.index(code) for code in method.codes]]
    groups = {
        name: (*of[:here], own.groups[name][there], *of[here + 1 :])
        for name, of in others.groups.items()
    }
    denominators = {code: of.copy() for code, of in others.denominators.items()}
    for code, of in denominators.items():
        of[here] = own.denominators[code][there]
    return replace(
        others,
        indicators=method.indicators,
        values=values,
        aggregates=method.aggregates,
        groups=groups,
        denominators=denominators,
    )


def _parts(made: NDArray[np.float64]) -> Parts:
    """Average over the orders; axes: units, own, others, method, each before and after."""
    shares = []
    for axis in range(1, 4):
        step = np.diff(made, axis=axis).squeeze(axis)  # units, and the two others
        total = sum(
            SIXTHS[first + second] * step[:, first, second]
            for first, second in product(range(2), repeat=2)
        )
        shares.append(np.asarray(total, dtype=np.float64) / 6)
    return Parts(made[:, 0, 0, 0], made[:, 1, 1, 1], *shares)


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
