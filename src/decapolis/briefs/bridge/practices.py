"""The practices of a brief: what was done, what it cost, what came of it, how near."""

import re
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from decapolis.briefs.bridge.asked import Asked
from decapolis.briefs.bridge.sources import SourceBook, together
from decapolis.briefs.queries import PracticeLine, Said
from decapolis.kernel import numbers
from decapolis.kernel.charts.bars import kind_word
from decapolis.kernel.money import round_figures
from decapolis.kernel.sources import Sourced
from decapolis.library.choices import Nature, OutcomeKind, Part, Recurrence
from decapolis.library.queries.costs import CostFacts, PerResident
from decapolis.library.queries.rows import PracticeRow
from decapolis.peers.queries import closeness_in_words

KINDS = ("", "forecast", "reported", "measured", "checked")  # by `library.choices.Evidence`
EXPECTED = re.compile(r"^(expected|forecast|planned): ", re.IGNORECASE)
FORECAST_WORDS = re.compile(
    r"\b(expects?|(?:is|are|was|were|savings|and|city) expected|expected to|forecasts?|projected|"
    r"aims? (?:to|at)|plans? to|would|predicts?|put at)\b",
    re.IGNORECASE,
)


def practice_line(row: PracticeRow, asked: Asked, book: SourceBook, kind: str) -> PracticeLine:
    """Return a practice as the brief tells it.

    Parameters
    ----------
    kind
        How its result sentence is known; empty where that is not told apart.
    """
    record = book.refs(row.sources)
    kind = _kind(row, kind)
    rank, of_n, nearness = _nearness(row, asked, book)
    return PracticeLine(
        slug=row.slug,
        title=row.title,
        city=_city(row),
        place=asked.place(row.place),
        country=row.place.country_code,
        is_own=row.place.city_id == asked.city.city_id,
        what=Said(row.title, record),
        years=numbers.years(row.started, row.ended) if row.started or row.ended else "",
        status=row.status,
        status_label=row.status_label,
        failed=row.has_failed,
        cost=_cost(row.cost, record, book),
        cost_note=_cost_note(row.cost),
        more_costs=_more_costs(row.cost, record, book),
        result=_told(_result(row, kind), row, book, _("No result is stated.")),
        kind=kind,
        kind_label=_kind_words(row, kind),
        level=row.evidence_level,
        setback=_told(row.setback, row, book, _("The record tells of no trouble.")),
        nearness=nearness,
        rank=rank,
        of_n=of_n,
    )


def _city(row: PracticeRow) -> str:
    """Return the city as sentences name it: ``a city of 100,000 people`` where it has no name."""
    name = row.place.city
    return name[:1].lower() + name[1:] if row.is_nameless else name


def _kind(row: PracticeRow, kind: str) -> str:
    """Return how a result is known; the evidence of the whole record where nothing else says.

    A sentence that speaks of what is expected is a forecast, whatever else was measured.
    """
    if row.result is None:
        return ""
    if kind != OutcomeKind.FORECAST and FORECAST_WORDS.search(row.result.text):
        return OutcomeKind.FORECAST.value
    return kind or KINDS[row.evidence]


def _kind_words(row: PracticeRow, kind: str) -> str:
    """Return how a result is known, and what a reviewer holds the practice's evidence to be worth.

    Nothing where no result is stated and nobody has reviewed it.
    """
    if not kind and not row.evidence_level:
        return ""
    known = _("told without its name") if row.is_nameless else row.known.in_short
    return f"{kind_word(kind)}, {known}" if kind else known[:1].upper() + known[1:]


def _result(row: PracticeRow, kind: str) -> Sourced | None:
    """Return the result; a forecast without its own word for that, which stands before it."""
    told = row.result
    if told is None or kind != OutcomeKind.FORECAST:
        return told
    text = EXPECTED.sub("", told.text)
    return replace(told, text=text[:1].upper() + text[1:])


def _told(sentence: Sourced | None, row: PracticeRow, book: SourceBook, otherwise: str) -> Said:
    if sentence is None:
        return Said(otherwise)
    return book.said(sentence, row.sources)


def _nearness(row: PracticeRow, asked: Asked, book: SourceBook) -> tuple[int | None, int, Said]:
    near = asked.near or {}
    if row.place.city_id == asked.city.city_id:
        return None, len(near), Said(_("Your city"))
    found = near.get(row.place.city_id) if row.place.city_id else None
    if found is None:
        return None, len(near), Said(_("Nearness unknown: too few shared figures"))
    told = _("{words}: {rank} of {of}").format(
        words=closeness_in_words(found.rank, found.of_n),
        rank=numbers.ordinal(found.rank),
        of=numbers.number(found.of_n),
    )
    return found.rank, found.of_n, Said(told, (book.method(),))


def _cost(cost: CostFacts | None, record: tuple[int, ...], book: SourceBook) -> Said:
    if cost is None:
        return Said(_("Cost not stated"))
    amount = _yearly(numbers.money(cost.amount, cost.currency), cost)
    return Said(amount, book.refs([cost.source]) if cost.source else record)


def _yearly(amount: str, cost: CostFacts) -> str:
    is_yearly = cost.recurrence == Recurrence.YEARLY
    return _("{amount} a year").format(amount=amount) if is_yearly else amount


def _cost_note(cost: CostFacts | None) -> str:
    if cost is None:
        return ""
    notes = {
        Part.SHARE.value: _("a part of the cost"),
        Part.FUNDING.value: _("funding, not cost"),
    }
    parts = [notes.get(cost.part, "")]
    if cost.nature != Nature.UNCLEAR:
        parts.append(cost.nature_label.lower())
    if cost.is_claim:
        parts.append(_("the seller's figure"))
    return ", ".join(part for part in parts if part)


def _more_costs(
    cost: CostFacts | None, record: tuple[int, ...], book: SourceBook
) -> tuple[Said, ...]:
    """Return the amount in constant dollars, per resident and per unit, where that is honest."""
    if cost is None:
        return ()
    own = book.refs([cost.source]) if cost.source else record
    told = []
    is_one = cost.per_unit is not None and cost.per_unit.quantity == 1
    if cost.recipe and not is_one:
        amount = _yearly(numbers.money(cost.recipe.shown, numbers.INTERNATIONAL), cost)
        told.append(Said(amount, together(own, [book.money()])))
    each = cost.per_resident
    if isinstance(each, PerResident):
        source = book.residents(each.residents)
        amount, converted = _best(each.amount, each.constant, cost.currency)
        told.append(
            Said(
                _yearly(_("{amount} per resident").format(amount=amount), cost),
                together(own, [source], [book.money()] if converted else ()),
            )
        )
    unit = cost.per_unit
    if unit:
        amount, converted = _best(unit.amount, unit.constant, cost.currency)
        told.append(
            Said(
                _yearly(_("{amount} per {unit}").format(amount=amount, unit=unit.unit), cost),
                together(own, [book.money()] if converted else ()),
            )
        )
    return tuple(told)


def _best(amount: Decimal, constant: Decimal | None, currency: str) -> tuple[str, bool]:
    """Return an amount in constant dollars where it is converted, and whether it is."""
    if constant is None:
        return numbers.money(round_figures(amount), currency), False
    return numbers.money(constant, numbers.INTERNATIONAL), True
