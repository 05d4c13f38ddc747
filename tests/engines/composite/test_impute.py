"""Imputation: COINr's printed tables, a known case of EM, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.errors import (
    AllMissing,
    CompositeError,
    SpecError,
    TooFewUnits,
)
from decapolis.engines.composite.impute import METHODS, Options, impute
from decapolis.engines.composite.table import Labels
from tests.engines.composite.tables import asem

NAN = np.nan
law = settings(deadline=None, max_examples=60)
GROUPS = ("a",) * 5 + ("b",) * 5


def _ten():
    """COINr, vignette "Imputation": rows 37 to 46 of the data, four indicators."""
    table = asem()
    at = [table.codes.index(code) for code in ("Pat", "CultServ", "CultGood", "Tourist")]
    return table.values[36:46][:, at]


def test_column_means_are_those_that_coinr_prints():
    found = impute(_ten(), "mean")
    filled = found.values[found.filled]
    assert_allclose(filled, [4.5395, 4.5395, 122.35, 0.6470778, 4.5395, 122.35, 4.5395], atol=5e-8)


def test_medians_within_groups_are_those_that_coinr_prints():
    found = impute(_ten(), "group_median", Options(groups=GROUPS))
    filled = found.values[found.filled]
    assert_allclose(filled, [8.5835, 8.5835, 136.75, 0.966025, 8.5835, 26.85, 1.2345], atol=5e-7)


@pytest.mark.parametrize(
    ("method", "options", "expected"),
    [
        ("none", Options(), [1, NAN, 3, NAN, 8]),
        ("mean", Options(), [1, 4, 3, 4, 8]),
        ("median", Options(), [1, 3, 3, 3, 8]),
        ("zero", Options(), [1, 0, 3, 0, 8]),
        ("constant", Options(constant=7), [1, 7, 3, 7, 8]),
        ("group_mean", Options(groups="xxxyy"), [1, 2, 3, 8, 8]),
        # nothing to go by: without a group, and in a group without a value
        ("group_mean", Options(groups=["x", "x", "x", "", "y"]), [1, 2, 3, NAN, 8]),
        ("group_median", Options(groups="xyxyx"), [1, NAN, 3, NAN, 8]),
    ],
)
def test_every_method_gives_the_numbers_made_by_hand(method, options, expected):
    values = np.array([1.0, NAN, 3.0, NAN, 8.0])[:, None]
    found = impute(values, method, options)
    assert_array_equal(found.values[:, 0], expected)
    assert_array_equal(found.filled[:, 0], np.isnan(values[:, 0]) & ~np.isnan(expected))


def test_em_with_one_gap_pattern_is_the_regression_on_what_is_known():
    # With y missing only, the most likely line of y on x is that of the complete rows (Little and
    # Rubin 2002, 7.2): x = 1, 2, 3, 4 and y = 2, 4, 5, 9 give y = -0.5 + 2.2 x.
    values = np.array([[1, 2], [2, 4], [3, 5], [4, 9], [10, NAN], [0, NAN]], dtype=float)
    found = impute(values, "em")
    assert_allclose(found.values[4:, 1], [21.5, -0.5], rtol=1e-9)
    assert_array_equal(found.values[:4], values[:4])


def test_em_finds_the_most_likely_distribution_with_gaps_in_both_columns():
    # Found a second way: the likelihood of what is known, climbed by a general optimiser.
    from scipy.optimize import minimize  # noqa: PLC0415 -- slow import

    rng = np.random.default_rng(5)
    values = rng.normal(size=(30, 2)) @ np.array([[1, 0.8], [0, 0.5]])
    values[:4, 0], values[4:10, 1] = NAN, NAN

    def parameters(point):
        factor = np.array([[point[2], 0.0], [point[3], point[4]]])
        return point[:2], factor @ factor.T

    def unlikely(point):
        mean, covariance = parameters(point)
        total = 0.0
        for row in values:
            at = np.flatnonzero(~np.isnan(row))
            part, gap = covariance[np.ix_(at, at)], row[at] - mean[at]
            total += np.log(np.linalg.det(part)) + gap @ np.linalg.solve(part, gap)
        return total

    climbed = minimize(
        unlikely,
        [0, 0, 1, 0.8, 0.5],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 10_000},
    )
    mean, covariance = parameters(climbed.x)
    found = impute(values, "em").values
    slope = covariance[0, 1] / covariance[1, 1]
    assert_allclose(found[:4, 0], mean[0] + slope * (values[:4, 1] - mean[1]), atol=1e-6)
    slope = covariance[0, 1] / covariance[0, 0]
    assert_allclose(found[4:10, 1], mean[1] + slope * (values[4:10, 0] - mean[0]), atol=1e-6)


def test_em_fills_blocks_each_for_itself():
    values = np.array([[1, 2, 9], [2, 4, 1], [3, 5, 4], [4, 9, 7], [10, NAN, NAN]], dtype=float)
    found = impute(values, "em", Options(blocks=[np.array([0, 1]), np.array([2])]))
    assert_allclose(found.values[4], [10, 21.5, 5.25], rtol=1e-9)


@pytest.mark.parametrize(
    ("values", "ridge", "error"),
    [
        ([[1, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, NAN]], 0.0, CompositeError),
        ([[1, 2], [1, 3], [1, NAN]], 0.0, TooFewUnits),
        ([[1, 2], [2, NAN]], 0.0, TooFewUnits),
    ],
)
def test_em_says_when_it_has_no_answer(values, ridge, error):
    with pytest.raises(error, match="Expectation-maximisation"):
        impute(np.array(values, dtype=float), "em", Options(ridge=ridge))


def test_a_ridge_helps_em_over_columns_that_say_the_same():
    values = np.array([[1, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, NAN]], dtype=float)
    assert_allclose(impute(values, "em", Options(ridge=0.01)).values[3, 2], 4, atol=0.1)


@pytest.mark.parametrize("method", ["mean", "median", "group_mean", "em"])
def test_a_column_without_values_is_refused_by_name(method):
    values = np.array([[1.0, NAN], [2.0, NAN], [4.0, NAN]])
    with pytest.raises(AllMissing, match="Beds"):
        impute(values, method, Options(groups="aab"), Labels(codes=["Area", "Beds"]))


def test_unknown_methods_and_missing_groups_are_refused():
    values = np.array([[1.0], [NAN]])
    with pytest.raises(SpecError, match="Possible: none, mean"):
        impute(values, "knn")
    with pytest.raises(SpecError, match="group"):
        impute(values, "group_mean")
    with pytest.raises(SpecError, match="one table"):
        impute(np.stack([values, values]), "em")


numbers = st.integers(-400, 400).map(lambda number: number / 8)
tables = arrays.arrays(np.float64, (6, 2), elements=numbers | st.just(NAN)).filter(
    lambda values: not np.isnan(values).all(axis=0).any()
)
plain = st.sampled_from([name for name in METHODS if name != "em"])


@law
@given(tables, plain)
def test_known_values_stay_and_filled_ones_lie_within_the_range(values, method):
    found = impute(values, method, Options(groups="aabbbb", constant=0))
    known = ~np.isnan(values)
    assert_array_equal(found.values[known], values[known])
    assert_array_equal(found.filled, ~known & ~np.isnan(found.values))
    if method not in {"zero", "constant"}:
        for before, after in zip(values.T, found.values.T, strict=True):
            assert np.nanmin(after) >= np.nanmin(before) - 1e-9
            assert np.nanmax(after) <= np.nanmax(before) + 1e-9


@law
@given(tables, st.sampled_from(["mean", "median", "group_mean", "group_median"]))
def test_the_unit_of_measurement_does_not_matter(values, method):
    options = Options(groups="aabbbb")
    assert_allclose(
        impute(values * 4 + 16, method, options).values,
        impute(values, method, options).values * 4 + 16,
    )


@law
@given(tables, plain, st.permutations(range(6)))
def test_the_order_of_units_does_not_matter(values, method, order):
    groups = "aabbb" + "c"
    shuffled = Options(groups="".join(groups[row] for row in order), constant=3)
    assert_allclose(
        impute(values[order], method, shuffled).values,
        impute(values, method, Options(groups=groups, constant=3)).values[order],
    )


@law
@given(tables, plain)
def test_draws_are_filled_each_for_itself(values, method):
    options = Options(groups="aabbbb", constant=3)
    together = impute(np.stack([values, values * 2]), method, options).values
    assert_array_equal(together[0], impute(values, method, options).values)
    assert_array_equal(together[1], impute(values * 2, method, options).values)
