"""Each budget line against what comparable programmes paid: the range, which ones, how far off."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from decapolis.cities.models import City
from decapolis.engines import costs as engine
from decapolis.engines.text import fold
from decapolis.initiatives.choices import CostKind
from decapolis.initiatives.queries.comparing import Amount, Choice, choices_of
from decapolis.initiatives.queries.shown import CostShown, PlanShown
from decapolis.kernel import numbers
from decapolis.kernel.money import (
    NotConverted,
    PriceYear,
    convert,
    ppp_years,
    reference_year,
    round_figures,
)
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.costs import scope_place
from decapolis.library.bridge.find import Filters, Look, find_in_library
from decapolis.library.choices import Part, Recurrence, Scope
from decapolis.library.queries.amounts import PublishedCost, published_costs
from decapolis.library.queries.costs import NoFigure, PerResident, money_place
from decapolis.library.queries.residents import Residents, residents_of
from decapolis.library.queries.rows import visible

Basis = Literal["unit", "resident", ""]
Floats = NDArray[np.float64]
MOST_SUGGESTED: Final = 8
# Words that mean the same thing to whoever pays for it.
SAME_UNIT: Final = {
    "light": "lamp",
    "street light": "lamp",
    "streetlight": "lamp",
    "street lamp": "lamp",
    "luminaire": "lamp",
    "led lamp": "lamp",
    "led": "lamp",
}


@dataclass(frozen=True, slots=True)
class Analogue:
    """What one programme elsewhere paid.

    Attributes
    ----------
    per_unit, per_resident
        Constant international dollars of the reference year; None where that cannot be said.
    why_not
        Why it does not count here, in a sentence; empty where it does.
    choice
        What the team says of it; None where nothing.
    """

    published: PublishedCost
    per_unit: float | None
    per_resident: float | None
    why_not: str
    choice: Choice | None

    @property
    def how(self) -> str:
        """How the amount was converted, or why it was not, in a sentence."""
        made = self.published.cost.constant
        return made.reason if isinstance(made, NotConverted) else made.words

    @property
    def amount(self) -> Amount:
        """By what it is known."""
        return self.published.slug, self.published.cost.amount, self.published.cost.currency

    def per(self, basis: Basis) -> float | None:
        """Return its price for one unit or one resident."""
        return self.per_unit if basis == "unit" else self.per_resident


@dataclass(frozen=True, slots=True)
class Own:
    """What the plan puts, in the same money.

    Attributes
    ----------
    how
        How it was converted, or why it was not; ends with what was assumed of its year.
    """

    per_unit: float | None
    per_resident: float | None
    how: str

    def per(self, basis: Basis) -> float | None:
        """Return its price for one unit or one resident."""
        return self.per_unit if basis == "unit" else self.per_resident


@dataclass(frozen=True, slots=True)
class Compared:
    """A budget line and its analogues.

    Attributes
    ----------
    basis
        What is compared: the price of a unit, or the cost for a resident; empty: nothing is.
    per
        The unit, singular, or the word for a resident.
    counted
        What the line is compared with, the cheapest first.
    aside
        What was taken out by hand, or cannot be compared; each says why.
    offered
        What could be compared by hand: other work of the same unit, practices drawn on.
    found
        Where the line lies on the basis; None where nothing is compared.
    beside
        The same for a resident, where the basis is the unit and it is known.
    spread
        What the analogues say of the cost of one more; None from fewer than three.
    scopes
        What prices of the unit cover, as the line could say it, where it does not and they are
        several.
    """

    line: CostShown
    basis: Basis
    per: str
    own: Own
    counted: tuple[Analogue, ...]
    aside: tuple[Analogue, ...]
    offered: tuple[Analogue, ...]
    found: engine.Against | None
    beside: engine.Against | None
    spread: engine.Spread | None
    scopes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What all that says, for readers."""
        return compared_sentence(self)


