import pytest

from decapolis.library.choices import Theme
from decapolis.peers.choices import (
    FACETS,
    GENERAL,
    MEASURES,
    THEME_WEIGHTS,
    WORDS,
    climate_unlike,
)
from decapolis.peers.queries import Told, closeness_in_words, pair_sentence

KOPPEN = [
    *("Af", "Am", "Aw", "BWh", "BWk", "BSh", "BSk", "Csa", "Csb", "Csc", "Cwa", "Cwb"),
    *("Cfa", "Cfb", "Cfc", "Dsa", "Dfa", "Dfb", "Dfc", "Dfd", "Dwa", "ET", "EF"),
]
MEASURE = {measure.code: measure for measure in MEASURES}


def say(code, mine, theirs, gap, unit="% of people"):
    first, second = (Told(value, "", unit) for value in (mine, theirs))
    return pair_sentence(MEASURE[code], first, second, gap=gap, my_city="Dayton")


def test_likeness_is_said_with_both_values():
    assert say("population", 136_741, 138_901, 0.01, "people") == (
        "Nearly the same population (136,741 and 138,901)."
    )
    assert say("density", 946, 1100, 0.1, "people per km2") == (
        "Similar density (946 and 1,100 people per km²)."
    )
    assert say("poverty_rate", 27.08, 27.11, 0.01) == "The same poverty (27.1%)."


def test_a_difference_says_what_the_other_city_is():
    assert say("poverty_rate", 15.8, 27.1, 0.5) == (
        "Poorer: 27.1% in poverty against 15.8% in Dayton."
    )
    assert say("poverty_rate", 27.1, 20.4, 0.2) == (
        "Somewhat less poverty: 20.4% in poverty against 27.1% in Dayton."
    )
    assert say("median_gross_rent", 866, 1221, 0.4, "US$ per month") == (
        "Higher rents: US$1,221 a month against US$866 in Dayton."
    )


def test_what_is_known_only_for_region_or_country_says_so():
    assert say("region_gni_per_capita", 59_966, 35_826, 0.4, "US$ 2017 PPP per person") == (
        "Poorer: $35,826 a person (PPP 2017) against $59,966 in Dayton, known only for the regions."
    )
    assert say("country_gini", 41.8, 41.5, 0.01, "index 0-100") == (
        "Nearly the same inequality (41.8 and 41.5 of 100), known only for the countries."
    )


def test_classes_are_said_in_words():
    def both(code, mine, theirs, gap):
        pair = (Told(None, word, "class") for word in (mine, theirs))
        return pair_sentence(MEASURE[code], *pair, gap=gap, my_city="Dayton")

    assert both("climate_koppen", "Cfa", "Csa", 0.16) == (
        "Somewhat different climate: mild winters, hot summers, dry summers (Csa), against mild "
        "winters, hot summers, rain all year (Cfa) in Dayton."
    )
    assert both("place", "United States", "United States", 0) == "Also in the United States."
    assert both("place", "United States", "Spain", 1) == "In another country or territory: Spain."
    assert both("government_form", "Mayor-council", "Mayor-council", 0) == (
        "The same form of government: Mayor-council."
    )
    assert both("government_form", "Mayor-council", "Council-manager", 1) == (
        "Another form of government: Council-manager, against Mayor-council in Dayton."
    )


@pytest.mark.parametrize(
    ("rank", "words"),
    [(1, "Very close"), (60, "Close"), (250, "Fairly close"), (500, "Not close"), (900, "Far")],
)
def test_a_place_among_a_thousand_is_said_in_words(rank, words):
    assert closeness_in_words(rank, 1000) == words


def test_climates_of_one_main_group_are_closer_than_of_another_all_else_equal():
    assert climate_unlike("Cfa", "Cfb") < climate_unlike("Cfa", "Dfb")
    assert climate_unlike("Csa", "BSh") < climate_unlike("Csa", "BWk")
    assert climate_unlike("Cfa", "Dfa") < climate_unlike("Cfa", "Af")
    for one in KOPPEN:
        assert climate_unlike(one, one) == 0
        for other in KOPPEN:
            assert climate_unlike(one, other) == climate_unlike(other, one)
            assert 0 <= climate_unlike(one, other) <= 1


def test_every_theme_of_the_library_has_weights():
    assert set(THEME_WEIGHTS) == set(Theme.values)


def test_every_weight_is_of_a_facet_and_every_facet_has_a_measure_with_words():
    for weights in (GENERAL, *THEME_WEIGHTS.values()):
        assert set(weights) <= set(FACETS)
        assert all(weight > 0 for weight in weights.values())
    assert {measure.facet for measure in MEASURES} == set(FACETS)
    assert set(WORDS) == set(MEASURE)


def test_better_measures_come_first_within_a_facet():
    for facet in FACETS:
        qualities = [measure.quality for measure in MEASURES if measure.facet == facet]
        assert qualities == sorted(qualities, reverse=True)


def test_every_theme_weighs_something_that_the_general_comparison_does_not():
    for theme, weights in THEME_WEIGHTS.items():
        assert weights != GENERAL, theme
        assert weights["size"] >= 3, theme
