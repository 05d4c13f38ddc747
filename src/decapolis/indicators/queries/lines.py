"""Values of one indicator over the years, for one or several cities."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from decapolis.cities.models import City
from decapolis.indicators.models import Observation
from decapolis.kernel.permissions import Reader

MOST_LOOKED_AT = 10_000  # more keys than that no database takes in one statement


@dataclass(frozen=True, slots=True)
class LinePoint:
    """One value; ``year`` is the last of its period."""

    year: int
    period: str
    value: float
    source_id: str


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one city, oldest first, one value a year; a year without one is a gap."""

    city_id: int
    points: tuple[LinePoint, ...]


def lines_of(
    code: str, city_ids: Iterable[int], *, reader: Reader | None = None
) -> tuple[Line, ...]:
    """Return the years of an indicator for some cities, in the order asked, in one query.

    A city of which nothing is known has a line without points. Where several sources have a year,
    the last by id stands, as in the latest figures. Words and undated values are left out.
    """
    wanted = list(dict.fromkeys(city_ids))
    rows = (
        Observation.objects.visible_to(reader)
        .filter(indicator=code, city__in=wanted, value__isnull=False, year__isnull=False)
        .order_by("year", "period", "source_id")
        .values_list("city_id", "year", "period", "value", "source_id")
    )
    found: dict[int, dict[int, LinePoint]] = {city_id: {} for city_id in wanted}
    for city_id, year, period, value, source_id in rows:
        if city_id is not None and year is not None and value is not None:
            found[city_id][year] = LinePoint(year, period, value, source_id)
    return tuple(Line(city_id, tuple(points.values())) for city_id, points in found.items())


def longest_cities(code: str, *, limit: int, reader: Reader | None = None) -> tuple[int, ...]:
    """Return the cities with most years of an indicator, the largest first among those alike."""
    rows = (
        Observation.objects.visible_to(reader)
        .filter(indicator=code, city__isnull=False, value__isnull=False, year__isnull=False)
        .order_by()
        .values("city")
        .annotate(years=Count("year", distinct=True))
    )
    years = {row["city"]: row["years"] for row in rows if row["years"] > 1}
    most = max(years.values(), default=0)
    longest = [city_id for city_id, number in years.items() if number == most]
    found = City.objects.filter(pk__in=longest[:MOST_LOOKED_AT]).order_by("-population", "pk")
    return tuple(found.values_list("pk", flat=True)[:limit])
