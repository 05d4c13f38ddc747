"""Amounts as the facts rail tells them: published, converted with the recipe, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.charts import FundingBar, FundingPart
from decapolis.kernel.money import Recipe
from decapolis.library.bridge.costs import scope_label
from decapolis.library.choices import Nature, Part, Recurrence
from decapolis.library.queries.costs import CostFacts, FundingFacts, PerResident
from decapolis.pages.components import Added


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of a practice, ready to be read."""

    label: str
    figure: str  # as published
    words: str  # nature and what it covers
    source: int | None  # number of the source; None: the record as a whole
    is_claim: bool
    constant: str  # in constant international dollars, or why it is not converted
    recipe: Recipe | None
    added: Added | None


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount for one resident or one unit, or why there is none."""

    label: str
    figure: str  # empty: there is none
    note: str


def amount_of(cost: CostFacts, mark: Added | None) -> Amount:
    """Return one amount in words, with who added it."""
    return Amount(
        label=_("Funding") if cost.part == Part.FUNDING else _("Cost"),
        figure=figure_of(cost),
        words=_words(cost),
        source=cost.source.number if cost.source else None,
        is_claim=cost.is_claim,
        constant=_constant(cost),
        recipe=cost.recipe,
        added=mark,
    )


def rounded(amount: Amount, cost: CostFacts) -> Amount:
    """Return an amount of which only the order is told, so that it gives away no budget."""
    year = cost.recipe.reference_year if cost.recipe else ""
    how = _("Converted to US dollars by what money buys, at prices of {year}, and rounded.")
    return replace(
        amount,
        label=_("Cost, rounded"),
        figure=_("about {amount}").format(amount=amount.figure),
        constant=how.format(year=year) if year else "",
        recipe=None,
    )


def figure_of(cost: CostFacts) -> str:
    """Return an amount as published, with the year where it comes every year."""
    figure = numbers.money(cost.amount, cost.currency)
    if cost.recurrence == Recurrence.YEARLY:
        return _("{amount} a year").format(amount=figure)
    return figure


def rates_of(cost: CostFacts) -> tuple[Rate, ...]:
    """Return what the cost is for one resident and, where it can be told, for one unit."""
    rates = [_per_resident(cost)]
    unit = cost.per_unit
    if unit and unit.quantity != 1:
        said = (
            _("The record says: “{words}”").format(words=unit.read_from) if unit.read_from else ""
        )
        parts = (
            f"{scope_label(unit.scope)}.",
            _in_constant(unit.constant, cost.recipe),
            _("Over {count}.").format(count=numbers.number(unit.quantity)),
            said,
        )
        rates.append(
            Rate(
                label=_("Per {unit}").format(unit=unit.unit),
                figure=numbers.money(_whole(unit.amount), cost.currency),
                note=" ".join(part for part in parts if part),
            )
        )
    return tuple(rates)


def funding_bar(funding: FundingFacts, cost: CostFacts | None) -> FundingBar | None:
    """Return who paid as a bar; None where there are no amounts, or of several currencies."""
    if funding.total is None:
        return None
    whole = cost if cost and cost.part == Part.TOTAL and cost.currency == funding.currency else None
    return FundingBar(
        currency=funding.currency,
        parts=tuple(
            FundingPart(
                payer.name or payer.kind_label, float(payer.amount) if payer.amount else None
            )
            for payer in funding.payers
        ),
        total=float(whole.amount) if whole else None,
    )


def payers_apart(funding: FundingFacts) -> Sequence[str]:
    """Return the payers in words, where their amounts fill no bar: none, or several currencies."""
    return [
        f"{payer.name or payer.kind_label}: {numbers.money(payer.amount, payer.currency)}"
        if payer.amount is not None
        else _("{name}, amount not stated").format(name=payer.name or payer.kind_label)
        for payer in funding.payers
    ]


def _words(cost: CostFacts) -> str:
    """Return what the amount is: planned or spent, a part or all, and what it covers."""
    said = []
    if cost.nature != Nature.UNCLEAR:
        said.append(cost.nature_label)
    if cost.part in {Part.CAPITAL, Part.RUNNING, Part.STAFF}:
        said.append(cost.part_label)
    if cost.part == Part.SHARE:
        said.append(_("a part of the cost"))
    kind = numbers.listing(said)
    covers = cost.covers.strip().rstrip(".")
    if not kind:
        return covers[:1].upper() + covers[1:]
    return f"{kind}: {covers}" if covers else kind


def _constant(cost: CostFacts) -> str:
    if isinstance(cost.constant, Recipe):
        return _("{amount} in {year} international dollars").format(
            amount=numbers.money(cost.constant.shown, numbers.INTERNATIONAL),
            year=cost.constant.reference_year,
        )
    return cost.constant.reason


def _in_constant(amount: Decimal | None, recipe: Recipe | None) -> str:
    if amount is None or recipe is None:
        return ""
    return _("{amount} in {year} international dollars.").format(
        amount=numbers.money(amount, numbers.INTERNATIONAL), year=recipe.reference_year
    )


def _per_resident(cost: CostFacts) -> Rate:
    found = cost.per_resident
    if not isinstance(found, PerResident):
        return Rate(_("Per resident"), "", found.reason)
    count = numbers.number(found.residents.count, 0)
    year = found.residents.year
    who = (
        _("{count} residents in {year}.").format(count=count, year=year)
        if year
        else _("{count} residents, undated.").format(count=count)
    )
    parts = (
        _in_constant(found.constant, cost.recipe),
        who,
        f"{found.residents.source}.",
    )
    return Rate(
        label=_("Per resident"),
        figure=numbers.money(_whole(found.amount), cost.currency),
        note=" ".join(part for part in parts if part),
    )


def _whole(amount: Decimal) -> Decimal:
    """Leave out cents where they say nothing: from ten."""
    return round(amount) + Decimal(0) if abs(amount) >= 10 else round(amount, 2)  # noqa: PLR2004 -- as said
