"""Weights that a recipe asks for, by hand-made numbers."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from decapolis.engines.composite.aggregate import Method
from decapolis.engines.composite.errors import CompositeError, SpecError
from decapolis.engines.composite.spec import Comparison, Weights
from decapolis.engines.composite.table import Aggregate, Indicator, structure
from decapolis.engines.composite.weigh import shares, weigh

MADE = structure(
    [
        Indicator("a", "", "P"),
        Indicator("b", "", "P", weight=3),
        Indicator("c", "", "Q"),
        Indicator("d", "", "Q"),
    ],
    [Aggregate("P", "", 2, "I"), Aggregate("Q", "", 2, "I"), Aggregate("I", "", 3)],
)
VALUES = np.array([[1, 2, 5, 4], [2, 4, 1, 3], [3, 5, 2, 2], [4, 9, 3, 1.0]])


def of(**asked):
    return shares(MADE, weigh(MADE, Weights(**asked), VALUES, Method())).tolist()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [0.25, 0.75, 0.5, 0.5, 0.5, 0.5, 1]),
        ({"method": "equal"}, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1]),
        ({"method": "equal", "values": {"a": 4.0}}, [0.8, 0.2, 0.5, 0.5, 0.5, 0.5, 1]),
        (
            {"method": "budget", "allocations": {"P": {"b": (50.0, 30.0), "a": (50.0, 10.0)}}},
            [0.375, 0.625, 0.5, 0.5, 0.5, 0.5, 1],
        ),
        (
            {
                "method": "ahp",
                "comparisons": {"I": Comparison(("Q", "P"), ((1.0, 4.0), (0.25, 1.0)))},
            },
            [0.25, 0.75, 0.5, 0.5, 0.2, 0.8, 1],
        ),
        # two standardised columns weigh the same in their first component
        ({"method": "pca"}, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1]),
        ({"method": "pca", "level": 2}, [0.25, 0.75, 0.5, 0.5, 0.5, 0.5, 1]),
    ],
)
def test_weights_are_those_asked_for(asked, expected):
    assert_allclose(of(**asked), expected, atol=1e-9)


def test_equal_influence_is_found_at_the_level_asked():
    found = weigh(MADE, Weights("equal_influence", level=2), VALUES, Method())
    assert found[4] != pytest.approx(found[5])


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"method": "budget", "allocations": {"X": {}}}, "weights.allocations.X"),
        ({"method": "budget", "allocations": {"P": {"a": (1.0,)}}}, "weights.allocations.P"),
        (
            {"method": "budget", "allocations": {"P": {"a": (1.0,), "b": (1.0, 2.0)}}},
            "weights.allocations.P",
        ),
        (
            {"method": "ahp", "comparisons": {"P": Comparison(("a", "b"), ((1.0,), (1.0,)))}},
            "weights.comparisons.P.matrix",
        ),
        ({"values": {"X": 1.0}}, "weights.values.X"),
    ],
)
def test_weights_that_do_not_fit_the_structure_are_refused_with_their_path(asked, path):
    with pytest.raises(SpecError) as caught:
        of(**asked)
    assert caught.value.where.path == path


def test_a_component_that_cannot_be_found_names_the_pillar():
    with pytest.raises(CompositeError, match=r"^P: "):
        weigh(MADE, Weights("pca"), VALUES[:2], Method())


def test_the_structure_itself_is_not_changed():
    before = MADE.weights.copy()
    weigh(MADE, Weights("equal", values={"a": 9.0}), VALUES, Method())
    assert MADE.weights.tolist() == before.tolist()
    assert replace(Weights(), method="equal") != Weights()
