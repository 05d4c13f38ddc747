"""A city's figures: its own against its peers, those of its region or country, series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.indicators.choices import Level
from decapolis.indicators.queries import Figure, Point
from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList, PeerPlot, PeerStrip
from decapolis.pages.cities.contexts.links import SourceBook
from decapolis.pages.links import indicator_url
from decapolis.peers.choices import climate_in_words
from decapolis.peers.queries import PeerRange

LEVELS: dict[str, Promise] = {
    Level.REGION.value: gettext_lazy("the region"),
    Level.COUNTRY.value: gettext_lazy("the country"),
    Level.AGGLOMERATION.value: gettext_lazy("the urban area"),
    Level.FUNCTIONAL.value: gettext_lazy("the city and its commuters"),
    Level.STATION.value: gettext_lazy("the nearest weather station"),
}
TEN_TOOLS = "ten tools"
MOST_KEY = 12
LEAST_BARS = 3
# What a reader asks first, where it is known; the rest stands one click away.
KEY_CODES = (
    "population", "population_acs", "city_proper_population", "city_proper_growth", "density",
    "median_household_income", "poverty_rate", "unemployment_rate", "bachelors_degree",
    "median_age", "median_gross_rent", "violent_crime", "public_transport_access", "commute_car",
    "co2_fossil", "temperature_january", "precipitation_annual", "digital_access",
    "agglomeration_population", "agglomeration_growth_10y", "solid_waste_collected",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure with its year and source, told without a chart."""

    name: str
    shown: str
    period: str  # empty: undated
    level: str  # what it describes, where that is not the city
    source: int
    url: str  # of its indicator


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over several years."""

    title: str
    chart: BarList | None  # None: only two years
    line: str
    source: int
    url: str  # of its indicator


@dataclass(frozen=True, slots=True)
class Standing:
    """A city's own figures."""

    key: PeerPlot | None  # against the peers, those that are asked for first
    more: PeerPlot | None  # against the peers, the others
    alone: tuple[FigureLine, ...]  # too few peers report them, or they are words
    fallback: tuple[FigureLine, ...]  # of the region or country
    peers: int  # most peers behind one strip

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the city itself."""
        return not (self.key or self.more or self.alone)


def standing(
    name: str, figures: Sequence[Figure], ranges: Sequence[PeerRange], book: SourceBook
) -> Standing:
    """Return a city's figures, sorted by what can be said of them."""
    order = {code: place for place, code in enumerate(KEY_CODES)}
    asked = sorted(
        (one for one in ranges if one.figure.code in order), key=lambda one: order[one.figure.code]
    )
    key = asked[:MOST_KEY]
    more = [one for one in ranges if one not in key]
    told = {(one.figure.source_id, one.figure.period, one.figure.value) for one in ranges}
    own = [one for one in figures if not one.is_fallback and one.theme != TEN_TOOLS]
    return Standing(
        key=_plot(name, key, book),
        more=_plot(name, more, book),
        alone=tuple(
            _line(one, book) for one in own if (one.source_id, one.period, one.value) not in told
        ),
        fallback=tuple(_line(one, book) for one in figures if one.is_fallback),
        peers=max((len(one.peers) for one in ranges), default=0),
    )


def series_of(
    found: Mapping[str, Sequence[Point]], figures: Sequence[Figure], book: SourceBook
) -> tuple[Series, ...]:
    """Return the figures that are known for several years, the longest series first."""
    known = {one.code: one for one in figures if one.theme != TEN_TOOLS}
    held = [(known[code], points) for code, points in found.items() if code in known]
    held.sort(key=lambda one: (-len(one[1]), one[0].name))
    return tuple(_series(figure, points, book) for figure, points in held)


def _plot(name: str, ranges: Sequence[PeerRange], book: SourceBook) -> PeerPlot | None:
    if not ranges:
        return None
    strips = (
        PeerStrip(
            label=_label(one.figure),
            unit=one.figure.unit,
            mine=one.figure.value,
            peers=tuple(peer.value for peer in one.peers),
            city=name,
            note=_note(one.figure),
            cites=(book.cite(one.figure),),
            url="" if one.figure.code == "population" else indicator_url(one.figure.code),
        )
        for one in ranges
    )
    return PeerPlot(city=name, strips=tuple(strips))


def _line(figure: Figure, book: SourceBook) -> FigureLine:
    return FigureLine(
        name=_label(figure),
        shown=shown(figure),
        period=figure.period,
        level=level_of(figure),
        source=book.cite(figure),
        url=indicator_url(figure.code),
    )


def _label(figure: Figure) -> str:
    """Return a figure's name without the code that only statisticians know."""
    return figure.name.split(" (SDG", maxsplit=1)[0]


def shown(figure: Figure) -> str:
    """Return a figure's value as people read it; a class of climate in words."""
    if figure.code != "climate_koppen":
        return figure.shown
    words = climate_in_words(figure.word)
    return f"{words[:1].upper()}{words[1:]} ({figure.word})"


def level_of(figure: Figure) -> str:
    """Return what a figure describes, where that is not the city itself."""
    return str(LEVELS[figure.level]) if figure.level in LEVELS else ""


def _note(figure: Figure) -> str:
    """Return the unit that the number does without, what it describes, and the period."""
    bare = figure.unit.startswith(("per ", "people per", "index", "points"))
    unit = figure.unit.replace("km2", "km²").replace("0 000", "0,000") if bare else ""
    parts = (unit, level_of(figure), figure.period)
    return ", ".join(part for part in parts if part)


def _series(figure: Figure, points: Sequence[Point], book: SourceBook) -> Series:
    first, last = points[0], points[-1]
    line = _("From {first} in {start} to {last} in {end}.").format(
        first=numbers.quantity(first.value, figure.unit),
        start=first.period,
        last=numbers.quantity(last.value, figure.unit),
        end=last.period,
    )
    bars = tuple(Bar(point.period, point.value) for point in points)
    return Series(
        title=_label(figure),
        chart=BarList(label=_label(figure), bars=bars) if len(points) >= LEAST_BARS else None,
        line=line,
        source=book.cite(figure),
        url=indicator_url(figure.code),
    )
