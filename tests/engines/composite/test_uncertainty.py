"""Many builds: the same as one by one, and again the same from their recipe."""

import json
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.build import build
from decapolis.engines.composite.errors import (
    CompositeError,
    NotPositive,
    SpecError,
    TableError,
    TooFewUnits,
)
from decapolis.engines.composite.inputs import Choice, Error, Noise, input_from_json
from decapolis.engines.composite.ranks import ranks
from decapolis.engines.composite.spec import Spec
from decapolis.engines.composite.uncertainty import rerun, run
from tests.engines.composite.tables import asem, flat

SCALE = Choice("scale", ({}, {"normalise": {"method": "zscore"}}, {"normalise": "rank"}))
TREAT = Choice("treatment", ({}, {"treat": False}))


@pytest.fixture(scope="module")
def table():
    return asem()


def test_every_combination_of_choices_is_one_build(table):
    found = run(table, Spec(), [SCALE, TREAT], design="factorial")
    assert found.scores.shape == (6, 51)
    row = 0
    for normalise in ("minmax", "zscore", "rank"):
        for treat in (True, False):
            spec = Spec.from_json({"normalise": normalise, "treat": treat})
            built = build(table, spec)
            assert_allclose(found.scores[row], built.scores, rtol=1e-12, atol=1e-12)
            assert_array_equal(found.places[row], built.places)
            row += 1
    assert_allclose(found.score, build(table).scores, rtol=1e-12)
    assert_array_equal(found.place, build(table).places)
    assert (found.spread.counts.sum(axis=1) == 6).all()


def test_errors_in_data_are_rebuilt_through_every_step(table):
    error = Error(0.1, codes=("LPI", "Flights"))
    found = run(table, Spec(), [error, Noise(0.3, levels=(2,))], draws=5, seed=7)
    assert np.ptp(found.scores, axis=0).min() > 0
    # The first draw by hand, from the streams that its points name.
    name = int(found.points[0, 0] * 2**53)
    drawn = np.random.default_rng([7, 0, name]).standard_normal(table.values.shape)
    values = table.values.copy()
    for code in error.codes:
        column = table.codes.index(code)
        values[:, column] *= 1 + 0.1 * np.sign(values[:, column]) * drawn[:, column]
    other = type(table)(
        table.units,
        table.unit_names,
        table.indicators,
        values,
        table.aggregates,
        table.groups,
        table.denominators,
    )
    structure = table.structure
    row = np.argsort(np.argsort(found.points[:, 1]))[0]
    moves = np.random.default_rng([7, 1]).uniform(-1, 1, (5, len(structure.codes)))[row]
    weights = structure.weights * (1 + 0.3 * moves * (structure.level == 2))
    spec = Spec.from_json(
        {"weights": {"values": dict(zip(structure.codes, weights.tolist(), strict=True))}}
    )
    assert_allclose(found.scores[0], build(other, spec).scores, rtol=1e-10)


@pytest.mark.parametrize("method", ["geometric", "copeland"])
def test_other_methods_than_the_mean_are_drawn_too(table, method):
    spec = Spec.from_json({"normalise": {"method": "minmax", "low": 1}, "aggregate": method})
    found = run(table, spec, [Noise(0.2), Error(0.02)], draws=3, seed=1)
    assert_allclose(found.score, build(table, spec).scores, rtol=1e-12)
    assert np.isfinite(found.scores).all()
    assert np.ptp(found.scores, axis=0).max() > 0


def test_a_run_is_made_again_from_its_recipe(table):
    inputs = [SCALE, TREAT, Noise(0.25), Error(0.05, of="spread")]
    found = run(table, Spec(), inputs, draws=30, seed=11)
    recipe = json.loads(json.dumps(found.recipe))
    again = rerun(table, recipe)
    assert_array_equal(again.scores, found.scores)
    assert_array_equal(again.places, found.places)
    assert again.recipe == found.recipe
    other = run(table, Spec(), inputs, draws=30, seed=12)
    assert not np.array_equal(other.scores, found.scores)
    with pytest.raises(CompositeError, match="data are not those"):
        rerun(table.rows(range(50)), recipe)
    with pytest.raises(CompositeError, match="version 0 of the engine"):
        rerun(table, recipe | {"engine": "0"})


