"""What one unit cost, apart by what the price covers, and what that would be for the reader."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.briefs.bridge.asked import Asked
from decapolis.briefs.bridge.sources import SourceBook, together
from decapolis.briefs.bridge.words import counted
from decapolis.briefs.choices import FEW_PRICES, MOST_CHARTED, MOST_UNITS, plural
from decapolis.briefs.queries import CostLine, CostTable, Said
from decapolis.kernel import numbers
from decapolis.kernel.charts import CostGroup, CostPoint, CostRange
from decapolis.library.bridge.costs import UnitPoint, UnitRange
from decapolis.library.choices import Recurrence

CLOSE_TO_QUESTION = 0.75


def cost_tables(
    ranges: Sequence[UnitRange], asked: Asked, book: SourceBook, relevance: Mapping[str, float]
) -> tuple[CostTable, ...]:
    """Return a table for each unit that the practices of the brief were bought in.

    The unit of most of these practices comes first; the reader's quantity is meant for that one. A
    unit that only one programme was bought in compares nothing: its price stands with the practice,
    and a table is made of it only where the reader asks for a quantity and the practice is close to
    the question.

    Parameters
    ----------
    relevance
        Of the practices that the brief shows, by slug.
    """
    used: dict[str, set[str]] = {}
    programmes: Counter[str] = Counter()
    for one in ranges:
        programmes[one.unit] += one.size
        slugs = {point.known_as.slug for point in one.points} & relevance.keys()
        used.setdefault(one.unit, set()).update(slugs)
    fit = {
        unit: slugs
        for unit, slugs in used.items()
        if len(slugs) > 1
        or (
            any(relevance[slug] >= CLOSE_TO_QUESTION for slug in slugs)
            and (programmes[unit] > 1 or asked.quantity is not None)
        )
    }
    units = sorted(fit, key=lambda unit: -sum(relevance[slug] for slug in fit[unit]))
    return tuple(
        _table(
            unit,
            [one for one in ranges if one.unit == unit],
            asked.quantity if place == 0 else None,
            book,
        )
        for place, unit in enumerate(units[:MOST_UNITS])
    )


def _table(
    unit: str, ranges: Sequence[UnitRange], quantity: float | None, book: SourceBook
) -> CostTable:
    lines = tuple(_line(one, quantity, book) for one in ranges)
    n = sum(one.size for one in ranges)
    return CostTable(
        unit=unit,
        unit_plural=plural(unit),
        lead=_lead(unit, ranges, lines, n),
        lines=lines,
        chart=_chart(unit, ranges),
        note=_note(ranges, book),
    )


def _line(one: UnitRange, quantity: float | None, book: SourceBook) -> CostLine:
    cited = together(*(_cited(point, book) for point in one.points))
    if one.reference_year:
        cited = together(cited, [book.money()])
    return CostLine(
        what=_what(one),
        n=one.size,
        price=Said(numbers.money_range(_r(one.low), _r(one.high), one.currency), cited),
        names=numbers.listing([_name(point) for point in one.points]),
        at_quantity=None
        if quantity is None
        else Said(
            numbers.money_range(_r(one.low * quantity), _r(one.high * quantity), one.currency),
            cited,
        ),
    )


def _what(one: UnitRange) -> str:
    """Say what a price covers, whether it comes every year, and whether it is a part."""
    parts = [one.scope_label]
    if one.recurrence == Recurrence.YEARLY:
        parts.append(_("a year"))
    if one.is_part:
        parts.append(_("a part of the cost"))
    if not one.reference_year:
        parts.append(_("as published"))
    return ", ".join(parts)


def _lead(unit: str, ranges: Sequence[UnitRange], lines: Sequence[CostLine], n: int) -> Said:
    """Say the range with most programmes behind it, and how many the others have."""
    first, line = ranges[0], lines[0]
    told = ngettext(
        "{what}: {price} per {unit}, in one programme.",
        "{what}: {price} per {unit}, in {n} programmes.",
        first.size,
    ).format(what=line.what, price=line.price.text, unit=unit, n=counted(first.size))
    rest = n - first.size
    if rest:
        told += " " + ngettext(
            "One more covers something else and stands apart.",
            "{n} more cover something else and stand apart.",
            rest,
        ).format(n=counted(rest, first=True))
    return Said(told, together(*(each.price.sources for each in lines)), line.price.text)


def _chart(unit: str, ranges: Sequence[UnitRange]) -> CostRange | None:
    """Return the picture of the ranges that are converted; a single price makes no picture."""
    held = [one for one in ranges if one.reference_year and one.size > 1][:MOST_CHARTED]
    if not held:
        return None
    return CostRange(
        unit=unit,
        currency=numbers.INTERNATIONAL,
        basis=_("{year} international dollars").format(year=held[0].reference_year),
        groups=tuple(
            CostGroup(
                _what(one), tuple(CostPoint(_name(point), _r(point.amount)) for point in one.points)
            )
            for one in held
        ),
    )


def _note(ranges: Sequence[UnitRange], book: SourceBook) -> Said:
    """Say what the figures are, and where they are too few."""
    parts = [_("The range is what others paid, not an estimate for your city.")]
    cited: tuple[int, ...] = ()
    if any(one.reference_year for one in ranges):
        year = next(one.reference_year for one in ranges if one.reference_year)
        parts.append(
            _("Int$: constant international dollars of {year}, by purchasing power.").format(
                year=year
            )
        )
        cited = (book.money(),)
    loose = [one.currency for one in ranges if not one.reference_year]
    if loose:
        parts.append(
            _("Amounts in {currencies} are as published and not converted.").format(
                currencies=numbers.listing(list(dict.fromkeys(loose)))
            )
        )
    if any(one.size < FEW_PRICES for one in ranges):
        parts.append(_("One or two programmes make no reliable range."))
    return Said(" ".join(parts), cited)


def _cited(point: UnitPoint, book: SourceBook) -> tuple[int, ...]:
    source = point.known_as.cost.source
    return book.refs([source]) if source else (book.library(),)


def _name(point: UnitPoint) -> str:
    place = point.known_as.place
    return place.city or place.label


def _r(amount: float) -> float:
    """Round to three figures: the method carries no more."""
    return float(f"{amount:.3g}")
