"""Weights: published examples, COINr's printed results, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from decapolis.engines.composite.aggregate import Method, aggregate
from decapolis.engines.composite.analysis import level_correlations
from decapolis.engines.composite.build import build
from decapolis.engines.composite.errors import (
    Constant,
    NotFinite,
    TooFewUnits,
    WeightsError,
)
from decapolis.engines.composite.weights import (
    ahp,
    budget,
    effective_weights,
    equal_influence,
    pca,
)
from decapolis.engines.composite.weights import (
    given as by_hand,
)
from tests.engines.composite.tables import asem, flat

law = settings(deadline=None, max_examples=40)


@pytest.fixture(scope="module")
def coin():
    return build(asem())


def columns_of(table, code):
    """The indicators of a pillar, by code, as COINr prints them."""
    below = table.structure.leaves(table.structure.column(code))
    return sorted(below, key=lambda column: table.codes[column])


def test_the_first_component_is_what_coinr_prints(coin):
    # COINr vignettes "Analysis" and "Weights"; the sign of a component has no meaning.
    table = coin.table
    for code, printed in (
        ("Environ", [0.581, -0.214, 0.543, 0.313, -0.473]),
        ("Social", [0.417, 0.324, -0.401, 0.191, -0.302]),
        ("SusEcFin", [-0.472, -0.451, 0.492, 0.227, 0.53]),
    ):
        found = pca(table.values[:, columns_of(table, code)])
        assert_allclose(found.loadings[: len(printed)], printed, atol=5.1e-4)
    social = pca(table.values[:, columns_of(table, "Social")])
    assert_allclose(
        social.explained,
        [0.5398, 0.1408, 0.1065, 0.06905, 0.06614, 0.03589, 0.02003, 0.01445, 0.00737],
        atol=6e-5,
    )
    assert social.rows == 51 - 14
    whole, at = coin.stages["aggregated"].values, table.structure.column
    pillars = [at(code) for code in ("Physical", "ConEcFin", "Political", "Instit", "P2P")]
    assert_allclose(
        pca(whole[:, pillars]).loadings,
        [0.5117970, 0.3049926, 0.3547671, 0.5081540, 0.5108455],
        atol=5.1e-8,
    )
    pillars = [at(code) for code in ("Environ", "Social", "SusEcFin")]
    found = pca(whole[:, pillars])
    assert_allclose(np.abs(found.loadings), [0.6513188, 0.7443677, 0.1473108], atol=5.1e-8)
    assert_allclose(found.weights.sum(), 1)


def test_influence_is_made_equal_where_coinr_comes_close(coin):
    # COINr vignette "Weights": 0.9397805 and 0.8382873 before, 0.8971336 and 0.8925119 after its
    # search with weights 0.3902439 and 0.6097561.
    normalised, structure = coin.stages["normalised"].values, coin.table.structure
    weights = structure.weights.copy()
    pair = [structure.column("Conn"), structure.column("Sust")]
    weights[pair] = [0.3902439, 0.6097561]
    after = level_correlations(aggregate(normalised, structure, weights), structure, (3, 4))
    assert_allclose(after.values[:, 0], [0.8971336, 0.8925119], atol=1e-7)
    found = equal_influence(normalised, structure, 3)
    assert found.gap < 1e-9
    assert_allclose(found.correlations[0], found.correlations[1])
    assert_allclose(found.weights[pair], [0.39, 0.61], atol=0.01)
    uneven = equal_influence(normalised, structure, 3, np.array([1.0, 2.0]))
    # COINr reaches a third by a weight below zero; from zero up it cannot be had.
    assert uneven.weights[pair].min() > 0
    assert uneven.gap > 0.01
    uneven = equal_influence(normalised, structure, 3, np.array([9.0, 11.0]))
    assert_allclose(uneven.obtained, [0.45, 0.55], atol=1e-9)


def test_influence_that_cannot_be_had_says_by_how_much_it_is_missed():
    values = np.random.default_rng(1).random((30, 3))
    values[:, 2] = 1 - values[:, 0]  # the better the one, the worse the other
    table = flat(values)
    found = equal_influence(values, table.structure, 1, methods=Method("gmean"))
    assert 0 <= found.gap < 0.5
    assert_allclose(found.weights[:3].sum(), 1)


def test_effective_weights_are_what_coinr_prints():
    table = asem()
    structure = table.structure
    found = effective_weights(structure)
    assert_allclose(found[structure.column("Goods")], 0.02)
    assert_allclose(found[structure.column("Renew")], 0.03333333, atol=5e-9)
    for level in (1, 2, 3, 4):
        assert_allclose(found[structure.level == level].sum(), 1)
    many = effective_weights(structure, np.vstack([structure.weights, structure.weights * 3]))
    assert_allclose(many, np.vstack([found, found]))
    none = structure.weights.copy()
    none[structure.nodes[0].children] = 0
    with pytest.raises(WeightsError, match="All weights below"):
        effective_weights(structure, none)


def test_with_all_data_the_index_is_the_sum_of_effective_weights(coin):
    normalised, structure = coin.stages["normalised"].values, coin.table.structure
    share = effective_weights(structure)[: structure.count]
    assert_allclose(normalised @ share, coin.scores, rtol=1e-12)


def test_saatys_consistent_and_inconsistent_judgements():
    true = np.array([0.5, 0.3, 0.15, 0.05])
    found = ahp(true[:, None] / true)
    assert_allclose(found.weights, true)
    assert_allclose([found.greatest, found.index, found.ratio], [4, 0, 0], atol=1e-12)
    # a over b over c over a: as much as can be said against each other.
    found = ahp(np.array([[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]]))
    assert_allclose(found.weights, 1 / 3)
    assert_allclose(found.greatest, 1 + 3 + 1 / 3)
    assert_allclose(found.index, (1 + 3 + 1 / 3 - 3) / 2)
    assert_allclose(found.ratio, found.index / 0.58)
    assert ahp(np.array([[1.0, 4.0], [0.25, 1.0]])).weights.tolist() == pytest.approx([0.8, 0.2])
    assert ahp(np.array([[1.0, 7.0], [0.14, 1.0]])).ratio == 0
    assert ahp(np.ones((1, 1))).weights.tolist() == [1.0]


def test_an_expert_has_one_voice_whatever_the_points():
    assert_allclose(budget(np.array([[100.0, 0.0], [1.0, 3.0]])), [0.625, 0.375])


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: by_hand([]), WeightsError, "not all zero"),
        (lambda: by_hand([1, np.nan]), WeightsError, "numbers"),
        (lambda: budget(np.array([[1.0, 1.0], [0.0, 0.0]])), WeightsError, "expert 2"),
        (lambda: budget(np.array([1.0, 1.0])), WeightsError, "row for each expert"),
        (lambda: ahp(np.ones((2, 3))), WeightsError, "square"),
        (lambda: ahp(np.ones((16, 16))), WeightsError, "1 to 15"),
        (lambda: ahp(np.array([[1.0, 0.0], [1.0, 1.0]])), WeightsError, "above zero"),
        (lambda: ahp(np.array([[1.0, 2.0], [2.0, 1.0]])), WeightsError, "Row 1, column 2"),
        (lambda: ahp(np.array([[2.0, 2.0], [0.5, 1.0]])), WeightsError, "diagonal"),
        (lambda: pca(np.array([[1.0, 2.0], [2.0, 1.0]])), TooFewUnits, "there are 2"),
        (lambda: pca(np.array([[1.0, 0.1], [2.0, 0.1], [3.0, 0.1]])), Constant, "constant"),
        (lambda: pca(np.array([[1.0, np.inf]] * 3)), NotFinite, "infinite"),
    ],
)
def test_weights_that_cannot_be_made_are_refused(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_influence_asked_for_wrongly_is_refused():
    table = flat([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]])
    with pytest.raises(WeightsError, match="no level 3"):
        equal_influence(table.values, table.structure, 3)
    with pytest.raises(WeightsError, match="above zero for each of the 2"):
        equal_influence(table.values, table.structure, 1, np.array([1.0, 0.0]))
    with pytest.raises(TooFewUnits):
        equal_influence(table.values[:2], table.structure, 1)
    with pytest.raises(Constant):
        equal_influence(np.array([[1.0, 2.0]] * 3), table.structure, 1)


@law
@given(st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_weights_sum_to_one(points):
    array = np.array(points, dtype=float)
    assert_allclose(budget(array).sum(), 1)
    assert_allclose(by_hand(points[0]).sum(), 1)
    assert_allclose(ahp(array[0][:, None] / array[0]).weights, array[0] / array[0].sum())
