"""Krippendorff's alpha: the worked examples of Krippendorff (2011), and laws."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose

from decapolis.engines.composite.agreement import LEVELS, krippendorff
from decapolis.engines.composite.errors import (
    CompositeError,
    Constant,
    NotFinite,
    NotPositive,
    TooFewUnits,
)

NAN = np.nan
law = settings(deadline=None, max_examples=60)
# Section C: four observers, twelve units, five grades, missing data.
FOUR = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)
marks = arrays.arrays(
    np.float64,
    st.tuples(st.integers(2, 4), st.integers(1, 8)),
    elements=st.integers(0, 4).map(float) | st.just(NAN),
)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_four_observers_with_missing_data(level, alpha):
    found = krippendorff(FOUR, level)
    assert round(found.alpha, 3) == alpha
    assert (found.units, found.marks) == (11, 40)


def test_two_observers_of_two_and_of_five_values():
    # Sections A and B.
    two = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float)
    assert round(krippendorff(two, "nominal").alpha, 3) == 0.095
    ben, gerry = "aabbddccceddd", "abbbbdccceddd"
    letters = np.array([[ord(one) for one in ben], [ord(one) for one in gerry]], dtype=float)
    direct = slow(letters, "nominal")
    assert_allclose(krippendorff(letters, "nominal").alpha, direct)


def slow(table, level):
    """Alpha from all pairs of marks, as its definition says."""
    units = [unit[~np.isnan(unit)] for unit in table.T]
    units = [unit for unit in units if len(unit) > 1]
    pooled = np.concatenate(units)

    def apart(one, two):
        if level == "nominal":
            return float(one != two)
        if level == "interval":
            return (one - two) ** 2
        if level == "ratio":
            return ((one - two) / (one + two)) ** 2 if one + two else 0.0
        low, high = min(one, two), max(one, two)
        between = ((pooled >= low) & (pooled <= high)).sum()
        return (between - ((pooled == low).sum() + (pooled == high).sum()) / 2) ** 2

    count = len(pooled)
    seen = sum(
        sum(apart(one, two) for one in unit for two in unit) / (len(unit) - 1) for unit in units
    )
    expected = sum(apart(one, two) for one in pooled for two in pooled) / (count - 1)
    return 1 - seen / expected


@law
@given(marks, st.sampled_from(LEVELS))
def test_it_is_what_the_definition_says_and_at_most_one(table, level):
    units = [unit[~np.isnan(unit)] for unit in table.T]
    pooled = [mark for unit in units if len(unit) > 1 for mark in unit]
    assume(len(set(pooled)) > 1)
    found = krippendorff(table, level).alpha
    assert_allclose(found, slow(table, level), atol=1e-12)
    assert found <= 1 + 1e-12
    turned = table[::-1, ::-1]
    assert_allclose(krippendorff(turned, level).alpha, found, atol=1e-12)


def test_full_agreement_is_one_and_an_interval_holds_alpha():
    same = np.tile([1.0, 2.0, 5.0, 3.0], (3, 1))
    assert [krippendorff(same, level).alpha for level in LEVELS] == pytest.approx([1.0] * 4)
    found = krippendorff(FOUR, draws=400, seed=3)
    assert found.low < found.alpha < found.high <= 1
    assert krippendorff(FOUR, draws=400, seed=3) == found


@pytest.mark.parametrize(
    ("table", "level", "error"),
    [
        ([[1.0, NAN], [NAN, 2.0]], "interval", TooFewUnits),
        ([[1.0, 2.0]], "interval", TooFewUnits),
        ([[1.0, 1.0], [1.0, 1.0]], "nominal", Constant),
        ([[1.0, np.inf], [1.0, 1.0]], "interval", NotFinite),
        ([[1.0, -1.0], [1.0, 1.0]], "ratio", NotPositive),
        ([[1.0, 2.0], [1.0, 1.0]], "metric", CompositeError),
    ],
)
def test_marks_that_say_nothing_of_agreement_are_refused(table, level, error):
    with pytest.raises(error):
        krippendorff(np.array(table), level)
