"""Reading cities: names that begin so, and cities around a city."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.cities.models import CityName
from decapolis.cities.queries import names_beginning, nearby_cities
from tests.factories import cities

FOLDED = [
    "san",
    "sanjose",
    "santafe",
    "sbo",
    "s_b",
    "s%c",
    "αθηνα",
    "東京",
    "東大阪",
    "z",
    "\U0010fffd",
]


@pytest.fixture
def names(db):
    """Return a city that goes by many names."""
    city = cities.city("Zed")
    CityName.objects.all().delete()
    CityName.objects.bulk_create(
        CityName(city=city, name=f"{number}", folded=folded) for number, folded in enumerate(FOLDED)
    )
    return FOLDED


@pytest.mark.parametrize("start", ["san", "s", "s_", "s%", "αθ", "東", "", "x", "\U0010fffd"])
def test_names_beginning_are_those_that_python_finds(names, start):
    found = names_beginning(start).values_list("folded", flat=True)
    assert set(found) == {name for name in names if name.startswith(start)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3))
def test_any_beginning_is_compared_letter_by_letter(names, start):
    found = names_beginning(start).values_list("folded", flat=True)
    assert set(found) == {name for name in names if name.startswith(start)}


def test_the_largest_cities_around_a_city_are_given(db):
    dayton = cities.city("Dayton", lat=39.8, lon=-84.2)
    near = cities.city("Columbus", lat=40.0, lon=-83.0, population=900_000)
    larger = cities.city("Chicago", lat=41.9, lon=-87.6, population=2_700_000)
    cities.city("Los Angeles", lat=34.1, lon=-118.2, population=3_900_000)
    assert nearby_cities(dayton) == [larger, near]
    assert nearby_cities(dayton, limit=1) == [larger]
