"""What one unit cost in several programmes: like with like, named, with the recipe of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from decapolis.engines.costs import Ranges, cost_ranges
from decapolis.kernel.money import ATTRIBUTION, reference_year
from decapolis.kernel.numbers import INTERNATIONAL
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Part, Scope
from decapolis.library.queries.costs import UnitCost, unit_costs
from decapolis.library.queries.rows import visible


class _Group(NamedTuple):
    """What must agree before two prices of a unit may stand in one range."""

    unit: str
    scope: str
    recurrence: str
    part: str
    currency: str


@dataclass(frozen=True, slots=True)
class UnitPoint:
    """One programme in a range."""

    amount: float  # for one unit, in the currency of the range, not rounded
    known_as: UnitCost  # practice, place, amount as published, recipe, the words it was read from


@dataclass(frozen=True, slots=True)
class UnitRange:
    """What one unit cost, from programmes whose amounts cover the same."""

    unit: str  # singular
    scope: str  # what the price covers, a word of the record files; empty: not said
    scope_label: str
    recurrence: str
    is_part: bool  # every amount is one payer's or one phase's part of the cost
    currency: str  # INT: constant international dollars of ``reference_year``; else ISO 4217
    reference_year: int | None  # None: amounts as published, of several years
    size: int  # programmes
    low: float
    high: float
    median: float | None  # from three programmes
    lower_quartile: float | None  # from four
    upper_quartile: float | None
    points: tuple[UnitPoint, ...]  # the cheapest first
    attribution: str  # to print with it; empty where nothing is converted


def ranges_for(slugs: Sequence[str], *, reader: Reader | None) -> tuple[UnitRange, ...]:
    """Return the ranges of unit costs among these practices, as far as they may be seen.

    One query.
    """
    return ranges_of(unit_costs(visible(reader).filter(slug__in=slugs)))


def ranges_of(costs: Sequence[UnitCost]) -> tuple[UnitRange, ...]:
    """Return ranges of unit costs, apart by unit, by what they cover, and once or yearly.

    Amounts are in constant international dollars; those that are not converted stand in ranges of
    their own, in the currency as published. Parts of a cost never stand with whole costs. There is
    no mean; the median is given from three programmes, quartiles from four. The ranges of one unit
    stand together, the unit with most programmes first; within it international dollars come first.
    """
    groups = sorted({_group(cost) for cost in costs})
    number = {group: place for place, group in enumerate(groups)}
    amounts = np.array([_amount(cost) for cost in costs], dtype=np.float64)
    labels = np.array([number[_group(cost)] for cost in costs], dtype=np.int64)
    found = cost_ranges(amounts, labels)
    made = []
    for place, label in enumerate(found.group.tolist()):
        points = [
            UnitPoint(float(amounts[row]), costs[row])
            for row in np.flatnonzero(labels == label).tolist()
        ]
        points.sort(key=lambda point: point.amount)
        made.append(_range(groups[label], found, place, points))
    programmes = Counter(cost.per_unit.unit for cost in costs)
    return tuple(sorted(made, key=lambda one: (-programmes[one.unit], one.unit, *_order(one))))


def _order(one: UnitRange) -> tuple[bool, bool, int, int]:
    """Order the ranges of one unit: converted before not, whole before part, by what is covered."""
    return one.reference_year is None, one.is_part, scope_place(one.scope), -one.size


def scope_place(scope: str) -> int:
    """Return the place of what a price covers, the least first and what is in words last."""
    known: list[str] = Scope.values
    return known.index(scope) if scope in known else len(known)


def scope_label(scope: str) -> str:
    """Return what a price per unit covers, in words for readers."""
    known = scope in Scope.values
    words = str(Scope(scope).label) if known else scope
    return words or _("What it covers is not said")


def _amount(cost: UnitCost) -> float:
    """Return the price of one unit: constant international dollars where converted."""
    recipe = cost.cost.recipe
    exact = float(recipe.result) / cost.per_unit.quantity if recipe else None
    return float(cost.per_unit.amount) if exact is None else exact


def _group(cost: UnitCost) -> _Group:
    return _Group(
        unit=cost.per_unit.unit,
        scope=cost.per_unit.scope,
        recurrence=cost.cost.recurrence,
        part=cost.cost.part,
        currency=INTERNATIONAL if cost.cost.recipe else cost.cost.currency,
    )


def _range(group: _Group, found: Ranges, place: int, points: Sequence[UnitPoint]) -> UnitRange:
    is_converted = group.currency == INTERNATIONAL
    return UnitRange(
        unit=group.unit,
        scope=group.scope,
        scope_label=scope_label(group.scope),
        recurrence=group.recurrence,
        is_part=group.part != Part.TOTAL,
        currency=group.currency,
        reference_year=reference_year() if is_converted else None,
        size=int(found.size[place]),
        low=float(found.low[place]),
        high=float(found.high[place]),
        median=_known(found.median[place]),
        lower_quartile=_known(found.lower_quartile[place]),
        upper_quartile=_known(found.upper_quartile[place]),
        points=tuple(points),
        attribution=ATTRIBUTION if is_converted else "",
    )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
