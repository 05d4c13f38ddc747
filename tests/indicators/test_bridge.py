import numpy as np
import pytest

from decapolis.indicators.bridge import figure_table, figures_of
from decapolis.indicators.models import Observation
from decapolis.indicators.queries import key_figures
from tests.factories.cities import city, country, residents
from tests.factories.indicators import observation

pytestmark = pytest.mark.django_db


def test_the_table_holds_the_latest_value_and_its_source():
    dayton = city()
    residents(dayton, 141_359, year=2012)
    residents(dayton, 136_741, year=2023)
    figure = figure_table().figure(dayton.pk, "population_acs")
    assert (figure.value, figure.period, figure.source_id) == (136_741, "2023", "census")


def test_national_values_stand_at_every_city_of_the_country_and_words_are_kept():
    dayton, akron, lille = city("Dayton"), city("Akron"), city("Lille", "FR")
    observation(country("US"), "country_gini", 41.8, unit="index 0-100", level="country")
    observation(dayton, "climate_koppen", None, word="Cfa", unit="class")
    table = figure_table()
    column = table.values[:, table.column["country_gini"]]
    assert [column[table.row[each.pk]] for each in (dayton, akron)] == [41.8, 41.8]
    assert np.isnan(column[table.row[lille.pk]])
    assert table.figure(dayton.pk, "climate_koppen").word == "Cfa"
    assert table.figure(akron.pk, "climate_koppen") is None
    assert table.figure(1, "country_gini") is table.figure(dayton.pk, "unknown") is None


def test_all_figures_of_a_city_are_those_that_queries_give_in_their_order():
    dayton, akron = city("Dayton"), city("Akron")
    residents(dayton, 141_359, year=2012)
    residents(dayton, 136_741, year=2023)
    observation(dayton, "climate_koppen", None, word="Cfa", unit="class")
    observation(country("US"), "country_gini", 41.8, unit="index 0-100", level="country")
    told = key_figures([dayton.pk, akron.pk])
    assert {each.pk: figures_of(each.pk) for each in (dayton, akron)} == told
    assert [figure.code for figure in told[akron.pk]] == ["country_gini"]
    assert figures_of(1) == ()


def test_a_national_value_of_a_citys_indicator_does_not_pass_for_the_citys():
    dayton = city()
    observation(country("US"), "poverty_rate", 11.5)
    assert figure_table().figure(dayton.pk, "poverty_rate") is None
    (shown,) = key_figures([dayton.pk])[dayton.pk]
    assert (shown.level, shown.is_fallback) == ("country", True)


def test_a_value_in_another_unit_stays_out_of_the_column():
    dayton = city()
    residents(dayton, 136_741, year=2020)
    Observation.objects.filter(city=dayton).update(unit="thousand people")
    assert figure_table().figure(dayton.pk, "population_acs") is None


def test_the_table_is_read_again_when_a_value_changes_in_its_row_and_only_then():
    dayton = city()
    residents(dayton, 136_741)
    first = figure_table()
    assert figure_table() is first
    Observation.objects.filter(city=dayton).update(value=136_000)
    assert figure_table().figure(dayton.pk, "population_acs").value == 136_000


def test_an_empty_database_gives_an_empty_table():
    assert figure_table().values.shape == (0, 0)
