"""Outliers: COINr's printed tables, an independent retelling of its rules, and laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.errors import NotPositive, SpecError
from decapolis.engines.composite.treat import (
    AS_IT_WAS,
    BOTH,
    LEVEL,
    TRANSFORMED,
    WINSORISED,
    Rule,
    kurtosis,
    skewness,
    treat,
)
from tests.engines.composite.tables import asem

NAN = np.nan
law = settings(deadline=None, max_examples=60)

# COINr 1.1, vignette "Outlier Treatment": 1:10 with two outliers.
OUTLIERS = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])[:, None]

# The same: skew and kurtosis of raw ASEM indicators, points winsorised, skew and kurtosis after.
PRINTED = {
    "LPI": (-0.3042681, -0.6567514, 0, None, None),
    "Flights": (2.1032872, 4.5088794, 1, 1.900658, 3.336065),
    "Ship": (-0.5756680, -0.6814795, 0, None, None),
    "Bord": (2.1482360, 5.7914905, 1, 1.899211, 4.346298),
    "Elec": (2.2252736, 5.7910268, 1, 1.717744, 2.586062),
    "Gas": (2.8294486, 10.3346494, 1, 1.602518, 1.525576),
    "ConSpeed": (0.4622037, 0.1873214, 0, None, None),
    "Cov4G": (-1.3725191, 0.5419314, 0, None, None),
    "Goods": (2.6499733, 8.2666095, 2, 1.140608, 0.1572047),
    "Services": (1.7010849, 2.3756557, 0, None, None),
}


def column(*values):
    return np.array(values, dtype=float)[:, None]


def _g(values):
    """G1 and G2 as textbooks print them, one value after the other."""
    known = [value for value in values if not math.isnan(value)]
    n = len(known)
    if n < 4 or min(known) == max(known):
        return NAN, NAN
    mean = math.fsum(known) / n
    m2, m3, m4 = (math.fsum((value - mean) ** power for value in known) / n for power in (2, 3, 4))
    g1, g2 = m3 / m2**1.5, m4 / m2**2 - 3
    return (
        math.sqrt(n * (n - 1)) / (n - 2) * g1,
        (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6),
    )


def _fails(values, rule):
    g1, g2 = _g(values)
    return not (abs(g1) < rule.skew or g2 < rule.kurt) and not math.isnan(g1)


def _retold(values, rule):
    """One column by COINr's rules, told point by point."""
    if not _fails(values, rule):
        return list(values)
    now, top, bottom = list(values), [], []
    limit = math.inf if rule.winmax is None else rule.winmax
    while (_fails(now, rule) or rule.force) and len(top) + len(bottom) < limit:
        known = [value for value in now if not math.isnan(value)]
        if min(known) == max(known):
            return list(values)
        end, pick = (max, top) if _g(now)[0] >= LEVEL else (min, bottom)
        extreme = end(known)
        pick[:] = [at for at, value in enumerate(now) if value == extreme]
        following = end(value for value in known if value != extreme)
        now = [following if at in pick else value for at, value in enumerate(now)]
    known = [value for value in now if not math.isnan(value)]
    if min(known) == max(known):
        return list(values)
    if _fails(now, rule) and rule.fallback == "log":
        base = now if rule.combine else list(values)
        known = [value for value in base if not math.isnan(value)]
        low, high = min(known), max(known)
        now = [math.log(value - low + 0.01 * (high - low)) for value in base]
    return now


def test_skewness_and_kurtosis_are_those_that_coinr_prints():
    assert_allclose(skewness(OUTLIERS), [3.063241], atol=5e-7)
    assert_allclose(kurtosis(OUTLIERS), [9.741391], atol=5e-7)


def test_one_winsorised_point_gives_the_skewness_and_kurtosis_that_coinr_prints():
    found = treat(OUTLIERS, Rule(winmax=2))
    assert found.values[:, 0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 30]
    assert_allclose(found.skew_after, [1.712038], atol=5e-7)
    assert_allclose(found.kurt_after, [1.815781], atol=5e-7)
    assert found.done.tolist() == [WINSORISED]
    assert np.flatnonzero(found.high).tolist() == [11]


def test_raw_asem_indicators_come_out_as_coinr_prints():
    table = asem()
    found = treat(table.values)
    for code, (skew, kurt, moved, after, kurt_after) in PRINTED.items():
        at = table.codes.index(code)
        assert_allclose(found.skew_before[at], skew, atol=5e-8)
        assert_allclose(found.kurt_before[at], kurt, atol=5e-8)
        assert (found.high | found.low)[:, at].sum() == moved
        if moved:
            assert_allclose(found.skew_after[at], after, atol=5e-7)
            assert_allclose(found.kurt_after[at], kurt_after, atol=5e-7)


