"""A line run on many versions of the values gives what each gives alone."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.aggregate import Method
from decapolis.engines.composite.build import build
from decapolis.engines.composite.line import Line
from decapolis.engines.composite.normalise import Scale
from decapolis.engines.composite.spec import Impute, Normalise, Screen, Spec
from tests.engines.composite.tables import asem

ORDER = ("denominate", "screen", "impute", "treat", "normalise")


@pytest.mark.parametrize(
    "spec",
    [
        Spec(),
        replace(Spec(), impute=Impute("median"), screen=Screen(least=0.85), order=ORDER),
        replace(Spec(), normalise=Normalise(Scale("rank")), aggregate=(Method("copeland"),)),
    ],
)
def test_draws_together_are_draws_alone(spec):
    table = asem()
    rng = np.random.default_rng(3)
    noise = 1 + 0.05 * rng.standard_normal((3, *table.values.shape))
    noise[0] = 1.0
    draws = table.values * noise
    built = build(table, spec)
    line = Line.of(table, spec, built.kept)
    together = line.aggregated(draws)
    assert together.shape == (3, built.kept.sum(), 60)
    assert_allclose(together[0], built.stages["aggregated"].values, rtol=1e-12)
    assert_allclose(together[2], line.aggregated(draws[2]), rtol=1e-12)
    assert_array_equal(line.normalised(draws)[1], line.normalised(draws[1]))


def test_targets_are_those_of_the_indicators_unless_the_recipe_says_so():
    table = asem()
    general = Scale("distance_to_target", target=None)
    per = {"LPI": Scale("distance_to_target", target=4.0)}
    line = Line.of(table, replace(Spec(), normalise=Normalise(general, per)))
    lpi, flights = table.codes.index("LPI"), table.codes.index("Flights")
    assert line.scales[lpi].target == 4.0
    assert line.scales[flights].target == 200.3326555


def test_em_fills_within_the_pillars():
    table = asem()
    line = Line.of(table, replace(Spec(), impute=Impute("em")))
    assert [len(block) for block in line.options.blocks] == [8, 5, 3, 6, 8, 5, 9, 5]
    built = build(table, replace(Spec(), impute=Impute("em")))
    assert not np.isnan(built.stages["imputed"].values).any()
    whole = Line.of(table, replace(Spec(), impute=Impute("em", level=None)))
    assert whole.options.blocks == []
