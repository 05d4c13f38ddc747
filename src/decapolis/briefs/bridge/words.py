"""The sentences of a brief that sum up, and those that say what is not known: made by rule."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from decapolis.briefs.bridge.asked import Asked
from decapolis.briefs.bridge.sources import SourceBook, together
from decapolis.briefs.choices import FEW_PRACTICES, FEW_PRICES, LONGEST_TITLE
from decapolis.briefs.queries import CostTable, FigureLine, PracticeLine, Said
from decapolis.kernel import numbers
from decapolis.library.choices import Part, Recurrence
from decapolis.library.queries.costs import CostFacts
from decapolis.library.queries.rows import PracticeRow

MOST_NAMED = 4
ALIKE_SIZE = 2.0  # half to double the residents
SMALL = (
    "", gettext_noop("one"), gettext_noop("two"), gettext_noop("three"), gettext_noop("four"),
    gettext_noop("five"), gettext_noop("six"), gettext_noop("seven"), gettext_noop("eight"),
    gettext_noop("nine"), gettext_noop("ten"), gettext_noop("eleven"), gettext_noop("twelve"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sentences are made of."""

    asked: Asked
    lines: tuple[PracticeLine, ...]
    rows: tuple[PracticeRow, ...]  # the same practices as the library tells them
    listed: int  # practices that a search for the question lists, near or far
    by_meaning: bool  # no word of the question stands in the records
    by_one_word: bool  # nothing but the one word of the question speaks for them
    theme: str  # by which cities were compared, in words
    tables: tuple[CostTable, ...]
    figures: tuple[FigureLine, ...]
    missing: tuple[str, ...]  # what matters for the theme and is not known of the city
    people: Mapping[int, int | None]  # population by GeoNames id

    @property
    def n(self) -> int:
        """How many practices are shown."""
        return len(self.lines)


def title_of(question: str, city: str) -> str:
    """Return the title: the question, and whose example is looked for."""
    short = _shortened(question)
    short = short[:1].upper() + short[1:]
    if short.endswith(("?", "!", ".", "…")):
        return _("{question} What cities like {city} did").format(question=short, city=city)
    return _("{question}: what cities like {city} did").format(question=short, city=city)


def summary(parts: Parts, book: SourceBook) -> tuple[Said, ...]:
    """Return the opening paragraph: how many did it, what it cost, what failed, what is proven."""
    if not parts.lines:
        return ()
    sentences = [
        _who(parts, book),
        _nearest(parts),
        _price(parts),
        _totals(parts) if not _has_price(parts) else None,
        _failures(parts, book),
        _proof(parts),
    ]
    return tuple(said for said in sentences if said)


def practices_say(parts: Parts, book: SourceBook) -> Said:
    """Say in what order the practices stand, and of how many."""
    told = ngettext(
        "The one practice that answers the question.",
        "The {n} practices that answer the question best, weighed with how near their city is to "
        "{city}.",
        parts.n,
    ).format(n=counted(parts.n), city=parts.asked.city.name)
    if parts.listed > parts.n:
        told += " " + _("A search lists {n}, those that only touch on it included.").format(
            n=numbers.number(parts.listed)
        )
    return Said(told, together([book.library(), book.method()]))


def weakness(parts: Parts, book: SourceBook) -> tuple[Said, ...]:
    """Return why the answer is thin; nothing where it is not."""
    if not parts.lines:
        told = _("The library holds nothing that answers “{question}”.")
        return (Said(told.format(question=_shortened(parts.asked.question)), (book.library(),)),)
    reasons = []
    if parts.by_meaning:
        reasons.append(
            _(
                "No record shares a word with the question; it was matched by meaning alone. See "
                "whether it was understood."
            )
        )
    if parts.by_one_word:
        reasons.append(
            _("It was found by the one word of the question, which a record may use in passing.")
        )
    if parts.n < FEW_PRACTICES:
        reasons.append(
            ngettext(
                "Only one practice in the library answers the question closely.",
                "Only {n} practices in the library answer the question closely.",
                parts.n,
            ).format(n=counted(parts.n))
        )
    if not any(row.cost for row in parts.rows):
        reasons.append(
            ngettext("It does not state what it cost.", "None states what it cost.", parts.n)
        )
    if all(line.kind in {"", "forecast"} for line in parts.lines):
        reasons.append(
            ngettext(
                "It has no result that is more than a forecast.",
                "None has a result that is more than a forecast.",
                parts.n,
            )
        )
    return tuple(Said(reason, (book.library(),)) for reason in reasons)


