import pytest

from decapolis.indicators.queries import key_figures, series
from tests.factories.cities import city, country, residents
from tests.factories.indicators import observation

pytestmark = pytest.mark.django_db


def test_the_latest_figure_stands_with_its_year_unit_and_source():
    dayton = city()
    residents(dayton, 141_359, year=2012)
    residents(dayton, 136_741, year=2023)
    (figure,) = key_figures([dayton.pk])[dayton.pk]
    assert (figure.value, figure.shown, figure.year) == (136_741, "136,741", 2023)
    assert (figure.source_id, figure.source) == ("census", "American Community Survey")
    assert (figure.attribution, figure.level) == ("U.S. Census Bureau", "city")


def test_figures_of_region_and_country_come_last_and_are_marked():
    dayton = city()
    observation(country("US"), "country_gini", 41.8, unit="index 0-100", level="country")
    observation(dayton, "region_hdi", 0.919, unit="index 0-1", level="region")
    observation(dayton, "poverty_rate", 27.08, unit="% of people")
    found = key_figures([dayton.pk])[dayton.pk]
    assert [(figure.code, figure.is_fallback) for figure in found] == [
        ("poverty_rate", False),
        ("country_gini", True),
        ("region_hdi", True),
    ]


def test_a_class_is_shown_by_its_word_and_has_no_value():
    dayton = city()
    observation(dayton, "climate_koppen", None, word="Cfa", unit="class", period="1986-2010")
    (figure,) = key_figures([dayton.pk])[dayton.pk]
    assert (figure.value, figure.shown, figure.year) == (None, "Cfa", 2010)


def test_a_city_without_figures_has_an_empty_tuple():
    dayton = city()
    assert key_figures([dayton.pk, 1]) == {dayton.pk: (), 1: ()}


def test_figures_of_one_and_of_three_cities_take_two_queries(django_assert_num_queries):
    cities = [city(name) for name in ("Dayton", "Akron", "Toledo")]
    for each in cities:
        residents(each)
    for count in (1, 3):
        with django_assert_num_queries(2):
            assert len(key_figures(each.pk for each in cities[:count])) == count


def test_a_series_is_in_order_of_years_and_a_single_year_is_none(django_assert_num_queries):
    dayton = city()
    residents(dayton, 136_741, year=2023)
    residents(dayton, 141_359, year=2012)
    observation(dayton, "poverty_rate", 27.08, unit="% of people")
    with django_assert_num_queries(1):
        found = series(dayton.pk)
    assert {code: [(p.period, p.value) for p in points] for code, points in found.items()} == {
        "population_acs": [("2012", 141_359), ("2023", 136_741)]
    }
