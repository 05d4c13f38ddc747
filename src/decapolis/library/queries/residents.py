"""How many people live in a city, with year and source: what an amount is divided by."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.indicators.models import Observation

# Counts of the city itself, not of its agglomeration; the better first where two are of one year.
COUNTS = ("population_acs", "city_proper_population")


@dataclass(frozen=True, slots=True)
class Residents:
    """A count of residents and where it comes from."""

    count: int
    year: int | None  # None: undated
    source: str  # the words that credit it
    url: str


def residents_of(cities: Iterable[City | None]) -> dict[int, Residents]:
    """Return the latest official count of every city, else the undated one of the gazetteer.

    One query, however many cities. A city without any count is left out.
    """
    known = {city.pk: city for city in cities if city is not None}
    counts = {pk: _undated(city) for pk, city in known.items() if city.population}
    observations = (
        Observation.objects.filter(city__in=known, indicator__in=COUNTS, value__gt=0)
        .select_related("source")
        .order_by("pk")
    )
    best: dict[int, tuple[int, int]] = {}
    for seen in observations:
        rank = (seen.year or 0, -COUNTS.index(seen.indicator_id))
        if seen.city_id is not None and seen.value and rank > best.get(seen.city_id, (-1, 0)):
            best[seen.city_id] = rank
            counts[seen.city_id] = Residents(
                round(seen.value), seen.year, seen.source.attribution, seen.source.url
            )
    return counts


def _undated(city: City) -> Residents:
    return Residents(
        city.population or 0, None, _("GeoNames, CC BY 4.0"), "https://www.geonames.org/"
    )
