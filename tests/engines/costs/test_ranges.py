"""Golden quartiles from numpy.quantile, whose default method is the same type 7."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.costs import cost_ranges
from decapolis.engines.costs.ranges import CostInputError

costs = arrays.arrays(
    np.float64,
    st.shared(st.integers(0, 40), key="n"),
    elements=st.one_of(st.floats(0.01, 1e12), st.just(np.nan)),
)
groups = arrays.arrays(
    np.int64, st.shared(st.integers(0, 40), key="n"), elements=st.integers(-2, 6)
)


def test_the_range_of_one_programme_is_its_own_price_without_a_median():
    found = cost_ranges(np.array([9.0]), np.array([7]))
    assert (found.group.tolist(), found.size.tolist()) == ([7], [1])
    assert (found.low.tolist(), found.high.tolist()) == ([9.0], [9.0])
    assert np.isnan([found.median, found.lower_quartile, found.upper_quartile]).all()


def test_a_median_needs_three_programmes_and_quartiles_four():
    found = cost_ranges(
        np.array([1.0, 2.0, 1.0, 2.0, 4.0, 1.0, 2.0, 4.0, 10.0]),
        np.array([0, 0, 1, 1, 1, 2, 2, 2, 2]),
    )
    assert_array_equal(found.median, [np.nan, 2.0, 3.0])
    assert_array_equal(found.lower_quartile, [np.nan, np.nan, 1.75])
    assert_array_equal(found.upper_quartile, [np.nan, np.nan, 5.5])


def test_unknown_costs_are_left_out_and_a_group_of_them_alone_is_not_there():
    found = cost_ranges(np.array([np.nan, 5.0, np.nan]), np.array([0, 0, 1]))
    assert (found.group.tolist(), found.size.tolist()) == ([0], [1])


def test_nothing_gives_nothing():
    assert cost_ranges(np.array([]), np.array([], dtype=np.int64)).group.tolist() == []


@pytest.mark.parametrize("bad", [0.0, -1.0, np.inf])
def test_what_is_no_cost_is_refused(bad):
    with pytest.raises(CostInputError, match="above zero"):
        cost_ranges(np.array([1.0, bad]), np.array([0, 0]))


def test_arrays_of_different_lengths_are_refused():
    with pytest.raises(CostInputError, match="one length"):
        cost_ranges(np.array([1.0, 2.0]), np.array([0]))


@settings(deadline=None)
@given(unit_cost=costs, group=groups)
def test_every_group_agrees_with_numpy(unit_cost, group):
    found = cost_ranges(unit_cost, group)
    for place, label in enumerate(found.group):
        values = unit_cost[(group == label) & ~np.isnan(unit_cost)]
        assert found.size[place] == len(values)
        assert (found.low[place], found.high[place]) == (values.min(), values.max())
        if len(values) >= 3:
            assert_allclose(found.median[place], np.quantile(values, 0.5))
        if len(values) >= 4:
            expected = np.quantile(values, [0.25, 0.75])
            assert_allclose([found.lower_quartile[place], found.upper_quartile[place]], expected)


@settings(deadline=None)
@given(unit_cost=costs, group=groups)
def test_no_quantile_lies_outside_the_range(unit_cost, group):
    found = cost_ranges(unit_cost, group)
    slack = 1e-9 * found.high
    for figure in (found.median, found.lower_quartile, found.upper_quartile):
        known = ~np.isnan(figure)
        assert (figure[known] >= (found.low - slack)[known]).all()
        assert (figure[known] <= (found.high + slack)[known]).all()


@settings(deadline=None)
@given(unit_cost=costs, group=groups, seed=st.integers(0, 100))
def test_the_order_of_rows_does_not_matter(unit_cost, group, seed):
    order = np.random.default_rng(seed).permutation(len(unit_cost))
    one, other = cost_ranges(unit_cost, group), cost_ranges(unit_cost[order], group[order])
    for name in ("group", "size", "low", "high", "median", "lower_quartile", "upper_quartile"):
        assert_array_equal(getattr(one, name), getattr(other, name))


@settings(deadline=None)
@given(unit_cost=costs, group=groups, scale=st.sampled_from([0.25, 2.0, 1024.0]))
def test_ranges_follow_the_unit_of_money(unit_cost, group, scale):
    one, other = cost_ranges(unit_cost, group), cost_ranges(unit_cost * scale, group)
    assert_allclose(other.low, one.low * scale)
    assert_allclose(other.median, one.median * scale)
