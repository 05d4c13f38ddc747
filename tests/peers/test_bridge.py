"""Peers in a small world of eight cities of which unequally much is known."""

import numpy as np
import pytest

from decapolis.peers.bridge import closeness, compare, gaps_of, peer_ranges, peers_of, themes
from decapolis.peers.errors import UnknownTheme
from tests.factories.cities import city, country
from tests.factories.indicators import observation

pytestmark = pytest.mark.django_db

# name, country, population, poverty, density, household income, climate
KNOWN = [
    ("Dayton", "US", 136_741, 27.1, 946, 43_454, "Cfa"),
    ("Akron", "US", 189_526, 22.6, 1180, 48_544, "Cfa"),
    ("Syracuse", "US", 146_211, 29.6, 2253, 45_845, "Dfb"),
    ("Naperville", "US", 149_936, 4.2, 1480, 150_937, "Dfa"),
    ("New York", "US", 8_335_897, 17.4, 11_080, 79_713, "Cfa"),
]


@pytest.fixture
def world():
    """Five US cities with figures, two in France with a region's income, one without any."""
    made = {}
    for name, iso2, people, poverty, density, income, climate in KNOWN:
        made[name] = where = city(name, iso2, population=people)
        observation(where, "poverty_rate", poverty)
        observation(where, "density", density, unit="people per km2")
        observation(where, "median_household_income", income, unit="US$")
        observation(where, "climate_koppen", None, word=climate, unit="class")
    for name, people in (("Lille", 232_741), ("Reims", 182_592)):
        made[name] = where = city(name, "FR", population=people, lat=50.6)
        observation(where, "climate_koppen", None, word="Cfb", unit="class")
        observation(where, "density", people / 50, unit="people per km2")
    for name in ("Dayton", "Akron", "Lille", "Reims"):
        income = {"Lille": 38_000, "Reims": 41_000}.get(name, 59_966)
        observation(
            made[name],
            "region_gni_per_capita",
            income,
            unit="US$ 2017 PPP per person",
            level="region",
        )
    for iso2, gini in (("US", 41.8), ("FR", 31.5)):
        observation(country(iso2), "country_gini", gini, unit="index 0-100", level="country")
    made["Nowhere"] = city("Nowhere", "FR", population=150_000)
    return made


def _names(peers):
    return [peer.name for peer in peers]


def test_peers_come_nearest_first_without_the_city_itself(world):
    peers = peers_of(world["Dayton"].pk, limit=0)
    assert _names(peers)[:2] == ["Akron", "Syracuse"]
    assert [peer.rank for peer in peers] == list(range(1, len(peers) + 1))
    distances = [peer.distance for peer in peers]
    assert distances == sorted(distances)
    assert all(0 <= distance <= 1 for distance in distances)
    assert all(peer.closeness == 1 - peer.distance for peer in peers)


def test_a_city_of_which_too_little_is_known_is_nobodys_peer_and_has_none(world):
    assert "Nowhere" not in _names(peers_of(world["Dayton"].pk, limit=0))
    assert peers_of(world["Nowhere"].pk, limit=0) == ()
    assert world["Nowhere"].pk not in closeness(world["Dayton"].pk)
    told = compare(world["Dayton"].pk, world["Nowhere"].pk)
    assert (told.distance, told.closeness, told.rank) == (None, None, None)
    assert told.says.startswith("Too little is known of both Dayton and Nowhere")


def test_distance_is_the_same_seen_from_either_city(world):
    seen = {
        (name, peer.name): peer.distance
        for name, each in world.items()
        for peer in peers_of(each.pk, theme="energy", limit=0)
    }
    assert seen
    assert all(seen[one, other] == seen[other, one] for one, other in seen)


def test_limit_cuts_the_list_and_zero_does_not(world):
    everyone = peers_of(world["Dayton"].pk, limit=0)
    assert len(everyone) == 6
    assert peers_of(world["Dayton"].pk, limit=2) == everyone[:2]


def test_a_peer_says_what_makes_it_near_and_what_differs_with_both_values(world):
    akron = peers_of(world["Dayton"].pk, limit=1)[0]
    assert "The same climate: mild winters, hot summers, rain all year (Cfa)." in akron.reasons
    figures = {pair.facet: pair for pair in (*akron.near, *akron.differ)}
    income = figures["income"]
    assert (income.mine.value, income.theirs.value) == (43_454, 48_544)
    assert income.mine.unit == income.theirs.unit == "US$"
    assert income.mine.attribution == "U.S. Census Bureau"
    assert (income.my_place, income.their_place, income.of_n) == (0.0, 50.0, 5)


def test_a_pair_is_met_on_its_own_figure_and_else_on_the_regions_marked_as_such(world):
    own = compare(world["Dayton"].pk, world["Akron"].pk)
    (income,) = [pair for pair in own.figures if pair.facet == "income"]
    assert (income.mine.code, income.is_fallback) == ("median_household_income", False)
    across = compare(world["Dayton"].pk, world["Lille"].pk)
    (income,) = [pair for pair in across.figures if pair.facet == "income"]
    assert (income.mine.code, income.is_fallback) == ("region_gni_per_capita", True)
    assert income.sentence.endswith("known only for the regions.")
    assert "Income and inequality" not in across.says
    facet = next(facet for facet in across.unknown if facet.facet == "income")
    assert (facet.mine, facet.theirs, facet.fallback) == (True, False, True)
    assert "Not known for Lille: poverty." in across.reasons


