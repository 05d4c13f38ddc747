"""The names of places that stand in a question, from the gazetteer."""

from functools import cache

from babel import Locale

from decapolis.cities.choices import COUNTRY_WORDS
from decapolis.cities.models import CityName
from decapolis.engines.retrieval.question import CityRef, Lexicon, names_in
from decapolis.engines.text import fold
from decapolis.search.bridge.index import current_index

# Languages in which the names of countries are known.
LANGUAGES = "en es fr de pt it nl pl sv da nb tr ru ar zh ja ko".split()  # noqa: SIM905 -- reads better


def places_in(text: str) -> Lexicon:
    """Return the cities, countries and states that words of a text may name; one query."""
    index = current_index()
    return Lexicon(
        cities=_cities(names_in(text), index.held_cities),
        countries=country_words(),
        states=_states(index.regions),
        common=index.common,
    )


@cache
def country_words() -> dict[str, str]:
    """Return ISO codes by the folded names of countries in many languages."""
    words: dict[str, str] = dict(COUNTRY_WORDS)
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():  # noqa: PLR2004 -- ISO 3166-1 alpha-2
                words.setdefault(fold(name), code)
    return {word: code for word, code in words.items() if word and len(word) > 2}  # noqa: PLR2004 -- codes are words too


@cache
def _states(regions: frozenset[tuple[str, str]]) -> dict[str, str]:
    """Return the states and provinces that entries lie in, by folded name."""
    return {
        fold(region): f"{country}:{region}"
        for country, region in sorted(regions)
        if region and country
    }


def _cities(names: list[str], held: frozenset[int]) -> dict[str, tuple[CityRef, ...]]:
    rows = CityName.objects.filter(folded__in=names).values_list(
        "folded", "is_main", "city_id", "city__name", "city__country", "city__admin1_name",
        "city__population",
    )  # fmt: skip
    found: dict[str, dict[int, CityRef]] = {}
    for folded, is_main, pk, name, country, region, population in rows:
        own = found.setdefault(folded, {})
        if pk not in own or is_main:
            own[pk] = CityRef(
                city_id=pk,
                name=name,
                country=country,
                region=region,
                population=population or 0,
                is_main=is_main,
                is_held=pk in held,
            )
    return {name: tuple(sorted(own.values(), key=_likeliest)) for name, own in found.items()}


def _likeliest(city: CityRef) -> tuple[bool, bool, bool, int]:
    """Sort cities that the library knows by their own name first, then by size."""
    return (
        not (city.is_held and city.is_main),
        not city.is_main,
        not city.is_held,
        -city.population,
    )