def compared(plan: PlanShown, reader: Reader | None) -> tuple[Compared, ...]:
    """Return every budget line of a plan against its analogues, in the order of the plan.

    Of themselves count whole amounts for the same unit, once or yearly as the line, that cover
    the same work. The team adds and takes out by hand. What is closed to the reader is not used.
    The same queries for any number of lines.
    """
    lines = plan.costs
    choices = choices_of([line.id for line in lines], reader=reader)
    named = {slug for of in choices.values() for slug, _amount, _currency in of}
    drawn = {draw.slug for draw in plan.practices}
    pool = published_costs(visible(reader), units=True, slugs=named | drawn)
    city = City.objects.select_related("country").get(pk=plan.city_id)
    residents = residents_of([city]).get(city.pk)
    return tuple(
        _compared(line, pool, choices.get(line.id, {}), _own(line, city, residents), drawn)
        for line in lines
    )


def suggested(one: Compared, reader: Reader | None) -> tuple[Analogue, ...]:
    """Return amounts that the words of a line lead to, the nearest first, beside those it has."""
    look = Look(filters=Filters(kinds=("practice",)), limit=40)
    found = find_in_library(f"{one.line.title} {one.line.unit}".strip(), look, reader=reader)
    slugs = [hit.slug for hit in found.hits]
    held = {each.amount for each in (*one.counted, *one.aside, *one.offered)}
    costs = published_costs(visible(reader), slugs=slugs)
    made = [_analogue(each, one.line, None) for each in costs]
    place = {slug: at for at, slug in enumerate(slugs)}
    fresh = [each for each in made if each.amount not in held and not each.why_not]
    fresh.sort(key=lambda each: place[each.published.slug])
    return tuple(fresh[:MOST_SUGGESTED])


def unit_key(unit: str) -> str:
    """Reduce a unit to what two people would both write: ``Buses`` and ``bus`` are one.

    Examples
    --------
    >>> unit_key("Street lights"), unit_key("buses"), unit_key("km of bus lane")
    ('lamp', 'bus', 'km of bus lane')
    """
    words = " ".join(_singular(word) for word in fold(unit).split())
    return SAME_UNIT.get(words, words)


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 -- gas, bus
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ses", "xes", "ches", "shes")) else word[:-1]


def _own(line: CostShown, city: City, residents: Residents | None) -> Own:
    """Bring what the plan puts to constant dollars: of one year where it is paid every year."""
    if not line.amount:
        return Own(None, None, _("The line has no amount yet."))
    country, year = city.country, line.price_year
    known = ppp_years(country.pk)
    last = min(known[1], reference_year()) if known else reference_year()
    at = PriceYear(min(year, last), "stated")
    made = convert(line.amount, currency=line.currency, place=money_place(country), at=at)
    if isinstance(made, NotConverted):
        return Own(None, None, made.reason)
    how = _("{amount} at the prices of {year}, divided by {ppp} {currency} per international "
            "dollar (purchasing power parity of {last})").format(
        amount=numbers.money(line.amount, line.currency), year=year, last=at.year,
        ppp=numbers.number(round_figures(made.ppp, 6)), currency=line.currency,
    )  # fmt: skip
    if made.inflation != 1:
        how += _(", times {times} (US consumer prices, {year} to {reference})").format(
            times=numbers.number(round_figures(made.inflation, 5)),
            year=at.year,
            reference=made.reference_year,
        )
    how += _(", gives {result}.").format(
        result=numbers.money(float(made.shown), numbers.INTERNATIONAL)
    )
    if year > last:
        how += " " + _(
            "Prices of {year} are taken as those of {last}, the last year for which purchasing "
            "power is held: the plan looks dearer by what prices rose since."
        ).format(year=year, last=last)
    per_unit = float(made.result) / line.quantity if line.quantity and line.unit else None
    per_resident = None
    if residents and not residents.doubt:
        per_resident = float(made.result) / residents.count
    return Own(per_unit, per_resident, how)


def _compared(
    line: CostShown,
    pool: Sequence[PublishedCost],
    said: Mapping[Amount, Choice],
    own: Own,
    drawn: Collection[str],
) -> Compared:
    sorted_out = _Sorted(line, pool, said, drawn)
    counted, aside = sorted_out.counted, sorted_out.aside
    basis = _basis(own, counted)
    if basis:
        aside += [_without(one, line, basis) for one in counted if one.per(basis) is None]
        counted = [one for one in counted if one.per(basis) is not None]
        counted.sort(key=lambda one: one.per(basis) or 0.0)
    found = _against(own.per(basis), counted, basis)
    return Compared(
        line=line,
        basis=basis,
        per=unit_key(line.unit) if basis == "unit" else _("resident") if basis else "",
        own=own,
        counted=tuple(counted),
        aside=tuple(aside),
        offered=tuple(sorted_out.offered),
        found=found,
        beside=_against(own.per_resident, counted, "resident") if basis == "unit" else None,
        spread=_spread(own.per(basis), counted, basis),
        scopes=() if counted else tuple(one for one in sorted_out.scopes if one in Scope.values),
    )


