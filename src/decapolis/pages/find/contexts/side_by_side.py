"""Practices side by side for one city: closeness, price, result, trouble; and what they show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts import Price
from decapolis.kernel.charts.costs import nice_axis
from decapolis.kernel.money import reference_year, round_figures
from decapolis.library.bridge.costs import UnitPoint, UnitRange, ranges_of
from decapolis.library.choices import Evidence, Part
from decapolis.library.queries.costs import PerResident, UnitCost
from decapolis.library.queries.rows import PracticeRow
from decapolis.pages.components import CompareRow
from decapolis.pages.find.contexts.hits import Nearby, failed_and_result, theme_of
from decapolis.pages.library.contexts.links import for_theme, record_url
from decapolis.pages.library.contexts.nearness import closeness_chart
from decapolis.pages.library.contexts.practice import years_of

RESIDENT = "resident"
LAST = 1_000_000  # the rank of a city that cannot be compared
CLOSE_ENOUGH = 0.6  # of the best answer's score: what fits less is not set beside it
FEW = 4  # practices that are set side by side however well they fit
LEAST_PRICES = 2  # fewer prices of a unit compare nothing


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a sentence; what is strong is set in bold."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Practices side by side, and the sentences that say what they show."""

    rows: tuple[CompareRow, ...]
    unit: str  # what a price is of; resident where no unit is shared
    about: str  # what most cities are compared for: "for energy and light"
    says: tuple[Words, ...]
    small: str
    note: str


@dataclass(frozen=True, slots=True)
class Priced:
    """The unit that prices are compared by, and the price of each practice that has one."""

    unit: str
    prices: Mapping[str, Price]
    ranges: tuple[UnitRange, ...]


def compare_practices(
    rows: Sequence[PracticeRow], answering: Sequence[PracticeRow], nearby: Nearby, *, total: int
) -> Comparison:
    """Return practices side by side, the closest to the reader's city first, its own last.

    Parameters
    ----------
    answering
        The practices that answer the question, of which ``rows`` are shown; what is said in
        sentences is of these, so that every page says the same.
    total
        How many practices answer the question.
    """
    priced = _by_unit(rows, ranges_of(unit_prices_of(answering))) or _by_resident(rows)
    ordered = sorted(rows, key=lambda row: rank_of(row, nearby))
    theme = _most_common([theme_of(row) for row in ordered if not nearby.is_own(row)])
    return Comparison(
        rows=tuple(_row(row, priced, nearby, theme) for row in ordered),
        unit=priced.unit,
        about=for_theme(theme),
        says=_says(answering, priced),
        small=_small(len(rows), total),
        note=_note(priced, nearby),
    )


def compared_rows(
    best: Sequence[PracticeRow], score: Mapping[str, float], *, most: int
) -> tuple[PracticeRow, ...]:
    """Return the practices that may be set side by side: the first four, and what answers as well.

    Parameters
    ----------
    best
        The practices that answer, best first.
    score
        How well each answers, by slug.
    """
    least = CLOSE_ENOUGH * max(score.values(), default=0.0)
    fit = (place < FEW or score.get(row.slug, 0.0) >= least for place, row in enumerate(best))
    return tuple(row for row, fits in zip(best, fit, strict=True) if fits)[:most]


def _most_common(themes: Sequence[str]) -> str:
    return Counter(themes).most_common(1)[0][0] if themes else ""


def unit_prices_of(rows: Sequence[PracticeRow]) -> list[UnitCost]:
    """Return the prices of a unit that practices state in their cost; funding is no cost."""
    return [
        UnitCost(row.slug, row.title, row.place, row.cost, row.cost.per_unit)
        for row in rows
        if row.cost and row.cost.per_unit and row.cost.part != Part.FUNDING
    ]


def told_of(answering: Sequence[PracticeRow]) -> tuple[Words, ...]:
    """Return in a sentence or two what practices show: cost of a unit, evidence, failures."""
    ranges = ranges_of(unit_prices_of(answering))
    return _says(answering, _by_unit(answering, ranges) or Priced(RESIDENT, {}, ()))


def rank_of(row: PracticeRow, nearby: Nearby) -> int:
    """Return how close the city of a practice is to the reader's among all; its own is last."""
    city = row.place.city_id
    if nearby.is_own(row):
        return LAST + 1
    found = nearby.to(row).get(city) if city else None
    return found.rank if found else LAST


def _name(row: PracticeRow, nearby: Nearby) -> str:
    """Return a city with its state where it is in the reader's country, else with its country."""
    is_home = nearby.city is not None and nearby.city.country_id == row.place.country_code
    second = row.place.region if is_home and row.place.region else row.place.country
    return ", ".join(dict.fromkeys(part for part in (row.place.city, second) if part))


def _row(row: PracticeRow, priced: Priced, nearby: Nearby, theme: str) -> CompareRow:
    years = years_of(row) if row.started or row.ended else ""
    failed, result = failed_and_result(row)
    marked = row.evidence or row.evidence_level or row.is_nameless
    is_told = row.result is not None and bool(marked)
    return CompareRow(
        name=_name(row, nearby),
        url=record_url("practice", row.slug),
        detail=", ".join(part for part in (row.title, years) if part),
        closeness=None
        if row.is_nameless
        else closeness_chart(nearby.city, row.place, nearby.to(row)),
        price=priced.prices.get(row.slug),
        outcome=result,
        outcome_kind=row.evidence_words if is_told else "",
        setback=row.setback.text if row.setback else "",
        failed=failed,
        close_for="" if theme_of(row) == theme else for_theme(theme_of(row)),
        is_own=nearby.is_own(row),
    )


