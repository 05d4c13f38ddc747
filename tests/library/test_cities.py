"""Listing cities: by name, country, size and whether they have practices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.library.choices import Status, Went
from decapolis.library.exports import cities_csv
from decapolis.library.queries.cities import (
    CityQuestion,
    cities_found,
    city_counts,
    city_rows,
    practice_counts,
)
from tests.factories import cities, library, people
from tests.factories.library import HIDDEN


@pytest.fixture
def held(db):
    """Return three cities: two with practices, one of them in France."""
    dayton = cities.city("Dayton", population=137_000)
    paris = cities.city("Paris", "FR", population=2_100_000)
    akron = cities.city("Akron", population=90_000)
    library.practice(city=dayton)
    library.practice(city=dayton, went=Went.BADLY)
    library.practice(city=dayton, status=Status.CANCELLED, **HIDDEN)
    library.practice(city=paris)
    return {"dayton": dayton, "paris": paris, "akron": akron}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Paris", "Dayton", "Akron"]),
        ({"name": "day"}, ["Dayton"]),
        ({"name": "DAYTON, Ohio"}, ["Dayton"]),
        ({"name": "!!!"}, []),
        ({"regions": ("Europe",)}, ["Paris"]),
        ({"countries": ("US",)}, ["Dayton", "Akron"]),
        ({"sizes": ("small", "very-large")}, ["Paris", "Akron"]),
        ({"has_practices": True}, ["Paris", "Dayton"]),
        ({"has_practices": False}, ["Akron"]),
    ],
)
def test_cities_are_found_by_what_is_asked(held, asked, names):
    found = cities_found(CityQuestion(**asked), reader=None)
    assert [city.name for city in found] == names


def test_practices_are_counted_for_who_may_see_them(held):
    counts = practice_counts(reader=None)
    assert (counts[held["dayton"].pk].practices, counts[held["dayton"].pk].failed) == (2, 1)
    assert held["akron"].pk not in counts
    counts = practice_counts(reader=people.person())
    assert (counts[held["dayton"].pk].practices, counts[held["dayton"].pk].failed) == (3, 2)


def test_a_filter_does_not_count_against_itself(held):
    asked = CityQuestion(countries=("FR",), sizes=("small",))
    counts = city_counts(asked, reader=None)
    assert {one.code: one.cities for one in counts.countries} == {"US": 1}
    assert counts.sizes == {"small": 0, "medium": 0, "large": 0, "very-large": 1}
    assert (counts.with_practices, counts.gazetteer) == (2, 3)


def test_counting_asks_four_questions(held):
    with CaptureQueriesContext(connection) as queries:
        city_counts(CityQuestion(name="d", has_practices=True), reader=None)
    assert len(queries) == 4


def test_rows_tell_zero_practices_and_an_unknown_population(held):
    nowhere = cities.city("Nowhere", population=None)
    row = city_rows([nowhere], practice_counts(reader=None))[0]
    assert (row.practices, row.failed, row.population) == (0, 0, None)
    lines = "".join(cities_csv([row])).splitlines()
    assert lines[1].startswith(f"{nowhere.pk},Nowhere,Ohio,United States,US,39.75,-84.19,,0,0,")
