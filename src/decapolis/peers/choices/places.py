"""Climate, country and income group: how unlike their classes are."""

from decapolis.indicators.choices import Level

# Continent apart, part of the continent apart, country apart.
PLACE_STEPS = (1.0, 0.75, 0.5)

INCOME_GROUPS = (
    "Low income",
    "Lower middle income",
    "Upper middle income",
    "High income",
)

# Facts of the gazetteer are no observations; this is where they come from: id, title, attribution.
GAZETTEER_SOURCE = {
    "population": (
        "geonames",
        "GeoNames, undated",
        "City names, places and populations: GeoNames (geonames.org), CC BY 4.0",
        "https://www.geonames.org/",
    ),
    "latitude": (
        "geonames",
        "GeoNames",
        "City names, places and populations: GeoNames (geonames.org), CC BY 4.0",
        "https://www.geonames.org/",
    ),
    "place": (
        "country_codes",
        "Country codes",
        "Country codes: Open Knowledge; income groups: World Bank, CC BY 4.0",
        "https://github.com/datasets/country-codes",
    ),
    "income_group": (
        "world_bank_income_groups",
        "World Bank income groups, March 2025",
        "Country codes: Open Knowledge; income groups: World Bank, CC BY 4.0",
        "https://datahelpdesk.worldbank.org/",
    ),
}

GAZETTEER_LEVELS = {"population": Level.CITY, "latitude": Level.CITY, "place": Level.COUNTRY, "income_group": Level.COUNTRY}

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
    the Mediterranean (Csa) than to the steppes with cold winters. An unknown letter is no difference.

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
