"""Indicators in words: their unit, how far they reach, which way is better."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.indicators.bridge import Coverage
from decapolis.indicators.choices import Direction, Level
from decapolis.kernel import numbers

UNITS = {"class": "", "ratio": "", "number": ""}


def unit_words(unit: str) -> str:
    """Return a unit as people write it; empty where a value stands alone."""
    shown = UNITS.get(unit, unit)
    for plain, sign in (("km2", "km²"), ("m2", "m²"), ("CO2", "CO₂"), (" m3", " m³")):
        shown = shown.replace(plain, sign)
    return shown.replace("10 000", "10,000").replace("100 000", "100,000")


def theme_words(theme: str) -> str:
    """Return a theme as a heading."""
    return f"{theme[:1].upper()}{theme[1:]}"


def direction_words(direction: str) -> str:
    """Return which way is better."""
    return str(Direction(direction).label) if direction in Direction.values else direction


def level_words(level: str) -> str:
    """Return what a value describes."""
    return str(Level(level).label) if level in Level.values else level


def reach_words(reach: Coverage) -> str:
    """Return of how many places something is known: ``697 cities in 1 country``."""
    countries = ngettext("{n} country", "{n} countries", reach.countries).format(
        n=numbers.number(reach.countries)
    )
    if not reach.cities:
        return countries if reach.countries else _("nowhere yet")
    cities = ngettext("{n} city", "{n} cities", reach.cities)
    return _("{cities} in {countries}").format(
        cities=cities.format(n=numbers.number(reach.cities)), countries=countries
    )


def years_words(first: int | None, last: int | None) -> str:
    """Return the years of something, or that it is undated."""
    return numbers.years(first, last, open_ended=False) if last else _("undated")
