"""Golden numbers by hand; laws: what is unknown stays so, and no threshold turns a rule round."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.engines.transfer import (
    TransferInputError,
    at_least,
    covers,
    near_enough,
    same,
    within_times,
)

sizes = st.floats(0.001, 1e9)
words = st.sampled_from(["", "Mayor-council", "Council-manager"])
names = st.frozensets(st.sampled_from("abcd"))
NAN = math.nan


def test_sizes_within_the_factor_are_met_both_ways():
    assert within_times(100.0, 250.0, times=2.5).standing == "met"
    assert within_times(250.0, 100.0, times=2.5).standing == "met"
    assert within_times(100.0, 251.0, times=2.5).standing == "not-met"
    assert within_times(251.0, 100.0, times=2.5).measure == 2.51


def test_a_richer_city_always_has_enough():
    assert at_least(75.0, 100.0, share=0.75).standing == "met"
    assert at_least(74.0, 100.0, share=0.75).standing == "not-met"
    assert at_least(900.0, 100.0, share=0.75).standing == "met"


def test_nothing_said_is_another_thing_than_nothing():
    assert covers({"private"}, None).standing == "unknown"
    assert covers({"private"}, []).standing == "not-met"
    assert covers([], {"private"}).standing == "unknown"


@settings(max_examples=30)
@given(size=sizes, times=st.floats(1, 100), share=st.floats(0.01, 10), word=words)
def test_what_is_unknown_on_one_side_is_unknown(size, times, share, word):
    for judged in (
        within_times(NAN, size, times=times),
        within_times(size, NAN, times=times),
        at_least(NAN, size, share=share),
        at_least(size, NAN, share=share),
        near_enough(NAN, most=times),
        same("", word),
        same(word, ""),
    ):
        assert judged.standing == "unknown"
        assert math.isnan(judged.measure)


@settings(max_examples=50)
@given(mine=sizes, theirs=sizes, times=st.floats(1, 100), wider=st.floats(1, 100))
def test_a_wider_factor_never_unmeets_a_condition(mine, theirs, times, wider):
    narrow = within_times(mine, theirs, times=times)
    assert narrow.standing != "met" or (
        within_times(mine, theirs, times=times * wider).standing == "met"
    )
    assert within_times(mine, mine, times=times).standing == "met"


@settings(max_examples=50)
@given(mine=sizes, theirs=sizes, more=st.floats(1, 100), share=st.floats(0.01, 10))
def test_more_means_never_unmeet_a_condition(mine, theirs, more, share):
    if at_least(mine, theirs, share=share).standing == "met":
        assert at_least(mine * more, theirs, share=share).standing == "met"


@settings(max_examples=50)
@given(needed=names, held=names, further=names)
def test_more_partners_never_unmeet_a_condition(needed, held, further):
    if covers(needed, held).standing == "met":
        assert covers(needed, held | further).standing == "met"
    assert (covers(needed, held).standing == "unknown") == (not needed)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: within_times(1.0, 1.0, times=0.5),
        lambda: within_times(0.0, 1.0, times=2),
        lambda: at_least(1.0, math.inf, share=1),
        lambda: at_least(1.0, 1.0, share=0),
        lambda: near_enough(-0.1, most=1),
        lambda: near_enough(0.1, most=NAN),
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(TransferInputError, match="give"):
        wrong()
