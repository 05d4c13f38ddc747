"""Golden numbers worked by hand from the World Bank's tables in kernel/data (CC BY 4.0)."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.kernel.money import (
    ATTRIBUTION,
    NotConverted,
    Place,
    PriceYear,
    Recipe,
    convert,
    ppp_years,
    price_year,
    reference_year,
    round_figures,
    us_inflation,
)

US, CANADA, FRANCE = Place("US", "USD"), Place("CA", "CAD"), Place("FR", "EUR")
AUSTRALIA, CROATIA, BULGARIA = Place("AU", "AUD"), Place("HR", "EUR"), Place("BG", "EUR")

# 1.018122 x 1.012336 x 1.046979 x 1.080028 x 1.041163 x 1.029495: US inflation of 2019 to 2024
FROM_2018 = Decimal("1.249224395")
GOLDEN = [
    # amount, currency, place, year, amount / PPP x inflation
    (7_590_000, "USD", US, 2018, "9481613.16"),  # / 1 x 1.249224395
    (32_000_000, "CAD", CANADA, 2017, "33780099.32"),  # / 1.2123 x 1.279737950
    (7_000_000, "AUD", AUSTRALIA, 2014, "6385859.79"),  # / 1.45249 x 1.325053...
    ("2.04", "EUR", FRANCE, 2018, "3.37"),  # / 0.756166 x 1.249224395
    (1_700_000, "KRW", Place("KR", "KRW"), 2018, "2484.21"),  # / 854.871 x 1.249224395
    (100, "USD", US, 2024, "100.00"),
]

amounts = st.decimals(min_value="0.01", max_value="1e14", places=2)
years = st.integers(min_value=1990, max_value=2024)


def at(year: int) -> PriceYear:
    return PriceYear(year, "stated")


@pytest.mark.parametrize(("amount", "currency", "place", "year", "expected"), GOLDEN)
def test_an_amount_is_converted_as_by_hand(amount, currency, place, year, expected):
    recipe = convert(Decimal(amount), currency=currency, place=place, at=at(year))
    assert isinstance(recipe, Recipe)
    assert recipe.result.quantize(Decimal("0.01")) == Decimal(expected)


def test_the_reference_year_is_the_latest_that_both_tables_hold_for_the_united_states():
    assert reference_year() == 2024


def test_inflation_is_the_product_of_the_years_after():
    assert us_inflation(2018).quantize(Decimal("1e-9")) == FROM_2018
    assert us_inflation(2024) == 1


def test_a_recipe_can_be_done_again_from_its_own_numbers():
    recipe = convert(32_000_000, currency="CAD", place=CANADA, at=at(2017))
    assert isinstance(recipe, Recipe)
    assert recipe.ppp == Decimal("1.2123")
    assert recipe.at_its_year == recipe.amount / recipe.ppp
    assert recipe.at_its_year * recipe.inflation == recipe.result
    assert [step.value for step in recipe.steps] == [
        recipe.amount,
        recipe.ppp,
        recipe.at_its_year,
        recipe.inflation,
        recipe.result,
    ]
    assert recipe.attribution == ATTRIBUTION


def test_a_recipe_reads_as_one_sentence_with_its_numbers():
    recipe = convert(32_000_000, currency="CAD", place=CANADA, at=PriceYear(2017, "source"))
    assert isinstance(recipe, Recipe)
    assert recipe.words == (
        "32,000,000 CAD at 2017 prices (year of the source), divided by 1.2123 CAD per "
        "international dollar (PPP of 2017), times 1.2797 (US consumer prices, 2017 to 2024), "
        "gives 33,800,000 international dollars of 2024."
    )


@pytest.mark.parametrize(
    ("currency", "place", "year", "code"),
    [
        ("USD", Place("BR", "BRL"), 2015, "not-own-currency"),  # dollars stated for Brazil
        ("EUR", Place("ZA", "ZAR"), 2015, "not-own-currency"),
        ("TWD", Place("TW", "TWD"), 2015, "no-ppp"),  # not a member of the World Bank
        ("USD", US, 2025, "no-ppp"),  # later than the table
        ("USD", US, 1989, "no-ppp"),  # earlier than the table
        ("EUR", CROATIA, 2015, "before-currency"),  # the kuna until 2022
        ("HRK", CROATIA, 2015, "not-own-currency"),  # the table is in euros
        ("EUR", BULGARIA, 2024, "other-unit"),  # the table is in leva
        ("LRD", Place("LR", "LRD"), 2020, "other-unit"),  # the table is in US dollars
        ("EUR", FRANCE, 1998, "before-currency"),
        ("ILS", Place("PS", ""), 2020, "not-own-currency"),
    ],
)
def test_what_cannot_be_converted_honestly_says_why(currency, place, year, code):
    refusal = convert(1_000_000, currency=currency, place=place, at=at(year))
    assert isinstance(refusal, NotConverted)
    assert refusal.code == code
    assert refusal.reason.startswith("Not converted: ")
    assert refusal.reason.endswith(".")


@pytest.mark.parametrize(
    ("currency", "place", "year"),
    [("EUR", CROATIA, 2023), ("BGN", BULGARIA, 2024), ("USD", Place("PA", "PAB"), 2015)],
)
def test_the_currency_of_the_table_is_the_one_that_counts(currency, place, year):
    assert isinstance(convert(100, currency=currency, place=place, at=at(year)), Recipe)


def test_without_a_price_year_nothing_is_converted():
    refusal = convert(100, currency="USD", place=US, at=None)
    assert isinstance(refusal, NotConverted)
    assert refusal.code == "no-price-year"


@pytest.mark.parametrize("amount", [0, -5, Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_what_is_no_amount_is_not_converted(amount):
    refusal = convert(amount, currency="USD", place=US, at=at(2018))
    assert isinstance(refusal, NotConverted)
    assert refusal.code == "no-amount"


def test_the_stated_year_goes_before_the_year_of_the_source():
    assert price_year(stated=2014, source_year=2018) == PriceYear(2014, "stated")
    assert price_year(stated=None, source_year=2018) == PriceYear(2018, "source")
    assert price_year(stated=None, source_year=None) is None


def test_the_years_of_a_country_are_known():
    assert ppp_years("US") == (1990, 2024)
    assert ppp_years("TW") is None


@settings(deadline=None)
@given(amount=amounts, year=years)
def test_twice_the_amount_is_twice_the_result(amount, year):
    once = convert(amount, currency="CAD", place=CANADA, at=at(year))
    twice = convert(2 * amount, currency="CAD", place=CANADA, at=at(year))
    assert isinstance(once, Recipe)
    assert isinstance(twice, Recipe)
    assert abs(twice.result - 2 * once.result) <= once.result * Decimal("1e-24")


@settings(deadline=None)
@given(amount=amounts)
def test_an_amount_of_the_reference_year_in_us_dollars_stays_what_it_is(amount):
    recipe = convert(amount, currency="USD", place=US, at=at(reference_year()))
    assert isinstance(recipe, Recipe)
    assert recipe.result == amount


@settings(deadline=None)
@given(first=years, later=years)
def test_inflation_from_a_year_is_inflation_to_a_later_year_and_on_from_there(first, later):
    first, later = min(first, later), max(first, later)
    between = us_inflation(first) / us_inflation(later)
    assert abs(between * us_inflation(later) - us_inflation(first)) < Decimal("1e-20")


@settings(deadline=None)
@given(amount=amounts, year=years)
def test_what_is_shown_has_three_figures_and_is_within_half_a_percent(amount, year):
    recipe = convert(amount, currency="CAD", place=CANADA, at=at(year))
    assert isinstance(recipe, Recipe)
    assert len(recipe.shown.normalize().as_tuple().digits) <= 3
    assert abs(recipe.shown - recipe.result) <= recipe.result * Decimal("0.005")
    assert "E" not in str(recipe.shown)


@settings(deadline=None)
@given(value=st.decimals(min_value="-1e20", max_value="1e20", allow_nan=False))
def test_rounding_twice_is_rounding_once(value):
    assert round_figures(round_figures(value)) == round_figures(value)


def test_rounding_goes_half_up_and_writes_no_exponent():
    assert str(round_figures(Decimal(1805))) == "1810"
    assert str(round_figures(Decimal("0.00098765"))) == "0.000988"
    assert str(round_figures(Decimal(0))) == "0"
    assert str(round_figures(Decimal("999.9"))) == "1000"
