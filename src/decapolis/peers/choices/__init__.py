"""Closed lists of peers: what is compared, how much it counts for a theme, how it is said."""

from decapolis.peers.choices.measures import FACETS, MEASURES, QUALITY, Measure, Words
from decapolis.peers.choices.places import (
    GAZETTEER_SOURCE,
    INCOME_GROUPS,
    PLACE_STEPS,
    climate_in_words,
    climate_unlike,
)
from decapolis.peers.choices.weights import GENERAL, THEME_WEIGHTS, weights_for

__all__ = [
    "FACETS",
    "GAZETTEER_SOURCE",
    "GENERAL",
    "INCOME_GROUPS",
    "MEASURES",
    "PLACE_STEPS",
    "QUALITY",
    "THEME_WEIGHTS",
    "Measure",
    "Words",
    "climate_in_words",
    "climate_unlike",
    "weights_for",
]
