"""Peers of real cities, from the starter library: what a mayor would expect, and not laugh at."""

import pytest

from decapolis.cities.bridge import find_city
from decapolis.cities.models import City
from decapolis.peers.bridge import closeness, compare, peer_ranges, peers_of, themes

pytestmark = pytest.mark.usefixtures("starter")


def _peers(name, **how):
    return peers_of(find_city(name).pk, **how)


def test_dayton_is_like_other_poor_middle_sized_cities_of_the_industrial_us():
    peers = _peers("Dayton, OH", limit=20)
    assert {peer.country for peer in peers} == {"US"}
    assert {"Akron", "Syracuse", "Rochester", "Erie", "Hartford"} <= {peer.name for peer in peers}
    assert not {"Naperville", "New York City", "Palo Alto"} & {peer.name for peer in peers}


def test_valencia_is_like_other_large_cities_of_southern_europe():
    peers = _peers("Valencia, ES", limit=10)
    assert {"Sevilla", "Zaragoza", "Málaga"} <= {peer.name for peer in peers}
    assert {peer.country for peer in peers} <= {"ES", "IT", "PT", "FR", "GR", "HR"}


def test_nairobi_is_like_other_large_cities_of_africa():
    peers = _peers("Nairobi", limit=10)
    assert {"Addis Ababa", "Dar es Salaam", "Kampala"} <= {peer.name for peer in peers}
    african = City.objects.filter(pk__in=[peer.city_id for peer in peers], country__region="Africa")
    assert african.count() >= 7
    assert all(city.population > 1_000_000 for city in african)


@pytest.mark.parametrize("name", ["Singapore", "São Paulo", "Macon", "Taipei", "Reykjavík"])
def test_a_city_anywhere_has_peers_with_reasons_and_enough_shared_figures(name):
    peers = _peers(name)
    assert len(peers) == 10
    assert all(peer.reasons and peer.shared >= 4 for peer in peers)
    assert all(reason.endswith(".") for peer in peers for reason in peer.reasons)


def test_every_theme_compares_every_city_symmetrically():
    cities = [find_city(name).pk for name in ("Dayton, OH", "Valencia, ES", "Nairobi")]
    for theme in (None, *themes()):
        seen = {one: closeness(one, theme=theme) for one in cities}
        for one in cities:
            assert len(seen[one]) > 5000
            for other in cities:
                if other != one:
                    assert seen[one][other].closeness == seen[other][one].closeness


def test_the_figures_of_a_city_stand_against_its_peers():
    ranges = {each.figure.code: each for each in peer_ranges(find_city("Dayton, OH").pk)}
    assert {"population", "poverty_rate", "violent_crime", "median_gross_rent"} <= set(ranges)
    poverty = ranges["poverty_rate"]
    assert poverty.low <= poverty.lower_quartile <= poverty.median <= poverty.upper_quartile
    assert not any(each.figure.is_fallback for each in ranges.values())


def test_dayton_and_schenectady_are_close_on_poverty_and_far_on_density():
    told = compare(find_city("Dayton, OH").pk, find_city("Schenectady").pk)
    facets = {pair.facet: pair for pair in told.figures}
    assert facets["poverty"].gap < 0.15
    assert facets["density"].gap > 0.3
    assert "far on density" in told.says
    assert all(pair.mine.source and pair.theirs.source for pair in told.figures)


def test_peers_need_no_query_once_the_figures_are_in_memory(django_assert_max_num_queries):
    dayton = find_city("Dayton, OH").pk
    peers_of(dayton)
    with django_assert_max_num_queries(3):  # the look for changes
        peers_of(dayton)
