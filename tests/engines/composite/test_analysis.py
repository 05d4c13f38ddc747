"""Analyses: COINr's printed results, small cases by hand, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from decapolis.engines.composite.aggregate import Method, aggregate
from decapolis.engines.composite.analysis import (
    correlations,
    cronbach,
    leave_one_out,
    level_correlations,
    strengths,
)
from decapolis.engines.composite.build import build
from decapolis.engines.composite.errors import (
    CompositeError,
    Constant,
    TableError,
    TooFewUnits,
)
from decapolis.engines.composite.lift import best_peer, lift, next_level
from decapolis.engines.composite.ranks import ranks
from tests.engines.composite.tables import asem, flat

NAN = np.nan
law = settings(deadline=None, max_examples=40)
numbers = st.integers(0, 40).map(lambda number: number / 4)
tables = arrays.arrays(np.float64, st.tuples(st.integers(3, 8), st.just(3)), elements=numbers)


@pytest.fixture(scope="module")
def coin():
    return build(asem())


def named(table, codes):
    return [table.codes.index(code) for code in codes.split()]


def test_correlations_and_alpha_are_what_coinr_prints(coin):
    # COINr vignettes "Analysis" and "Weights".
    table, structure = coin.table, coin.table.structure
    environ = named(table, "CO2 MatCon PrimEner Renew")
    found = correlations(table.values[:, environ])
    assert_allclose(found[0, 1:], [0.7222051, 0.3268484, -0.5986338], atol=5.1e-8)
    people = structure.leaves(structure.column("P2P"))
    assert_allclose(cronbach(table.values[:, people]), 0.05126659, atol=5.1e-9)
    found = level_correlations(coin.stages["aggregated"].values, structure, (3, 4))
    assert_allclose(found.values[:, 0], [0.9397805, 0.8382873], atol=5.1e-8)
    normal = coin.stages["normalised"].values
    social = named(table, "CPI FreePress NGOs")
    assert_allclose(correlations(normal[:, social])[0, 1:], [0.761, 0.768], atol=5.1e-4)


def test_strengths_and_weaknesses_are_what_coinr_prints(coin):
    # COINr vignette "Presenting Results": get_str_weak(coin, dset = "Raw", usel = "ESP").
    # Forest and TBTs share place 40; COINr has sorted its indicators by another order.
    table = coin.table
    turned = table.values * table.structure.direction
    found = strengths(turned, table.units.index("ESP"), discard="both")
    strong = [(table.codes[column], found.places[column]) for column in found.strengths]
    assert strong == [
        ("CostImpEx", 1),
        ("TIRcon", 1),
        ("Tourist", 2),
        ("Flights", 3),
        ("UNVote", 3),
    ]
    weak = {(table.codes[column], found.places[column]) for column in found.weaknesses}
    assert weak == {("NEET", 33), ("Lang", 38), ("Forest", 40), ("TBTs", 40), ("PubDebt", 43)}


def test_last_is_a_weakness_and_no_strength():
    table = np.array([[0.0, 5.0, 2.0, NAN], [0.0, 3.0, 3.0, 1.0], [1.0, 4.0, 1.0, 2.0]])
    found = strengths(table, 0, count=9)
    assert_array_equal(found.places, [2, 1, 2, NAN])
    assert found.strengths.tolist() == [1, 2]
    assert found.weaknesses.tolist() == [1, 0, 2]
    assert strengths(table, 0, count=9, discard="none").strengths.tolist() == [1, 0, 2]
    assert strengths(table, 0, count=9, discard="both").weaknesses.tolist() == [1, 2]
    assert strengths(table, 0, count=9, unlike=0.7).strengths.tolist() == [1, 2]
    with pytest.raises(CompositeError, match="strengths, both or none"):
        strengths(table, 0, discard="all")


@law
@given(tables)
def test_correlations_are_those_of_scipy(table):
    with np.errstate(all="ignore"):
        for kind, other in (
            ("pearson", lambda one, two: np.corrcoef(one, two)[0, 1]),
            ("spearman", lambda one, two: stats.spearmanr(one, two).statistic),
            ("kendall", lambda one, two: stats.kendalltau(one, two).statistic),
        ):
            found = correlations(table, kind=kind)
            for row, one in enumerate(table.T):
                for column, two in enumerate(table.T):
                    if np.ptp(one) and np.ptp(two):
                        assert_allclose(found[row, column], other(one, two), atol=1e-9)
                    else:
                        assert np.isnan(found[row, column])


def test_a_pair_is_compared_where_both_are_known():
    table = np.array([[1.0, 2.0], [2.0, NAN], [3.0, 5.0], [4.0, 4.0], [NAN, 9.0]])
    both = table[[0, 2, 3]]
    for kind in ("pearson", "spearman", "kendall"):
        assert_allclose(correlations(table, kind=kind)[0, 1], correlations(both, kind=kind)[0, 1])
    assert np.isnan(correlations(table[:3])[0, 1])
    with pytest.raises(TooFewUnits):
        correlations(table[:2])
    with pytest.raises(CompositeError, match="no correlation 'tau'"):
        correlations(table, kind="tau")


def test_correlations_with_what_a_column_is_part_of(coin):
    structure = coin.table.structure
    whole = coin.stages["aggregated"].values
    found = level_correlations(whole, structure, (1, 3), parents=True)
    kept = ~np.isnan(found.values)
    assert (kept.sum(axis=1) == 1).all()
    row = structure.column("CO2")
    assert structure.codes[found.columns[kept[row].argmax()]] == "Sust"
    with pytest.raises(TableError, match="no level 9"):
        level_correlations(whole, structure, (1, 9))


def test_alpha_of_columns_that_are_the_same_or_opposed():
    one = np.array([1.0, 2.0, 4.0, 8.0])
    assert cronbach(np.column_stack([one, one, one])) == pytest.approx(1)
    with pytest.raises(Constant):
        cronbach(np.column_stack([one, -one]))
    with pytest.raises(TooFewUnits):
        cronbach(one[:, None])
    with pytest.raises(TooFewUnits):
        cronbach(np.array([[1.0, NAN], [2.0, NAN], [NAN, 1.0], [NAN, 2.0]]))


@law
@given(tables)
def test_alpha_compares_variances_with_that_of_the_sum(table):
    whole = table.sum(axis=1).var(ddof=1)
    if whole > 0:
        expected = 1.5 * (1 - table.var(axis=0, ddof=1).sum() / whole)
        assert_allclose(cronbach(table), expected, atol=1e-9)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_leaving_one_out_is_building_without_it(coin, level):
    table, normal = coin.table, coin.stages["normalised"].values
    found = leave_one_out(normal, table.structure, level)
    for at in (0, len(found.columns) - 1):
        code = table.structure.codes[found.columns[at]]
        without = table.without([code])
        kept = np.isin(np.array(table.codes), without.codes)
        scores = aggregate(normal[:, kept], without.structure)[:, -1]
        assert_allclose(found.scores[:, at], scores, rtol=1e-12)
        assert_array_equal(found.moved[:, at], coin.places - ranks(scores))
        assert_allclose(found.mean_moved[at], np.abs(coin.places - ranks(scores)).mean())


def test_an_only_child_takes_its_parent_with_it():
    table = flat([[1.0, 5.0], [2.0, 3.0]])
    made = table.without(["a"]).structure
    with pytest.raises(TableError, match="Without b nothing is left"):
        leave_one_out(np.array([[1.0], [2.0]]), made)
    with pytest.raises(TableError):
        leave_one_out(table.values, table.structure, 2)
    weights = np.array([1.0, 0.0, 1.0])
    with pytest.raises(TableError, match="Without a nothing is left"):
        leave_one_out(table.values, table.structure, weights=weights)


def test_what_lifts_most_is_what_a_rebuild_would_show(coin):
    table, normal = coin.table, coin.stages["normalised"].values
    row = table.units.index("ESP")
    peers = np.array(table.groups["GDPpc_group"]) == "L"
    found = lift(normal, table.structure, row, best_peer(normal, row, peers))
    assert found.score == coin.scores[row]
    assert found.place == coin.places[row]
    assert (found.gain >= 0).all()
    assert (found.climb >= 0).all()
    first = found.order[0]
    moved = normal.copy()
    moved[row, first] = normal[peers, first].max()
    again = aggregate(moved, table.structure)[:, -1]
    assert_allclose(found.scores[first], again[row])
    assert found.places[first] == ranks(again)[row]
    assert found.gain[first] == found.gain.max()


def test_goals_are_never_below_what_is_there():
    table = np.array([[5.0, 1.0, NAN, 3.0], [4.0, 2.0, 7.0, NAN], [9.0, 9.0, 8.0, NAN]])
    assert_array_equal(best_peer(table, 0, np.array([True, True, False])), [5, 2, 7, 3])
    assert_array_equal(best_peer(table, 0, np.zeros(3, dtype=bool)), [5, 1, NAN, 3])
    assert_array_equal(next_level(table, 0), [9, 2, NAN, 3])
    found = lift(table, flat(table).structure, 0, np.array([NAN, 2.0, 6.0, 3.0]))
    assert_allclose(found.scores, [3, 10 / 3, 3.75, 3])
    assert found.order.tolist() == [2, 1, 0, 3]


@law
@given(tables, st.sampled_from(["amean", "median", "copeland"]))
def test_a_goal_never_harms(table, name):
    found = lift(table, flat(table).structure, 0, next_level(table, 0), methods=Method(name))
    assert (found.gain >= -1e-12).all()
    assert (found.climb >= 0).all()
