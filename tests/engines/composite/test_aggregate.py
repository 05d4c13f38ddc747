"""Means and votes: by hand, against COINr's and Compind's definitions, and by laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.aggregate import (
    METHODS,
    Method,
    aggregate,
    combine,
)
from decapolis.engines.composite.errors import (
    NotFinite,
    NotPositive,
    SpecError,
    TooFewUnits,
    WeightsError,
)
from decapolis.engines.composite.means import gmean, hmean, mazziotta_pareto, power_mean
from decapolis.engines.composite.table import Aggregate, Indicator, structure
from decapolis.engines.composite.votes import copeland, copeland_majority, outranking
from tests.engines.composite.tables import asem

NAN = np.nan
law = settings(deadline=None, max_examples=60)  # no law fails on a clock
numbers = st.integers(1, 800).map(lambda number: number / 8)
MEANS = ("amean", "gmean", "hmean", "median")
POWERS = (-np.inf, -2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 30.0, np.inf)


@st.composite
def tables(draw, least=1, missing=False):
    """Some units, some columns with weights, every row with a value."""
    shape = draw(st.integers(least, 7)), draw(st.integers(1, 5))
    values = draw(arrays.arrays(np.float64, shape, elements=numbers))
    weights = np.array(
        draw(st.lists(st.integers(1, 9), min_size=shape[1], max_size=shape[1])), dtype=float
    )
    if missing:
        values[:, 1:][draw(arrays.arrays(np.bool_, (shape[0], shape[1] - 1)))] = NAN
    return values, weights


# What R gives: a_amean(c(10, NA, 40), c(3, 5, 1)) and so on.
@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Method("amean"), (3 * 10 + 1 * 40) / 4),
        (Method("gmean"), np.exp((3 * np.log(10) + np.log(40)) / 4)),
        (Method("hmean"), 4 / (3 / 10 + 1 / 40)),
        (Method("power", power=2), np.sqrt((3 * 100 + 1600) / 4)),
        (Method("power", power=-np.inf), 10),
        (Method("power", power=np.inf), 40),
        (Method("median"), 25),
        (Method("mazziotta_pareto"), 17.5 - 168.75 * 2 / 17.5),
        (Method("mazziotta_pareto", penalty=1), 17.5 + 168.75 * 2 / 17.5),
    ],
)
def test_what_is_missing_is_left_out_and_the_other_weights_are_rescaled(method, expected):
    found = combine(np.array([[10.0, NAN, 40.0]]), np.array([3.0, 5.0, 1.0]), method)
    assert_allclose(found, [expected], rtol=1e-14)


@pytest.mark.parametrize("name", sorted(set(METHODS) - {"dea"}))
def test_a_unit_without_any_value_has_no_score(name):
    values = np.array([[1.0, 2.0], [3.0, 5.0], [NAN, NAN]])
    assert_array_equal(np.isnan(combine(values, np.ones(2), Method(name))), [False, False, True])


def test_less_than_the_least_share_of_data_gives_no_score():
    values = np.array([[1.0, 2.0, NAN], [1.0, NAN, NAN]])
    assert_allclose(combine(values, np.ones(3), Method(least=2 / 3)), [1.5, NAN])


def test_mazziotta_pareto_is_compinds_with_the_deviation_of_the_sample():
    values = np.array([[95.0, 110.0, 104.0], [100.0, 100.0, 100.0]])
    mean, spread = values[0].mean(), values[0].std(ddof=1)
    cv = spread / mean
    assert_allclose(mazziotta_pareto(values, np.ones(3)), [mean * (1 - cv**2), 100.0], rtol=1e-14)
    assert_allclose(mazziotta_pareto(values, np.ones(3), 1)[0], mean * (1 + cv**2), rtol=1e-14)
    spread = values[0].std()
    assert_allclose(
        mazziotta_pareto(values, np.ones(3), ddof=0)[0], mean - spread**2 / mean, rtol=1e-14
    )


def test_outranking_equals_what_coinr_prints_for_its_example():
    # COINr reference, outrankMatrix(ASEM_iData[12:16])$fracDominant: 0.2533333
    table = asem()
    columns = [table.codes.index(code) for code in ("LPI", "Flights", "Ship", "Bord", "Elec")]
    share = outranking(table.values[:, columns], np.ones(5))
    assert round((share == 1).sum() / (51 * 50 / 2), 7) == 0.2533333
    assert_allclose(share + share.T + np.eye(51), 1)
    assert_allclose(copeland(table.values[:, columns], np.ones(5)), share.sum(axis=1))


def test_copeland_by_majority_puts_the_winner_of_all_pairs_first_and_shares_need_not():
    # Three judges; a beats b and c by two to one, b is liked a little by all.
    votes = np.array([[3.0, 3.0, 1.0], [2.0, 2.0, 3.0], [1.0, 1.0, 2.0]])
    assert copeland_majority(votes, np.ones(3)).tolist() == [2.0, 0.0, -2.0]
    # Of five, a beats each by three to two, but b is last nowhere.
    votes = np.array([[3, 3, 3, 1, 1], [2, 2, 2, 3, 3], [1, 1, 1, 2, 2]], dtype=float)
    assert copeland_majority(votes, np.ones(5)).tolist() == [2.0, 0.0, -2.0]
    assert copeland(votes, np.ones(5)).argmax() == 1
    # A circle: each wins one pair.
    votes = np.array([[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0]])
    assert copeland_majority(votes, np.ones(3)).tolist() == [0.0, 0.0, 0.0]
    # Weights decide a majority; a half is none.
    votes = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert copeland_majority(votes, np.array([2.0, 1.0])).tolist() == [1.0, -1.0]
    assert copeland_majority(votes, np.array([0.3, 0.3])).tolist() == [0.0, 0.0]


def test_a_hierarchy_is_aggregated_level_by_level_with_a_method_for_each():
    made = structure(
        [
            Indicator("a", "", "P", weight=3),
            Indicator("b", "", "P"),
            Indicator("c", "", "Q"),
            Indicator("d", "", "I", weight=2),
        ],
        [Aggregate("I", "", 3), Aggregate("P", "", 2, "I"), Aggregate("Q", "", 2, "I")],
    )
    values = np.array([[10.0, 30.0, 20.0, 5.0], [NAN, 30.0, NAN, 40.0]])
    found = aggregate(values, made)
    assert_allclose(found[:, 4:], [[15, 20, (15 + 20 + 10) / 4], [30, NAN, (30 + 80) / 3]])
    mixed = aggregate(values, made, methods=[Method("gmean"), Method("power", power=-np.inf)])
    assert_allclose(mixed[0, 4:], [np.exp((3 * np.log(10) + np.log(30)) / 4), 20, 5])
    weights = np.array([1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0])
    assert_allclose(aggregate(values, made, weights)[0, 4:], [10, 20, 15])


def test_one_product_a_level_gives_what_each_node_gives_by_itself():
    table = asem()
    values = table.values[:, :]
    whole = aggregate(values, table.structure)
    apart = aggregate(values, table.structure, methods=Method(least=1e-9))  # node by node
    assert_allclose(whole, apart, rtol=1e-13)


@pytest.mark.parametrize(
    ("values", "weights", "method", "error", "message"),
    [
        ([[0.0, 1.0]], [1, 1], Method("gmean"), NotPositive, "above zero"),
        ([[-1.0, 1.0]], [1, 1], Method("hmean"), NotPositive, "above zero"),
        ([[-1.0, 1.0]], [1, 1], Method("power", power=2), NotPositive, "zero up"),
        ([[0.0, 1.0]], [1, 1], Method("power", power=-2), NotPositive, "above zero"),
        ([[0.0, 0.0]], [1, 1], Method("mazziotta_pareto"), NotPositive, "means above zero"),
        ([[1.0, 1.0]], [1, 1], Method("mazziotta_pareto", penalty=2), SpecError, "penalty"),
        ([[1.0, 1.0]], [1, 1], Method("power", power=NAN), SpecError, "number"),
        ([[1.0, 1.0]], [1, 1], Method("sum"), SpecError, "no aggregation 'sum'"),
        ([[1.0, np.inf]], [1, 1], Method(), NotFinite, "infinite"),
        ([[1.0, 1.0]], [0, 0], Method(), WeightsError, "not all zero"),
        ([[1.0, 1.0]], [-1, 2], Method(), WeightsError, "zero up"),
        ([[1.0, 1.0]], [1], Method(), WeightsError, "1 weights for 2 columns"),
        ([[1.0, 1.0]], [1, 1], Method("copeland"), TooFewUnits, "two units"),
        ([[1.0, 1.0]], [1, 1], Method("dea"), TooFewUnits, "two"),
    ],
)
def test_what_cannot_be_aggregated_is_refused(values, weights, method, error, message):
    with pytest.raises(error, match=message):
        combine(np.array(values), np.array(weights, dtype=float), method)


def test_a_refusal_within_a_hierarchy_names_the_aggregate():
    made = structure(
        [Indicator("a", "", "P"), Indicator("b", "", "Q")],
        [Aggregate("P", "", 2, "I"), Aggregate("Q", "", 2, "I"), Aggregate("I", "", 3)],
    )
    with pytest.raises(NotPositive, match=r"^Q: ") as refused:
        aggregate(np.array([[1.0, 0.0]]), made, methods=Method("gmean"))
    assert refused.value.where.code == "Q"
    with pytest.raises(WeightsError, match=r"^I: "):
        aggregate(np.ones((1, 2)), made, np.array([1.0, 1.0, 0.0, 0.0, 1.0]))
    with pytest.raises(WeightsError, match="3 weights for 5 codes"):
        aggregate(np.ones((1, 2)), made, np.ones(3))
    with pytest.raises(SpecError, match="3 aggregation methods for 2 levels"):
        aggregate(np.ones((1, 2)), made, methods=[Method()] * 3)


@law
@given(tables(least=2), st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_the_order_of_units_and_columns_does_not_matter(made, name, random):
    values, weights = made
    rows, columns = list(range(len(values))), list(range(len(weights)))
    random.shuffle(rows)
    random.shuffle(columns)
    found = combine(values, weights, Method(name))
    shuffled = combine(values[np.ix_(rows, columns)], weights[columns], Method(name))
    assert_allclose(shuffled, found[rows], rtol=1e-9, atol=1e-12)


@law
@given(
    tables(least=2),
    st.sampled_from(sorted(set(METHODS) - {"mazziotta_pareto"})),
    st.data(),
)
def test_a_unit_that_gains_does_not_lose(made, name, data):
    values, weights = made
    row, column = (data.draw(st.integers(0, size - 1)) for size in values.shape)
    better = values.copy()
    better[row, column] += data.draw(numbers)
    one = combine(values, weights, Method(name))[row]
    two = combine(better, weights, Method(name))[row]
    assert two >= one - 1e-9 * abs(one)


@law
@given(tables(missing=True), st.sampled_from(MEANS))
def test_a_mean_lies_between_the_least_and_the_greatest(made, name):
    values, weights = made
    found = combine(values, weights, Method(name))
    assert (found >= np.nanmin(values, axis=1) * (1 - 1e-12)).all()
    assert (found <= np.nanmax(values, axis=1) * (1 + 1e-12)).all()


@law
@given(tables(missing=True))
def test_power_means_grow_with_the_power(made):
    values, weights = made
    found = np.array([power_mean(values, weights, power) for power in POWERS])
    assert (np.diff(found, axis=0) >= -1e-9 * found[1:]).all()
    assert_allclose(found[[2, 3]], [hmean(values, weights), gmean(values, weights)])


@law
@given(tables(missing=True), st.sampled_from(MEANS), st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_unit_of_values_and_weights_does_not_matter(made, name, scale):
    values, weights = made
    found = combine(values, weights, Method(name))
    assert_allclose(combine(values * scale, weights, Method(name)), found * scale, rtol=1e-9)
    assert_allclose(combine(values, weights * scale, Method(name)), found, rtol=1e-12)


@law
@given(tables(missing=True), st.sampled_from(["copeland", "copeland_majority"]))
def test_votes_heed_the_order_of_the_values_alone(made, name):
    values, weights = made
    values = np.vstack([values, values[:1]])
    bent = values**3 + 5
    assert_array_equal(combine(bent, weights, Method(name)), combine(values, weights, Method(name)))


@law
@given(numbers, numbers, numbers)
def test_compensability_is_what_each_mean_promises(low, more, moved):
    high, equal = low + more, np.ones(2)
    pair = np.array([[low, high]])
    # Arithmetic: what one loses the other makes good, in full.
    shifted = np.array([[low + moved, high - moved]])
    assert_allclose(combine(shifted, equal), combine(pair, equal))
    # Geometric: in proportion only. A loss of the low one costs more than a like gain brings.
    scaled = np.array([[low * moved, high / moved]])
    assert_allclose(gmean(scaled, equal), gmean(pair, equal))
    even = np.array([[(low + high) / 2] * 2])
    kept = [
        combine(pair, equal, Method(name))[0] / combine(even, equal, Method(name))[0]
        for name in ("amean", "gmean", "hmean")
    ]
    least = power_mean(pair, equal, -np.inf)[0] / even[0, 0]
    assert kept[0] == pytest.approx(1)
    assert kept[0] > kept[1] > kept[2] > least
    # And a penalty for unevenness lies below the mean by its whole amount.
    assert mazziotta_pareto(pair, equal)[0] < mazziotta_pareto(even, equal)[0]
