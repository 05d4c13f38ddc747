"""Climate, country and income group: how unlike their classes are."""

from dataclasses import dataclass

# Continent apart, part of the continent apart, country apart.
PLACE_STEPS = (1.0, 0.7, 0.35)

INCOME_GROUPS = (
    "Low income",
    "Lower middle income",
    "Upper middle income",
    "High income",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the gazetteer, which is no observation: how it is shown and where it is from."""

    name: str
    unit: str
    level: str
    source_id: str
    source: str
    attribution: str
    url: str


_GEONAMES = (
    "geonames",
    "GeoNames, undated",
    "City names, places and populations: GeoNames (geonames.org), CC BY 4.0",
    "https://www.geonames.org/",
)
_COUNTRIES = (
    "country_codes",
    "Country codes and income groups",
    "Country codes: Open Knowledge; income groups: World Bank, CC BY 4.0",
    "https://github.com/datasets/country-codes",
)

GAZETTEER: dict[str, Fact] = {
    "population": Fact("Population", "people", "city", *_GEONAMES),
    "latitude": Fact("Distance from the equator", "degrees", "city", *_GEONAMES),
    "place": Fact("Country", "class", "country", *_COUNTRIES),
    "income_group": Fact("Income group of the country", "class", "country", *_COUNTRIES),
}

# What the letters of a Köppen-Geiger class say, each on a scale from 0 to 1.
_WINTER = {"A": 0.0, "C": 0.5, "D": 0.85, "E": 1.0}
_DRY_WINTER = {"h": 0.3, "k": 0.75}
_DRYNESS = {"W": 1.0, "S": 0.75, "s": 0.45, "w": 0.3, "m": 0.15, "f": 0.0, "T": 0.0, "F": 0.0}
_HEAT = {"a": 1.0, "h": 1.0, "b": 0.5, "k": 0.6, "c": 0.15, "d": 0.15}
_SHARES = {"winter": 0.5, "dryness": 0.35, "heat": 0.15}

_GROUP_WORDS = {"A": "tropical", "B": "dry", "C": "mild winters", "D": "cold winters", "E": "polar"}
_RAIN_WORDS = {
    "W": "desert",
    "S": "steppe",
    "f": "rain all year",
    "m": "monsoon",
    "s": "dry summers",
    "w": "dry winters",
}
_HEAT_WORDS = {
    "a": "hot summers",
    "b": "warm summers",
    "c": "cool summers",
    "d": "very cold winters",
    "h": "hot",
    "k": "cold in winter",
}


def climate_in_words(koppen: str) -> str:
    """Say what a Köppen-Geiger class means.

    Examples
    --------
    >>> climate_in_words("Cfa")
    'mild winters, hot summers, rain all year'
    >>> climate_in_words("BWh")
    'dry, hot, desert'
    """
    group, rain, heat = koppen[:1], koppen[1:2], koppen[2:3]
    words = (_GROUP_WORDS.get(group), _HEAT_WORDS.get(heat), _RAIN_WORDS.get(rain))
    return ", ".join(word for word in words if word)


def climate_unlike(one: str, other: str) -> float:
    """Return how unlike two Köppen-Geiger classes are, from 0 to 1.

    Half of it is the winter (tropical, mild, cold, polar), 35 % the dryness and its season, 15 %
    the heat of the summer; so that Cfa and Dfa are close, and a hot steppe (BSh) is closer to
    the Mediterranean (Csa) than a steppe with cold winters is. An unknown letter is no difference.

    Examples
    --------
    >>> climate_unlike("Csa", "Csa"), round(climate_unlike("Csa", "BSh"), 2)
    (0.0, 0.21)
    >>> round(climate_unlike("Cfa", "Dfa"), 2), round(climate_unlike("Af", "ET"), 2)
    (0.18, 0.5)
    """
    gap = 0.0
    for share, first, second in zip(_SHARES.values(), _scales(one), _scales(other), strict=True):
        if first is not None and second is not None:
            gap += share * abs(first - second)
    return gap


def _scales(koppen: str) -> tuple[float | None, float | None, float | None]:
    group, rain, heat = koppen[:1], koppen[1:2], koppen[2:3]
    winter = _DRY_WINTER.get(heat) if group == "B" else _WINTER.get(group)
    summer = {"A": 1.0, "E": 0.0}.get(group, _HEAT.get(heat))
    return winter, _DRYNESS.get(rain), summer