def test_the_points_of_asem_that_coinr_marks_are_the_ones_moved():
    table = asem()
    found = treat(table.values)
    flights, goods = table.codes.index("Flights"), table.codes.index("Goods")
    assert (np.flatnonzero(found.high[:, flights]) + 1).tolist() == [30]
    assert (np.flatnonzero(found.high[:, goods]) + 1).tolist() == [11, 35]


def test_what_one_point_does_not_mend_is_logged_from_the_original_as_coinr_prints():
    table = asem()
    goods, flights = table.codes.index("Goods"), table.codes.index("Flights")
    found = treat(table.values, Rule(winmax=1))
    assert found.done[goods] == TRANSFORMED
    assert_allclose(found.skew_after[goods], 0.03104001, atol=5e-9)
    assert_allclose(found.kurt_after[goods], -0.8888965, atol=5e-8)
    assert not found.high[:, goods].any()
    strict = treat(table.values, Rule(winmax=1, skew=1.5, kurt=3))
    assert_allclose(strict.skew_after[flights], -0.09502644, atol=5e-9)
    assert_allclose(strict.kurt_after[flights], -0.8305217, atol=5e-8)
    alone = treat(table.values, per={flights: Rule(winmax=0)})
    assert_allclose(alone.skew_after[flights], -0.09502644, atol=5e-9)
    assert alone.done[goods] == WINSORISED


@pytest.mark.parametrize(
    ("values", "rule", "expected", "done"),
    [
        # COINr's test-treat.R: 1 to 10 and 100, and 1 to 20 with two outliers and f2 left out.
        ([*range(1, 11), 100], Rule(), [*range(1, 11), 10], WINSORISED),
        (
            [*range(1, 21), 100, 200],
            Rule(winmax=1, fallback="none"),
            [*range(1, 21), 100, 100],
            WINSORISED,
        ),
        # from below, where the skew is negative
        ([*range(1, 11), -100], Rule(), [*range(1, 11), 1], WINSORISED),
        # two tied at the top move together, though one is allowed
        (
            [*range(1, 21), 300, 300],
            Rule(winmax=1, fallback="none"),
            [*range(1, 21), 20, 20],
            WINSORISED,
        ),
        # what would become constant stays
        ([0] * 9 + [1], Rule(), [0] * 9 + [1], AS_IT_WAS),
        # too few values to test
        ([1, 2, 1000], Rule(), [1, 2, 1000], AS_IT_WAS),
        ([5, 5, 5, 5, 5], Rule(), [5, 5, 5, 5, 5], AS_IT_WAS),
        # missing values are passed over
        ([*range(1, 11), NAN, 100], Rule(), [*range(1, 11), NAN, 10], WINSORISED),
    ],
)
def test_hand_made_columns_come_out_as_expected(values, rule, expected, done):
    found = treat(column(*values), rule)
    assert_array_equal(found.values[:, 0], expected)
    assert found.done.tolist() == [done]


def test_forcing_moves_all_the_points_allowed_from_the_side_that_the_skew_then_tells():
    # COINr's test-treat.R
    found = treat(column(*range(1, 21), 100, 200), Rule(winmax=3, force=True, fallback="none"))
    assert found.high.sum() + found.low.sum() == 3
    assert found.values[:, 0].tolist() == [2, *range(2, 21), 20, 20]


@pytest.mark.parametrize(
    ("rule", "formula"),
    [
        (Rule(winmax=0), lambda x: np.log(x - 1 + 1.99)),
        (Rule(winmax=0, fallback="log_plus"), lambda x: np.log(x - 1 + 1.99)),
        (Rule(winmax=0, fallback="log_original"), np.log),
        (Rule(winmax=0, fallback="log_gii"), lambda x: np.log(199 * (x - 1) / 199 + 1)),
        (Rule(winmax=0, fallback="boxcox", power=0.5), lambda x: (np.sqrt(x) - 1) / 0.5),
        (Rule(winmax=0, fallback="boxcox"), np.log),
    ],
)
def test_fallbacks_follow_their_formulas(rule, formula):
    values = column(*range(1, 21), 100, 200)
    found = treat(values, rule)
    assert_allclose(found.values, formula(values), rtol=1e-13)
    assert found.done.tolist() == [TRANSFORMED]


def test_log_plus_turns_round_what_is_skewed_to_the_left():
    up = column(*range(1, 21), 100, 200)
    mirrored = treat(-up, Rule(winmax=0, fallback="log_plus"))
    assert_allclose(
        mirrored.values, -treat(up, Rule(winmax=0, fallback="log_plus")).values, rtol=1e-13
    )


