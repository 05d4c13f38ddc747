"""The published scores of a city on the ten tools, as printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.indicators.queries import Figure, Point
from decapolis.kernel import numbers
from decapolis.kernel.charts import Table
from decapolis.library.choices import Tool
from decapolis.pages.cities.contexts.figures import TEN_TOOLS
from decapolis.pages.cities.contexts.links import SourceBook

RANK, TOTAL = "top50_rank", "top50_total"
EDITIONS = {"2018": "2018/19", "2020": "2020/21"}
ROWS_HELD = {"2018": 25, "2020": 31}  # of the fifty that were published; see the starter's README
OF = 50


@dataclass(frozen=True, slots=True)
class TenTools:
    """What two editions of a published ranking say of a city."""

    says: str
    table: Table
    caption: str
    note: str
    sources: tuple[int, ...]


def ten_tools(
    name: str, figures: Sequence[Figure], series: Mapping[str, Sequence[Point]], book: SourceBook
) -> TenTools | None:
    """Return the scores, or None where the city is not among the rows that are held."""
    scores = [one for one in figures if one.theme == TEN_TOOLS]
    if not scores:
        return None
    told = {one.code: _by_edition(one, series.get(one.code, ())) for one in scores}
    editions = [year for year in EDITIONS if any(year in values for values in told.values())]
    order = [f"top50_{tool.replace('-', '_')}" for tool in Tool.values]
    tools = sorted(
        (one for one in scores if one.code in order), key=lambda one: order.index(one.code)
    )
    last = [one for one in scores if one.code in {TOTAL, RANK}]
    rows = tuple(
        (one.name, *(_printed(told[one.code].get(year)) for year in editions))
        for one in (*tools, *sorted(last, key=lambda one: one.code == RANK))
    )
    return TenTools(
        says=_says(name, told.get(RANK, {})),
        table=Table(
            (_("Tool"), *(EDITIONS[year] for year in editions)),
            rows,
            frozenset(range(1, len(editions) + 1)),
        ),
        caption=_("Scores from 1 to 4 as printed; the total is their sum, of 40."),
        note=_note(editions),
        sources=book.cite_all(scores),
    )


def _by_edition(figure: Figure, points: Sequence[Point]) -> dict[str, float]:
    """Return the values by year; a single edition is no series."""
    if points:
        return {point.period: point.value for point in points}
    return {figure.period: figure.value} if figure.value is not None else {}


def _printed(value: float | None) -> str:
    return numbers.unknown() if value is None else numbers.number(value)


def _says(name: str, ranks: Mapping[str, float]) -> str:
    places = [
        _("{rank} of {of} in {edition}").format(
            rank=numbers.ordinal(round(rank)), of=OF, edition=EDITIONS[year]
        )
        for year, rank in sorted(ranks.items())
        if year in EDITIONS
    ]
    return _("{name} was put {places} among the Top 50 Smart City Governments.").format(
        name=name, places=numbers.listing(places)
    )


def _note(editions: Sequence[str]) -> str:
    held = [
        _("{n} of the {of} rows of {edition}").format(
            n=ROWS_HELD[year], of=OF, edition=EDITIONS[year]
        )
        for year in editions
    ]
    return _(
        "These are the scores of the Eden Strategy Institute, not ours; in 2018/19 with ONG&ONG "
        "and OXD. The published table is incomplete here: we hold {held}. A rank without its "
        "margin says little: most scores are whole numbers, so that a tenth of a point moves a "
        "city by places."
    ).format(held=numbers.listing(held))
