"""Read amounts: as published, per resident, per unit and in constant international dollars."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from decapolis.cities.models import Country
from decapolis.kernel.money import (
    Conversion,
    NotConverted,
    Place,
    PriceYear,
    Recipe,
    convert,
    price_year,
    round_figures,
)
from decapolis.kernel.sources import SourceRef, cited, numbered
from decapolis.library.choices import FundingKind, Nature, Part, Recurrence
from decapolis.library.models import Cost, Funding, Practice
from decapolis.library.queries.residents import Residents
from decapolis.organisations.queries import PlaceFacts, place_of

SAME_WITHIN = Decimal("0.005")  # shares that differ from the cost by less add up to it

Fit = Literal["equal", "more", "less", "unknown"]


@dataclass(frozen=True, slots=True)
class NoFigure:
    """A figure that would mislead, or cannot be made; ``reason`` is a sentence for readers."""

    reason: str


@dataclass(frozen=True, slots=True)
class PerResident:
    """A whole cost over the number of residents."""

    amount: Decimal  # in the currency of the cost, not rounded
    constant: Decimal | None  # constant international dollars, three figures; None: not converted
    residents: Residents


@dataclass(frozen=True, slots=True)
class PerUnit:
    """What one unit cost, where the record itself says how many the amount bought."""

    amount: Decimal  # in the currency of the cost, not rounded
    constant: Decimal | None  # constant international dollars, three figures; None: not converted
    quantity: float
    unit: str  # singular: lamp, bus, km of fibre
    scope: str  # what the price of one covers; empty: not said
    read_from: str  # the record's words that give the quantity


@dataclass(frozen=True, slots=True)
class CostFacts:
    """One amount of a practice with all that may honestly be made of it."""

    amount: Decimal  # as published
    currency: str  # ISO 4217
    covers: str
    price_year: PriceYear | None
    recurrence: str
    recurrence_label: str
    nature: str
    nature_label: str
    part: str
    part_label: str
    scope: str
    is_claim: bool  # the source sells the thing
    source: SourceRef | None
    constant: Conversion
    per_resident: PerResident | NoFigure
    per_unit: PerUnit | None

    @property
    def recipe(self) -> Recipe | None:
        """The recipe, or None where the amount is not converted."""
        return self.constant if isinstance(self.constant, Recipe) else None


@dataclass(frozen=True, slots=True)
class Payer:
    """Who paid, and how much where the record says so."""

    kind: str
    kind_label: str
    name: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class FundingFacts:
    """The payers, and whether their shares make up the cost."""

    payers: tuple[Payer, ...]
    total: Decimal | None  # of the shares whose amount is known; None: none, or several currencies
    currency: str
    unstated: int  # payers without an amount
    fit: Fit
    says: str  # one sentence on the fit; empty where there is nothing to say


@dataclass(frozen=True, slots=True)
class UnitCost:
    """One programme's price of one unit, with what it takes to compare it or not to."""

    slug: str
    title: str
    place: PlaceFacts
    cost: CostFacts
    per_unit: PerUnit


def conversion(cost: Cost, *, country: Country | None, sources: Sequence[SourceRef]) -> Conversion:
    """Return an amount in constant international dollars; funding is no cost and is left as it is.

    Parameters
    ----------
    sources
        The numbered sources of the practice; the one cited for the cost dates it where no price
        year is stated.
    """
    if cost.part == Part.FUNDING:
        return NotConverted(
            "funding", _("Not converted: the amount is funding, not what the thing cost.")
        )
    return convert(
        cost.amount,
        currency=cost.currency,
        place=money_place(country),
        at=dated(cost, sources),
    )


def money_place(country: Country | None) -> Place:
    """Return whose prices an amount is in; what is told without its country is in US dollars."""
    return Place(country.iso2, country.currency) if country else Place("US", "USD")


def dated(cost: Cost, sources: Sequence[SourceRef]) -> PriceYear | None:
    """Return the price year of an amount: the stated one, else the year of its own source."""
    source = cited(sources, cost.source)
    return price_year(stated=cost.price_year, source_year=source.year if source else None)


def cost_facts(
    cost: Cost,
    *,
    country: Country | None,
    sources: Sequence[SourceRef],
    residents: Residents | None,
) -> CostFacts:
    """Return all that can be said of one amount."""
    constant = conversion(cost, country=country, sources=sources)
    return CostFacts(
        amount=cost.amount,
        currency=cost.currency,
        covers=cost.covers,
        price_year=dated(cost, sources),
        recurrence=cost.recurrence,
        recurrence_label=str(Recurrence(cost.recurrence).label),
        nature=cost.nature,
        nature_label=str(Nature(cost.nature).label),
        part=cost.part,
        part_label=str(Part(cost.part).label),
        scope=cost.scope,
        is_claim=cost.is_claim,
        source=cited(sources, cost.source),
        constant=constant,
        per_resident=_per_resident(cost, constant, residents),
        per_unit=_per_unit(cost, constant),
    )