def test_combining_transforms_what_was_winsorised():
    values = column(*range(1, 21), 100, 200)
    found = treat(values, Rule(winmax=1, combine=True))
    moved = np.array([*range(1, 21), 100.0, 100.0])
    assert found.done.tolist() == [BOTH]
    assert_allclose(found.values[:, 0], np.log(moved - 1 + 0.99), rtol=1e-13)
    assert np.flatnonzero(found.high[:, 0]).tolist() == [21]


def test_a_column_may_be_left_out_or_all_of_them():
    values = np.hstack([column(*range(1, 11), 100)] * 2)
    assert treat(values, per={1: None}).done.tolist() == [WINSORISED, AS_IT_WAS]
    nothing = treat(values, None)
    assert_array_equal(nothing.values, values)
    assert nothing.done.tolist() == [AS_IT_WAS] * 2


def test_the_gii_logarithm_refuses_a_column_without_a_value_above_zero():
    with pytest.raises(NotPositive, match="log_gii"):
        treat(column(*range(-21, -1), -500), Rule(winmax=0, fallback="log_gii"))


@pytest.mark.parametrize("rule", [{"fallback": "sqrt"}, {"winmax": -1}])
def test_impossible_rules_are_refused(rule):
    with pytest.raises(SpecError):
        Rule(**rule)


# Few different numbers, some far out: ties, constants and outliers are common.
cells = st.sampled_from([0.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, -60.0, 90.0, 400.0, NAN])
columns = st.integers(1, 24).flatmap(
    lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=3)
)
rules = st.builds(
    Rule,
    winmax=st.sampled_from([None, 0, 1, 2, 5]),
    skew=st.sampled_from([0.5, 2.0]),
    kurt=st.sampled_from([1.0, 3.5]),
    fallback=st.sampled_from(["log", "none"]),
    force=st.booleans(),
    combine=st.booleans(),
)


@settings(deadline=None, max_examples=200)
@given(columns, rules)
def test_all_columns_at_once_are_what_one_point_after_the_other_gives(made, rule):
    found = treat(np.array(made).T, rule)
    expected = np.array([_retold(values, rule) for values in made]).T
    assert_allclose(found.values, expected, rtol=1e-12, atol=1e-12)


@law
@given(columns, rules, st.randoms(use_true_random=False))
def test_the_order_of_units_and_columns_does_not_matter(made, rule, random):
    values = np.array(made).T
    rows, across = list(range(values.shape[0])), list(range(values.shape[1]))
    random.shuffle(rows)
    random.shuffle(across)
    assert_allclose(
        treat(values[np.ix_(rows, across)], rule).values,
        treat(values, rule).values[np.ix_(rows, across)],
        rtol=1e-12,
        atol=1e-12,
    )


@law
@given(columns, rules)
def test_draws_are_treated_each_for_itself(made, rule):
    values = np.array(made).T
    draws = np.stack([values, values * 2.0, values + 8.0])
    together = treat(draws, rule)
    for at, one in enumerate(draws):
        alone = treat(one, rule)
        assert_array_equal(together.values[at], alone.values)
        assert_array_equal(together.done[at], alone.done)
        assert_array_equal(together.high[at], alone.high)


@law
@given(columns, st.sampled_from([0.5, 4.0, 1e100, 1e-100]))
def test_another_unit_of_measurement_moves_the_same_points(made, factor):
    values = np.array(made).T
    one, other = treat(values), treat(values * factor)
    assert_array_equal(one.done, other.done)
    assert_array_equal(one.high, other.high)
    assert_allclose(one.skew_after, other.skew_after, rtol=1e-9, atol=1e-9)


@law
@given(columns, rules)
def test_treatment_keeps_the_order_within_a_column_and_what_is_missing(made, rule):
    values = np.array(made).T
    found = treat(values, rule).values
    assert_array_equal(np.isnan(found), np.isnan(values))
    for before, after in zip(values.T, found.T, strict=True):
        known = ~np.isnan(before)
        order = np.argsort(before[known], kind="stable")
        assert (np.diff(after[known][order]) >= -1e-12).all()


@law
@given(columns)
def test_winsorising_never_leaves_the_range(made):
    values = np.array(made).T
    found = treat(values, Rule(fallback="none")).values
    for before, after in zip(values.T, found.T, strict=True):
        known = before[~np.isnan(before)]
        if known.size:
            assert np.nanmin(after) >= known.min()
            assert np.nanmax(after) <= known.max()
