"""Rankings as intervals, and scores among those of all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel.charts import RankGroup, RankPlot, RankRow, ScorePlot, ScoreRow, draw
from decapolis.kernel.charts.ranks import across, ticks
from tests.kernel.charts.samples import BARE, RANK, RANKS, SCORE, SCORES, SURE


def test_a_row_says_where_a_city_stands_and_where_it_could():
    assert RANK.sentence() == "Columbus: 11th, or anywhere from 4th to 17th."
    assert RANK.span_text == "4\N{EN DASH}17"
    assert SURE.span_text == "1"
    assert BARE.span_text == "unknown"


def test_a_plot_says_who_is_first_and_how_wide_the_middle_is():
    assert RANKS.sentence().endswith(
        "is first of 31. The place of the city in the middle could move over 13 places."
    )
    assert RankPlot("", (), 0).sentence() == "There is no city to rank."
    bare = RankPlot("", (RankGroup("", (BARE,)),), 1)
    assert bare.sentence() == "Nowhere is first of 1."
    assert not bare.has_first
    assert RANKS.has_first


def test_what_is_highlighted_has_another_bar_and_what_moved_a_ring():
    svg = draw(RANK)
    assert "class='bar3'" in svg
    assert svg.count("class='them'") == 1
    assert "class='bar2'" in draw(SURE)
    assert "class='them'" not in draw(SURE)


def test_a_city_without_a_place_has_no_dot():
    assert "circle" not in draw(BARE)


@given(st.integers(1, 2000))
def test_the_axis_begins_and_ends_with_the_first_and_last_place(of):
    places = [place for place, _far in ticks(of)]
    assert places[0] == 1
    assert places[-1] == of
    assert places == sorted(set(places))
    assert len(places) <= 42
    at = across(of)
    assert all(2.4 < at(place) < 97.6 for place in places)


def test_scores_that_agree_share_a_circle():
    assert [(round(value, 6), count) for value, count in SCORE.circles] == [
        (2.0, 1), (3.0, 2), (4.0, 2),
    ]  # fmt: skip
    assert ScoreRow("A", None, (), 0.0, 1.0, "unknown").circles == []


def test_a_plot_of_scores_says_how_many_are_above_the_others():
    assert SCORES.sentence() == (
        "Columbus is above the median of the others on 1 of 1, below it on 0."
    )
    assert SCORE.sentence() == "Vision: 4.0, 1st of 5."
    assert ScorePlot("A", ()).table().rows == ()


@pytest.mark.parametrize("chart", [RANK, SCORE])
def test_a_row_is_a_table_of_one(chart):
    assert len(chart.table().rows) == 1


def test_a_rank_row_of_one_city_is_drawn():
    assert draw(RankRow("1", "A", 1, 1, 1, 1, "1"))
