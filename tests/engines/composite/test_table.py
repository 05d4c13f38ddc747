"""The table and its hierarchy: what is refused, in which words, and how it compiles."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from decapolis.engines.composite.errors import (
    AllMissing,
    CompositeError,
    NotFinite,
    TableError,
    WeightsError,
)
from decapolis.engines.composite.table import Aggregate, Indicator, Table, structure
from tests.engines.composite.tables import asem, flat

NAN = np.nan


def _pillars():
    """Three levels, given in no order; the third indicator hangs under the index itself."""
    return (
        [Indicator("a", "", "P"), Indicator("b", "", "P", weight=3), Indicator("c", "", "I")],
        [Aggregate("I", "", 3), Aggregate("P", "", 2, "I", weight=2)],
    )


def test_asem_compiles_to_eight_pillars_two_sub_indices_and_an_index():
    made = asem().structure
    assert (made.count, len(made.codes), made.levels) == (49, 60, (2, 3, 4))
    assert made.codes[made.top] == "Index"
    assert [len(node.children) for node in made.nodes] == [8, 5, 3, 6, 8, 5, 9, 5, 5, 3, 2]
    assert made.leaves(made.column("SusEcFin")).tolist() == [44, 45, 46, 47, 48]
    assert made.leaves(made.top).tolist() == list(range(49))
    assert made.leaves(3).tolist() == [3]


def test_aggregates_are_ordered_by_level_and_children_may_be_of_any_lower_level():
    made = structure(*_pillars())
    assert made.codes == ("a", "b", "c", "P", "I")
    assert [node.children.tolist() for node in made.nodes] == [[0, 1], [2, 3]]
    assert made.parent.tolist() == [3, 3, 4, 4, -1]
    assert made.weights.tolist() == [1, 3, 1, 2, 1]


def _broken(indicators=None, aggregates=None):
    given = _pillars()
    return structure(indicators or given[0], aggregates or given[1])


@pytest.mark.parametrize(
    ("indicators", "aggregates", "error", "words"),
    [
        ([Indicator("a", "", "X")], None, TableError, "its parent X is not an aggregate"),
        ([Indicator("a", "", "")], None, TableError, "a has no parent"),
        ([Indicator("P", "", "P")], None, TableError, "Codes stand twice: P"),
        ([Indicator("a", "", "P", direction=0)], None, TableError, "direction is 0"),
        ([Indicator("a", "", "I")], None, TableError, "Nothing is below P"),
        ([Indicator("a", "", "P", weight=-1)], None, WeightsError, "weight is -1"),
        ([Indicator("a", "", "P", weight=NAN)], None, WeightsError, "weight is nan"),
        ([Indicator("a", "", "P", weight=0)], None, WeightsError, "All weights below P"),
        (None, [Aggregate("I", "", 3), Aggregate("P", "", 2)], TableError, "these have none: P, I"),
        (None, [Aggregate("I", "", 3, "P"), Aggregate("P", "", 2, "I")], TableError, "each has"),
        (
            [Indicator("a", "", "P")],
            [Aggregate("I", "", 2), Aggregate("P", "", 2, "I")],
            TableError,
            r"P \(level 2\) cannot be part of I \(level 2\)",
        ),
        (
            [Indicator("a", "", "P")],
            [Aggregate("P", "", 2, "Q"), Aggregate("Q", "", 3, "P"), Aggregate("I", "", 4)],
            TableError,
            "circle: P in Q in P",
        ),
        ([Indicator("a", "", "P")], [Aggregate("P", "", 1)], TableError, "higher level"),
    ],
)
def test_a_hierarchy_that_does_not_hold_is_refused(indicators, aggregates, error, words):
    with pytest.raises(error, match=words):
        _broken(indicators, aggregates)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"units": ("u1", "u1")}, TableError, "Units stand twice: u1"),
        ({"unit_names": ("one",)}, TableError, "names of units: 1 entries"),
        ({"values": np.ones((2, 3))}, TableError, r"shape \(2, 3\)"),
        ({"values": np.array([[1, np.inf], [2, 3]])}, NotFinite, "b for u1 is infinite"),
        ({"values": np.array([[1, NAN], [2, NAN]])}, AllMissing, "No unit has a value for b"),
        ({"groups": {"Size": ("big",)}}, TableError, "group Size: 1 entries"),
        ({"denominators": {"Area": np.ones(3)}}, TableError, "denominator Area: 3 entries"),
        ({"units": (), "unit_names": (), "values": np.ones((0, 2))}, TableError, "no units"),
        ({"indicators": (), "values": np.ones((2, 0))}, TableError, "no indicators"),
        (
            {"indicators": (Indicator("a", "", "I", denominator="GDP"), Indicator("b", "", "I"))},
            TableError,
            "a is to be divided by GDP",
        ),
    ],
)
def test_a_table_that_does_not_hold_is_refused(change, error, words):
    with pytest.raises(error, match=words):
        replace(flat([[1, 2], [3, 4]]), **change)


def test_every_fault_is_a_composite_error_with_a_code_and_a_place():
    with pytest.raises(CompositeError) as caught:
        flat([[1, NAN], [2, NAN]])
    assert (caught.value.code, caught.value.where.code) == ("all-missing", "b")


def test_values_are_copied_and_closed():
    values = np.ones((2, 2))
    table = replace(flat([[1, 2], [3, 4]]), values=values)
    values[:] = 9
    assert table.values.max() == 1
    with pytest.raises(ValueError, match="read-only"):
        table.values[0, 0] = 5


def test_rows_take_units_with_all_that_belongs_to_them():
    table = asem().rows([2, 0])
    assert table.units == ("BGR", "AUT")
    assert table.groups["EurAsia_group"] == ("Europe", "Europe")
    assert_array_equal(table.denominators["Area"], [110879, 83871])


def test_indicators_and_aggregates_can_be_left_out_with_what_is_below_and_alone_above():
    table = asem()
    assert len(table.without(["LPI"]).codes) == 48
    fewer = table.without(["Embs", "IGOs", "UNVote"])
    assert "Political" not in fewer.structure.codes
    fewer = table.without(["Sust"])
    assert (len(fewer.codes), fewer.structure.codes[-2:]) == (30, ("Conn", "Index"))
    with pytest.raises(TableError, match="No indicator is left"):
        table.without(["Conn", "Sust"])
    with pytest.raises(TableError, match="no indicator or aggregate XX"):
        table.without(["XX"])


def test_the_digest_tells_tables_apart_and_equal_ones_together():
    table = flat([[1, NAN], [3, 4]])
    negative = replace(table, values=np.array([[1, -NAN], [3, 4]]))
    assert table.digest() == negative.digest()
    assert table.digest() != replace(table, units=("u1", "u3")).digest()
    assert table.digest() != replace(table, values=np.array([[1, NAN], [3, 5]])).digest()
    assert table.digest() != replace(table, groups={"Size": ("a", "b")}).digest()
    assert isinstance(table, Table)
