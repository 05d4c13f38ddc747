"""Valid countries, cities and counts of residents; every argument has a plain default."""

from itertools import count

from decapolis.cities.models import City, CityName, Country
from decapolis.engines.text import fold
from decapolis.indicators.choices import Direction, Level
from decapolis.indicators.models import Indicator, Observation, Source

COUNTRIES = {
    "US": ("USA", "United States", "Americas", "USD"),
    "CA": ("CAN", "Canada", "Americas", "CAD"),
    "AU": ("AUS", "Australia", "Oceania", "AUD"),
    "BR": ("BRA", "Brazil", "Americas", "BRL"),
    "FR": ("FRA", "France", "Europe", "EUR"),
    "TW": ("TWN", "Taiwan", "Asia", "TWD"),
}
_numbers = count(1_000_000)


def country(iso2: str = "US") -> Country:
    """Return a country of `COUNTRIES`; the same one for the same code."""
    iso3, name, region, currency = COUNTRIES[iso2]
    made, _is_new = Country.objects.get_or_create(
        iso2=iso2, defaults={"iso3": iso3, "name": name, "region": region, "currency": currency}
    )
    return made


def city(name: str = "Dayton", iso2: str = "US", **fields: object) -> City:
    """Return a new city with its main name."""
    values = {
        "id": next(_numbers),
        "name": name,
        "ascii_name": name,
        "country": country(iso2),
        "admin1_name": "Ohio" if iso2 == "US" else "",
        "lat": 39.75,
        "lon": -84.19,
        "population": 140_000,
    } | fields
    made = City.objects.create(**values)
    CityName.objects.create(city=made, name=name, folded=fold(name), is_main=True)
    return made


def source(key: str = "census") -> Source:
    """Return a source of figures; the same one for the same key."""
    made, _is_new = Source.objects.get_or_create(
        id=key,
        defaults={
            "title": "American Community Survey",
            "attribution": "U.S. Census Bureau",
            "licence": "US public domain",
            "url": "https://www.census.gov/",
        },
    )
    return made


def residents(
    where: City, value: float = 100_000, year: int = 2023, code: str = "population_acs"
) -> Observation:
    """Return a count of residents of a city."""
    indicator, _is_new = Indicator.objects.get_or_create(
        code=code,
        defaults={
            "name": "Population",
            "unit": "people",
            "direction": Direction.CONTEXT,
            "theme": "population",
            "level": Level.CITY,
        },
    )
    return Observation.objects.create(
        subject=f"city:{where.pk}",
        city=where,
        indicator=indicator,
        period=str(year),
        year=year,
        value=value,
        unit="people",
        source=source(),
    )
