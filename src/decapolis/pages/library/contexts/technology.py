"""The page of a technology."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList, CostGroup, CostPoint, CostRange
from decapolis.kernel.money import Recipe
from decapolis.library.bridge.costs import UnitPoint, UnitRange, ranges_of
from decapolis.library.choices import Recurrence, Went
from decapolis.library.queries.technology import TechnologyFacts, TechnologyRow
from decapolis.pages.components import Crumb, Source, Topic
from decapolis.pages.library.contexts.document import RecordLine, document_line, practice_line
from decapolis.pages.library.contexts.links import (
    browse_url,
    crumbs_to,
    record_url,
    source_list,
    theme_topics,
)


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """How one programme's price of a unit was made."""

    name: str
    url: str
    published: str
    read_from: str
    recipe: str  # the conversion in words, or why there is none


@dataclass(frozen=True, slots=True)
class UnitPrices:
    """What a unit cost: a range for each thing that the price covers, and how each was made."""

    title: str
    chart: CostRange
    prices: tuple[UnitPrice, ...]
    attribution: str


@dataclass(frozen=True, slots=True)
class TechnologyPage:
    """What the page of a technology shows."""

    template: ClassVar[str] = "library/technology.html"
    row: TechnologyRow
    typical_cost: str
    prerequisites: tuple[str, ...]
    risks: tuple[str, ...]
    has_risks: bool
    questions: tuple[str, ...]
    standards: tuple[str, ...]
    solves: tuple[Topic, ...]
    prices: tuple[UnitPrices, ...]
    went: BarList | None
    went_says: str
    practices: tuple[RecordLine, ...]
    unlisted: int  # practices beyond those listed
    all_url: str
    documents: tuple[RecordLine, ...]
    sources: tuple[Source, ...]
    crumbs: tuple[Crumb, ...]


def technology_page(facts: TechnologyFacts) -> TechnologyPage:
    """Return the page of a technology."""
    row = facts.row
    return TechnologyPage(
        row=row,
        typical_cost=facts.typical_cost,
        prerequisites=facts.prerequisites,
        risks=facts.risks,
        has_risks=bool(facts.risks),
        questions=facts.questions_to_ask,
        standards=facts.standards,
        solves=theme_topics(row.solves, kind="technology"),
        prices=unit_prices(ranges_of(facts.unit_costs)),
        went=_went(facts),
        went_says=_went_says(facts),
        practices=tuple(map(practice_line, facts.practices)),
        unlisted=row.practices - len(facts.practices),
        all_url=browse_url("practice", q=row.name),
        documents=tuple(map(document_line, facts.documents)),
        sources=source_list(row.sources),
        crumbs=crumbs_to("technology", theme=row.solves[0] if row.solves else ""),
    )


def unit_prices(ranges: Sequence[UnitRange]) -> tuple[UnitPrices, ...]:
    """Return ranges of unit costs as charts: one for each unit and currency, groups by coverage."""
    together: dict[tuple[str, str, str], list[UnitRange]] = {}
    for one in ranges:
        together.setdefault((one.unit, one.currency, one.recurrence), []).append(one)
    return tuple(_unit_prices(*key, ranges=held) for key, held in together.items())


def _unit_prices(
    unit: str, currency: str, recurrence: str, *, ranges: Sequence[UnitRange]
) -> UnitPrices:
    year = ranges[0].reference_year
    return UnitPrices(
        title=_title(unit, recurrence, year),
        chart=CostRange(
            unit=unit,
            currency=currency,
            groups=tuple(
                CostGroup(_label(one), tuple(_point(point) for point in one.points))
                for one in ranges
            ),
            basis=_("{year} international dollars").format(year=year)
            if year
            else _("as published"),
        ),
        prices=tuple(_price(point) for one in ranges for point in one.points),
        attribution=ranges[0].attribution,
    )


def _title(unit: str, recurrence: str, year: int | None) -> str:
    yearly = recurrence == Recurrence.YEARLY
    what = (
        _("One {unit}, a year").format(unit=unit) if yearly else _("One {unit}").format(unit=unit)
    )
    basis = _("{year} international dollars").format(year=year) if year else _("as published")
    return f"{what}, {basis}"


def _label(one: UnitRange) -> str:
    label = _("{scope} (a part of the cost)").format(scope=one.scope_label)
    return label if one.is_part else one.scope_label


def _point(point: UnitPoint) -> CostPoint:
    known = point.known_as
    return CostPoint(
        label=known.place.city or known.title,
        amount=point.amount,
        url=record_url("practice", known.slug),
    )


def _price(point: UnitPoint) -> UnitPrice:
    known = point.known_as
    cost = known.cost
    return UnitPrice(
        name=f"{known.place.city or known.place.country}: {known.title}",
        url=record_url("practice", known.slug),
        published=_("{amount} for {count}").format(
            amount=numbers.money(cost.amount, cost.currency),
            count=numbers.number(known.per_unit.quantity),
        ),
        read_from=known.per_unit.read_from,
        recipe=cost.constant.words if isinstance(cost.constant, Recipe) else cost.constant.reason,
    )


def _went(facts: TechnologyFacts) -> BarList | None:
    if not facts.row.practices:
        return None
    return BarList(
        label=_("How it went"),
        bars=tuple(Bar(str(Went(way).label), count) for way, count in facts.went.items() if count),
    )


def _went_says(facts: TechnologyFacts) -> str:
    count, badly = facts.row.practices, facts.went.get(Went.BADLY, 0)
    if not count:
        return _("No city in the library has used it yet, so nothing is known of how it goes.")
    if count == 1:
        return _("One city in the library used it. One case is no proof of anything.")
    if not badly:
        return _("{count} cities in the library used it; none says that it went badly.").format(
            count=numbers.number(count)
        )
    return _("{count} practices in the library use it; {badly} went badly.").format(
        count=numbers.number(count), badly=numbers.number(badly)
    )
