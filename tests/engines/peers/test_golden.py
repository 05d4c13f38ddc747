"""Golden distances: R package FD, ``gowdis(dummy$trait)`` as printed in its users' course notes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from decapolis.engines.peers import (
    Column,
    Facets,
    Rules,
    distances,
    parts,
    percentile_ranks,
    podani_unlike,
    prepare,
    quantile_scaled,
)

NAN = np.nan
GOWER = Rules(doubt=0.0, least_share=0.0, least_figures=1, least_own=1)
RANGE = (0.0, 1.0)

# Eight species, eight traits; "-" is unknown.
#        num1  num2 fac1 fac2 ord1 ord2 bin1 bin2
TRAITS = """
         9.0   4.5  A    X    3    2    0    1
         8.1   6.0  A    Z    -    1    0    1
         -     2.3  C    Y    5    3    1    1
         3.2   5.4  B    Z    1    7    0    0
         5.8   1.2  C    X    2    6    -    0
         3.4   8.5  C    Y    2    1    1    1
         7.5   2.1  B    X    3    2    1    0
         4.3   6.5  -    Z    1    3    0    1
"""
KINDS = ("linear", "linear", "class", "class", "ordinal", "ordinal", "class", "class")

# The lower triangle that FD prints: Gower (1971) with Podani's (1999) formula 2 for ordered traits.
PRINTED = [
    [0.2181884],
    [0.5240052, 0.6678082],
    [0.6737443, 0.5610028, 0.8225701],
    [0.5291113, 0.8145699, 0.4862253, 0.4843264],
    [0.6100161, 0.5932587, 0.2784736, 0.7073925, 0.6067323],
    [0.4484235, 0.6863374, 0.4848663, 0.5575126, 0.3023416, 0.6187844],
    [0.4072834, 0.2039443, 0.5958904, 0.2390962, 0.5585525, 0.4470207, 0.7030186],
]


def _dummy_table():
    rows = [line.split() for line in TRAITS.strip().splitlines()]
    columns = []
    for kind, cells in zip(KINDS, zip(*rows, strict=True), strict=True):
        if kind == "linear":
            values = [NAN if cell == "-" else float(cell) for cell in cells]
        else:
            classes = sorted({cell for cell in cells if cell != "-"})
            values = [NAN if cell == "-" else float(classes.index(cell)) for cell in cells]
        columns.append(Column(f"trait {len(columns)}", kind, np.array(values), span=RANGE))
    return prepare(columns)


def _own_facets(count):
    return Facets(np.ones(count), np.arange(count), np.ones(count))


def test_mixed_traits_with_unknown_values_give_the_distances_that_fd_prints():
    table = _dummy_table()
    for species, printed in enumerate(PRINTED, start=1):
        found = distances(table, species, facets=_own_facets(8), rules=GOWER)
        assert_allclose(found.distance[:species], printed, atol=5e-8)


def test_unknown_figures_count_as_typical_with_part_of_their_weight():
    # By hand: two of four equal facets known, at 0 and 1:
    # d = (1 + 0.25 * 2 * 0.5) / (2 + 0.25 * 2).
    known, unknown = np.array([0.0, 0.0]), np.array([NAN, 1.0])
    table = prepare(
        [
            Column("a", "class", known),
            Column("b", "class", np.array([0.0, 1.0])),
            Column("c", "class", unknown),
            Column("d", "class", unknown),
        ]
    )
    rules = Rules(doubt=0.25, typical=0.5, least_share=0.0, least_figures=1, least_own=1)
    found = distances(table, 0, facets=_own_facets(4), rules=rules)
    assert_allclose(found.distance, [0.0, 1.25 / 2.5])
    assert (found.share[1], found.shared[1]) == (0.5, 2)


def test_a_fallback_serves_only_where_the_better_figure_is_unknown_and_counts_less():
    # By hand: facet 0 has the city's own figure and, with quality 0.5, the region's; facet 1 is
    # alike. City 1 is met on the own figure (gap 1), city 2 on the region's (gap 1, half of it).
    table = prepare(
        [
            Column("own", "class", np.array([0.0, 1.0, NAN])),
            Column("region", "class", np.array([0.0, 0.0, 1.0])),
            Column("same", "class", np.zeros(3)),
        ]
    )
    facets = Facets(np.ones(2), np.array([0, 0, 1]), np.array([1.0, 0.5, 1.0]))
    rules = Rules(doubt=0.0, least_share=0.0, least_figures=1, least_own=1)
    found = distances(table, 0, facets=facets, rules=rules)
    assert_allclose(found.distance, [0.0, 0.5, 1 / 3])
    met = parts(table, 0, np.array([1, 2]), facets=facets)
    assert_allclose(met.weight, [[1.0, 0.0, 1.0], [0.0, 0.5, 1.0]])
    assert_allclose(found.share, [1.0, 1.0, 0.75])


def test_classes_can_be_partly_alike():
    unlike = np.array([[0.0, 0.2, 1.0], [0.2, 0.0, 1.0], [1.0, 1.0, 0.0]])
    table = prepare([Column("climate", "class", np.array([0.0, 1.0, 2.0]), unlike)])
    rules = Rules(doubt=0.0, least_share=0.0, least_figures=1, least_own=1)
    assert_allclose(distances(table, 1, facets=_own_facets(1), rules=rules).distance, [0.2, 0, 1])


def test_populations_are_compared_by_ratio():
    # By hand: ln 2 of ln 8 between the least and the greatest.
    table = prepare([Column("people", "log", np.array([1e5, 2e5, 8e5]), span=RANGE)])
    rules = Rules(doubt=0.0, least_share=0.0, least_figures=1, least_own=1)
    assert_allclose(distances(table, 0, facets=_own_facets(1), rules=rules).distance, [0, 1 / 3, 1])


def test_equal_values_share_the_mean_of_their_places():
    assert_allclose(percentile_ranks(np.array([5.0, 1.0, 5.0, NAN, 9.0])), [0.5, 0, 0.5, NAN, 1])


def test_ties_of_ordered_classes_take_no_room_after_podani():
    # By hand, seven objects in classes of 3, 1, 2 and 1: ranks 2, 4, 5.5, 7 and room 1, 0, 0.5, 0.
    codes = np.array([0.0, 0.0, 0.0, 1.0, 2.0, 2.0, 3.0])
    widest = 7 - 2 - 1
    expected = np.array(
        [
            [0, 4 - 2 - 1, 5.5 - 2 - 1.5, widest],
            [1, 0, 5.5 - 4 - 0.5, 3],
            [2, 1, 0, 7 - 5.5 - 0.5],
            [4, 3, 1, 0],
        ]
    )
    assert_allclose(podani_unlike(codes), expected / widest)


def test_a_constant_figure_sets_nobody_apart():
    assert_allclose(quantile_scaled(np.array([3.0, 3.0, NAN])), [0.0, 0.0, NAN])
    assert_allclose(podani_unlike(np.array([1.0, 1.0, NAN])), np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (Column("x", "rank", np.array([np.inf, 1.0])), "infinite"),
        (Column("x", "log", np.array([0.0, 1.0])), "not positive"),
        (Column("x", "colour", np.array([0.0, 1.0])), "is no kind"),
        (Column("x", "class", np.array([0.5, 1.0])), "whole numbers"),
        (Column("x", "class", np.array([0.0, 1.0]), np.zeros((1, 1))), "all 2 classes"),
        (Column("x", "class", np.array([0.0, 1.0]), np.array([[0, 1], [0.5, 0]])), "symmetric"),
    ],
)
def test_a_column_that_cannot_be_compared_is_named(column, message):
    with pytest.raises(ValueError, match=f"x: .*{message}"):
        prepare([column])


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="same cities"):
        prepare([Column("a", "rank", np.ones(2)), Column("b", "rank", np.ones(3))])
    with pytest.raises(ValueError, match="at least one"):
        prepare([])


@pytest.mark.parametrize(
    ("weights", "facet", "quality", "message"),
    [
        ([0.0], [0], [1.0], "not all zero"),
        ([-1.0], [0], [1.0], "zero or more"),
        ([1.0], [0, 0], [1.0], "all 1 figures"),
        ([1.0], [1], [1.0], "no weight"),
        ([1.0], [0], [0.0], "above 0"),
    ],
)
def test_facets_that_do_not_fit_are_refused(weights, facet, quality, message):
    table = prepare([Column("a", "rank", np.array([1.0, 2.0]))])
    facets = Facets(np.array(weights), np.array(facet), np.array(quality))
    with pytest.raises(ValueError, match=message):
        distances(table, 0, facets=facets)