def _by_unit(rows: Sequence[PracticeRow], ranges: Sequence[UnitRange]) -> Priced | None:
    """Return prices by the unit that most of these practices state, where two of them do."""
    shown = {row.slug for row in rows}
    stated = Counter(
        one.unit for one in ranges for point in one.points if point.known_as.slug in shown
    )
    if not stated or stated.most_common(1)[0][1] < LEAST_PRICES:
        return None
    unit = stated.most_common(1)[0][0]
    held = tuple(one for one in ranges if one.unit == unit)
    amounts = [
        point.amount
        for one in held
        if one.reference_year
        for point in one.points
        if point.known_as.slug in shown
    ]
    most = nice_axis(max(amounts, default=0))[1] if amounts else 0
    prices = {
        point.known_as.slug: _unit_price(one, point, most) for one in held for point in one.points
    }
    return Priced(unit, prices | _unpriced(rows, prices), held)


def _unit_price(one: UnitRange, point: UnitPoint, most: float) -> Price:
    scope = one.scope_label[:1].lower() + one.scope_label[1:]
    if one.reference_year:
        return Price(_shown(point.amount), most, numbers.INTERNATIONAL, scope)
    note = _("{scope}; as published, not converted").format(scope=scope)
    return Price(float(point.known_as.per_unit.amount), 0, one.currency, note)


def _unpriced(rows: Sequence[PracticeRow], prices: Mapping[str, Price]) -> dict[str, Price]:
    """Return what is known of the cost where the record does not say how much it bought."""
    return {
        row.slug: Price(
            None,
            0,
            note=_("{amount} in all; how many is not stated").format(
                amount=numbers.money(row.cost.amount, row.cost.currency)
            ),
        )
        for row in rows
        if row.slug not in prices and row.cost
    }


def _by_resident(rows: Sequence[PracticeRow]) -> Priced:
    """Return costs per resident, in international dollars where they are converted."""
    whole = {
        row.slug: (row.cost, row.cost.per_resident)
        for row in rows
        if row.cost and isinstance(row.cost.per_resident, PerResident)
    }
    most = nice_axis(
        max((float(rate.constant) for _cost, rate in whole.values() if rate.constant), default=0)
    )[1]
    prices = {}
    for row in rows:
        if row.cost is None:
            continue
        amount = numbers.money(row.cost.amount, row.cost.currency)
        if row.slug not in whole:
            note = _("{amount}; not for the whole city").format(amount=amount)
            prices[row.slug] = Price(None, 0, note=note)
            continue
        rate = whole[row.slug][1]
        note = _("{amount} in all").format(amount=amount)
        prices[row.slug] = (
            Price(float(rate.constant), most, numbers.INTERNATIONAL, note)
            if rate.constant
            else Price(round(float(rate.amount), 2), 0, row.cost.currency, note)
        )
    return Priced(RESIDENT, prices, ())


def _says(rows: Sequence[PracticeRow], priced: Priced) -> tuple[Words, ...]:
    """Say what they cost, how well results are known, and how many failed: by rule."""
    parts, count = _price_words(priced), numbers.number(len(rows))
    weak = sum(row.evidence <= Evidence.FORECAST for row in rows)
    strong = sum(row.evidence >= Evidence.MEASURED for row in rows)
    if strong:
        told = _("Of {of} practices, {n} measured their results or had them checked")
        parts.append(Words(told.format(n=strong, of=count)))
    elif weak:
        told = _("In {n} of {of} practices results are only expected, or not stated")
        parts.append(Words(told.format(n=weak, of=count)))
    failed = sum(row.has_failed for row in rows)
    if failed:
        told = ngettext(
            "{n} was cancelled or went badly", "{n} were cancelled or went badly", failed
        )
        parts.append(Words(("; " if strong or weak else "") + told.format(n=failed)))
    return (*parts, Words(".")) if strong or weak or failed else tuple(parts)


def _price_words(priced: Priced) -> list[Words]:
    """Say the prices that compare best: those of most programmes. The others are in the table."""
    converted = [one for one in priced.ranges if one.reference_year]
    if not converted:
        return []
    one = max(converted, key=lambda each: each.size)
    price = numbers.money_range(_shown(one.low), _shown(one.high), one.currency)
    told = ngettext(" in one programme. ", " in {n} programmes. ", one.size).format(n=one.size)
    return [
        Words(f"{one.scope_label}: "),
        Words(_("{price} a {unit}").format(price=price, unit=one.unit), is_strong=True),
        Words(told),
    ]


def _shown(amount: float) -> float:
    """Return a converted amount as it may be shown: the method carries no more figures."""
    return float(round_figures(Decimal(str(amount))))


def _small(shown: int, total: int) -> str:
    if total <= shown:
        return ""
    return _(
        "{shown} of {total} practices that answer it are shown: the closest among the best."
    ).format(shown=numbers.number(shown), total=numbers.number(total))


def _note(priced: Priced, nearby: Nearby) -> str:
    parts = [
        _(
            "Int$: constant international dollars of {year}, by purchasing power; World Bank, "
            "CC BY 4.0."
        ).format(year=reference_year())
    ]
    if nearby.city and nearby.near:
        parts.append(
            _(
                "Closeness: of {n} cities that share enough figures with {city}, for the first "
                "theme of each practice."
            ).format(n=numbers.number(len(nearby.near)), city=nearby.city.name)
        )
    if priced.unit == RESIDENT:
        parts.append(_("Per resident only where the amount is the whole cost."))
    return " ".join(parts)
