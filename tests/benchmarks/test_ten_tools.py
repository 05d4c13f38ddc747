"""The Top 50 Smart City Governments as printed (Eden Strategy Institute, 2018/19 and 2020/21)."""

import pytest

from decapolis.benchmarks.bridge.building import built
from decapolis.benchmarks.bridge.lifting import lifts
from decapolis.benchmarks.bridge.panels import moves_between
from decapolis.benchmarks.bridge.sturdiness import consistency, movers, without_each
from decapolis.benchmarks.bridge.weighing import reweighed, sliders
from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.editions import edition_to_read, editions, run_to_read
from decapolis.benchmarks.queries.frameworks import criteria_of, frameworks
from decapolis.benchmarks.queries.method import method_of
from decapolis.benchmarks.queries.ranking import city_card, comparison, ranking
from decapolis.indicators.models import Observation

pytestmark = pytest.mark.usefixtures("starter")
EDITIONS = {"2018-19": ("eden_top50_2018", 25), "2020-21": ("eden_top50_2020", 31)}
LONDON, SINGAPORE = "2643743", "1880252"


def read(slug):
    edition = edition_to_read("ten-tools", slug, reader=None)
    return edition, run_to_read(edition, reader=None)


def printed(code, source):
    rows = Observation.objects.filter(indicator=code, source=source)
    return {str(city): value for city, value in rows.values_list("city", "value")}


def test_the_framework_ships_with_its_ten_criteria_and_two_editions():
    (framework,) = frameworks(reader=None)
    assert (framework.slug, framework.criteria, framework.editions) == ("ten-tools", 10, 2)
    found = editions(reader=None, framework="ten-tools")
    assert [(one.slug, one.cities, one.state) for one in found] == [
        ("2020-21", 31, "published"), ("2018-19", 25, "published"),
    ]  # fmt: skip
    criteria = criteria_of(Edition.objects.first().framework)
    assert {(one.share, one.low, one.is_leaf) for one in criteria} == {(0.1, 1.0, True)}


@pytest.mark.parametrize("slug", EDITIONS)
def test_totals_and_ranks_come_out_exactly_as_published(slug):
    source, rows = EDITIONS[slug]
    edition, run = read(slug)
    places = ranking(edition, run).places
    assert len(places) == rows
    assert {one.city.code: one.score for one in places} == printed("top50_total", source)
    assert {one.city.code: one.rank for one in places} == printed("top50_rank", source)


def test_ties_share_the_best_place_and_the_next_is_skipped():
    ranks = [one.rank for one in ranking(*read("2018-19")).places]
    assert ranks[16:22] == [17, 18, 18, 20, 21, 21]


def test_the_total_is_ten_times_the_mean_of_the_index():
    made = built(Edition.objects.select_related("framework").get(slug="2018-19"))
    assert made.stages["aggregated"].values.shape == (25, 11)
    assert max(made.scores) == pytest.approx(3.35)


@pytest.mark.parametrize("slug", EDITIONS)
def test_every_place_has_an_interval_that_holds_its_median_and_groups_follow_the_order(slug):
    found = ranking(*read(slug))
    assert found.draws == 5000
    assert all(one.low <= one.median <= one.high for one in found.places)
    assert [one.group for one in found.places] == sorted(one.group for one in found.places)
    assert sum(len(group.cities) for group in found.groups) == len(found.places)
    assert len(found.groups) < len(found.places)
    assert found.median_width >= 3
    assert found.doubt == ("Every weight could be anything from nothing to double.",)


def test_a_city_is_held_against_its_peers_on_every_tool():
    edition, run = read("2018-19")
    card = city_card(edition, run, LONDON, peers=[SINGAPORE])
    assert (card.place.rank, card.place.score, len(card.peers)) == (1, 33.5, 1)
    assert len(card.standings) == 11
    tool = {one.code: one for one in card.standings}["people-centricity"]
    assert (tool.raw, tool.peer_median, tool.place) == (3, 2, 8)


def test_two_cities_are_put_side_by_side():
    edition, run = read("2018-19")
    found = comparison(edition, run, [SINGAPORE, LONDON])
    assert [one.city.name for one in found.cities] == ["Singapore", "London"]
    lines = {one.code: one for one in found.lines}
    assert lines["smart-policies"].raw == (4, 3.1)
    assert lines["smart-policies"].best == (0,)
    assert found.above[0][1] + found.above[1][0] == pytest.approx(1, abs=1e-4)


def test_other_weights_and_tools_switched_off_change_the_order_at_once():
    _edition, run = read("2018-19")
    as_is = reweighed(run)
    assert [one.rank for one in as_is] == [one.published for one in as_is]
    assert as_is[0].score == pytest.approx(33.5)
    alone = reweighed(run, off=[code for code in sliders(run).codes if code != "smart-policies"])
    assert alone[0].code == SINGAPORE
    double = reweighed(run, weights={"smart-policies": 2})
    assert {one.code: one.score for one in double}[LONDON] == pytest.approx((33.5 + 3.1) / 1.1)
    two = reweighed(run, among=[LONDON, SINGAPORE])
    assert [(one.rank, one.published) for one in two] == [(1, 1), (2, 2)]


def test_what_would_lift_a_city_most_comes_first_with_whom_to_ask():
    _edition, run = read("2018-19")
    found = lifts(run, SINGAPORE, goal="peer")
    assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
    assert all(one.goal > one.now and one.climb >= 0 and one.holders for one in found)
    first = lifts(run, SINGAPORE)[0]
    assert first.score == pytest.approx(32.3 + first.gain)


def test_what_changed_between_the_editions_is_taken_apart_without_a_rest():
    before, after = read("2018-19")[1], read("2020-21")[1]
    found = {one.code: one for one in moves_between(before, after)}
    one = found[SINGAPORE]
    assert (one.score_before, one.score_after) == (pytest.approx(32.3), pytest.approx(35.8))
    assert one.score.total == pytest.approx(3.5)
    assert (one.rank_before, one.rank_after) == (2, 1)
    assert one.rank.total == pytest.approx(-1)


def test_the_method_is_told_in_words():
    steps = {step.name: step.words for step in method_of(read("2018-19")[1])}
    assert steps["One scale"] == "Values are taken as they are: all are on one scale."
    assert steps["Places"] == "The index is written as a sum. Ties share the best place."
    assert steps["Intervals"].startswith("The index was made 5,000 times anew.")


def test_what_moves_the_places_most_comes_first_and_is_the_same_each_time():
    _edition, run = read("2018-19")
    found = movers(run, points=32)
    assert {one.name for one in found} == {"weights", "normalisation", "data"}
    assert [one.together for one in found] == sorted((one.together for one in found), reverse=True)
    assert movers(run, points=32) == found


def test_leaving_out_a_tool_moves_cities_and_their_consistency_is_told():
    _edition, run = read("2018-19")
    found = without_each(run)
    assert len(found) == 10
    assert [one.weight for one in found] == pytest.approx([0.1] * 10)
    assert found[0].moved >= found[-1].moved > 0
    assert -1 < consistency(run) < 1
