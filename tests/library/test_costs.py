"""Golden numbers from test_money: 7,590,000 USD of 2018 are Int$ 9,481,613 of 2024."""

from decimal import Decimal

import pytest

from decapolis.kernel.money import NotConverted, Recipe
from decapolis.library.bridge.costs import ranges_for
from decapolis.library.choices import Part, Recurrence
from decapolis.library.queries.costs import NoFigure, PerResident
from decapolis.library.queries.practice import practice_facts
from tests.factories import library as make
from tests.factories.cities import city, country, residents

pytestmark = pytest.mark.django_db


def facts_of(practice):
    return practice_facts(practice.slug, reader=None)


def cost_of(**fields):
    """The facts of one cost in a city of 100,000 people."""
    where = city()
    residents(where, 100_000)
    practice = make.practice(city=where)
    make.cost(practice, **fields)
    return facts_of(practice).row.cost


def priced(amount, quantity=100, iso2="US", **fields):
    """A practice whose cost bought lamps."""
    practice = make.practice(country=country(iso2))
    values = {"quantity": quantity, "unit": "lamp", "scope": "units only", "price_year": 2024}
    make.cost(practice, amount, **(values | fields))
    return practice.slug


# -- one amount


def test_a_cost_is_dated_by_its_source_and_converted():
    cost = cost_of(amount=7_590_000)
    assert isinstance(cost.constant, Recipe)
    assert cost.price_year == (2018, "source")
    assert cost.constant.shown == Decimal(9_480_000)
    assert cost.source.title == "Lamps"


def test_a_stated_price_year_goes_before_the_source():
    cost = cost_of(price_year=2024)
    assert cost.price_year == (2024, "stated")
    assert cost.recipe.result == Decimal(7_590_000)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"source": 1}, "no-price-year"),  # the second source has no date
        ({"source": None}, "no-price-year"),
        ({"currency": "EUR"}, "not-own-currency"),
        ({"part": Part.FUNDING}, "funding"),
        ({"price_year": 2025}, "no-ppp"),
    ],
)
def test_a_cost_that_cannot_be_converted_stays_as_published(fields, code):
    cost = cost_of(**fields)
    assert isinstance(cost.constant, NotConverted)
    assert (cost.constant.code, cost.amount) == (code, Decimal(7_590_000))
    assert cost.recipe is None


def test_a_whole_cost_is_given_per_resident_with_the_count_its_year_and_source():
    share = cost_of(amount=7_590_000).per_resident
    assert isinstance(share, PerResident)
    assert share.amount == Decimal("75.9")
    assert share.constant == Decimal("94.8")
    assert (share.residents.count, share.residents.year) == (100_000, 2023)
    assert share.residents.source == "U.S. Census Bureau"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"part": Part.FUNDING}, "funding"),
        ({"part": Part.SHARE}, "a part of the cost"),
        ({"quantity": 1, "unit": "bus"}, "the price of one bus"),
    ],
)
def test_an_amount_that_is_not_the_whole_programme_is_not_given_per_resident(fields, words):
    share = cost_of(**fields).per_resident
    assert isinstance(share, NoFigure)
    assert words in share.reason


@pytest.mark.parametrize(
    ("iso2", "count", "year", "code", "words"),
    [
        ("US", None, 0, "", "no dated count"),
        ("FR", 140_000, 2007, "city_proper_population", "is of 2007"),
        ("AU", 140_000, 2021, "city_proper_population", "metropolitan area"),
        ("FR", 290_000, 2020, "city_proper_population", "differ too much"),
    ],
)
def test_a_doubtful_count_of_residents_divides_nothing(iso2, count, year, code, words):
    where = city("Somewhere", iso2)
    if count:
        residents(where, count, year, code)
    practice = make.practice(city=where)
    make.cost(practice)
    share = facts_of(practice).row.cost.per_resident
    assert isinstance(share, NoFigure)
    assert words in share.reason


def test_the_latest_count_of_the_city_itself_is_taken():
    where = city()
    residents(where, 90_000, 2010, "city_proper_population")
    residents(where, 110_000, 2023, "population_acs")
    residents(where, 900_000, 2024, "agglomeration_population")
    practice = make.practice(city=where)
    make.cost(practice)
    assert facts_of(practice).row.cost.per_resident.residents.count == 110_000


