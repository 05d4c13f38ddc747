"""Places, their spread, and who can be told apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.build import build
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.ranks import (
    above,
    above_next,
    alike,
    firsts,
    group_ranks,
    place_counts,
    ranks,
    spread,
)
from tests.engines.composite.tables import asem, rows_of

NAN, CLOSE = np.nan, 1e-9
law = settings(deadline=None, max_examples=80)
scores = arrays.arrays(
    np.float64, st.integers(1, 20), elements=st.integers(-9, 9).map(float) | st.just(NAN)
)
placings = arrays.arrays(
    np.int16, st.tuples(st.integers(1, 12), st.just(4)), elements=st.integers(1, 4)
)


@pytest.mark.parametrize("year", ["2018", "2020"])
def test_the_published_places_of_the_smart_city_governments_are_found(year):
    # Eden Strategy Institute: rank follows total, equal totals share the best rank.
    rows = rows_of(f"top50/top50-{year}.csv")
    factors = [key for key in rows[0] if key not in {"rank", "city", "country_iso2", "total"}]
    values = np.array([[float(row[factor]) for factor in factors] for row in rows])
    assert ranks(values.sum(axis=1)).tolist() == [float(row["rank"]) for row in rows]
    assert ranks(values.mean(axis=1)).tolist() == [float(row["rank"]) for row in rows]


def test_rounding_does_not_break_a_tie_but_a_difference_does():
    assert ranks(np.array([0.1 + 0.2, 0.3])).tolist() == [1.0, 1.0]
    assert ranks(np.array([0.1 + 0.2, 0.3]), close=0).tolist() == [1.0, 2.0]
    assert ranks(np.array([1.0, 1.0 + 1e-9])).tolist() == [2.0, 1.0]
    assert ranks(np.array([1e300, 1.0, 2.0])).tolist() == [1.0, 3.0, 2.0]


def test_columns_are_ranked_each_for_itself():
    table = np.array([[1.0, NAN], [3.0, 5.0], [3.0, 7.0]])
    assert_array_equal(ranks(table), [[3, NAN], [1, 2], [1, 1]])
    assert ranks(np.array([])).size == 0


def test_places_within_groups_are_those_that_coinr_prints():
    # COINr vignette "Presenting Results", use = "groupranks"
    table = asem()
    found = group_ranks(build(table).scores, table.groups["GDPpc_group"])
    for group, order in (("XL", "CHE NLD DNK NOR SWE AUT"), ("L", "BEL MLT SVN GBR CZE ESP")):
        for place, unit in enumerate(order.split(), start=1):
            row = table.units.index(unit)
            assert (table.groups["GDPpc_group"][row], found[row]) == (group, place)


def test_probability_and_groups_by_hand():
    places = np.array([[1, 2, 3, 4]] * 18 + [[2, 1, 3, 3], [1, 1, 4, 3]])
    assert_allclose(above_next(places, np.arange(4)), [18.5 / 20, 1, 18.5 / 20])
    assert alike(places, np.arange(4)).tolist() == [0, 1, 2, 3]
    assert alike(places, np.arange(4), sure=0.95).tolist() == [0, 0, 1, 1]
    assert alike(places, np.array([2])).tolist() == [0]
    assert_allclose(firsts(places), [19 / 20, 2 / 20, 0, 0])


def test_a_group_is_led_by_its_first_not_chained_from_neighbour_to_neighbour():
    # Each is above the next in 8 of 10 draws, the first above the third in all: chained, they
    # would be one group.
    places = np.array([[1, 2, 3]] * 6 + [[2, 1, 3]] * 2 + [[1, 3, 2]] * 2)
    assert_allclose(above_next(places, np.arange(3)), [0.8, 0.8])
    assert alike(places, np.arange(3)).tolist() == [0, 0, 1]


def test_a_unit_without_a_place_is_compared_only_where_it_has_one():
    places = np.array([[1.0, 2.0], [NAN, 1.0], [2.0, 1.0], [1.0, 2.0]])
    assert_allclose(above(places), [[0.5, 2 / 3], [1 / 3, 0.5]])
    assert place_counts(places).tolist() == [[2, 1], [2, 2]]
    assert_allclose(firsts(places), [2 / 3, 0.5])
    never = np.array([[NAN, 1.0]])
    assert alike(never, np.arange(2)).tolist() == [0, 0]
    assert np.isnan(firsts(never)[0])
    assert np.isnan(above(never)[0, 1])
    assert spread(place_counts(never)).median.tolist() == [0, 1]


@law
@given(scores)
def test_a_place_is_one_more_than_those_that_are_better(values):
    better = (values[:, None] < values[None, :]).sum(axis=1) + 1.0
    better[np.isnan(values)] = NAN
    assert_array_equal(ranks(values), better)


@law
@given(placings, st.floats(0.01, 0.49))
def test_quantiles_are_those_of_the_empirical_distribution(places, low):
    found = spread(place_counts(places), low, 1 - low)
    wanted = [low, 0.5, 1 - low]
    expected = np.quantile(places, wanted, axis=0, method="inverted_cdf")
    assert_array_equal([found.low, found.median, found.high], expected)
    assert_allclose(found.mean, places.mean(axis=0))
    assert (found.counts.sum(axis=1) == len(places)).all()


@law
@given(placings, st.permutations(range(4)))
def test_probabilities_of_a_pair_sum_to_one(places, order):
    chance = above(places)
    assert_allclose(chance + chance.T, 1)
    direct = (places[:, :, None] < places[:, None, :]).mean(axis=0)
    direct += 0.5 * (places[:, :, None] == places[:, None, :]).mean(axis=0)
    assert_allclose(chance, direct)
    order = np.array(order)
    assert_allclose(above_next(places, order), chance[order[:-1], order[1:]])


@law
@given(placings, st.permutations(range(4)), st.permutations(range(4)), st.floats(0.5, 1))
def test_a_group_ends_where_its_first_is_surely_above_whatever_units_are_called(
    places, order, names, sure
):
    chance, order = above(places), np.array(order)
    group = alike(places, order, sure)
    leader = order[0]
    for at, unit in enumerate(order[1:], start=1):
        if group[at] == group[at - 1]:
            assert chance[leader, unit] <= sure + CLOSE
        else:
            assert group[at] == group[at - 1] + 1
            assert chance[leader, unit] > sure - CLOSE
            leader = unit
    assert group[0] == 0
    assert not alike(places, order, 1.0).any()
    assert_array_equal(alike(places[:, names], np.argsort(names)[order], sure), group)


@law
@given(placings)
def test_somebody_is_first_in_every_draw(places):
    assert firsts(ranks(-places.astype(float).T).T).sum() >= 1 - CLOSE


def test_an_interval_that_is_none_is_refused():
    with pytest.raises(CompositeError, match="not possible"):
        spread(np.eye(2, dtype=int), 0.9, 0.1)
