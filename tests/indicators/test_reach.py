"""The catalogue: how far indicators reach, and how their values lie."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from decapolis.indicators.bridge import Question, catalogue, coverage, spread_of
from decapolis.indicators.bridge.spread import _edges
from decapolis.indicators.choices import Direction
from decapolis.indicators.models import Indicator
from decapolis.indicators.queries import lines_of, longest_cities
from tests.factories.cities import city, country, residents
from tests.factories.indicators import observation

numbers = st.floats(-1e9, 1e9, allow_subnormal=False)


@pytest.mark.django_db
def test_an_indicator_reaches_the_cities_that_have_a_value_of_their_own():
    dayton, akron, lille = city("Dayton"), city("Akron"), city("Lille", "FR")
    for year in (2010, 2023):
        residents(dayton, 1000 + year, year=year)
    residents(lille, 500, year=2015)
    observation(country("US"), "country_gini", 41.8, unit="index 0-100", level="country")
    found = coverage()
    reach = found["population_acs"]
    assert (reach.cities, reach.countries, reach.values) == (2, 2, 3)
    assert (reach.first, reach.last) == (2010, 2023)
    assert [part.source.pk for part in reach.sources] == ["census"]
    assert (found["country_gini"].cities, found["country_gini"].countries) == (0, 1)
    assert akron.pk not in {line.city_id for line in lines_of("population_acs", [lille.pk])}


@pytest.mark.django_db
def test_the_catalogue_is_searched_by_words_theme_and_source():
    residents(city("Dayton"))
    observation(city("Akron"), "poverty_rate", 12.0)
    held = catalogue()

    def codes(**asked):
        return [one.indicator.code for one in held.found(Question(**asked))]

    assert codes() == ["population_acs", "poverty_rate"]
    assert codes(words="COMMUNITY survey poverty") == ["poverty_rate"]
    assert codes(themes=("population",)) == ["population_acs"]
    assert codes(sources=("census",)) == ["population_acs", "poverty_rate"]
    assert codes(words="no such") == codes(themes=("none",)) == []


@pytest.mark.django_db
def test_the_best_values_come_first_whichever_way_is_better():
    towns = [city(f"Town {n}") for n in range(3)]
    for value, town in zip((5.0, 20.0, 10.0), towns, strict=True):
        observation(town, "poverty_rate", value)
    Indicator.objects.update(direction=Direction.LOWER)
    spread = spread_of(Indicator.objects.get())
    assert [one.value for one in spread.best] == [5.0, 10.0, 20.0]
    assert (spread.low, spread.middle, spread.high, spread.places) == (5.0, 10.0, 20.0, 3)
    assert sum(heap.count for heap in spread.heaps) == 3


@pytest.mark.django_db
def test_a_class_is_counted_by_its_words_and_a_nation_by_its_value():
    for name, word in (("Dayton", "Cfa"), ("Akron", "Cfa"), ("Lille", "Cfb")):
        observation(city(name), "climate_koppen", None, word=word, unit="class")
    gini = observation(country("FR"), "country_gini", 30.0, unit="index", level="country")
    assert spread_of(Indicator.objects.get(pk="climate_koppen")).words == (("Cfa", 2), ("Cfb", 1))
    assert [one.country for one in spread_of(gini.indicator).best] == ["FR"]
    assert spread_of(Indicator(code="none", level="city")).places == 0


@pytest.mark.django_db
def test_a_series_leaves_out_what_is_not_known():
    dayton, akron = city("Dayton"), city("Akron")
    for period in ("2010", "2006-2012"):
        observation(dayton, "poverty_rate", float(period[-2:]), period=period)
    observation(dayton, "poverty_rate", None, word="odd", period="2015")
    known, unknown = lines_of("poverty_rate", [dayton.pk, akron.pk])
    assert [(one.year, one.value) for one in known.points] == [(2010, 10.0), (2012, 12.0)]
    assert (unknown.city_id, unknown.points) == (akron.pk, ())
    assert longest_cities("poverty_rate", limit=5) == (dayton.pk,)


@example([1.0, 16.0, 1e-228])
@given(st.lists(numbers, min_size=1, max_size=60))
def test_edges_rise_and_hold_every_value(values):
    import numpy as np  # noqa: PLC0415 -- slow import

    held = np.array(values)
    edges, _grows = _edges(held)
    assert (np.diff(edges) > 0).all()
    assert edges[0] <= held.min() <= held.max() <= edges[-1]
    assert np.histogram(held, bins=edges)[0].sum() == len(values)
    assert len(edges) < 100
