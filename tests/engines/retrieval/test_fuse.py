from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from decapolis.engines.retrieval.fuse import (
    Columns,
    Rows,
    Signs,
    Weights,
    agreement,
    idf,
    named,
    neighbours,
    order,
    top,
    within,
)
from decapolis.engines.retrieval.labels import Labels
from decapolis.engines.retrieval.question import CityRef, Lexicon, understand

TODAY = date(2026, 11, 25)
PLACES = Lexicon(
    cities={"lyon": (CityRef(1, "Lyon", "FR", population=520_000, is_held=True),)},
    countries={"france": "FR"},
)
unit = st.floats(-1, 1, width=32)


def columns():
    """Four entries: cancelled in Lyon, well in Paris, mixed in Boston, and one without facts."""
    return Columns(
        kind=Labels.of(["practice", "practice", "practice", "document"]),
        country=Labels.of(["FR", "FR", "US", ""]),
        region=Labels.of(["", "", "Massachusetts", ""]),
        status=Labels.of(["cancelled", "scaled", "ended", ""]),
        went=Labels.of(["badly", "well", "mixed", ""]),
        city=np.array([1, 2, 3, 0]),
        population=np.array([520_000, 2_100_000, 650_000, np.nan], dtype=np.float32),
        started=np.array([2012, 2019, 2021, np.nan], dtype=np.float32),
        cost=np.array([2e6, 8e7, 5e4, np.nan], dtype=np.float32),
        themes={"energy": np.array([True, False, False, True])},
        titles={"lamps": [0, 3], "trams": [1], "trees": [2]},
    )


def agreed(text):
    return agreement(understand(text, PLACES, today=TODAY), columns(), Weights())


def test_an_entry_that_is_as_said_gains_one_that_is_not_loses_and_the_unknown_keeps():
    weights = Weights()
    assert_allclose(agreed("lamps in france"), [weights.area, weights.area, -weights.area, 0])


def test_a_city_weighs_less_than_a_country_since_others_did_the_same():
    weights = Weights()
    assert_allclose(agreed("lamps in lyon"), [weights.city, -weights.city, -weights.city, 0])


def test_failures_come_first_where_failures_are_asked_for():
    scores = agreed("failed things")
    assert list(np.argsort(-scores)) == [0, 2, 3, 1]


def test_what_was_stopped_comes_first_where_stopped_things_are_asked_for():
    scores = agreed("stopped things")
    assert scores[0] > agreed("failed things")[0]


def test_years_sizes_and_prices_agree():
    weights = Weights()
    assert_allclose(agreed("trees since 2018"), weights.years * np.array([-1, 1, 1, 0]))
    assert_allclose(
        agreed("trees in cities over a million"), weights.size * np.array([-1, 1, -1, 0])
    )
    assert_allclose(agreed("trees under 100,000 dollars"), weights.price * np.array([-1, -1, 1, 0]))


def test_cheap_things_come_first_where_cheap_ones_are_asked_for():
    assert list(np.argsort(-agreed("cheap trees"), kind="stable")) == [2, 0, 3, 1]


def test_the_whole_title_is_recognised():
    assert_allclose(named("Trams", columns()), [0, 1, 0, 0])


def test_nothing_said_agrees_with_nothing():
    assert_allclose(agreed("lamps"), [0, 0, 0, 0])


@given(
    values=arrays(np.float32, 5, elements=st.floats(-10, 10, width=32) | st.just(np.nan)),
    low=st.floats(-10, 10),
    span=st.floats(0, 10),
)
def test_a_range_holds_what_lies_in_it_and_is_silent_on_the_unknown(values, low, span):
    found = within(values, low, low + span)
    assert set(found.tolist()) <= {-1.0, 0.0, 1.0}
    assert_allclose(found == 0, np.isnan(values))


@given(
    vectors=arrays(np.float32, (7, 3), elements=unit),
    question=arrays(np.float32, (2, 3), elements=unit),
)
def test_the_best_rows_are_those_of_plain_search(vectors, question):
    rows = Rows(vectors, np.array([0, 2, 2, 7]))
    cosines = rows.cosines(question)
    parts = [cosines[0:2], cosines[2:2], cosines[2:7]]
    best = [part.max(axis=0).mean() if len(part) else 0 for part in parts]
    three = [np.sort(part, axis=0)[-3:].mean() if len(part) else 0 for part in parts]
    assert_allclose(rows.best(cosines), best, atol=1e-5)
    assert_allclose(rows.best(cosines, mean_of=3), three, atol=1e-5)


def test_no_rows_give_no_cosine():
    rows = Rows(np.zeros((0, 3), dtype=np.float32), np.array([0, 0, 0]))
    assert_allclose(rows.best(rows.cosines(np.ones((1, 3), dtype=np.float32))), [0, 0])


@given(
    signs=arrays(np.float32, (5, 4), elements=st.floats(0, 1, width=32)), place=st.integers(0, 3)
)
def test_more_of_any_sign_never_lowers_the_topic(signs, place):
    more = signs.copy()
    more[:, place] += 0.5
    before, after = Signs(*signs).topic(), Signs(*more).topic()
    assert after[place] > before[place]
    assert_allclose(np.delete(after, place), np.delete(before, place))


@given(
    scores=arrays(np.float32, 6, elements=st.floats(0, 5, width=32)),
    vectors=arrays(np.float32, (6, 3), elements=unit),
)
def test_neighbours_only_add_and_never_more_than_the_best_has(scores, vectors):
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    gain = neighbours(scores, lambda places: (vectors / lengths)[places])
    assert (gain >= 0).all()
    assert gain.max() <= scores.max() - scores.min() + 1e-4


@given(scores=arrays(np.float32, 6, elements=st.floats(0, 1, width=32)))
def test_the_order_is_the_same_for_the_same_scores_and_falls(scores):
    keys = np.arange(6)[::-1]
    placed = order(scores, keys)
    assert sorted(placed.tolist()) == list(range(6))
    rounded = np.round(scores.astype(np.float64), 6)[placed]
    assert (np.diff(rounded) <= 0).all()
    assert placed.tolist() == order(scores, keys).tolist()


def test_equal_scores_come_in_the_order_of_their_keys():
    assert order(np.array([1, 1, 2], dtype=np.float32), np.array([5, 4, 9])).tolist() == [2, 1, 0]


@given(entries=st.integers(0, 99))
def test_a_rarer_word_counts_for_more(entries):
    assert idf(entries, 100) > idf(entries + 1, 100) > 0


@given(scores=arrays(np.float32, 9, elements=st.floats(0, 3, width=32)), count=st.integers(1, 12))
def test_the_top_is_the_beginning_of_the_whole_order(scores, count):
    assert top(scores, count).tolist() == np.argsort(-scores, kind="stable")[:count].tolist()


@given(words=st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=12))
def test_labels_filter_and_count_like_the_words_they_stand_for(words):
    labels = Labels.of(words)
    assert [labels[row] for row in range(len(labels))] == words
    assert labels.among(["a", "z"]).tolist() == [word == "a" for word in words]
    everything = np.ones(len(words), dtype=bool)
    assert {name: size for name, size in labels.counts(everything) if size} == {
        word: words.count(word) for word in words if word
    }