class _Sorted:
    """The amounts of the library, as one line has to do with them."""

    def __init__(
        self,
        line: CostShown,
        pool: Sequence[PublishedCost],
        said: Mapping[Amount, Choice],
        drawn: Collection[str],
    ) -> None:
        self.counted: list[Analogue] = []
        self.aside: list[Analogue] = []
        self.offered: list[Analogue] = []
        alike = [each for each in pool if _is_alike(each, line)]
        whole = Counter(each.cost.scope for each in alike if each.cost.recipe)
        self.scopes = tuple(sorted(whole, key=scope_place)) if not line.scope else ()
        scope = line.scope or (self.scopes[0] if len(self.scopes) == 1 else None)
        for each in pool:
            choice = said.get((each.slug, each.cost.amount, each.cost.currency))
            made = _analogue(each, line, choice)
            is_like = _is_alike(each, line) and each.cost.scope == scope
            is_lost = made.why_not and _is_alike(each, line) and not each.cost.recipe
            if choice is not None or is_like or is_lost:
                (self.aside if made.why_not else self.counted).append(made)
            elif not made.why_not and (_is_near(each, line) or each.slug in drawn):
                self.offered.append(made)


def _is_near(each: PublishedCost, line: CostShown) -> bool:
    """Tell whether an amount is for the same unit, whatever it covers."""
    unit = each.cost.per_unit.unit if each.cost.per_unit else ""
    return bool(line.unit and unit) and unit_key(unit) == unit_key(line.unit)


def _is_alike(each: PublishedCost, line: CostShown) -> bool:
    """Tell whether it is besides a whole amount, paid as often."""
    whole = each.cost.part == Part.TOTAL
    return _is_near(each, line) and whole and each.cost.recurrence == _recurrence(line)


def _recurrence(line: CostShown) -> str:
    return str(Recurrence.ONCE if line.cost_kind == CostKind.CAPITAL else Recurrence.YEARLY)


def _analogue(each: PublishedCost, line: CostShown, choice: Choice | None) -> Analogue:
    cost, recipe = each.cost, each.cost.recipe
    per_unit = per_resident = None
    if recipe and cost.per_unit and _is_near(each, line):
        per_unit = float(recipe.result) / cost.per_unit.quantity
    if recipe and isinstance(cost.per_resident, PerResident):
        per_resident = float(recipe.result) / cost.per_resident.residents.count
    return Analogue(
        published=each,
        per_unit=per_unit,
        per_resident=per_resident,
        why_not=_why_not(each, line, choice),
        choice=choice,
    )


def _why_not(each: PublishedCost, line: CostShown, choice: Choice | None) -> str:
    if choice is not None and not choice.counts:
        return choice.why
    if isinstance(each.cost.constant, NotConverted):
        return each.cost.constant.reason
    if each.cost.recurrence != _recurrence(line):
        if each.cost.recurrence == Recurrence.ONCE:
            return _("It was paid once, and the line is paid every year.")
        return _("It is paid every year, and the line is paid once.")
    return ""


def _without(one: Analogue, line: CostShown, basis: Basis) -> Analogue:
    """Return an analogue that has no price on the basis, with the reason."""
    cost = one.published.cost
    if basis == "unit":
        why = _("The record does not say how many it bought ({unit}).").format(unit=line.unit)
    elif isinstance(cost.per_resident, NoFigure):
        why = cost.per_resident.reason
    else:
        why = one.how
    return replace(one, why_not=why)