def what_to_try(city: str) -> tuple[str, ...]:
    """Return what to do where nothing was found."""
    return (
        _("Ask in fewer and plainer words: street lighting, flooding, bus lanes."),
        _("Check the spelling, or ask in another language."),
        _("Browse the library by theme; a practice may go by another name."),
        _("If {city} has tried this itself, its record would be the first.").format(city=city),
    )


def unknown(parts: Parts, book: SourceBook) -> tuple[Said, ...]:
    """Return what is not known, by rule, what matters most first."""
    library = (book.library(),)
    rules = (
        _no_cost(parts),
        _no_proof(parts),
        _not_converted(parts),
        _no_unit(parts),
        _thin_prices(parts),
        _none_at_home(parts),
        _none_alike(parts),
        _not_comparable(parts),
        _missing_figures(parts),
        _undated(parts),
        _claims(parts),
    )
    return tuple(Said(told, library) for told in rules if told)


def _who(parts: Parts, book: SourceBook) -> Said:
    """Say how many cities did it, and in how many countries."""
    cities = {(line.city, line.country) for line in parts.lines}
    countries = {line.country for line in parts.lines}
    told = ngettext(
        "One practice answers the question, from {city}.",
        "{n} practices from {n_cities} in {n_countries} answer the question.",
        parts.n,
    )
    if parts.listed > parts.n > 1:
        told = _("{n} practices from {n_cities} in {n_countries} answer the question best.")
    told = told.format(
        n=counted(parts.n, first=True),
        city=parts.lines[0].city,
        n_cities=ngettext("one city", "{n} cities", len(cities)).format(n=counted(len(cities))),
        n_countries=ngettext("one country", "{n} countries", len(countries)).format(
            n=counted(len(countries))
        ),
    )
    return Said(told, (book.library(),))


def _nearest(parts: Parts) -> Said | None:
    """Say which of them is nearest to the city, and what went wrong there."""
    ranked = [line for line in parts.lines if line.rank]
    if not ranked:
        return None
    nearest = min(ranked, key=lambda line: line.rank or 0)
    told = _("The nearest to {city} for {theme} is {other}, {rank} of {of} cities.").format(
        city=parts.asked.city.name,
        theme=parts.theme,
        other=nearest.city,
        rank=numbers.ordinal(nearest.rank),
        of=numbers.number(nearest.of_n),
    )
    trouble = nearest.setback
    if trouble.sources:
        told += " " + _("What went wrong there: {trouble}").format(trouble=trouble.text)
    return Said(told, together(nearest.nearness.sources, trouble.sources), nearest.city)


def _price(parts: Parts) -> Said | None:
    """Say what one unit cost; a single programme makes a price only where the reader asks."""
    if not _has_price(parts):
        return None
    table = parts.tables[0]
    line = table.lines[0]
    if line.at_quantity and parts.asked.quantity:
        told = _("At what {n} programmes paid, {quantity} {units} would cost {amount}: {what}.")
        if line.n == 1:
            told = _("At what one programme paid, {quantity} {units} would cost {amount}: {what}.")
        text = told.format(
            n=counted(line.n),
            quantity=numbers.number(parts.asked.quantity),
            units=table.unit_plural,
            amount=line.at_quantity.text,
            what=_inside(line.what),
        )
        return Said(text, line.at_quantity.sources, line.at_quantity.text)
    text = _("One {unit} cost {price} in {n} programmes: {what}.").format(
        unit=table.unit, price=line.price.text, n=counted(line.n), what=_inside(line.what)
    )
    return Said(text, line.price.sources, line.price.text)


def _has_price(parts: Parts) -> bool:
    """Tell whether a price of one unit is worth a sentence at the top."""
    if not parts.tables:
        return False
    return parts.tables[0].lines[0].n > 1 or parts.asked.quantity is not None


