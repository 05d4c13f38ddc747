"""List cities: by the beginning of any name, country, size, and whether they have practices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from decapolis.cities.bridge import fold
from decapolis.cities.choices import SIZE_CLASSES
from decapolis.cities.models import City
from decapolis.cities.queries import all_cities, names_beginning
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Status, Went
from decapolis.library.queries.rows import visible as visible_practices

LONGEST_NAME = 120
# What a row of a city shows; the country's list of languages need not be parsed for it.
SHOWN = ("name", "admin1_name", "lat", "lon", "population", "country__name")
FAILED = Q(status=Status.CANCELLED) | Q(went=Went.BADLY)


@dataclass(frozen=True, slots=True)
class CityQuestion:
    """Which cities are asked for; what is empty or None is not asked."""

    name: str = ""  # the beginning of any name, in any script
    regions: tuple[str, ...] = ()  # UN regions
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    sizes: tuple[str, ...] = ()  # keys of SIZE_CLASSES
    has_practices: bool | None = None


@dataclass(frozen=True, slots=True)
class PracticeCount:
    """How many practices of a city may be seen, and how many of these failed."""

    practices: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city in a list."""

    city_id: int
    name: str
    label: str
    region: str  # state or province; may be empty
    country: str
    country_code: str
    lat: float
    lon: float
    population: int | None  # GeoNames, undated
    practices: int
    failed: int  # of these


@dataclass(frozen=True, slots=True)
class CountryCount:
    """How many of the cities asked for lie in a country."""

    code: str
    name: str
    region: str  # UN region
    cities: int


@dataclass(frozen=True, slots=True)
class CityCounts:
    """How many cities there are: by country and size class among those asked for, and in all."""

    countries: tuple[CountryCount, ...]
    sizes: Mapping[str, int]
    with_practices: int
    gazetteer: int


def practice_counts(*, reader: Reader | None) -> Mapping[int, PracticeCount]:
    """Return how many practices each city has; cities without any are left out; one query."""
    rows = (
        visible_practices(reader)
        .exclude(city=None)
        .order_by("city")
        .values_list("city")
        .annotate(count=Count("pk"), failed=Count("pk", filter=FAILED))
    )
    return {city: PracticeCount(count, failed) for city, count, failed in rows}


def cities_found(asked: CityQuestion, *, reader: Reader | None) -> QuerySet[City]:
    """Return the cities that are asked for, largest first, as far as a row shows them."""
    found = all_cities().only(*SHOWN)
    if asked.name.strip():
        start = fold(asked.name[:LONGEST_NAME].partition(",")[0])
        named = names_beginning(start).values("city")
        found = found.filter(pk__in=named) if start else found.none()
    if asked.regions:
        found = found.filter(country__region__in=asked.regions)
    if asked.countries:
        found = found.filter(country__in=asked.countries)
    if asked.sizes:
        found = found.filter(_of_size(asked.sizes))
    if asked.has_practices is not None:
        told = Q(pk__in=visible_practices(reader).exclude(city=None).order_by().values("city"))
        found = found.filter(told if asked.has_practices else ~told)
    return found


def city_rows(cities: Iterable[City], counts: Mapping[int, PracticeCount]) -> tuple[CityRow, ...]:
    """Return rows of cities whose country was fetched with them; no query of its own.

    Parameters
    ----------
    counts
        As `practice_counts` gives them.
    """
    none = PracticeCount()
    return tuple(
        CityRow(
            city_id=city.pk,
            name=city.name,
            label=city.label,
            region=city.admin1_name,
            country=city.country.name,
            country_code=city.country_id,
            lat=city.lat,
            lon=city.lon,
            population=city.population,
            practices=counts.get(city.pk, none).practices,
            failed=counts.get(city.pk, none).failed,
        )
        for city in cities
    )


def city_counts(asked: CityQuestion, *, reader: Reader | None) -> CityCounts:
    """Return how many cities fit, by country and by size; a filter does not count against itself.

    Four queries.
    """
    anywhere = cities_found(replace(asked, regions=(), countries=()), reader=reader)
    of_any_size = cities_found(replace(asked, sizes=()), reader=reader)
    countries = (
        anywhere.order_by()
        .values_list("country", "country__name", "country__region")
        .annotate(count=Count("pk"))
    )
    sizes = of_any_size.order_by().aggregate(
        **{
            name: Count("pk", filter=_of_size([name]))
            for name, _label, _least, _below in SIZE_CLASSES
        }
    )
    with_practices = CityQuestion(has_practices=True)
    return CityCounts(
        countries=tuple(CountryCount(*row) for row in countries),
        sizes=sizes,
        with_practices=cities_found(with_practices, reader=reader).count(),
        gazetteer=all_cities().count(),
    )


def _of_size(classes: Sequence[str]) -> Q:
    wanted = Q(pk__in=())
    for name, _label, least, below in SIZE_CLASSES:
        if name in classes:
            size = Q(population__gte=least)
            wanted |= size if below is None else size & Q(population__lt=below)
    return wanted
