"""Golden quartiles from numpy.quantile (type 7); the prediction interval from scipy.stats.

The bound of one more value of a normal sample is m + s sqrt(1 + 1/n) t(n - 1), in any text on
statistics, such as Montgomery and Runger, Applied Statistics and Probability, section 8-6.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from decapolis.engines.costs import against, spread
from decapolis.engines.costs.ranges import CostInputError

money = st.floats(0.01, 1e12)
analogues = st.lists(money, max_size=12).map(np.array)
LAMPS = np.array([422.3, 567.8, 1064.3])  # constant dollars a lamp: Calgary, Los Angeles, Sydney


def test_nothing_is_said_from_one_programme():
    found = against(900.0, LAMPS[:1])
    assert (found.size, found.side) == (1, "unsaid")
    assert np.isnan([found.low, found.high, found.median, found.times_median]).all()


def test_two_programmes_give_a_range_and_no_median():
    found = against(900.0, LAMPS[:2])
    assert (found.low, found.high, found.side) == (422.3, 567.8, "above")
    assert np.isnan([found.median, found.times_median, found.percentile]).all()


def test_three_programmes_give_a_median_and_no_quartiles():
    found = against(900.0, LAMPS)
    assert (found.median, found.side, found.cheaper, found.dearer) == (567.8, "within", 2, 1)
    assert round(found.times_median, 3) == 1.585
    assert np.isnan([found.lower_quartile, found.percentile]).all()


def test_from_five_a_percentile_counts_equal_ones_half():
    found = against(2.0, np.array([1.0, 2.0, 2.0, 3.0, 4.0]))
    assert found.percentile == 40.0
    assert (found.lower_quartile, found.upper_quartile) == (2.0, 3.0)


def test_an_amount_that_is_not_known_lies_nowhere():
    found = against(float("nan"), LAMPS)
    assert (found.side, found.median) == ("unsaid", 567.8)
    assert np.isnan([found.times_median, found.percentile]).all()


@pytest.mark.parametrize(
    ("amount", "values"), [(0.0, [1.0]), (np.inf, [1.0]), (1.0, [0.0]), (1.0, [-2.0])]
)
def test_what_is_no_cost_is_refused(amount, values):
    with pytest.raises(CostInputError, match="above zero"):
        against(amount, np.array(values))


def test_a_table_of_analogues_is_refused():
    with pytest.raises(CostInputError, match="one row"):
        against(1.0, np.ones((2, 2)))


def test_no_spread_from_two_programmes():
    assert spread(500.0, LAMPS[:2]) is None


def test_the_spread_has_the_80_percent_point_of_one_more_programme():
    found = spread(500.0, LAMPS)
    logs = np.log(LAMPS / 500.0)
    fit = stats.t(2, loc=logs.mean(), scale=logs.std(ddof=1) * np.sqrt(4 / 3))
    made = stats.norm(found.centre, found.scale)
    assert_allclose(made.ppf([0.5, 0.8]), fit.ppf([0.5, 0.8]))
    assert round(500 * float(np.exp(made.ppf(0.8)))) == 1131


def test_many_analogues_spread_as_their_own_lognormal():
    values = np.exp(np.random.default_rng(1).normal(6.0, 0.4, 2000))
    found = spread(float(np.exp(6.0)), values)
    assert_allclose([found.centre, found.scale], [0.0, 0.4], atol=0.02)


@settings(max_examples=50)
@given(amount=money, values=analogues, scale=st.sampled_from([0.25, 2.0, 1024.0]))
def test_where_an_amount_lies_does_not_depend_on_the_unit_of_money(amount, values, scale):
    one, other = against(amount, values), against(amount * scale, values * scale)
    assert (one.side, one.cheaper, one.dearer) == (other.side, other.cheaper, other.dearer)
    assert_allclose(other.times_median, one.times_median)
    first, second = spread(amount, values), spread(amount * scale, values * scale)
    assert (first is None) == (second is None) == (len(values) < 3)
    if first and second:
        assert_allclose([first.centre, first.scale], [second.centre, second.scale], atol=1e-9)


@settings(max_examples=50)
@given(amount=money, dearer=money, values=analogues)
def test_a_dearer_plan_never_lies_lower(amount, dearer, values):
    low, high = sorted([amount, dearer])
    one, other = against(low, values), against(high, values)
    assert one.cheaper <= other.cheaper
    assert not one.percentile > other.percentile


@settings(max_examples=50)
@given(amount=money, values=analogues, seed=st.integers(0, 9))
def test_the_order_of_programmes_does_not_matter(amount, values, seed):
    mixed = np.random.default_rng(seed).permutation(values)
    one, other = against(amount, values), against(amount, mixed)
    assert (one.size, one.side, one.cheaper) == (other.size, other.side, other.cheaper)
    assert_allclose(one.median, other.median)
