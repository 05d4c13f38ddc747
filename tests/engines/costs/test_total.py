"""Golden numbers in closed form: the triangle's and lognormal's quantiles, sums at r = 0 and 1.

Quantile of a triangle (a, c, b) at u above (c - a) / (b - a): b - sqrt((1 - u)(b - a)(b - c)).
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from decapolis.engines.costs import Lines, simulate
from decapolis.engines.costs.ranges import CostInputError


def lines(*rows):
    """Make lines of (amount, low, high, centre, scale); short rows are filled up."""
    blank = (0.0, np.nan, np.nan, np.nan, np.nan)
    columns = zip(*[(*row, *blank[len(row) :]) for row in rows], strict=True)
    return Lines(*[np.array(column, dtype=float) for column in columns])


triangles = st.tuples(st.floats(1, 1e9), st.floats(0, 1), st.floats(0, 3)).map(
    lambda one: (one[0], one[0] * (1 - one[1]), one[0] * (1 + one[2]))
)
plans = st.lists(triangles, min_size=1, max_size=6)


def test_certain_lines_need_no_reserve():
    total = simulate(lines((100.0,), (50.0,)))
    assert (total.plan, total.p50, total.p80, total.reserve, total.enough) == (150, 150, 150, 0, 1)
    assert total.edges.size == total.counts.size == 0


def test_no_lines_come_to_nothing():
    empty = np.array([])
    none = Lines(empty, empty, empty, empty, empty)
    assert (simulate(none).plan, simulate(none).p80) == (0.0, 0.0)


def test_one_triangle_has_the_quantiles_of_its_formula():
    total = simulate(lines((100.0, 80.0, 180.0)), draws=400_000)
    expected = [180 - np.sqrt((1 - u) * 100 * 80) for u in (0.5, 0.8)]
    assert_allclose([total.p50, total.p80], expected, rtol=2e-3)
    assert_allclose(total.enough, 0.2, atol=3e-3)
    assert_allclose(total.reserve, expected[1] - 100, rtol=1e-2)


def test_one_line_with_analogues_has_the_quantiles_of_a_lognormal():
    total = simulate(lines((100.0, np.nan, np.nan, 0.2, 0.4)), draws=400_000)
    expected = 100 * np.exp(0.2 + 0.4 * stats.norm.ppf([0.1, 0.5, 0.8, 0.9]))
    assert_allclose([total.p10, total.p50, total.p80, total.p90], expected, rtol=5e-3)
    assert_allclose([total.line_p50[0], total.line_p80[0]], [total.p50, total.p80])


def test_lines_that_move_together_add_up_their_quantiles():
    rows = ((100.0, 80.0, 180.0), (40.0, 40.0, 90.0), (10.0,))
    total = simulate(lines(*rows), correlation=1.0)
    assert_allclose(total.p80, total.line_p80.sum())
    assert_allclose(total.p50, total.line_p50.sum())


def test_independent_lines_have_the_mean_and_variance_of_their_sum():
    total = simulate(lines(*[(100.0, 70.0, 160.0)] * 20), correlation=0.0, draws=200_000)
    mean, variance = 330 / 3, (100**2 + 70**2 + 160**2 - 100 * 70 - 70 * 160 - 160 * 100) / 18
    normal = stats.norm(20 * mean, np.sqrt(20 * variance))
    assert_allclose([total.p10, total.p50, total.p90], normal.ppf([0.1, 0.5, 0.9]), rtol=2e-3)


def test_correlated_lines_need_a_larger_reserve():
    rows = [(100.0, 70.0, 160.0)] * 20
    reserves = [simulate(lines(*rows), correlation=r).reserve for r in (0.0, 0.3, 1.0)]
    assert reserves == sorted(reserves)
    assert reserves[0] < reserves[1] < reserves[2]


def test_the_same_seed_gives_the_same_total():
    rows = lines((100.0, 80.0, 180.0), (5.0, np.nan, np.nan, 0.0, 0.5))
    one, other = simulate(rows, seed=7), simulate(rows, seed=7)
    assert (one.p50, one.p80) == (other.p50, other.p80)
    assert_array_equal(one.counts, other.counts)
    assert simulate(rows, seed=8).p80 != one.p80


@settings(max_examples=30)
@given(rows=plans, r=st.sampled_from([0.0, 0.3, 1.0]))
def test_a_total_of_triangles_stays_within_its_ends(rows, r):
    total = simulate(lines(*rows), correlation=r, draws=500)
    low, high = sum(row[1] for row in rows), sum(row[2] for row in rows)
    slack = 1e-9 * high
    assert low - slack <= total.p10 <= total.p50 <= total.p80 <= total.p90 <= high + slack
    assert total.reserve == max(0.0, total.p80 - total.plan)
    assert 0 <= total.enough <= 1


@settings(max_examples=30)
@given(rows=plans, scale=st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_total_follows_the_unit_of_money(rows, scale):
    scaled = [tuple(scale * value for value in row) for row in rows]
    one, other = simulate(lines(*rows), draws=500), simulate(lines(*scaled), draws=500)
    assert_allclose([other.p50, other.p80], [one.p50 * scale, one.p80 * scale])
    assert_allclose(other.enough, one.enough, atol=0.02)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ((-1.0,), "zero or more"),
        ((1.0, 2.0, 3.0), "between them"),
        ((1.0, 0.5), "both of a pair"),
        ((1.0, np.nan, np.nan, 0.0), "both of a pair"),
        ((1.0, 0.5, 2.0, 0.0, 1.0), "not both"),
        ((1.0, np.nan, np.nan, 0.0, -1.0), "from 0"),
    ],
)
def test_what_is_no_line_is_refused(row, says):
    with pytest.raises(CostInputError, match=says):
        simulate(lines(row))


def test_a_wrong_correlation_or_number_of_draws_is_refused():
    with pytest.raises(CostInputError, match="from 0 to 1"):
        simulate(lines((1.0,)), correlation=1.1)
    with pytest.raises(CostInputError, match="at least one"):
        simulate(lines((1.0,)), draws=0)
    amount, one = np.array([1.0, 2.0]), np.array([1.0])
    with pytest.raises(CostInputError, match="one length"):
        simulate(Lines(amount, one, one, one, one))
