"""Normalisation: COINr's printed numbers and tests, hand-made numbers, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.errors import (
    AllMissing,
    Constant,
    NotPositive,
    SpecError,
    TooFewUnits,
)
from decapolis.engines.composite.normalise import METHODS, Scale, normalise, ranks_upwards
from decapolis.engines.composite.table import Labels
from tests.engines.composite.tables import asem

NAN = np.nan
UP, DOWN = np.array([1.0]), np.array([-1.0])
law = settings(deadline=None, max_examples=60)

# COINr 1.1, vignette "Normalisation", section on simplified normalisation: a, b as printed.
A = [
    *(0.87460066, 0.17494063, 0.03424133, 0.32038573, 0.40232824),
    *(0.19566983, 0.40353812, 0.06366146, 0.38870131, 0.97554784),
]
B = [
    *(28.989230, 67.838043, 73.531960, 19.595673, 98.053967),
    *(74.152153, 5.144628, 53.021246, 69.582388, 68.855600),
]
MINMAX = [
    [89.275844, 14.947235, 0, 30.398642, 39.103831, 17.149409, 39.232363, 3.125456, 37.656170, 100],
    [25.66438, 67.47805, 73.60652, 15.55392, 100, 74.27405, 0, 51.53047, 69.35552, 68.57327],
]
REFERENCE = [
    [1, 0.16742754, 0, 0.34050244, 0.43801133, 0.19209462, 0.43945104, 0.03500898, 0.42179574, 1],
    [1, 1, 1, 0.606051, 1, 1, 0, 1, 1, 1],
]


def column(*values):
    return np.array(values, dtype=float)[:, None]


def of(values, direction=UP, **options):
    return normalise(column(*values), direction, Scale(**options))[:, 0]


def test_minmax_gives_what_coinr_prints():
    found = normalise(np.array([A, B]).T, np.ones(2))
    assert_allclose(found.T, MINMAX, atol=6e-6)


def test_distance_to_a_reference_gives_what_coinr_prints():
    scale = Scale(method="distance_to_reference", reference="a", cap=True)
    found = normalise(np.array([A, B]).T, np.ones(2), scale, labels=Labels("abcdefghij"))
    assert_allclose(found.T, REFERENCE, atol=6e-7)


def test_asem_with_methods_of_its_own_by_indicator_gives_what_coinr_prints():
    table = asem()
    columns = {code: table.codes.index(code) for code in ("LPI", "Flights", "Ship")}
    per = {
        columns["LPI"]: Scale(method="borda"),
        columns["Flights"]: Scale(method="zscore", mean=10, sd=2),
    }
    found = normalise(table.values, table.structure.direction, per=per)
    printed = {
        "AUS": (36, 9.889993, 66.14497),
        "AUT": (44, 9.588735, 0),
        "BEL": (45, 9.711512, 97.14314),
        "BGD": (4, 8.529810, 45.80661),
        "BGR": (7, 8.741971, 37.40495),
        "BRN": (9, 8.433044, 35.38920),
        "CHN": (30, 13.235114, 100),
        "CYP": (14, 8.721372, 55.21211),
        "CZE": (31, 9.001961, 0),
    }
    for unit, expected in printed.items():
        row = found[table.units.index(unit), list(columns.values())]
        assert_allclose(row, expected, atol=5e-6)


def test_years_normalised_together_give_the_greatest_scores_that_coinr_prints():
    # COINr, vignette "Normalisation", purses: the first of five years, on the scale of all five
    years = [asem("asem_idata_panel_artificial.csv", str(year)) for year in range(2018, 2023)]
    everything = np.concatenate([table.values for table in years])
    found = normalise(everything, years[0].structure.direction)
    most = np.nanmax(found[: len(years[0].units)], axis=0)
    assert_allclose(most[:4], [83.98913, 88.79325, 85.91861, 93.62416], atol=5e-6)


def test_asem_targets_of_both_directions_follow_coinrs_test():
    # COINr, test-normalise.R, "dist2targ_coin"
    table = asem()
    targets = {at: each.target for at, each in enumerate(table.indicators)}
    for code in ("LPI", "CO2"):
        at = table.codes.index(code)
        raw, target = table.values[:, at], targets[at]
        low, high = np.nanmin(raw), np.nanmax(raw)
        ways = {1.0: (raw - low) / (target - low), -1.0: (high - raw) / (high - target)}
        found = normalise(
            raw[:, None],
            table.structure.direction[[at]],
            Scale(method="distance_to_target", target=target),
        )
        assert_allclose(found[:, 0], ways[table.structure.direction[at]], rtol=1e-12)


@pytest.mark.parametrize(
    ("values", "direction", "options", "expected"),
    [
        ([0, 1, 4], UP, {"low": 1, "high": 10}, [1, 3.25, 10]),
        ([0, 1, NAN, 4], DOWN, {}, [100, 75, NAN, 0]),
        ([1, 2, 3], UP, {"method": "zscore"}, [-1, 0, 1]),
        ([1, 2, NAN, 3], DOWN, {"method": "zscore", "mean": 10, "sd": 2}, [12, 10, NAN, 8]),
        ([7, 3, 7, NAN, 1], UP, {"method": "rank"}, [3, 2, 3, NAN, 1]),
        ([7, 3, 7, NAN, 1], UP, {"method": "rank", "ties": "average"}, [3.5, 2, 3.5, NAN, 1]),
        ([7, 3, 7, NAN, 1], DOWN, {"method": "rank"}, [1, 3, 1, NAN, 4]),
        ([7, 3, 7, NAN, 1], UP, {"method": "borda"}, [2, 1, 2, NAN, 0]),
        ([7, 3, 7, NAN, 1], UP, {"method": "percentile_rank"}, [2 / 3, 1 / 3, 2 / 3, NAN, 0]),
        ([1, 4, 5], UP, {"method": "distance_to_best"}, [0, 0.75, 1]),
        ([1, 4, 5], DOWN, {"method": "distance_to_best", "factor": 100}, [100, 25, 0]),
        ([0, 5, 11], UP, {"method": "distance_to_target", "target": 10}, [0, 0.5, 1.1]),
        ([0, 5, 11], UP, {"method": "distance_to_target", "target": 10, "cap": True}, [0, 0.5, 1]),
        ([-1, 1, 10], DOWN, {"method": "distance_to_target", "target": 0}, [1.1, 0.9, 0]),
        ([1, 11, -1], UP, {"method": "goalposts", "low": 0, "high": 10}, [0.1, 1, 0]),
        ([1, -1, 11], DOWN, {"method": "goalposts", "low": 0, "high": 10}, [0.9, 1, 0]),
        (
            [1, 11],
            UP,
            {"method": "goalposts", "low": 0, "high": 10, "truncate": False, "factor": 100},
            [10, 110],
        ),
        ([1, 5.5, 10], UP, {"method": "scaled", "low": 1, "high": 10}, [0, 50, 100]),
        ([2, 4, 5], UP, {"method": "fraction_of_best"}, [0.4, 0.8, 1]),
        ([2, 4, 5], DOWN, {"method": "fraction_of_best"}, [1, 0.5, 0.4]),
        ([2, 4], DOWN, {"method": "none"}, [-2, -4]),
    ],
)
def test_every_method_gives_the_numbers_made_by_hand(values, direction, options, expected):
    assert_allclose(of(values, direction, **options), expected, rtol=1e-12, atol=1e-15)


def test_options_differ_by_column():
    values = np.array([[0.0, 0.0, 10.0], [1.0, 5.0, 20.0]])
    per = {
        0: Scale(method="goalposts", low=0, high=2, factor=100),
        2: Scale(method="goalposts", low=0, high=40, truncate=False),
    }
    found = normalise(values, np.array([1.0, 1.0, -1.0]), Scale(low=1, high=2), per)
    assert_allclose(found, [[0, 1, 0.75], [50, 2, 0.5]])


@pytest.mark.parametrize(
    ("values", "direction", "options", "error", "words"),
    [
        ([2, 2, 2], UP, {}, Constant, "Beds"),
        ([2, NAN, 2], UP, {"method": "zscore"}, Constant, "Beds"),
        ([0.1] * 3, UP, {"method": "zscore"}, Constant, "equal"),
        ([2, 2], UP, {"method": "distance_to_best"}, Constant, "Beds"),
        ([2], UP, {}, TooFewUnits, "alone"),
        ([2], UP, {"method": "zscore"}, TooFewUnits, "alone"),
        ([2], UP, {"method": "percentile_rank"}, TooFewUnits, "alone"),
        ([2, NAN], UP, {"method": "percentile_rank"}, Constant, "Beds"),
        ([NAN, NAN], UP, {"method": "rank"}, AllMissing, "Beds"),
        ([1, 2], UP, {"method": "distance_to_target"}, SpecError, "target for Beds"),
        ([1, 2], UP, {"method": "distance_to_target", "target": 1}, Constant, "worst"),
        ([1, 2], DOWN, {"method": "distance_to_target", "target": 3}, Constant, "worst"),
        ([1, 2], UP, {"method": "distance_to_reference"}, SpecError, "reference"),
        ([1, 2], UP, {"method": "distance_to_reference", "reference": "Ulm"}, Constant, "Ulm"),
        ([NAN, 2], UP, {"method": "distance_to_reference", "reference": "Ulm"}, AllMissing, "Ulm"),
        ([1, 2], UP, {"method": "goalposts", "low": 1}, SpecError, "high for Beds"),
        ([-1, 0], UP, {"method": "fraction_of_best"}, NotPositive, "Beds"),
        ([0, 1], DOWN, {"method": "fraction_of_best"}, NotPositive, "Beds"),
    ],
)
def test_what_has_no_answer_is_refused_by_name(values, direction, options, error, words):
    labels = Labels(["Ulm", "Bonn", "Kiel"][: len(values)], ["Beds"])
    with pytest.raises(error, match=words):
        normalise(column(*values), direction, Scale(**options), labels=labels)


@pytest.mark.parametrize(
    "options", [{"method": "max"}, {"ties": "first"}, {"sd": 0}, {"low": 3, "high": 3}]
)
def test_impossible_scales_are_refused(options):
    with pytest.raises(SpecError):
        Scale(**options)


# Few digits, so that a factor of two and a shift keep the order of values exactly.
numbers = st.integers(1, 4000).map(lambda number: number / 8)
spread = st.integers(3, 9).flatmap(
    lambda n: arrays.arrays(np.float64, (n, 2), elements=numbers | st.just(NAN)).filter(
        lambda values: all(np.unique(v[~np.isnan(v)]).size > 1 for v in values.T)
    )
)
directions = arrays.arrays(np.float64, 2, elements=st.sampled_from([-1.0, 1.0]))
FREE = ("minmax", "zscore", "rank", "percentile_rank", "borda", "distance_to_best")
free = st.builds(Scale, method=st.sampled_from(FREE), ties=st.sampled_from(["min", "average"]))


@law
@given(spread, directions, free, st.sampled_from([0.25, 2.0, 64.0]), st.integers(-64, 64))
def test_scores_do_not_depend_on_the_unit_of_measurement(values, direction, scale, factor, shift):
    assert_allclose(
        normalise(values * factor + shift, direction, scale),
        normalise(values, direction, scale),
        rtol=1e-9,
        atol=1e-9,
    )


@law
@given(spread, directions, free)
def test_turning_an_indicator_round_twice_changes_nothing(values, direction, scale):
    assert_allclose(
        normalise(-values, -direction, scale), normalise(values, direction, scale), rtol=1e-12
    )


@law
@given(spread, directions, st.data())
def test_more_is_better_in_every_method_and_bounds_hold(values, direction, data):
    method = data.draw(st.sampled_from([name for name in METHODS if name != "none"]))
    low, high = data.draw(st.sampled_from([(0.0, 100.0), (200.0, 400.0)]))
    target = np.nanmax(values) + 1 if direction[0] > 0 else np.nanmin(values) - 1
    scale = Scale(method=method, low=low, high=high, target=target, reference="best")
    best = np.array([np.nanmax(v * d) * d for v, d in zip(values.T, direction, strict=True)])
    with_best = np.vstack([values, best])
    direction = np.full(2, direction[0]) if method == "distance_to_target" else direction
    labels = Labels([*map(str, range(len(values))), "best"])
    found = normalise(with_best, direction, scale, labels=labels)
    assert_array_equal(np.isnan(found), np.isnan(with_best))
    for before, after, sign in zip(with_best.T, found.T, direction, strict=True):
        known = ~np.isnan(before)
        order = np.argsort(before[known] * sign, kind="stable")
        assert (np.diff(after[known][order]) >= -1e-12).all()
        if method in {"goalposts", "distance_to_best", "percentile_rank", "fraction_of_best"}:
            assert ((after[known] >= 0) & (after[known] <= 1 + 1e-12)).all()
        if method == "minmax":
            assert_allclose([after[known].min(), after[known].max()], [low, high])


@law
@given(spread, directions, free, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(values, direction, scale, random):
    order = list(range(len(values)))
    random.shuffle(order)
    assert_allclose(
        normalise(values[order], direction, scale),
        normalise(values, direction, scale)[order],
        rtol=1e-12,
        atol=1e-12,
    )


@law
@given(spread, directions, free)
def test_draws_are_normalised_each_for_itself(values, direction, scale):
    together = normalise(np.stack([values, values * 3]), direction, scale)
    assert_array_equal(together[0], normalise(values, direction, scale))
    assert_array_equal(together[1], normalise(values * 3, direction, scale))


@law
@given(spread)
def test_zscores_have_the_mean_and_deviation_asked_for(values):
    found = normalise(values, np.ones(2), Scale(method="zscore", mean=100, sd=10))
    assert_allclose(np.nanmean(found, axis=0), 100)
    assert_allclose(np.nanstd(found, axis=0, ddof=1), 10)


@law
@given(arrays.arrays(np.float64, st.integers(1, 12), elements=numbers | st.just(NAN)))
def test_ranks_count_the_values_below(values):
    found = ranks_upwards(values[:, None])[:, 0]
    average = ranks_upwards(values[:, None], "average")[:, 0]
    for value, rank, middle in zip(values, found, average, strict=True):
        if np.isnan(value):
            assert np.isnan(rank)
        else:
            assert rank == 1 + (values < value).sum()
            assert middle == rank + ((values == value).sum() - 1) / 2
