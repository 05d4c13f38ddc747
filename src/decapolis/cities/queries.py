"""Read cities and countries."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, QuerySet
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler

from decapolis.cities.models import City, CityName, Country

LAST_LETTER = "\U0010ffff"  # sorts after every letter, compared byte by byte


@CharField.register_lookup
class Begins(StartsWith):
    """``folded__begins``: as ``startswith``, written so that SQLite's index serves it."""

    lookup_name = "begins"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        """Return the operator of ``startswith``."""
        operators: dict[str, str] = connection.operators  # type: ignore[attr-defined]
        return operators["startswith"] % rhs

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Compare with the first and the last text that begin so."""
        column, parameters = self.process_lhs(compiler, connection)
        begun = [*parameters, str(self.rhs), *parameters, f"{self.rhs}{LAST_LETTER}"]
        return f"({column} >= %s AND {column} < %s)", begun


def all_cities() -> QuerySet[City]:
    """Return every city with its country, largest first; cities are open to everyone."""
    return City.objects.select_related("country")


@cache
def country_codes() -> dict[str, str]:
    """Return ISO code by lower-case name, two-letter and three-letter code; read once a process."""
    codes: dict[str, str] = {}
    for country in Country.objects.all():
        for word in (country.name, country.iso2, country.iso3):
            codes[word.casefold()] = country.iso2
    return codes


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of countries by ISO code; one query, none for none."""
    wanted = set(codes)
    if not wanted:
        return {}
    return dict(Country.objects.filter(pk__in=wanted).values_list("iso2", "name"))


def names_beginning(start: str) -> QuerySet[CityName]:
    """Return the names that begin so; ``start`` is folded."""
    return CityName.objects.filter(folded__begins=start)


def nearby_cities(city: City, *, limit: int = 5, within: float = 6.0) -> list[City]:
    """Return the largest cities around a city, so that a reader finds it on a map.

    Parameters
    ----------
    within
        Degrees of latitude to each side; of longitude half as many again.
    """
    around = City.objects.filter(
        lat__range=(city.lat - within, city.lat + within),
        lon__range=(city.lon - 1.6 * within, city.lon + 1.6 * within),
    ).exclude(pk=city.pk)
    return list(around[:limit])
