"""One indicator: what it means, how far it reaches, how its values lie, and over the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City, Country
from decapolis.indicators.bridge import (
    Coverage,
    Entry,
    FromSource,
    Known,
    Spread,
    figure_table,
    spread_of,
)
from decapolis.indicators.choices import FALLBACK_LEVELS, Direction, Level
from decapolis.indicators.models import Indicator
from decapolis.indicators.queries import Figure, Line, lines_of, longest_cities
from decapolis.kernel import numbers
from decapolis.kernel.charts import (
    Bar,
    BarList,
    HeapBar,
    Histogram,
    TimeSeries,
    YearLine,
    YearPoint,
)
from decapolis.kernel.permissions import Reader
from decapolis.pages.cities.contexts.links import city_url, peers_url, with_place
from decapolis.pages.components import Crumb, Source
from decapolis.pages.indicators.contexts.words import (
    direction_words,
    level_words,
    reach_words,
    theme_words,
    unit_words,
    years_words,
)
from decapolis.pages.links import indicator_url, with_query
from decapolis.peers.bridge import peers_of
from decapolis.peers.choices import climate_in_words

LOOKED_AT, SHOWN = 15, 5  # nearest peers, and those of them whose years are drawn
MOST_CLASSES = 12
LEAST_HEAPS = 2


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place with its latest value."""

    name: str
    url: str
    shown: str
    period: str
    source: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """What the page of an indicator shows."""

    template: ClassVar[str] = "indicators/indicator.html"
    crumbs: tuple[Crumb, ...]
    indicator: Indicator
    lead: str
    unit: str
    direction: str
    level: str
    is_fallback: bool
    theme: str
    theme_url: str
    reach: str
    values: str
    years: str
    spread: Histogram | BarList | None
    spread_says: str
    spread_note: str
    mine: str  # what is known of the reader's city
    best: tuple[PlaceLine, ...]
    best_title: str
    series: TimeSeries | None
    series_says: str
    series_note: str
    city: City | None
    city_url: str
    peers_url: str
    asked: str
    fault: str
    sources: tuple[Source, ...]
    csv_url: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looks at an indicator, and from where.

    Attributes
    ----------
    city
        The reader's, or the one that the address names; None: neither.
    asked, fault
        What was typed for a city, and why it is none.
    """

    reader: Reader | None
    city: City | None
    asked: str = ""
    fault: str = ""


def indicator_page(entry: Entry, seen: Seen) -> IndicatorPage:
    """Return the page of an indicator, in a constant number of queries."""
    city, asked, fault = seen.city, seen.asked, seen.fault
    one, reach = entry.indicator, entry.coverage
    cited = {part.source.pk: number for number, part in enumerate(reach.sources, start=1)}
    spread = spread_of(one, reader=seen.reader)
    own = figure_table(seen.reader).figure(city.pk, one.code) if city else None
    name = "" if city is None else city.country.name if is_national(one) else city.name
    series = _series(one, city, seen.reader)
    return IndicatorPage(
        crumbs=(Crumb(_("Indicators"), "/indicators"), Crumb(one.name)),
        indicator=one,
        lead=one.definition or one.origin,
        unit=unit_words(one.unit),
        direction=direction_words(one.direction),
        level=level_words(one.level),
        is_fallback=one.level in FALLBACK_LEVELS,
        theme=theme_words(one.theme),
        theme_url=with_query("/indicators", theme=one.theme),
        reach=reach_words(reach),
        values=numbers.number(reach.values),
        years=years_words(reach.first, reach.last),
        spread=_spread(one, spread, name, own),
        spread_says=_spread_says(one, spread, name, own),
        spread_note=_("Each bar is wider than the one before: the values are very uneven.")
        if spread.is_uneven
        else "",
        mine=_own(name, own),
        best=_best(one, spread, cited, city),
        best_title=_best_title(one),
        series=series if series and len(series.years) > 1 else None,
        series_says=_series_says(reach, series),
        series_note=_(
            "Values one step apart are joined. Where a year is missing, or the source changes, the "
            "line stays open."
        ),
        city=city,
        city_url=city_url(city) if city else "",
        peers_url=peers_url(city.pk) if city else "",
        asked=with_place(city) if city and not fault else asked,
        fault=fault,
        sources=tuple(_source(number, part) for number, part in enumerate(reach.sources, start=1)),
        csv_url=with_query(indicator_url(one.code), format="csv"),
    )


def is_national(one: Indicator) -> bool:
    """Tell whether values are of countries, and stand at each of their cities."""
    return one.level == Level.COUNTRY


def _source(number: int, part: FromSource) -> Source:
    words = ngettext("{n} value", "{n} values", part.values).format(n=numbers.number(part.values))
    return Source(
        number=number,
        title=part.source.title,
        url=part.source.url,
        publisher=part.source.attribution,
        year=years_words(part.first, part.last),
        note=_("Licence: {licence}. {values}.").format(licence=part.source.licence, values=words),
    )


def _places(one: Indicator, count: int) -> str:
    """Return how many cities or countries are counted, in words."""
    words = ngettext("{n} city", "{n} cities", count)
    if is_national(one):
        words = ngettext("{n} country", "{n} countries", count)
    return words.format(n=numbers.number(count))


def _spread(
    one: Indicator, spread: Spread, name: str, own: Figure | None
) -> Histogram | BarList | None:
    if spread.words:
        bars = tuple(
            Bar(_class_words(one, word), count, strong=own is not None and own.word == word)
            for word, count in spread.words[:MOST_CLASSES]
        )
        return BarList(label=one.name, bars=bars)
    if len(spread.heaps) < LEAST_HEAPS or spread.middle is None or spread.half is None:
        return None
    return Histogram(
        label=one.name,
        unit=one.unit,
        places=_places(one, spread.places),
        heaps=tuple(HeapBar(heap.low, heap.high, heap.count) for heap in spread.heaps),
        middle=spread.middle,
        half=spread.half,
        city=name if own else "",
        mine=own.value if own else None,
    )


def _class_words(one: Indicator, word: str) -> str:
    """Return a class as people read it."""
    if one.code != "climate_koppen":
        return word
    words = climate_in_words(word)
    return f"{words[:1].upper()}{words[1:]} ({word})"


def _spread_says(one: Indicator, spread: Spread, name: str, own: Figure | None) -> str:
    """Say how the values lie."""
    chart = _spread(one, spread, name, own)
    if chart is not None:
        return chart.sentence()
    if spread.middle is not None:
        words = _("All {places} of which it is known have {value}.")
        value = numbers.quantity(spread.middle, one.unit, full=True)
        return words.format(places=_places(one, spread.places), value=value)
    return _("No value is known yet.")


def _own(name: str, own: Figure | None) -> str:
    if not name:
        return ""
    if own is None:
        return _("{city}: unknown.").format(city=name)
    words = _("{city}: {value}, {period}.") if own.period else _("{city}: {value}, undated.")
    return words.format(city=name, value=own.shown, period=own.period)


def _best_title(one: Indicator) -> str:
    if one.direction == Direction.CONTEXT:
        return _("Highest known")
    return _("Best known")


def _best(
    one: Indicator, spread: Spread, cited: Mapping[str, int], city: City | None
) -> tuple[PlaceLine, ...]:
    ids = [known.city_id for known in spread.best if known.city_id is not None]
    cities = City.objects.select_related("country").in_bulk(ids)
    countries = (
        Country.objects.in_bulk([known.country for known in spread.best if known.country])
        if is_national(one)
        else {}
    )

    def line(known: Known) -> PlaceLine:
        where = cities.get(known.city_id or 0)
        nation = countries.get(known.country)
        return PlaceLine(
            name=where.label if where else nation.name if nation else known.country,
            url=city_url(where) if where else "",
            shown=numbers.quantity(known.value, one.unit, full=True),
            period=known.period or _("undated"),
            source=cited.get(known.source_id, 0),
            is_mine=city is not None and known.city_id == city.pk,
        )

    return tuple(map(line, spread.best))


def _series(one: Indicator, city: City | None, reader: Reader | None) -> TimeSeries | None:
    """Return the years of the reader's city and of its nearest peers that report any.

    Without a city those of the largest cities with the longest series. Two queries.
    """
    if is_national(one):
        return None
    if city:
        near = [peer.city_id for peer in peers_of(city.pk, limit=LOOKED_AT)]
        others = [
            line for line in lines_of(one.code, [city.pk, *near], reader=reader) if line.points
        ]
        mine = next((line for line in others if line.city_id == city.pk), Line(city.pk, ()))
        chosen = [mine, *[line for line in _longest(others) if line.city_id != city.pk][:SHOWN]]
    else:
        longest = longest_cities(one.code, limit=SHOWN, reader=reader)
        chosen = list(lines_of(one.code, longest, reader=reader))
    if not any(line.points for line in chosen):
        return None
    names = dict(
        City.objects.filter(pk__in=[line.city_id for line in chosen]).values_list("pk", "name")
    )
    step = _step(chosen)
    return TimeSeries(
        label=one.name,
        unit=one.unit,
        lines=tuple(
            YearLine(
                names[line.city_id],
                _points(line, step),
                is_mine=city is not None and line.city_id == city.pk,
            )
            for line in chosen
        ),
    )


def _longest(lines: Sequence[Line]) -> list[Line]:
    """Return those with several years first; among alike the nearest stays first."""
    return sorted(lines, key=lambda line: len(line.points) < 2)  # noqa: PLR2004 -- a line needs two


def _step(lines: Sequence[Line]) -> int:
    """Return how far years of the figure usually lie apart: the smallest distance there is."""
    gaps = [
        after.year - before.year
        for line in lines
        for before, after in zip(line.points, line.points[1:], strict=False)
    ]
    return min(gaps, default=1)


def _points(line: Line, step: int) -> tuple[YearPoint, ...]:
    """Return the points; one is joined to the one before where no year is missing between."""
    points = []
    before = None
    for point in line.points:
        joined = (
            before is not None
            and point.year - before.year <= step
            and point.source_id == before.source_id
        )
        points.append(YearPoint(point.year, point.value, joined))
        before = point
    return tuple(points)


def _series_says(reach: Coverage, series: TimeSeries | None) -> str:
    if series and len(series.years) > 1:
        return series.sentence()
    if reach.first is not None and reach.first == reach.last:
        return _("Only {year} is known, so that there is nothing to draw.").format(year=reach.last)
    return _("No city shown here is known in more than one year.")