def test_a_price_per_unit_carries_the_words_it_was_read_from():
    unit = cost_of(quantity=4200, unit="lamp", read_from="4,200 lamps", price_year=2024).per_unit
    assert unit.amount.quantize(Decimal("0.01")) == Decimal("1807.14")
    assert unit.constant == Decimal(1810)
    assert (unit.quantity, unit.unit, unit.read_from) == (4200, "lamp", "4,200 lamps")


def test_funding_has_no_price_per_unit():
    assert cost_of(quantity=4200, unit="lamp", part=Part.FUNDING).per_unit is None


# -- who paid


@pytest.mark.parametrize(
    ("shares", "fit"),
    [
        ([4_590_000, 3_000_000], "equal"),
        ([7_590_000, 3_000_000, 1_000_000], "more"),
        ([1_000_000], "less"),
        ([1_000_000, None], "unknown"),
        ([], "unknown"),
    ],
)
def test_it_is_told_whether_the_shares_add_up_to_the_cost(shares, fit):
    practice = make.practice()
    make.cost(practice, 7_590_000)
    for share in shares:
        make.funding(practice, share)
    funding = facts_of(practice).funding
    assert funding.fit == fit
    assert funding.unstated == shares.count(None)


def test_shares_in_two_currencies_are_not_added():
    practice = make.practice()
    make.cost(practice)
    make.funding(practice, 10)
    make.funding(practice, 10, currency="EUR")
    funding = facts_of(practice).funding
    assert (funding.total, funding.fit) == (None, "unknown")


def test_shares_of_a_part_are_not_held_against_it():
    practice = make.practice()
    make.cost(practice, 100, part=Part.SHARE)
    make.funding(practice, 50)
    assert facts_of(practice).funding.fit == "unknown"


# -- ranges per unit


def test_a_range_names_every_programme_from_the_cheapest_up():
    slugs = [priced(50_000), priced(40_000), priced(90_000)]
    (found,) = ranges_for(slugs, reader=None)
    assert (found.unit, found.currency, found.reference_year) == ("lamp", "INT", 2024)
    assert (found.size, found.low, found.median, found.high) == (3, 400.0, 500.0, 900.0)
    assert found.lower_quartile is None
    assert [point.known_as.slug for point in found.points] == [slugs[1], slugs[0], slugs[2]]
    assert all(point.known_as.cost.recipe for point in found.points)


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "bus"},
        {"scope": "with network or purchase"},
        {"recurrence": Recurrence.YEARLY},
        {"part": Part.SHARE},
        {"price_year": None, "source": None},  # not converted: stays in US dollars as published
    ],
)
def test_unlike_prices_never_stand_in_one_range(other):
    ranges = ranges_for([priced(50_000), priced(60_000, **other)], reader=None)
    assert [found.size for found in ranges] == [1, 1]
    assert [found.median for found in ranges] == [None, None]


def test_amounts_that_are_not_converted_stand_apart_in_the_currency_published():
    slugs = [
        priced(50_000, iso2="BR"),
        priced(70_000, iso2="BR"),
        priced(1, iso2="BR", currency="EUR"),
    ]
    ranges = ranges_for(slugs, reader=None)
    assert [(one.currency, one.reference_year, one.size) for one in ranges] == [
        ("USD", None, 2),
        ("EUR", None, 1),
    ]
    assert [one.attribution for one in ranges] == ["", ""]


def test_funding_stands_in_no_range():
    assert ranges_for([priced(50_000, part=Part.FUNDING)], reader=None) == ()


def test_a_hidden_practice_stands_in_no_range():
    hidden = make.practice(**make.HIDDEN)
    make.cost(hidden, quantity=100, unit="lamp")
    assert ranges_for([hidden.slug], reader=None) == ()


@pytest.mark.parametrize("rows", [1, 3])
def test_ranges_take_one_query(rows, django_assert_num_queries):
    slugs = [priced(50_000) for _ in range(rows)]
    with django_assert_num_queries(1):
        assert ranges_for(slugs, reader=None)[0].size == rows