def _totals(parts: Parts) -> Said | None:
    """Say what whole programmes cost, where no price of a unit is told."""
    known = [
        (row.cost.recipe.shown, line)
        for row, line in _pairs(parts)
        if row.cost and row.cost.recipe and _is_whole(row.cost)
    ]
    if not known:
        return None
    low, high = (edge(amount for amount, _line in known) for edge in (min, max))
    price = numbers.money_range(low, high, numbers.INTERNATIONAL)
    text = ngettext(
        "One of {all} states what its whole programme cost: {price}, in constant dollars.",
        "{n} of {all} state what the whole programme cost: {price} in constant dollars, for "
        "programmes of very different size.",
        len(known),
    ).format(n=counted(len(known), first=True), all=counted(parts.n), price=price)
    if parts.n == 1:
        text = _("It cost {price}, in constant dollars.").format(price=price)
    cited = together(*(said.sources for _amount, line in known for said in line.more_costs[:1]))
    return Said(text, cited, price)


def _is_whole(cost: CostFacts) -> bool:
    """Tell the cost of a programme from a part of it, a yearly amount and the price of one unit."""
    one_unit = cost.per_unit is not None and cost.per_unit.quantity == 1
    return cost.part == Part.TOTAL and cost.recurrence != Recurrence.YEARLY and not one_unit


def _failures(parts: Parts, book: SourceBook) -> Said:
    failed = [line for line in parts.lines if line.failed]
    if not failed:
        told = sum(1 for line in parts.lines if line.setback.sources)
        if parts.n == told == 1:
            return Said(
                _("It did not fail outright, and tells what went wrong."), (book.library(),)
            )
        text = _("None failed outright; {n} of {all} tell what went wrong.")
        if not told:
            text = _("None failed, and no record tells of trouble, which is not the same as none.")
        elif told == parts.n > 1:
            text = _("None failed outright; all {all} tell what went wrong.")
        return Said(text.format(n=counted(told), all=counted(parts.n)), (book.library(),))
    text = ngettext(
        "One of {all} was cancelled or went badly: {names}.",
        "{n} of {all} were cancelled or went badly: {names}.",
        len(failed),
    ).format(n=counted(len(failed), first=True), all=counted(parts.n), names=_names(failed))
    cited = together(*(line.setback.sources or line.what.sources for line in failed))
    return Said(text, cited, _names(failed))


def _proof(parts: Parts) -> Said | None:
    proven = [line for line in parts.lines if line.kind in {"measured", "checked"}]
    hoped = [line for line in parts.lines if line.kind == "forecast"]
    if not proven and not hoped:
        return None
    cited = together(*(line.result.sources for line in (*proven, *hoped)))
    if parts.n == 1:
        only = _("Its result was measured or checked.")
        return Said(only if proven else _("Its result is only a forecast."), cited)
    if not proven:
        text = _("No result was measured; {n} of {all} are forecasts.")
    elif not hoped:
        text = _("The results of {proven} of {all} were measured or checked.")
    else:
        text = _(
            "The results of {proven} of {all} were measured or checked; {n} are only forecasts."
        )
        if len(hoped) == 1:
            text = _(
                "The results of {proven} of {all} were measured or checked; one is only a forecast."
            )
    return Said(
        text.format(proven=counted(len(proven)), n=counted(len(hoped)), all=counted(parts.n)), cited
    )


def _no_cost(parts: Parts) -> str:
    silent = [line for row, line in _pairs(parts) if row.cost is None]
    if not silent or not parts.lines:
        return ""
    return _("What it cost in {names} ({n} of {all}).").format(
        names=_names(silent), n=len(silent), all=parts.n
    )


def _no_proof(parts: Parts) -> str:
    hoped = [line for line in parts.lines if line.kind == "forecast"]
    silent = [line for line in parts.lines if not line.kind]
    told: list[str] = []
    if hoped:
        told.append(
            _("What was measured in {names}: only expected results are stated.").format(
                names=_names(hoped)
            )
        )
    if silent:
        told.append(_("How the result of {names} is known.").format(names=_names(silent)))
    return " ".join(told)


def _not_converted(parts: Parts) -> str:
    """Say whose cost stands as published, and why."""
    why: dict[str, list[PracticeLine]] = {}
    for row, line in _pairs(parts):
        if row.cost and not row.cost.recipe:
            why.setdefault(getattr(row.cost.constant, "code", ""), []).append(line)
    if not why:
        return ""
    words = {
        "no-price-year": _("no year is stated"),
        "funding": _("it is funding, not cost"),
        "not-own-currency": _("it is not in the country's own currency"),
    }
    told = [
        f"{_names(lines)} ({words.get(code, _('the tables of prices do not reach it'))})"
        for code, lines in why.items()
    ]
    return _("The cost in constant dollars of {names}.").format(names=numbers.listing(told))


