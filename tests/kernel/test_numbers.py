"""Figures as people read them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel import numbers

FIGURES = (numbers.number, numbers.people, numbers.percent, numbers.money, numbers.compact)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (7_590_000, "USD", "$7.59M"),
        (7_400_000, "EUR", "€7.4M"),
        (32_000_000, "CAD", "CAD\u00a032M"),
        (1_500_000_000, "GBP", "£1.5B"),
        (380_000, "USD", "$380,000"),
        (1807.27, "USD", "$1,807"),
        (1.5, "USD", "$1.50"),
        (-20, "EUR", "\u2212€20"),
        (3720, "INT", "Int$3,720"),
        (Decimal("999999.60"), "USD", "$1,000,000"),
        (0, "USD", "$0"),
    ],
)
def test_money_is_short_and_keeps_three_digits(amount, currency, text):
    assert numbers.money(amount, currency) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (43454, "US$", "$43,454"),
        (1100, "US$ per month", "$1,100 per month"),
        (27.14, "% of people", "27.1%"),
        (136_741, "people", "136,741"),
        (2448.3, "people per km2", "2,448"),
        (1084, "mm", "1,084\u00a0mm"),
        (-1.94, "°C", "\u22121.9\u00a0°C"),
        (145.2, "km2", "145\u00a0km²"),
        (22_700_000, "kWh a year", "22.7M\u00a0kWh a year"),
        (None, "mm", "unknown"),
    ],
)
def test_a_quantity_has_the_sign_that_its_unit_asks_for(value, unit, text):
    assert numbers.quantity(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (136_741, "people", "136,741"),
        (27.08, "% of people", "27.1%"),
        (-0.39, "% per year", "\u22120.4%"),
        (-0.01, "% per year", "0%"),
        (43_454, "US$", "US$43,454"),
        (866, "US$ per month", "US$866 a month"),
        (946, "people per km2", "946 people per km²"),
        (0.919, "index 0-1", "0.919"),
        (-1.9, "°C", "\u22121.9\u00a0°C"),
        (3, "unheard-of units", "3\u00a0unheard-of units"),
        (None, "US$", "unknown"),
    ],
)
def test_in_a_sentence_the_unit_is_written_out(value, unit, text):
    assert numbers.quantity(value, unit, full=True) == text


@pytest.mark.parametrize(
    ("first", "second", "unit", "between", "text"),
    [
        (866, 1221, "US$ per month", "and", "US$866 and US$1,221 a month"),
        (24.6, 26.8, "% of people", "to", "24.6% to 26.8%"),
        (-1.9, 4, "°C", "and", "\u22121.9\u00a0°C and 4.0\u00a0°C"),
        (946, 1100, "people per km2", "to", "946 to 1,100 people per km²"),
        (22_700_000, 9, "kWh", "and", "22.7M and 9\u00a0kWh"),
        (3, 7, "place among 50", "and", "place 3 and place 7 of 50"),
    ],
)
def test_of_two_values_the_unit_is_written_out_once(first, second, unit, between, text):
    assert numbers.two_quantities(first, second, unit, between=between) == text


@pytest.mark.parametrize(
    ("place", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (16, "16th"), (22, "22nd"), (113, "113th")],
)
def test_places_are_counted_as_english_counts(place, text):
    assert numbers.ordinal(place) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (2016, None, "2016 to now"),
        (2013, 2016, "2013\u20132016"),
        (2016, 2016, "2016"),
        (None, 2020, "until 2020"),
        (None, None, "unknown"),
    ],
)
def test_a_span_of_years_says_what_is_known_of_it(first, last, text):
    assert numbers.years(first, last) == text


def test_people_are_counted_in_millions_from_one_million():
    assert numbers.people(136_741) == "136,741"
    assert numbers.people(2_746_388) == "2.75 million"


def test_days_and_lists_are_written_in_words():
    assert numbers.day(date(2026, 11, 22)) == "22 November 2026"
    assert numbers.listing(["rain", "snow", "cold"]) == "rain, snow and cold"
    assert not numbers.listing([])


def test_figures_speak_the_language_of_the_reader():
    with translation.override("de"):
        assert numbers.money(7_590_000, "EUR") == "7,59\u00a0Mio.\u00a0€"
        assert numbers.number(1084) == "1.084"
        assert numbers.ordinal(16) == "16."
    with translation.override("tlh"):
        assert numbers.number(1084) == "1,084"


@pytest.mark.parametrize("write", FIGURES)
def test_what_nobody_has_stated_is_unknown_and_never_zero(write):
    assert write(None) == "unknown"


@given(value=st.floats(-1e15, 1e15))
@pytest.mark.parametrize("write", FIGURES)
def test_any_number_can_be_written_with_a_true_minus(write, value):
    text = write(value)
    assert text
    assert "-" not in text
