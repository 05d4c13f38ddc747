"""How much each facet counts, for each theme. Reasons stand in docs/engines/peers.md."""

# What makes two cities' circumstances alike whatever the question: means, scale, place, people.
BASE: dict[str, float] = {
    "size": 3.0,
    "metro": 1.0,
    "growth": 1.0,
    "density": 1.0,
    "place": 1.5,
    "climate": 1.0,
    "latitude": 0.25,
    "income": 3.0,
    "poverty": 1.0,
    "inequality": 0.5,
    "work": 1.0,
    "industry": 0.5,
    "education": 1.0,
    "health": 1.0,
    "age": 0.5,
    "government": 0.25,
}

# No theme named: the base and a little of what most departments ask about.
GENERAL: dict[str, float] = BASE | {
    "access": 0.5,
    "digital": 0.5,
    "violence": 0.5,
    "rent": 0.5,
    "winter": 0.25,
    "rain": 0.25,
}

# What a theme adds to the base, or weighs differently; the keys are the values of the library's
# themes, which this floor may not import.
_THEMES: dict[str, dict[str, float]] = {
    "mobility": {
        "density": 2.0,
        "metro": 1.5,
        "access": 2.0,
        "car": 1.5,
        "transit": 1.5,
        "walking": 0.5,
        "cycling": 0.75,
        "traffic": 1.0,
        "health": 0.0,
        "winter": 0.25,
        "snow": 0.25,
    },
    "governance": {
        "government": 1.5,
        "place": 2.5,
        "turnout": 1.0,
        "associations": 0.5,
        "climate": 0.25,
    },
    "economic-development": {
        "work": 2.0,
        "education": 2.0,
        "poverty": 1.5,
        "growth": 1.5,
        "activity": 1.0,
        "employment": 1.0,
        "industry": 1.0,
        "inequality": 1.0,
        "rent": 0.5,
        "climate": 0.25,
    },
    "air-climate": {
        "climate": 2.0,
        "density": 1.5,
        "air": 2.0,
        "traffic": 1.5,
        "industry": 1.0,
        "power": 1.0,
        "heating": 1.0,
        "emissions": 0.5,
        "latitude": 0.5,
        "winter": 0.5,
        "summer": 0.5,
    },
    "energy": {
        "climate": 2.0,
        "latitude": 1.0,
        "density": 1.5,
        "winter": 1.0,
        "summer": 1.0,
        "heating": 1.0,
        "power": 1.0,
        "owners": 0.5,
    },
    "health": {
        "health": 2.0,
        "poverty": 1.5,
        "age": 1.5,
        "air": 1.0,
        "concentration": 0.5,
        "inequality": 1.0,
    },
    "public-space": {
        "density": 2.0,
        "climate": 1.5,
        "walking": 0.5,
        "violence": 0.5,
        "access": 0.5,
    },
    "public-safety": {
        "violence": 2.5,
        "property_crime": 2.0,
        "poverty": 1.5,
        "inequality": 1.0,
        "concentration": 0.75,
        "age": 0.75,
        "climate": 0.25,
    },
    "resilience": {
        "climate": 2.5,
        "rain": 1.5,
        "summer": 1.0,
        "winter": 0.5,
        "snow": 0.5,
        "latitude": 0.5,
        "density": 1.5,
    },
    "connectivity": {"digital": 2.0, "broadband": 1.0, "density": 1.5, "climate": 0.25},
    "digital-services": {
        "digital": 2.0,
        "education": 1.5,
        "age": 1.0,
        "broadband": 0.5,
        "climate": 0.25,
    },
    "water": {"climate": 2.5, "rain": 2.0, "growth": 1.5, "density": 1.5, "summer": 0.75},
    "civic-participation": {
        "turnout": 2.0,
        "associations": 1.5,
        "education": 1.5,
        "government": 0.75,
        "origin": 0.5,
        "age": 0.75,
        "climate": 0.25,
    },
    "open-data": {"education": 1.5, "digital": 1.5, "government": 1.0, "climate": 0.25},
    "digital-inclusion": {
        "digital": 2.5,
        "poverty": 2.0,
        "education": 1.5,
        "age": 1.5,
        "inequality": 1.0,
        "origin": 0.75,
        "broadband": 0.5,
        "climate": 0.25,
    },
    "housing-homelessness": {
        "rent": 2.0,
        "poverty": 1.5,
        "affordable": 1.5,
        "homelessness": 1.5,
        "growth": 1.5,
        "owners": 1.0,
        "homes": 0.75,
        "winter": 0.5,
        "inequality": 1.0,
    },
    "waste": {"waste": 2.0, "density": 1.5},
    "education-skills": {
        "education": 2.5,
        "school": 1.5,
        "preschool": 1.0,
        "poverty": 1.5,
        "age": 1.0,
        "origin": 0.5,
        "climate": 0.25,
    },
    "buildings": {
        "climate": 2.0,
        "heating": 1.5,
        "density": 1.5,
        "winter": 1.0,
        "summer": 1.0,
        "owners": 1.0,
        "homes": 0.5,
        "rent": 0.5,
        "latitude": 0.5,
    },
    "food": {"climate": 1.5, "poverty": 1.5, "inequality": 1.0, "health": 1.0, "latitude": 0.5},
}

THEME_WEIGHTS: dict[str, dict[str, float]] = {
    theme: {facet: weight for facet, weight in (BASE | changes).items() if weight > 0}
    for theme, changes in _THEMES.items()
}


def weights_for(theme: str | None) -> dict[str, float]:
    """Return the weight of every facet that counts for a theme; None is no theme in particular.

    Raises
    ------
    KeyError
        There is no such theme.
    """
    return GENERAL if theme is None else THEME_WEIGHTS[theme]