def funding_facts(funding: Sequence[Funding], cost: CostFacts | None) -> FundingFacts:
    """Return who paid, and whether the shares add up to the cost."""
    payers = tuple(
        Payer(
            kind=share.kind,
            kind_label=str(FundingKind(share.kind).label),
            name=share.name,
            amount=share.amount,
            currency=share.currency,
        )
        for share in funding
    )
    stated = [share.amount for share in payers if share.amount is not None]
    currencies = {share.currency for share in payers if share.amount is not None}
    total = sum(stated, Decimal(0)) if len(currencies) == 1 else None
    unstated = len(payers) - len(stated)
    currency = currencies.pop() if total is not None else ""
    fit = _fit(total, currency, unstated, cost)
    return FundingFacts(payers, total, currency, unstated, fit, _fit_words(fit, unstated))


def unit_costs(practices: QuerySet[Practice]) -> tuple[UnitCost, ...]:
    """Return every price of one unit among practices; the queryset began with ``visible_to``.

    Two queries, however many. Funding is no cost and is left out.
    """
    costs = (
        Cost.objects.filter(practice__in=practices.order_by().values("pk"), quantity__gt=0)
        .exclude(part=Part.FUNDING)
        .exclude(unit="")
        .select_related("practice__city", "practice__country")
        .order_by("practice__title", "pk")
    )
    found = []
    for cost in costs:
        practice = cost.practice
        facts = cost_facts(
            cost, country=practice.country, sources=numbered(practice.sources), residents=None
        )
        if facts.per_unit:
            place = place_of(practice, region=practice.region)
            found.append(UnitCost(practice.slug, practice.title, place, facts, facts.per_unit))
    return tuple(found)


def _per_resident(
    cost: Cost, constant: Conversion, residents: Residents | None
) -> PerResident | NoFigure:
    reason = _why_not_per_resident(cost)
    if reason:
        return NoFigure(reason)
    if residents is None:
        return NoFigure(_("Not given per resident: no dated count of residents is held."))
    if residents.doubt:
        return NoFigure(residents.doubt)
    count = Decimal(residents.count)
    return PerResident(
        amount=cost.amount / count,
        constant=round_figures(constant.result / count) if isinstance(constant, Recipe) else None,
        residents=residents,
    )


def _why_not_per_resident(cost: Cost) -> str:
    """Say why an amount over residents would mislead; empty where it would not."""
    if cost.part == Part.FUNDING:
        return _("Not given per resident: the amount is funding, not what the thing cost.")
    if cost.part != Part.TOTAL:
        return _("Not given per resident: the amount is a part of the cost only.")
    if cost.quantity == 1:
        return _(
            "Not given per resident: the amount is the price of one {unit}, not of a programme for "
            "the whole city."
        ).format(unit=cost.unit)
    return ""


def _per_unit(cost: Cost, constant: Conversion) -> PerUnit | None:
    if not cost.quantity or not cost.unit or cost.part == Part.FUNDING:
        return None
    quantity = Decimal(str(cost.quantity))
    return PerUnit(
        amount=cost.amount / quantity,
        constant=round_figures(constant.result / quantity)
        if isinstance(constant, Recipe)
        else None,
        quantity=cost.quantity,
        unit=cost.unit,
        scope=cost.scope,
        read_from=cost.read_from,
    )


def _fit(total: Decimal | None, currency: str, unstated: int, cost: CostFacts | None) -> Fit:
    if total is None or cost is None or cost.part != Part.TOTAL or cost.currency != currency:
        return "unknown"
    if abs(total - cost.amount) <= cost.amount * SAME_WITHIN:
        return "equal"
    if total > cost.amount:
        return "more"
    return "unknown" if unstated else "less"


def _fit_words(fit: Fit, unstated: int) -> str:
    words: dict[Fit, str] = {
        "equal": _("The shares add up to the cost."),
        "more": _(
            "The shares add up to more than the cost. The sources do not say what the difference "
            "bought."
        ),
        "less": _(
            "The shares add up to less than the cost. The sources do not say who paid the rest."
        ),
        "unknown": _("Not every share has a published amount.") if unstated else "",
    }
    return words[fit]
