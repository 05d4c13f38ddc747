"""Closed lists of peers: what is compared, how much it counts for a theme, how it is said."""

from decapolis.peers.choices.measures import FACETS, MEASURES, QUALITY, Measure
from decapolis.peers.choices.places import (
    GAZETTEER,
    INCOME_GROUPS,
    PLACE_STEPS,
    Fact,
    climate_in_words,
    climate_unlike,
)
from decapolis.peers.choices.weights import GENERAL, THEME_WEIGHTS, weights_for
from decapolis.peers.choices.words import WORDS, Words

__all__ = [
    "FACETS",
    "GAZETTEER",
    "GENERAL",
    "INCOME_GROUPS",
    "MEASURES",
    "PLACE_STEPS",
    "QUALITY",
    "THEME_WEIGHTS",
    "WORDS",
    "Fact",
    "Measure",
    "Words",
    "climate_in_words",
    "climate_unlike",
    "weights_for",
]
