"""Sensitivity indices of functions whose indices are known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.errors import CompositeError, Constant, NotFinite
from decapolis.engines.composite.sobol import estimate, sample


def test_ishigamis_function():
    # Ishigami and Homma 1990, a = 7, b = 0.1: V by hand.
    a, b = 7.0, 0.1
    one = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    two = a**2 / 8
    both = 8 * b**2 * np.pi**8 / 225
    whole = one + two + both
    points = (sample(8192, 3, seed=1, even=True) - 0.5) * 2 * np.pi
    results = np.sin(points[:, 0]) + a * np.sin(points[:, 1]) ** 2
    results += b * points[:, 2] ** 4 * np.sin(points[:, 0])
    plain = estimate(results, 3)
    assert_allclose(plain.first, [one / whole, two / whole, 0], atol=0.02)
    found = estimate(results, 3, draws=50, seed=1, centred=True)
    assert_allclose(found.variance, whole, rtol=0.01)
    assert_allclose(found.first, [one / whole, two / whole, 0], atol=0.015)
    assert_allclose(found.total, [(one + both) / whole, two / whole, both / whole], atol=0.01)
    assert (found.first_low <= found.first).all()
    assert (found.first <= found.first_high).all()
    assert (found.total_low <= found.total).all()
    assert (found.total <= found.total_high).all()


def test_a_sum_has_no_interactions_and_what_is_not_used_has_no_index():
    weights = np.array([1.0, 2.0, 3.0, 0.0])
    found = estimate(sample(4096, 4, seed=2, even=True) @ weights, 4)
    assert_allclose(found.first, weights**2 / 14, atol=0.01)
    assert_allclose(found.total, weights**2 / 14, atol=0.01)
    assert_array_equal([found.first[3], found.total[3]], 0)


def test_a_product_of_signs_is_all_interaction():
    points = sample(4096, 2, seed=3, even=True)
    found = estimate(np.sign(points - 0.5).prod(axis=1), 2)
    assert_allclose(found.first, 0, atol=0.05)
    assert_allclose(found.total, 1, atol=0.05)


def test_estimates_are_those_of_coinrs_sa_estimate():
    rng = np.random.default_rng(4)
    results = rng.random(5 * 7) + 3
    one, two, mixed = results[:7], results[7:14], results[14:].reshape(3, 7)
    variance = np.var(results[:14], ddof=1)
    found = estimate(results, 3)
    assert_allclose(found.variance, variance)
    assert_allclose(found.first, [np.mean(two * (each - one)) / variance for each in mixed])
    assert_allclose(found.total, [np.sum((one - each) ** 2) / (2 * 7 * variance) for each in mixed])


def test_the_design_takes_one_column_at_a_time_from_the_second_sample():
    points = sample(5, 3, seed=1)
    one, two = points[:5], points[5:10]
    for column in range(3):
        mixed = points[10 + 5 * column : 15 + 5 * column]
        assert_array_equal(mixed[:, column], two[:, column])
        others = np.arange(3) != column
        assert_array_equal(mixed[:, others], one[:, others])
    assert_array_equal(points, sample(5, 3, seed=1))
    assert ((points >= 0) & (points < 1)).all()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: sample(1, 3, 1), CompositeError, "too few"),
        (lambda: sample(8, 0, 1), CompositeError, "too few"),
        (lambda: sample(100, 2, 1, even=True), CompositeError, "such as 128"),
        (lambda: estimate(np.ones(11), 2), CompositeError, "not a design"),
        (lambda: estimate(np.ones(12), 2), Constant, "none of the choices"),
        (lambda: estimate(np.full(12, np.nan), 2), NotFinite, "missing"),
    ],
)
def test_what_cannot_be_estimated_is_refused(make, error, message):
    with pytest.raises(error, match=message):
        make()
