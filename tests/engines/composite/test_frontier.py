"""Benefit of the doubt: small cases by hand, and the dual on the OECD's Better Life data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose
from scipy.optimize import linprog

from decapolis.engines.composite.errors import (
    NotFinite,
    NotPositive,
    TooFewUnits,
    WeightsError,
)
from decapolis.engines.composite.frontier import benefit_of_doubt
from tests.engines.composite.tables import rows_of

law = settings(deadline=None, max_examples=25)


def better_life():
    rows = rows_of("compind-bli/bli_2017.csv")
    return np.array(
        [[float(value) for key, value in row.items() if key != "country"] for row in rows]
    )


def dual(values, row):
    """Return the input efficiency of the envelopment form, as Compind's ci_bod asks for it.

    Least theta such that a mixture of units with inputs of theta in all has no less of anything.
    """
    count, width = values.shape
    cost = np.r_[1.0, np.zeros(count)]
    outputs = np.c_[np.zeros(width), -values.T]
    inputs = np.r_[-1.0, np.ones(count)]
    found = linprog(cost, A_ub=np.vstack([outputs, inputs]), b_ub=np.r_[-values[row], 0.0])
    return found.fun


def test_primal_and_dual_meet_on_the_better_life_index():
    values = better_life()
    found = benefit_of_doubt(values)
    assert_allclose(found.scores, [dual(values, row) for row in range(35)], rtol=1e-10)
    assert found.scores.max() == pytest.approx(1, abs=1e-12)
    # Nobody scores above 1 under anybody's weights.
    assert (values @ found.weights.T <= 1 + 1e-9).all()
    assert_allclose((values * found.weights).sum(axis=1), found.scores)


def test_a_unit_that_is_best_in_something_scores_one():
    values = better_life()
    best = np.unique(values.argmax(axis=0))
    assert_allclose(benefit_of_doubt(values).scores[best], 1)


def test_limits_on_shares_hold_and_lower_the_score():
    values = better_life()
    free, bound = benefit_of_doubt(values), benefit_of_doubt(values, 0.05, 0.2)
    assert (bound.scores <= free.scores + 1e-12).all()
    assert bound.shares.min() >= 0.05 - 1e-9
    assert bound.shares.max() <= 0.2 + 1e-9
    # With equal shares nothing is left to choose: 11 shares of a score.
    even = benefit_of_doubt(values, 1 / 11, 1 / 11)
    assert_allclose(even.shares, 1 / 11, atol=1e-7)


def test_two_columns_by_hand():
    found = benefit_of_doubt(np.array([[4.0, 0.0], [0.0, 2.0], [2.0, 0.5], [0.0, 0.0]]))
    assert_allclose(found.scores, [1, 1, 0.75, 0])
    assert_allclose(found.shares[2], [2 / 3, 1 / 3])
    assert np.isnan(found.shares[3]).all()


@pytest.mark.parametrize(
    ("values", "limits", "error"),
    [
        ([[1.0, 2.0]], (0, 1), TooFewUnits),
        ([[1.0, np.nan], [1.0, 1.0]], (0, 1), NotFinite),
        ([[1.0, -1.0], [1.0, 1.0]], (0, 1), NotPositive),
        ([[1.0, 0.0], [1.0, 0.0]], (0, 1), NotPositive),
        ([[1.0, 1.0], [1.0, 1.0]], (0.6, 1), WeightsError),
        ([[1.0, 1.0], [1.0, 1.0]], (0, 0.4), WeightsError),
    ],
)
def test_what_has_no_solution_is_refused(values, limits, error):
    with pytest.raises(error):
        benefit_of_doubt(np.array(values), *limits)


@law
@given(
    arrays.arrays(np.float64, (5, 3), elements=st.integers(1, 40).map(float)),
    st.sampled_from([0.25, 8.0]),
)
def test_scores_do_not_depend_on_the_unit_and_lie_between_0_and_1(values, scale):
    found = benefit_of_doubt(values).scores
    assert ((found > 0) & (found <= 1 + 1e-9)).all()
    assert_allclose(benefit_of_doubt(values * [scale, 1, 1 / scale]).scores, found, rtol=1e-9)
