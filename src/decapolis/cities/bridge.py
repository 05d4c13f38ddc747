"""From what somebody typed to a city."""

from collections.abc import Sequence
from typing import Protocol

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from decapolis.cities.choices import COUNTRY_WORDS, PROVINCE_CODES
from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City, CityName, Country
from decapolis.cities.queries import all_cities, country_codes, names_beginning
from decapolis.engines.text import fold
from decapolis.kernel.records import Rejection

__all__ = ["find_city", "fold", "suggest_cities"]

LONGEST_NAME = 120
LONGEST_ID = 11
CLEARLY_LARGER = 5


def find_city(text: str) -> City:
    """Return the city that a text names: a GeoNames id, or a name with or without its place.

    ``Dayton``, ``Dayton, OH``, ``Dayton, Ohio, USA``, ``Αθήνα`` and ``4509884`` all do. A bare name
    of several cities is settled only where one has it as its own name and is five times larger.

    Raises
    ------
    UnknownCity
        No city goes by that name; close spellings come with it.
    AmbiguousCity
        Several do; they come with it, largest first.
    """
    text = text.strip()[:LONGEST_NAME]
    if text.isdecimal():
        city = all_cities().filter(pk=int(text)).first() if len(text) <= LONGEST_ID else None
        if city is None:
            raise UnknownCity(f"There is no city with the GeoNames id {text}.", near=[])
        return city
    name, *places = [part for part in text.split(",") if part.strip()] or [""]
    named = {
        row.city_id: row.is_main
        for row in CityName.objects.filter(folded=fold(name)).order_by("is_main")
    }
    found = list(_within(all_cities().filter(pk__in=named), places))
    if not found:
        near = suggest_cities(text, limit=5) or _misspelt(fold(name))
        raise UnknownCity(
            f"No city in the gazetteer is called {text!r}. It holds cities of 100,000 people "
            "or more (in the United States 50,000). Check the spelling or name a larger city "
            "nearby.",
            near=near,
        )
    own = [city for city in found if named[city.pk]] or found
    if len(own) == 1 or (own[0].population or 0) >= CLEARLY_LARGER * (own[1].population or 0):
        return own[0]
    raise AmbiguousCity(
        f"{len(own)} cities are called {name.strip()!r}. Add the state, province or country: "
        + "; ".join(city.label for city in own[:8])
        + ".",
        candidates=own,
    )


def suggest_cities(text: str, *, limit: int = 8) -> list[City]:
    """Return cities one of whose names begins with the text, for a type-ahead.

    Cities whose own name begins so come first, then those known by another; each largest first.
    """
    name, *places = [part for part in text[:LONGEST_NAME].split(",") if part.strip()] or [""]
    start = fold(name)
    if not start:
        return []
    names = CityName.objects.filter(folded=start) if places else names_beginning(start)
    found: dict[int, City] = {}
    for is_main in (True, False):
        if len(found) < limit:
            named = names.filter(is_main=is_main).values("city_id")
            for city in _within(all_cities().filter(pk__in=named), places, begun=True)[:limit]:
                found.setdefault(city.pk, city)
    return list(found.values())[:limit]


def _within(cities: QuerySet[City], places: list[str], *, begun: bool = False) -> QuerySet[City]:
    """Keep the cities that lie in every named state, province or country."""
    for place in map(fold, places):
        code = COUNTRY_WORDS.get(place) or country_codes().get(place)
        test = Q(admin1_code__iexact=place, country="US") | Q(admin1_name__iexact=place)
        test |= Q(pk__in=_in_admin1(place, begun=begun))
        if code:
            test |= Q(country=code)
        if place in PROVINCE_CODES:
            country, province = PROVINCE_CODES[place]
            test |= Q(country=country, admin1_name=province)
        if begun and not code:
            test |= Q(country__name__istartswith=place)
        cities = cities.filter(test)
    return cities


def _in_admin1(place: str, *, begun: bool) -> list[int]:
    """Return cities whose state or province is the place, accents aside."""
    return [
        pk
        for pk, name in City.objects.filter(admin1_name__istartswith=place[:1]).values_list(
            "pk", "admin1_name"
        )
        if fold(name) == place or (begun and fold(name).startswith(place))
    ]


def _misspelt(name: str) -> list[City]:
    """Return the cities whose own name is spelt most like the given one."""
    own = dict(CityName.objects.filter(is_main=True).values_list("city_id", "folded"))
    close = process.extract(name, own, scorer=fuzz.ratio, limit=5, score_cutoff=75)
    order = {pk: place for place, (_name, _score, pk) in enumerate(close)}
    return sorted(all_cities().filter(pk__in=order), key=lambda city: order[city.pk])


class InCountry(Protocol):
    """A record that names a country by its ISO code, or none."""

    @property
    def country(self) -> str | None:
        """The code."""
        ...


def unknown_countries(records: Sequence[tuple[int, InCountry]]) -> list[Rejection]:
    """Return which records name a country that there is not; one query, however many."""
    known = set(Country.objects.values_list("pk", flat=True))
    return [
        Rejection(
            line,
            "country",
            f"There is no country {record.country!r}. Write an ISO code such as US.",
        )
        for line, record in records
        if record.country and record.country not in known
    ]


def match_cities(wanted: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    """Return the city of each (name, country code, region) that a record names.

    A city's own name goes before other names, the named region before other regions, and then the
    larger city; ``Cambridge, Massachusetts`` may stand as a name. What is not in the gazetteer is
    left out. Two queries, however many are asked for.
    """
    asked = {key: _name_and_region(key) for key in wanted}
    rows = CityName.objects.filter(
        folded__in={name for name, _region in asked.values()},
        city__country__in={key[1] for key in wanted},
    ).values_list(
        "folded",
        "city__country",
        "city__admin1_name",
        "city__admin1_code",
        "is_main",
        "city__population",
        "city",
    )
    by_name: dict[tuple[str, str], list[tuple[str, str, bool, int, int]]] = {}
    for name, country, admin1, code, is_main, population, pk in rows:
        by_name.setdefault((name, country), []).append(
            (fold(admin1), fold(code), is_main, population or 0, pk)
        )
    found = {}
    for key, (name, region) in asked.items():
        candidates = by_name.get((name, key[1]), [])
        if candidates:
            best = max(
                candidates, key=lambda row: (region in row[:2] if region else False, *row[2:4])
            )
            found[key] = best[4]
    return found


def _name_and_region(key: tuple[str, str, str]) -> tuple[str, str]:
    name, _comma, inner = key[0].partition(",")
    return fold(name), fold(inner or key[2])