def _no_unit(parts: Parts) -> str:
    without = [row for row in parts.rows if row.cost and not row.cost.per_unit]
    priced = sum(1 for row in parts.rows if row.cost)
    if not without or not priced:
        return ""
    return ngettext(
        "How much the money bought: one of {all} records with a cost does not say.",
        "How much the money bought: {n} of {all} records with a cost do not say.",
        len(without),
    ).format(n=counted(len(without)), all=counted(priced))


def _thin_prices(parts: Parts) -> str:
    thin = [line for table in parts.tables for line in table.lines if line.n < FEW_PRICES]
    if not thin:
        return ""
    told = ngettext(
        "A reliable price: one of the prices above is that of one or two programmes.",
        "A reliable price: {n} of the prices above are those of one or two programmes each.",
        len(thin),
    ).format(n=counted(len(thin)))
    if parts.asked.quantity is None:
        told += " " + _("How many {units} {city} needs.").format(
            units=parts.tables[0].unit_plural, city=parts.asked.city.name
        )
    return told


def _none_at_home(parts: Parts) -> str:
    home = parts.asked.city
    if not parts.lines or any(line.country == home.country for line in parts.lines):
        return ""
    return _("How it would go under the rules of {country}: none of these is from there.").format(
        country=home.country_name
    )


def _none_alike(parts: Parts) -> str:
    """Say so where no practice is of a city of like size."""
    mine = parts.people.get(parts.asked.city.city_id)
    if not mine or not parts.lines:
        return ""
    sizes = [parts.people.get(row.place.city_id or 0) or 0 for row in parts.rows]
    if any(mine / ALIKE_SIZE <= size <= mine * ALIKE_SIZE for size in sizes):
        return ""
    return _(
        "How it goes in a city of this size: none of these has half to double the residents of "
        "{city}."
    ).format(city=parts.asked.city.name)


def _not_comparable(parts: Parts) -> str:
    loose = [line for line in parts.lines if line.rank is None and not line.is_own]
    if not loose:
        return ""
    return _("How near {names} is: too few figures are shared.").format(names=_names(loose))


def _missing_figures(parts: Parts) -> str:
    if not parts.missing:
        return ""
    return _("Of {city} itself: {what}.").format(
        city=parts.asked.city.name, what=numbers.listing(list(parts.missing[:MOST_NAMED]))
    )


def _undated(parts: Parts) -> str:
    n = sum(
        1 for row in parts.rows if row.cost and row.cost.recipe
        and row.cost.recipe.price_year.basis == "source"
    )  # fmt: skip
    if not n:
        return ""
    return ngettext(
        "In which year's prices one amount is: the year of its source was taken.",
        "In which year's prices {n} amounts are: the years of their sources were taken.",
        n,
    ).format(n=counted(n))


def _claims(parts: Parts) -> str:
    claimed = [line for row, line in _pairs(parts) if row.cost and row.cost.is_claim]
    if not claimed:
        return ""
    return _("Whether the cost of {names} holds: it is the seller's own figure.").format(
        names=_names(claimed)
    )


def _pairs(parts: Parts) -> Iterable[tuple[PracticeRow, PracticeLine]]:
    return zip(parts.rows, parts.lines, strict=True)


def _names(lines: Sequence[PracticeLine]) -> str:
    """Return the cities by name, each once, with a count of those left out."""
    twice = Counter(line.city for line in lines)
    names = list(twice)
    if len(names) > MOST_NAMED:
        rest = len(names) - MOST_NAMED + 1
        names = [*names[: MOST_NAMED - 1], _("{n} more").format(n=rest)]
    return numbers.listing(names)


def _shortened(question: str) -> str:
    """Cut a long question at a word."""
    if len(question) <= LONGEST_TITLE:
        return question
    cut = question[:LONGEST_TITLE]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


def _inside(text: str) -> str:
    return text[:1].lower() + text[1:]


def counted(n: int, *, first: bool = False) -> str:
    """Return a small count as a word; ``first`` is the first word of a sentence.

    Examples
    --------
    >>> counted(8, first=True), counted(3), counted(15)
    ('Eight', 'three', '15')
    """
    if not 0 < n < len(SMALL):
        return numbers.number(n)
    word = _(SMALL[n])
    return word.capitalize() if first else word
