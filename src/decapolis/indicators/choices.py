"""Closed lists of indicators."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Whether more of it is better."""

    HIGHER = "higher-is-better", _("More is better")
    LOWER = "lower-is-better", _("Less is better")
    CONTEXT = "context", _("Neither better nor worse")


class Level(models.TextChoices):
    """What a value really describes."""

    CITY = "city", _("City")
    AGGLOMERATION = "agglomeration", _("Urban agglomeration")
    FUNCTIONAL = "functional urban area", _("Functional urban area")
    STATION = "nearest station", _("Nearest weather station")
    REGION = "region", _("Region (fallback)")
    COUNTRY = "country", _("Country (fallback)")


# Figures of these levels tell nothing of the city itself and are labelled so.
FALLBACK_LEVELS = frozenset({Level.REGION.value, Level.COUNTRY.value})

# What stands before and after a number of that unit; percentages are written "27.1%".
UNIT_PATTERNS: dict[str, tuple[str, str]] = {
    "people": ("", ""),
    "index 0-1": ("", ""),
    "degrees": ("", "°"),
    "people per km2": ("", " people per km²"),
    "km2": ("", " km²"),
    "US$": ("US$", ""),
    "US$ per month": ("US$", " a month"),
    "US$ 2017 PPP per person": ("$", " a person (PPP 2017)"),
    "constant 2021 international $": ("$", " a person (PPP 2021)"),
    "kt CO2": ("", " kt CO₂"),
    "ratio": ("", " times"),
    "micrograms per m3": ("", " \N{MICRO SIGN}g/m³"),
    "per 10 000 people": ("", " per 10,000 people"),
    "per 100 000 people": ("", " per 100,000 people"),
    "per 1000 people": ("", " per 1,000 people"),
    "index 0-100": ("", " of 100"),
    "place among 50": ("place ", " of 50"),
    "points, 1 to 4 as printed": ("", " of 4 points"),
    "points, sum of ten": ("", " of 40 points"),
    "°C": ("", " °C"),
}
