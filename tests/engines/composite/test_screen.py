"""Screening of units: COINr's documentation and tests, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.errors import SpecError, TooFewUnits
from decapolis.engines.composite.screen import METHODS, screen
from tests.engines.composite.tables import asem

NAN = np.nan
law = settings(deadline=None, max_examples=60)


def test_asem_loses_the_units_that_coinr_prints():
    # COINr, vignette "Unit Screening": at 85 % of the raw data
    table = asem()
    found = screen(table.values, 0.85)
    gone = [unit for unit, kept in zip(table.units, found.kept, strict=True) if not kept]
    assert sorted(gone) == ["BRN", "LAO", "MMR"]


def test_shares_of_asem_are_those_that_coinr_prints():
    # COINr, vignette "Imputation": get_data_avail
    table = asem()
    found = screen(table.values, 0.0)
    printed = {
        "AUS": (1.0, 0.9387755),
        "AUT": (1.0, 0.9591837),
        "BGD": (0.8775510, 0.9767442),
        "BGR": (1.0, 1.0),
        "BRN": (0.7959184, 0.9487179),
    }
    for unit, (share, nonzero) in printed.items():
        row = table.units.index(unit)
        assert_allclose([found.share[row], found.nonzero[row]], [share, nonzero], atol=5e-8)


def _of_ten():
    values = np.ones((5, 10))
    values[0, :5] = NAN
    values[1, 0] = NAN
    values[2, :5] = 0
    values[3, 0] = 0
    return values


@pytest.mark.parametrize(
    ("least", "method", "least_nonzero", "gone"),
    [
        # COINr, test-Screen.R
        (0.75, "by_missing", 0.05, [0]),
        (1.0, "by_missing", 0.05, [0, 1]),
        (0.75, "by_zeros", 0.75, [2]),
        (0.75, "both", 0.75, [0, 2]),
        # who has just enough stays, though 1 - 1/10 and 0.9 are told in bits
        (0.9, "by_missing", 0.05, [0]),
        (0.5, "by_missing", 0.05, []),
    ],
)
def test_units_go_that_have_less_than_the_share(least, method, least_nonzero, gone):
    found = screen(_of_ten(), least, method, least_nonzero=least_nonzero)
    assert np.flatnonzero(~found.kept).tolist() == gone


def test_a_unit_of_which_nothing_is_known_has_no_share_and_goes():
    values = np.array([[NAN, NAN], [1.0, 0.0]])
    found = screen(values, 0.5, "by_zeros")
    assert found.share.tolist() == [0, 1]
    assert found.nonzero.tolist() == [0, 0.5]
    assert found.kept.tolist() == [False, True]


def test_a_limit_that_nobody_reaches_is_refused():
    with pytest.raises(TooFewUnits, match="Lower the least share"):
        screen(np.full((2, 2), NAN), 0.5)


@pytest.mark.parametrize(
    ("least", "method", "nonzero"),
    [(0.5, "all", 0.5), (1.5, "both", 0.5), (0.5, "both", -1), (NAN, "both", 0.5)],
)
def test_impossible_options_are_refused(least, method, nonzero):
    with pytest.raises(SpecError):
        screen(np.ones((2, 2)), least, method, least_nonzero=nonzero)


@law
@given(
    arrays.arrays(np.float64, (4, 5), elements=st.sampled_from([0.0, 1.0, NAN])),
    st.sampled_from(METHODS),
    st.integers(0, 5),
)
def test_whoever_passes_a_high_limit_passes_a_low_one(values, method, fifths):
    def kept(least):
        try:
            return screen(values, least, method, least_nonzero=least).kept
        except TooFewUnits:
            return np.zeros(4, dtype=bool)

    low, high = kept(fifths / 10), kept(fifths / 5)
    assert not (high & ~low).any()
    assert_array_equal(low[::-1], _reversed(values, method, fifths / 10))


def _reversed(values, method, least):
    try:
        return screen(values[::-1], least, method, least_nonzero=least).kept
    except TooFewUnits:
        return np.zeros(4, dtype=bool)
