"""Division by size: hand-made numbers and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.denominate import denominate
from decapolis.engines.composite.errors import NotFinite
from decapolis.engines.composite.table import Labels

NAN = np.nan
law = settings(deadline=None, max_examples=60)
numbers = st.integers(1, 4000).map(lambda number: number / 8)
pairs = arrays.arrays(np.float64, (4, 3), elements=numbers | st.just(NAN))


def test_values_are_divided_and_scaled_and_what_is_lost_is_marked():
    values = np.array([[10.0, 1.0], [3.0, 2.0], [5.0, NAN], [NAN, 4.0]])
    by = np.array([[4.0, 1.0], [0.0, 1.0], [NAN, 1.0], [0.0, 1.0]])
    found = denominate(values, by, np.array([1000.0, 1.0]))
    assert_array_equal(found.values, [[2500, 1], [NAN, 2], [NAN, NAN], [NAN, 4]])
    assert np.argwhere(found.undefined).tolist() == [[1, 0], [2, 0]]


def test_a_quotient_too_great_for_a_number_is_refused_by_name():
    with pytest.raises(NotFinite, match=r"Beds .* Ulm") as caught:
        denominate(np.array([[1e300]]), np.array([[1e-300]]), labels=Labels(["Ulm"], ["Beds"]))
    assert (caught.value.where.code, caught.value.where.unit) == ("Beds", "Ulm")


@law
@given(pairs, pairs, numbers)
def test_doubling_the_size_halves_the_value(values, by, scale):
    once, twice = denominate(values, by, scale), denominate(values, by * 2, scale)
    assert_allclose(once.values, twice.values * 2)
    assert_array_equal(np.isnan(once.values), np.isnan(values) | np.isnan(by))


@law
@given(pairs, pairs)
def test_draws_are_divided_each_for_itself(values, by):
    together = denominate(np.stack([values, values * 2]), by).values
    assert_array_equal(together[0], denominate(values, by).values)
