"""Read cities and countries."""

from functools import cache

from django.db.models import QuerySet

from decapolis.cities.models import City, Country


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