def _basis(own: Own, counted: Sequence[Analogue]) -> Basis:
    """Compare by the unit where plan and analogues tell it, else by the resident."""
    if own.per_unit is not None and any(one.per_unit is not None for one in counted):
        return "unit"
    if own.per_resident is not None and any(one.per_resident is not None for one in counted):
        return "resident"
    if any(one.per_unit is not None for one in counted):
        return "unit"
    return ""


def _prices(counted: Sequence[Analogue], basis: Basis) -> Floats:
    return np.array([one.per(basis) or np.nan for one in counted], dtype=np.float64)


def _against(
    amount: float | None, counted: Sequence[Analogue], basis: Basis
) -> engine.Against | None:
    prices = _prices(counted, basis) if basis else np.array([])
    if not np.isfinite(prices).any():
        return None
    return engine.against(np.nan if amount is None else amount, prices)


def _spread(
    amount: float | None, counted: Sequence[Analogue], basis: Basis
) -> engine.Spread | None:
    return engine.spread(amount, _prices(counted, basis)) if basis and amount else None


def compared_sentence(one: Compared) -> str:
    """Say what comparable programmes paid and where the line lies, as their number allows."""
    if one.found is None or not one.basis:
        return _nothing(one)
    own = one.own.per(one.basis)
    words = {
        "per": one.per,
        "n": one.found.size,
        "own": numbers.money(_three(own), numbers.INTERNATIONAL),
        "where": numbers.listing([each.published.city for each in one.counted]),
    }
    if one.found.size < engine.RANGE_FROM:
        price = numbers.money(_three(one.counted[0].per(one.basis)), numbers.INTERNATIONAL)
        told = _(
            "One programme ({where}) paid {price} a {per}. One is no range, so nothing is said of "
            "this line."
        ).format(price=price, **words)
        return told + (" " + _("The plan puts {own}.").format(**words) if own else "")
    low, high = (numbers.money(_three(end), numbers.INTERNATIONAL)
                 for end in (one.found.low, one.found.high))  # fmt: skip
    told = _("{n} programmes ({where}) paid {low} to {high} a {per}.").format(
        low=low, high=high, **words
    )
    if own is None:
        return f"{told} {one.own.how}"
    return f"{told} {_place(one.found, words)}"


def _place(found: engine.Against, words: Mapping[str, object]) -> str:
    """Say where the plan lies in the range."""
    sides = {
        "above": _("The plan puts {own}: above all of them"),
        "below": _("The plan puts {own}: below all of them"),
        "within": _("The plan puts {own}: within that range"),
    }
    parts = [sides[found.side].format(**words)]
    if np.isfinite(found.times_median):
        times = numbers.number(round(found.times_median, 2))
        parts.append(_("{times} times the median").format(times=times))
    if np.isfinite(found.percentile):
        parts.append(
            _("dearer than {share} of them").format(share=numbers.percent(round(found.percentile)))
        )
    return ", ".join(parts) + "."


def _nothing(one: Compared) -> str:
    """Say why nothing is compared, and what would help."""
    if one.scopes:
        return _(
            "The library holds prices of a {unit} that cover different work. Say what this line "
            "covers, and it is compared with those that cover the same."
        ).format(unit=unit_key(one.line.unit))
    if one.line.amount and not (one.line.unit and one.line.quantity) and not one.aside:
        return _(
            "Say how many units the amount buys, or choose programmes to compare it with; then a "
            "range stands here."
        )
    told = (
        _("No programme in the library states what a {unit} costs a year.")
        if one.line.cost_kind != CostKind.CAPITAL
        else _("No programme in the library states what a {unit} cost in a way that compares.")
    ).format(unit=unit_key(one.line.unit) or _("unit"))
    other = sum(each.per_unit is not None for each in one.offered)
    if other:
        told += " " + ngettext(
            "{n} price of a {unit} covers other work, and may be compared by hand.",
            "{n} prices of a {unit} cover other work, and may be compared by hand.",
            other,
        ).format(n=other, unit=unit_key(one.line.unit))
    if one.aside:
        told += " " + ngettext(
            "{n} amount is left aside, with the reason.",
            "{n} amounts are left aside, with the reasons.",
            len(one.aside),
        ).format(n=len(one.aside))
    return told


def _three(value: float | None) -> float | None:
    """Round to three figures: neither purchasing power nor the price year carries more."""
    return None if value is None else float(f"{value:.3g}")
