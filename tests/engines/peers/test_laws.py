"""Laws that hold for every table of cities."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.peers import (
    Column,
    Facets,
    Rules,
    distances,
    nested_unlike,
    parts,
    percentile_ranks,
    podani_unlike,
    prepare,
)

law = settings(deadline=None, max_examples=60)  # no law fails on a clock
KINDS = ("rank", "log", "linear", "ordinal", "class")
# Few digits, so that scaling by a power of two and shifting keep the order of values exactly.
numbers = st.integers(1, 4000).map(lambda number: number / 8)


@st.composite
def tables(draw, kinds=KINDS):
    """Some cities, figures of every kind with gaps, and facets with fallbacks."""
    size = draw(st.integers(1, 9))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=6))
    columns = []
    for at, kind in enumerate(chosen):
        element = st.integers(0, 4).map(float) if kind in {"ordinal", "class"} else numbers
        values = draw(arrays.arrays(np.float64, size, elements=element | st.just(np.nan)))
        columns.append(Column(f"figure {at}", kind, values))
    facet = np.array(draw(st.lists(st.integers(0, 3), min_size=len(chosen), max_size=len(chosen))))
    weights = np.array(draw(st.lists(st.integers(0, 3), min_size=4, max_size=4)), dtype=float)
    weights[0] += 1
    quality = np.array([draw(st.sampled_from([0.25, 0.5, 1.0])) for _ in chosen])
    return columns, Facets(weights, facet, quality)


rules = st.builds(
    Rules,
    doubt=st.sampled_from([0.0, 0.25, 1.0]),
    typical=st.sampled_from([0.3, 0.5]),
    least_share=st.sampled_from([0.0, 0.2, 0.6]),
    least_figures=st.integers(0, 3),
    least_own=st.integers(0, 2),
)


def _matrix(columns, facets, rule):
    table = prepare(columns)
    size = len(columns[0].values)
    return np.array(
        [distances(table, row, facets=facets, rules=rule).distance for row in range(size)]
    )


def _parts(columns, facets):
    everyone = np.arange(len(columns[0].values))
    return parts(prepare(columns), 0, everyone, facets=facets)


@law
@given(tables(), rules)
def test_distance_is_symmetric_bounded_and_zero_to_oneself(made, rule):
    matrix = _matrix(*made, rule)
    assert_array_equal(matrix, matrix.T)
    known = matrix[np.isfinite(matrix)]
    assert ((known >= 0) & (known <= 1)).all()
    assert_array_equal(np.diag(matrix), 0)


@law
@given(tables(), rules, st.randoms(use_true_random=False))
def test_the_order_of_the_cities_does_not_matter(made, rule, random):
    columns, facets = made
    order = list(range(len(columns[0].values)))
    random.shuffle(order)
    shuffled = [Column(column.name, column.kind, column.values[order]) for column in columns]
    assert_allclose(
        _matrix(shuffled, facets, rule),
        _matrix(columns, facets, rule)[np.ix_(order, order)],
        atol=1e-12,
    )


@law
@given(tables(("rank", "log", "linear")), rules, st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_unit_of_a_figure_does_not_matter(made, rule, scale):
    columns, facets = made
    other = [Column(column.name, column.kind, column.values * scale) for column in columns]
    assert_allclose(_matrix(other, facets, rule), _matrix(columns, facets, rule), atol=1e-9)


@law
@given(tables(("rank",)), rules)
def test_a_rank_does_not_change_under_any_rising_scale(made, rule):
    columns, facets = made
    bent = [Column(column.name, column.kind, column.values**3 + 5) for column in columns]
    assert_array_equal(_matrix(bent, facets, rule), _matrix(columns, facets, rule))


@law
@given(tables(), rules)
def test_a_pair_below_any_threshold_has_no_distance_and_others_have_one(made, rule):
    columns, facets = made
    table = prepare(columns)
    found = distances(table, 0, facets=facets, rules=rule)
    own = (_parts(columns, facets).weight > 0)[:, facets.quality >= 1].sum(axis=1)
    enough = (
        (found.share > 0)
        & (found.share >= rule.least_share)
        & (found.shared >= rule.least_figures)
        & (own >= rule.least_own)
    )
    enough[0] = True
    assert_array_equal(np.isfinite(found.distance), enough)


@law
@given(tables())
def test_each_facet_is_met_on_at_most_one_figure_and_only_on_known_ones(made):
    columns, facets = made
    found = _parts(columns, facets)
    used = found.weight > 0
    for facet in range(4):
        assert (used[:, facets.facet == facet].sum(axis=1) <= 1).all()
    assert np.isfinite(found.partial[used]).all()


@law
@given(tables())
def test_without_thresholds_the_parts_add_up_to_the_distance(made):
    columns, facets = made
    rule = Rules(doubt=0.0, least_share=0.0, least_figures=0, least_own=0)
    found = distances(prepare(columns), 0, facets=facets, rules=rule)
    met = _parts(columns, facets)
    total = met.weight.sum(axis=1)
    added = (met.weight * np.nan_to_num(met.partial)).sum(axis=1)
    known = (total > 0) & (np.arange(len(total)) > 0)
    assert_allclose(found.distance[known], added[known] / total[known], atol=1e-12)
    assert_allclose(found.share, total / facets.weights.sum(), atol=1e-12)


@law
@given(arrays.arrays(np.float64, st.integers(2, 40), elements=numbers), st.floats(1e6, 1e12))
def test_one_wild_value_moves_the_places_of_others_by_at_most_one(values, wild):
    count = len(values)
    with_wild = percentile_ranks(np.append(values, wild))[:-1]
    without = percentile_ranks(values)
    assert (np.abs(with_wild - without) <= 1 / (count - 1) + 1e-12).all()


@law
@given(arrays.arrays(np.float64, st.integers(40, 80), elements=numbers), st.floats(1e9, 1e12))
def test_one_wild_value_does_not_make_all_others_alike(values, wild):
    values = np.append(values, [1.0, 500.0] * 10)
    plain = prepare([Column("x", "linear", values)]).places[:, 0]
    spoilt = prepare([Column("x", "linear", np.append(values, wild))]).places[:-1, 0]
    assert np.ptp(spoilt) >= 0.5 * np.ptp(plain)


@law
@given(arrays.arrays(np.float64, st.integers(1, 30), elements=st.integers(0, 5).map(float)))
def test_ordered_classes_are_the_more_unlike_the_further_apart(codes):
    unlike = podani_unlike(codes)
    assert_array_equal(unlike, unlike.T)
    assert ((unlike >= 0) & (unlike <= 1)).all()
    held = np.unique(codes).astype(int)
    assert (np.diff(unlike[held[0], held]) >= -1e-12).all()


@law
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), max_size=8))
def test_nested_classes_are_an_ultrametric(paths):
    unlike = nested_unlike(paths, steps=[1.0, 0.6, 0.3])
    for between in range(len(paths)):
        longest = np.maximum(unlike[:, [between]], unlike[[between], :])
        assert (unlike <= longest + 1e-12).all()
