"""Why places changed: parts that sum to the whole, and are nothing where nothing changed."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.build import build
from decapolis.engines.composite.errors import TableError
from decapolis.engines.composite.panel import Edition, explain
from decapolis.engines.composite.spec import Spec
from tests.engines.composite.tables import asem, flat

PLAIN = Spec.from_json({"treat": False, "impute": False, "screen": False})
ZSCORE = Spec.from_json({"treat": False, "impute": False, "screen": False, "normalise": "zscore"})
ONE = flat([[0.0, 5.0], [10.0, 0.0], [4.0, 10.0]])


def parts_sum(parts):
    assert_allclose(parts.own + parts.others + parts.method, parts.after - parts.before, atol=1e-9)


def test_parts_sum_to_the_change_of_the_artificial_panel():
    years = [asem("asem_idata_panel_artificial.csv", time=year) for year in ("2018", "2020")]
    after = Spec.from_json({"aggregate": ["arithmetic", "arithmetic", "median"]})
    found = explain(Edition(years[0], Spec()), Edition(years[1], after), ["ESP", "DEU", "LAO"])
    parts_sum(found.scores)
    parts_sum(found.places)
    built = build(years[1], after)
    rows = [years[1].units.index(unit) for unit in found.units]
    assert_array_equal(found.scores.after, built.scores[rows])
    assert_array_equal(found.places.after, built.places[rows])
    assert np.abs(found.scores.own).min() > 0


def test_nothing_changes_nothing():
    found = explain(Edition(ONE, PLAIN), Edition(ONE, PLAIN))
    for parts in (found.scores, found.places):
        assert_array_equal([parts.own, parts.others, parts.method], np.zeros((3, 3)))


def test_what_did_not_change_has_no_part():
    # The third city stays inside the range of the others, so that the yardstick stays.
    four = flat([[0.0, 0.0], [10.0, 10.0], [4.0, 2.0], [5.0, 5.0]])
    better = four.values.copy()
    better[2] = [7.0, 4.0]
    found = explain(Edition(four, PLAIN), Edition(replace(four, values=better), PLAIN))
    assert_allclose(found.scores.own, [0, 0, (30 + 20) / 2, 0])
    assert_allclose([found.scores.method, found.scores.others], 0)
    # Its climb is its own doing, and the fourth's fall is the doing of others.
    assert_array_equal(found.places.own, [0, 0, -1, 0])
    assert_array_equal(found.places.others, [0, 0, 0, 1])
    method = explain(Edition(ONE, PLAIN), Edition(ONE, ZSCORE))
    assert_allclose([method.scores.own, method.scores.others], 0)
    assert_allclose(method.scores.method, method.scores.after - method.scores.before)


def test_others_who_move_the_yardstick_move_the_score():
    further = ONE.values.copy()
    further[1, 0] = 20.0
    found = explain(Edition(ONE, PLAIN), Edition(replace(ONE, values=further), PLAIN))
    assert_allclose(found.scores.others[2], (20 - 40) / 2)
    assert_allclose(found.scores.own[2], 0)
    assert_array_equal(found.scores.entry, np.zeros(3))
    parts_sum(found.scores)


def test_of_others_who_change_and_others_who_come_each_has_its_part():
    # Both lengthen the yardstick of the first column: the second city to 20, the newcomer to 40.
    was = flat([[0.0, 0.0], [10.0, 10.0], [4.0, 5.0]])
    now = flat([[0.0, 0.0], [20.0, 10.0], [4.0, 5.0], [40.0, 5.0]])
    found = explain(Edition(was, PLAIN), Edition(now, PLAIN))
    assert_allclose(found.scores.others[2], (10 - 40) / 2)
    assert_allclose(found.scores.entry[2], ((10 - 40) + (10 - 20)) / 2 / 2)
    parts_sum(found.scores)


def test_weights_are_method_and_units_may_come_and_go():
    heavier = replace(ONE, indicators=(ONE.indicators[0], replace(ONE.indicators[1], weight=3.0)))
    found = explain(Edition(ONE, PLAIN), Edition(heavier, PLAIN))
    assert_allclose(found.scores.method, found.scores.after - found.scores.before)
    four = flat([[0.0, 5.0], [10.0, 0.0], [4.0, 10.0], [30.0, 12.0]])
    joined = explain(Edition(ONE, PLAIN), Edition(four, PLAIN))
    assert joined.units == ("u1", "u2", "u3")
    assert_allclose(joined.scores.others, joined.scores.after - joined.scores.before)
    assert_allclose(joined.scores.entry, joined.scores.others)
    left = explain(Edition(four, PLAIN), Edition(ONE, PLAIN))
    assert_allclose(left.scores.others, -joined.scores.others)
    assert_array_equal(left.places.others, -joined.places.others)


def test_editions_that_cannot_be_compared_are_refused():
    with pytest.raises(TableError, match="Indicators differ between the editions: b"):
        explain(Edition(ONE, PLAIN), Edition(ONE.without(["b"]), PLAIN))
    with pytest.raises(TableError, match="u9: not in both"):
        explain(Edition(ONE, PLAIN), Edition(ONE, PLAIN), ["u9"])
    grouped = replace(ONE, groups={"size": ("s", "m", "l")})
    with pytest.raises(TableError, match="Groupings differ"):
        explain(Edition(ONE, PLAIN), Edition(grouped, PLAIN))
