"""Read figures: the latest value of each indicator, with its year, unit, level and source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from decapolis.cities.models import City
from decapolis.indicators.choices import FALLBACK_LEVELS, Level
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader, readable_by


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a city as it is shown: never without unit, year where there is one, and source.

    ``value`` is None where the value is a word; then ``word`` holds it. ``is_fallback`` says that
    the figure is of the region or country and tells nothing of the city itself.
    """

    code: str
    name: str
    theme: str
    direction: str
    value: float | None
    word: str
    unit: str
    period: str
    level: str
    is_fallback: bool
    source_id: str
    source: str
    attribution: str
    url: str

    @property
    def shown(self) -> str:
        """The value with its unit, as a reader takes it in: ``27.1%``, ``US$43,454``."""
        if self.value is None:
            return self.word
        return numbers.quantity(self.value, self.unit, full=True)

    @property
    def year(self) -> int | None:
        """The last year of the period."""
        return int(self.period[-4:]) if self.period else None


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series."""

    period: str
    value: float
    source_id: str


def indicators(*, reader: Reader | None = None) -> dict[str, Indicator]:
    """Return the indicators that a reader may see, by code."""
    return {indicator.code: indicator for indicator in Indicator.objects.visible_to(reader)}


def figure(
    indicator: Indicator,
    source: Source,
    *,
    value: float | None,
    word: str,
    period: str,
    of_country: bool = False,
) -> Figure:
    """Put a value together with what its indicator and source say of it.

    A value of a country is a fallback whatever the level of its indicator.
    """
    level = Level.COUNTRY.value if of_country else indicator.level
    return Figure(
        code=indicator.code,
        name=indicator.name,
        theme=indicator.theme,
        direction=indicator.direction,
        value=value,
        word=word,
        unit=indicator.unit,
        period=period,
        level=level,
        is_fallback=level in FALLBACK_LEVELS,
        source_id=source.pk,
        source=source.title,
        attribution=source.attribution,
        url=source.url,
    )


def key_figures(
    city_ids: Iterable[int], *, reader: Reader | None = None
) -> dict[int, tuple[Figure, ...]]:
    """Return the latest figure of every indicator for each city, in two queries.

    What is known only for the region or country comes last and has ``is_fallback`` set; a city
    without figures has an empty tuple. Within a level the order is by theme and name.
    """
    wanted = list(dict.fromkeys(city_ids))
    countries = dict(City.objects.filter(pk__in=wanted).values_list("pk", "country_id"))
    rows = (
        Observation.objects.visible_to(reader)
        .filter(Q(city__in=wanted) | Q(country__in=set(countries.values()), city=None))
        .select_related("indicator", "source")
        .order_by("year", "period", "source_id")
    )
    latest: dict[tuple[str, str], Figure] = {}
    for row in rows:
        latest[row.subject, row.indicator_id] = figure(
            row.indicator,
            row.source,
            value=row.value,
            word=row.word,
            period=row.period,
            of_country=row.city_id is None,
        )
    by_subject: dict[str, list[Figure]] = {}
    for (subject, _code), found in latest.items():
        by_subject.setdefault(subject, []).append(found)
    return {
        city_id: in_order(
            by_subject.get(f"city:{city_id}", [])
            + by_subject.get(f"country:{countries.get(city_id)}", [])
        )
        for city_id in wanted
    }


def in_order(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Put figures in the order in which they are shown: fallbacks last, by theme and name."""
    return tuple(sorted(figures, key=lambda one: (one.is_fallback, one.theme, one.name)))


def series(city_id: int, *, reader: Reader | None = None) -> Mapping[str, tuple[Point, ...]]:
    """Return every indicator of which a city has several years, oldest first, in one query."""
    rows = (
        Observation.objects.visible_to(reader)
        .filter(city=city_id, value__isnull=False, year__isnull=False)
        .order_by("year", "period", "source_id")
        .values_list("indicator_id", "period", "value", "source_id")
    )
    points: dict[str, list[Point]] = {}
    for code, period, value, source_id in rows:
        if value is not None:
            points.setdefault(code, []).append(Point(period, value, source_id))
    return {code: tuple(found) for code, found in points.items() if len(found) > 1}


def values_by_source(*, reader: Reader | None) -> Mapping[str, int]:
    """Return how many values of each source a reader may see; three queries at most.

    All are counted in an index, then those of closed indicators are taken off: seldom any, while
    asking of every row whether it is closed would read the whole table.
    """
    seen = Source.objects.visible_to(reader).values("pk")
    values = Observation.objects.filter(source__in=seen).order_by().values_list("source")
    closed = Indicator.objects.exclude(visibility__in=readable_by(reader))
    codes = list(closed.values_list("pk", flat=True))
    hidden = dict(values.filter(indicator__in=codes).annotate(n=Count("pk"))) if codes else {}
    return {key: count - hidden.get(key, 0) for key, count in values.annotate(n=Count("pk"))}