def test_a_comparison_is_summed_up_in_a_sentence_closest_first(world):
    told = compare(world["Dayton"].pk, world["Naperville"].pk)
    gaps = [pair.gap for pair in told.figures]
    assert gaps == sorted(gaps)
    assert told.says == "Close on population; far on income and poverty."
    assert told.evidence == pytest.approx(sum(pair.weight for pair in told.figures) * told.evidence)
    assert told.rank == closeness(world["Dayton"].pk)[world["Naperville"].pk].rank


def test_a_city_is_at_no_distance_from_itself(world):
    told = compare(world["Dayton"].pk, world["Dayton"].pk)
    assert (told.distance, told.closeness, told.rank) == (0.0, 1.0, None)


def test_closeness_is_a_mapping_of_all_comparable_cities(world):
    near = closeness(world["Dayton"].pk, theme="energy")
    peers = peers_of(world["Dayton"].pk, theme="energy", limit=0)
    assert {city_id: found.rank for city_id, found in near.items()} == {
        peer.city_id: peer.rank for peer in peers
    }
    assert near.get(world["Dayton"].pk) is None
    first = near[peers[0].city_id]
    assert (first.of_n, first.closeness, first.shared) == (
        len(near),
        peers[0].closeness,
        peers[0].shared,
    )


def test_a_theme_weighs_differently_and_an_unknown_one_lists_those_there_are(world):
    dayton = world["Dayton"].pk
    plain, governed = (
        compare(dayton, world["Lille"].pk, theme=theme) for theme in (None, "governance")
    )
    assert plain.distance != governed.distance
    assert len(themes()) == 20
    for ask in (peers_of, closeness, peer_ranges, gaps_of):
        with pytest.raises(UnknownTheme, match=r"no theme 'gardening'\. Use one of mobility, "):
            ask(dayton, theme="gardening")
    with pytest.raises(UnknownTheme):
        compare(dayton, dayton, theme="gardening")


def test_an_unknown_city_has_no_peers(world):
    assert peers_of(1) == ()
    assert closeness(1) == {}
    assert compare(1, world["Dayton"].pk) is gaps_of(1) is None
    assert peer_ranges(1) == ()


def test_gaps_name_the_questions_left_open(world):
    assert gaps_of(world["Dayton"].pk).sentence == ""
    gaps = gaps_of(world["Lille"].pk)
    assert (gaps.fallback, gaps.unknown) == (("income",), ("poverty",))
    assert gaps.sentence == (
        "Not known for Lille and so not compared: poverty. "
        "Income is known only for the region or country."
    )


def test_a_figure_stands_against_the_range_of_the_peers(world):
    ranges = {each.figure.code: each for each in peer_ranges(world["Dayton"].pk)}
    assert set(ranges) == {"population", "density"}  # four peers have the others: too few
    density = ranges["density"]
    values = [peer.value for peer in density.peers]
    assert values == sorted(values)
    assert (density.low, density.high) == (values[0], values[-1])
    expected = np.quantile(values, [0.25, 0.5, 0.75])
    assert (density.lower_quartile, density.median, density.upper_quartile) == tuple(expected)
    assert density.sentence.startswith("Below the middle half of its peers, ")


def test_the_population_is_the_surveys_else_a_recent_count_else_the_gazetteers():
    surveyed, counted, old, province = (city(name) for name in "ABCD")
    for each in (surveyed, counted, old, province):
        observation(each, "climate_koppen", None, word="Cfa", unit="class")
        observation(each, "density", 1000.0 + each.pk % 7, unit="people per km2")
        observation(each, "poverty_rate", 10.0)
        observation(each, "unemployment_rate", 5.0)
    people = {"unit": "people"}
    observation(surveyed, "population_acs", 99_000, **people)
    observation(surveyed, "city_proper_population", 98_000, **people)
    observation(counted, "city_proper_population", 97_000, **people)
    observation(old, "city_proper_population", 96_000, period="2001", **people)
    observation(province, "agglomeration_population", 50_000, level="agglomeration", **people)
    found = {}
    for each in (surveyed, counted, old, province):
        other = counted if each is surveyed else surveyed
        figures = compare(each.pk, other.pk).figures
        found[each.name] = next(pair.mine for pair in figures if pair.facet == "size")
    assert {name: (figure.value, figure.source_id) for name, figure in found.items()} == {
        "A": (99_000, "census"),
        "B": (97_000, "census"),
        "C": (140_000, "geonames"),
        "D": (50_000, "census"),
    }


def test_values_that_have_no_logarithm_are_left_out(world):
    lyon = city("Lyon", "FR", population=0)
    observation(lyon, "density", -5, unit="people per km2")
    observation(lyon, "climate_koppen", None, word="Cfb", unit="class")
    assert lyon.pk not in closeness(world["Dayton"].pk)


def test_peers_change_with_the_data(world):
    before = _names(peers_of(world["Dayton"].pk, limit=1))
    world["Akron"].population = 9_000_000
    world["Akron"].save()
    assert (before, _names(peers_of(world["Dayton"].pk, limit=1))) == (["Akron"], ["Syracuse"])


def test_an_empty_gazetteer_has_no_peers():
    assert peers_of(4_509_884) == ()
