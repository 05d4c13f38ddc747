"""The page where two to six cities of a ranking are set side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.editions import EditionFacts
from decapolis.benchmarks.queries.ranking import Comparison, comparison
from decapolis.kernel import numbers
from decapolis.kernel.charts import RankGroup, RankPlot, RankRow, Table
from decapolis.kernel.errors import NotFound
from decapolis.pages.benchmarks.contexts.keeping import Held
from decapolis.pages.benchmarks.contexts.links import (
    city_url,
    compare_url,
    crumbs_to,
    tabs_of,
)
from decapolis.pages.benchmarks.contexts.saying import BARS_PUBLISHED, bars_words, share_text
from decapolis.pages.components import Crumb, Tab

LEAST, MOST = 2, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """What one city has on one criterion."""

    city: str
    text: str
    place: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, pillar or the index."""

    name: str
    depth: int
    is_whole: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A city that can be compared."""

    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What the page shows: a choice of cities, and the comparison where there is one."""

    template: ClassVar[str] = "benchmarks/compare.html"
    facts: EditionFacts
    url: str
    fault: str
    title: str
    says: str
    names: tuple[tuple[str, str], ...]  # name and address
    plot: RankPlot | None
    lines: tuple[Line, ...]
    above: Table | None
    offers: tuple[Offer, ...]
    most: int
    tabs: tuple[Tab, ...]
    crumbs: tuple[Crumb, ...]


def compare_page(held: Held, edition: Edition, codes: Sequence[str]) -> ComparePage:
    """Return the page; with no cities, or too few or many, it asks for them."""
    found, fault = None, ""
    known = [code for code in codes if code in held.places]
    if codes:
        try:
            found = comparison(edition, held.run, known)
        except NotFound as error:
            fault = error.message
    chosen = set(known[:MOST])
    names = [place.city.name for place in found.cities] if found else []
    return ComparePage(
        facts=held.facts,
        url=compare_url(held.facts),
        fault=fault,
        title=numbers.listing(names) if names else _("Compare cities"),
        says=_says(found) if found else "",
        names=tuple((place.city.name, city_url(held.facts, place.city.code))
                    for place in (found.cities if found else ())),
        plot=_plot(held, [place.city.code for place in found.cities]) if found else None,
        lines=_lines(held, found) if found else (),
        above=_above(found) if found and found.above else None,
        offers=tuple(
            Offer(one.code, held.places[one.code].city.name, one.code in chosen)
            for one in held.stands
        ),
        most=MOST,
        tabs=tabs_of(held.facts, "compare"),
        crumbs=crumbs_to(held.facts, Crumb(_("Compare cities"))),
    )  # fmt: skip


def _plot(held: Held, codes: Sequence[str]) -> RankPlot:
    rows = tuple(
        RankRow(
            key=one.code,
            label=held.places[one.code].city.name,
            url=city_url(held.facts, one.code),
            place=one.rank,
            low=one.low,
            high=one.high,
            of=len(held.stands),
            score=numbers.number(held.places[one.code].score, held.shown_decimals),
            first=share_text(one.first),
        )
        for one in held.stands
        if one.code in codes
    )
    return RankPlot(
        caption=_("Places of these cities among all"),
        groups=(RankGroup("", rows),),
        of=len(held.stands),
        bars=bars_words(held.run, BARS_PUBLISHED),
        total=_("Total") if held.run.doubt.get("shown") == "sum" else _("Score"),
    )


def _says(found: Comparison) -> str:
    """Say on how many criteria each is best, by itself."""
    leaves = [line for line in found.lines if line.level == 1]
    alone = [sum(line.best == (at,) for line in leaves) for at in range(len(found.cities))]
    words = _("{city} leads alone on {n}")
    parts = [
        words.format(city=place.city.name, n=numbers.number(count))
        for place, count in zip(found.cities, alone, strict=True)
    ]
    return _("{parts}, of {of} criteria.").format(
        parts=numbers.listing(parts), of=numbers.number(len(leaves))
    )


def _lines(held: Held, found: Comparison) -> tuple[Line, ...]:
    names = [place.city.name for place in found.cities]
    levels = max(line.level for line in found.lines)
    made = []
    for line in found.lines:
        is_index = line.code == held.index
        cells = []
        for at, name in enumerate(names):
            raw, place = line.raw[at], line.places[at]
            value = raw if line.level == 1 else line.values[at]
            decimals = held.decimals.get(line.code, 1)
            if is_index:
                value, decimals = found.cities[at].score, held.shown_decimals
            text = numbers.number(value, decimals)
            told = numbers.ordinal(place) if place else ""
            is_best = at in line.best and len(line.best) < len(names)
            cells.append(Cell(name, text, told, is_best))
        name = _("In all") if is_index else held.names[line.code]
        made.append(Line(name, levels - line.level, line.level > 1, tuple(cells)))
    return tuple(made)


def _above(found: Comparison) -> Table:
    names = [place.city.name for place in found.cities]
    rows = []
    for at, row in enumerate(found.above):
        shares = (share_text(value) if other != at else "" for other, value in enumerate(row))
        rows.append((names[at], *shares))
    return Table((_("Stands above"), *names), tuple(rows), frozenset(range(1, len(names) + 1)))
