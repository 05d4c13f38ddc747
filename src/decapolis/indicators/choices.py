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


class UploadState(models.TextChoices):
    """How far a table that was handed in has come; small ones are looked at on the spot."""

    HELD = "held", _("Looked at, waiting for a decision")
    CHECKING = "checking", _("Being checked")
    FAULTY = "faulty", _("Something in it will not do")
    WRITING = "writing", _("Being written")


class Table(models.TextChoices):
    """What a table that is handed in holds, one a row."""

    OBSERVATIONS = "observations", _("Values of cities and countries")
    INDICATORS = "indicators", _("Indicators: what is measured")
    SOURCES = "sources", _("Sources of figures")