def test_what_moves_nothing_has_no_index_and_what_moves_all_has_it_whole(table):
    # COINr's own test: a normalisation that is the same whatever is chosen.
    same = Choice("same", ({}, {}))
    found = run(table, Spec(), [SCALE, same], draws=64, seed=3, design="sobol")
    assert found.scores.shape == (64 * 4, 51)
    indices = found.indices(draws=20)
    assert_array_equal([indices.first[1], indices.total[1]], 0)
    assert indices.total[0] == pytest.approx(1, abs=0.25)
    assert indices.total_low[0] <= indices.total[0] <= indices.total_high[0]
    row = table.units.index("PRT")
    assert found.indices(row).total[1] == 0
    assert found.spread.counts.sum() == 128 * 51
    with pytest.raises(CompositeError, match="need the design sobol"):
        run(table, Spec(), [SCALE], draws=3).indices()


def test_groups_hold_everyone_once_in_order_and_probabilities_agree(table):
    found = run(table, Spec(), [Noise(0.5)], draws=400, seed=5)
    groups = found.alike()
    order = [unit for group in groups for unit in group]
    assert order == found.order().tolist()
    assert_array_equal(found.place[order], np.sort(found.place))
    chance = found.above()
    assert_allclose(chance + chance.T, 1)
    for one, two in pairwise(groups):
        assert chance[one[0], two[0]] > 0.9
    for first, *others in groups:
        assert all(chance[first, other] <= 0.9 for other in others)
    assert_allclose(found.above_next(), [chance[one, two] for one, two in pairwise(order)])
    assert_allclose(found.firsts(), (found.places == 1).mean(axis=0))
    assert (found.spread.low <= found.spread.median).all()
    assert (found.spread.median <= found.spread.high).all()


def test_units_that_a_recipe_screens_out_have_no_place_there(table):
    strict = Choice("screen", ({}, {"impute": False, "screen": {"least": 0.9}}))
    found = run(table, Spec(), [strict], design="factorial")
    gone = np.isnan(found.places[1])
    # COINr vignette "Adjustments": five countries go.
    assert sorted(np.array(table.units)[gone]) == ["BGD", "BRN", "KHM", "LAO", "MMR"]
    assert_array_equal(found.places[1][~gone], ranks(found.scores[1][~gone]))
    assert found.spread.counts[gone].sum(axis=1).tolist() == [1] * 5
    assert np.isfinite(found.moves()).all()


@pytest.mark.parametrize(
    ("inputs", "design", "error", "message"),
    [
        ([], "random", SpecError, "at least one uncertain input"),
        ([Noise(0.1), Noise(0.2)], "random", SpecError, "a name of its own"),
        ([Noise(0.1)], "factorial", SpecError, "no countable options"),
        ([Noise(1.1)], "random", SpecError, "share of 1.1"),
        ([Error(-0.1)], "random", SpecError, "share of -0.1"),
        ([Error(0.1, of="range")], "random", SpecError, "value or spread"),
        ([Error(0.1, codes=("z",))], "random", TableError, "no indicator or aggregate z"),
        ([Choice("x", ())], "random", SpecError, "no options"),
        ([Choice("x", ({"normalise": "best"},))], "random", SpecError, "normalise"),
        ([Noise(0.1)], "grid", SpecError, "no design 'grid'"),
        (
            [Choice("mean", ({}, {"aggregate": "geometric"}))],
            "factorial",
            NotPositive,
            "mean 2: I: ",
        ),
    ],
)
def test_inputs_that_cannot_be_drawn_are_refused(inputs, design, error, message):
    small = flat([[1.0, 5.0], [2.0, 3.0], [4.0, 4.0]])
    with pytest.raises(error, match=message):
        run(small, Spec(), inputs, draws=4, design=design)


def test_one_unit_has_no_places():
    with pytest.raises(TooFewUnits):
        run(flat([[1.0, 2.0]]), Spec(), [Noise(0.1)])


def test_inputs_are_read_from_json():
    assert input_from_json({"kind": "error", "share": 0.1, "codes": ["a"]}) == Error(
        0.1, codes=("a",)
    )
    with pytest.raises(SpecError, match="no uncertain input 'doubt'"):
        input_from_json({"kind": "doubt"})
    with pytest.raises(SpecError, match="not as it should be"):
        input_from_json({"kind": "noise", "size": 1})
