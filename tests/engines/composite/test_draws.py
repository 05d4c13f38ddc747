"""Ten thousand weights: the same places as one by one, ties too."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.aggregate import amean
from decapolis.engines.composite.draws import dirichlet, noisy, rank_draws, uniform
from decapolis.engines.composite.errors import (
    AllMissing,
    CompositeError,
    Constant,
    NotFinite,
    TooFewUnits,
    WeightsError,
)
from decapolis.engines.composite.ranks import ranks

NAN = np.nan
law = settings(deadline=None, max_examples=60)
whole = st.integers(0, 6).map(float)


@st.composite
def cases(draw, missing=False):
    """Whole values and weights, so that sums are exact and ties are many."""
    units, columns = draw(st.integers(2, 9)), draw(st.integers(1, 4))
    values = draw(arrays.arrays(np.float64, (units, columns), elements=whole))
    values[0, 0], values[1, 0] = 7.0, -1.0  # not all the same
    weights = draw(arrays.arrays(np.float64, (draw(st.integers(1, 6)), columns), elements=whole))
    weights[:, 0] += 1.0
    if missing:
        values[:, 1:][draw(arrays.arrays(np.bool_, (units, columns - 1)))] = NAN
    return values, weights


def one_by_one(values, weights):
    return np.array([ranks(amean(values, each)) for each in weights])


@law
@given(cases())
def test_places_are_those_of_each_draw_by_itself(made):
    values, weights = made
    assert_array_equal(rank_draws(values, weights).places, one_by_one(values, weights))


@law
@given(cases(missing=True))
def test_what_is_missing_rescales_the_weights_in_every_draw(made):
    values, weights = made
    found = rank_draws(values, weights)
    assert_array_equal(found.places, one_by_one(values, weights))
    mean = np.mean([amean(values, each) for each in weights], axis=0)
    assert_allclose(found.mean_score, mean, atol=1e-12)


@law
@given(cases())
def test_the_spread_is_that_of_the_places(made):
    found = rank_draws(*made, low=0.25, high=0.75)
    wanted = np.quantile(found.places, [0.25, 0.5, 0.75], axis=0, method="inverted_cdf")
    assert_array_equal([found.spread.low, found.spread.median, found.spread.high], wanted)
    assert_allclose(found.spread.mean, found.places.mean(axis=0))
    for place in range(1, len(made[0]) + 1):
        assert_array_equal(found.spread.counts[:, place - 1], (found.places == place).sum(axis=0))


@law
@given(cases(), st.sampled_from([0.125, 1024.0]), st.integers(-5, 5))
def test_the_scale_of_values_and_weights_does_not_matter(made, scale, shift):
    values, weights = made
    expected = rank_draws(values, weights).places
    assert_array_equal(rank_draws(values * scale + shift, weights * scale).places, expected)


@pytest.mark.parametrize(("units", "columns"), [(50, 10), (700, 6), (5000, 3)])
def test_many_units_and_draws_run_over_several_blocks(units, columns):
    rng = np.random.default_rng(1)
    values = rng.integers(0, 1000, (units, columns)).astype(float)
    values[7] = values[3]
    weights = rng.integers(1, 50, (300, columns)).astype(float)
    found = rank_draws(values, weights)
    assert_array_equal(found.places[:, 7], found.places[:, 3])
    assert_array_equal(found.places[[0, 150, 299]], one_by_one(values, weights[[0, 150, 299]]))
    assert found.spread.counts.sum() == 300 * units


def test_equal_cities_share_a_place_whatever_the_weights_and_a_hair_is_a_difference():
    values = np.random.default_rng(2).random((40, 8))
    values[11] = values[30] = values[5]
    values[20] = values[5] + 1e-9
    found = rank_draws(values, uniform(8, 2000, seed=3))
    assert_array_equal(found.places[:, 11], found.places[:, 5])
    assert_array_equal(found.places[:, 30], found.places[:, 5])
    assert (found.places[:, 20] < found.places[:, 5]).all()


def test_weights_that_do_not_move_give_one_place_each():
    values = np.array([[3.0, 1.0], [2.0, 2.5], [0.0, 0.0]])
    found = rank_draws(values, noisy(np.array([1.0, 1.0]), 50, noise=0.0, seed=1))
    assert found.spread.low.tolist() == found.spread.high.tolist() == [2, 1, 3]


@law
@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any),
    st.sampled_from([0.0, 0.25, 1.0]),
    st.integers(0, 9),
)
def test_drawn_weights_sum_to_one_and_zero_stays_zero(weights, noise, seed):
    weights = np.array(weights, dtype=float)
    for drawn in (noisy(weights, 20, noise, seed), dirichlet(weights, 20, 5.0, seed)):
        assert_allclose(drawn.sum(axis=1), 1)
        assert (drawn >= 0).all()
        assert (drawn[:, weights == 0] == 0).all()
    assert_array_equal(noisy(weights, 20, noise, seed), noisy(weights, 20, noise, seed))


def test_draws_have_the_means_and_bounds_that_they_promise():
    weights = np.array([4.0, 3.0, 2.0, 1.0])
    drawn = dirichlet(weights, 20000, 10.0, seed=1)
    assert_allclose(drawn.mean(axis=0), weights / 10, atol=0.005)
    assert_allclose(drawn[:, 0].var(), 0.4 * 0.6 / 11, rtol=0.05)
    even = uniform(3, 20000, seed=1)
    assert_allclose((even[:, 0] > 0.5).mean(), 0.25, atol=0.01)  # (1 - 1/2)^2
    near = noisy(weights, 5000, 0.25, seed=1)
    ratio = near[:, 0] / near[:, 3] / 4
    assert ratio.min() >= 0.75 / 1.25
    assert ratio.max() <= 1.25 / 0.75


@pytest.mark.parametrize(
    ("values", "weights", "error", "message"),
    [
        (np.zeros((0, 2)), [[1, 1]], TooFewUnits, "at least two units"),
        ([[1.0, 2.0]], [[1, 1]], TooFewUnits, "at least two units"),
        ([[1.0], [2.0]], np.zeros((0, 1)), TooFewUnits, "one set of weights"),
        ([[1.0, 2.0], [np.inf, 1.0]], [[1, 1]], NotFinite, "infinite"),
        ([[1.0, 1.0], [1.0, 1.0]], [[1, 1]], Constant, "equal"),
        ([[1.0, 2.0], [NAN, NAN]], [[1, 1]], AllMissing, "row 1"),
        ([[1.0, 2.0], [NAN, 3.0]], [[1, 0]], AllMissing, "row 1"),
        ([[1.0, 2.0], [2.0, 3.0]], [[1, -1]], WeightsError, "zero up"),
        ([[1.0, 2.0], [2.0, 3.0]], [[0, 0]], WeightsError, "not all zero"),
        ([[1.0, 2.0], [2.0, 3.0]], [[1, NAN]], WeightsError, "numbers"),
        ([[1.0, 2.0], [2.0, 3.0]], [[1, 1, 1]], CompositeError, "3 weights in a set for 2"),
    ],
)
def test_what_cannot_be_ranked_is_refused(values, weights, error, message):
    with pytest.raises(error, match=message):
        rank_draws(np.array(values), np.array(weights, dtype=float))


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: noisy(np.array([1.0]), 1, 1.5, 1), "from 0 to 1"),
        (lambda: noisy(np.array([0.0]), 1, 0.5, 1), "not all zero"),
        (lambda: dirichlet(np.array([1.0]), 1, 0.0, 1), "above zero"),
        (lambda: dirichlet(np.array([-1.0, 2.0]), 1, 1.0, 1), "zero up"),
    ],
)
def test_draws_that_make_no_sense_are_refused(draw, message):
    with pytest.raises(WeightsError, match=message):
        draw()
