"""Whole indices: COINr's example to every digit it prints, published tables, faults, and laws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal

from decapolis.engines.composite.aggregate import Method
from decapolis.engines.composite.build import STAGES, build
from decapolis.engines.composite.errors import (
    CompositeError,
    Constant,
    NotFinite,
    SpecError,
    TooFewUnits,
)
from decapolis.engines.composite.normalise import Scale
from decapolis.engines.composite.spec import Impute, Normalise, Screen, Spec, Treat, Weights
from decapolis.engines.composite.table import Indicator
from decapolis.engines.composite.treat import Rule
from tests.engines.composite.tables import asem, flat, number, rows_of

NAN = np.nan
law = settings(deadline=None, max_examples=60)
PLAIN = Spec(denominate=None, impute=None, screen=None, treat=None)

# COINr 1.1, vignette "Presenting Results": get_results(build_example_coin(), tab_type = "Aggs").
CODES = [
    "Index",
    "Conn",
    "Sust",
    "Physical",
    "ConEcFin",
    "Political",
    "Instit",
    "P2P",
    "Environ",
    "Social",
    "SusEcFin",
]
BEST = """
CHE 1 68.38 62.79 73.98 63.41 32.87 74.78 85.94 56.93 77.21 87.85 56.88
NLD 2 64.82 61.94 67.70 64.87 46.62 84.55 71.74 41.92 58.73 86.58 57.78
DNK 3 64.80 57.10 72.51 50.52 30.43 78.13 75.35 51.04 69.83 86.40 61.29
NOR 4 64.47 57.44 71.50 58.18 25.70 80.03 89.46 33.80 70.90 87.00 56.59
BEL 5 63.54 63.99 63.09 71.97 48.22 80.84 75.60 43.32 53.01 86.17 50.09
SWE 6 63.00 53.87 72.12 51.51 23.87 80.98 74.51 38.50 66.37 87.74 62.27
"""
# The same, get_unit_summary(coin, "IND"): score and rank.
INDIA = {
    "Index": (39.79, 45),
    "Conn": (28.60, 44),
    "Sust": (50.99, 43),
    "Physical": (18.78, 48),
    "ConEcFin": (6.38, 49),
    "Political": (51.90, 33),
    "Instit": (59.84, 37),
    "P2P": (6.07, 47),
    "Environ": (75.34, 6),
    "Social": (22.74, 51),
    "SusEcFin": (54.88, 36),
}

# COINr 1.1, vignette "Adjustments and Comparisons": ranks in the example; with n_prank; without the
# indicators LPI and Forest; without imputation, and without units that have less than 90 % of data.
RANKS = """
CHE 1 1 1 1;  NLD 2 4 4 3;  DNK 3 2 2 2;  NOR 4 3 3 4;  BEL 5 7 6 5;
SWE 6 5 5 6;  AUT 7 6 7 7;  LUX 8 10 8 8;  DEU 9 8 11 9;  MLT 10 19 9 13;
SVN 11 9 10 10;  IRL 12 14 12 12;  FIN 13 13 13 14;  SGP 14 15 14 11;  GBR 15 12 16 15;
LTU 16 11 15 16;  CZE 17 18 19 17;  HRV 18 23 21 19;  ESP 19 24 20 24;  HUN 20 22 22 20;
FRA 21 21 25 18;  EST 22 16 23 23;  LVA 23 20 17 21;  SVK 24 26 24 22;  ROU 25 25 26 25;
POL 26 28 27 27;  PRT 27 17 18 26;  ITA 28 27 28 28;  CYP 29 30 29 29;  BGR 30 29 30 31;
KOR 31 33 31 30;  GRC 32 32 32 33;  NZL 33 34 33 32;  JPN 34 31 34 34;  AUS 35 35 37 35;
VNM 36 37 36 36;  KHM 37 36 35 nan;  PHL 38 40 40 39;  MYS 39 38 38 38;  BRN 40 41 45 nan;
MMR 41 42 39 nan;  THA 42 43 42 37;  IDN 43 49 41 41;  MNG 44 48 47 42;  IND 45 46 46 40;
BGD 46 44 44 nan;  KAZ 47 45 49 43;  LAO 48 39 43 nan;  CHN 49 51 50 45;  PAK 50 47 48 44;
RUS 51 50 51 46;
"""


@pytest.fixture(scope="module")
def example():
    return build(asem())


def test_the_default_recipe_gives_the_scores_and_ranks_that_coinr_prints(example):
    scores, places = example.stages["aggregated"], example.stages["ranks"]
    columns = [scores.codes.index(code) for code in CODES]
    for line in BEST.strip().splitlines():
        unit, place, *printed = line.split()
        row = scores.units.index(unit)
        assert places.values[row, -1] == float(place)
        assert_allclose(scores.values[row, columns], [float(cell) for cell in printed], atol=0.005)
    row = scores.units.index("IND")
    for code, (score, place) in INDIA.items():
        column = scores.codes.index(code)
        assert_allclose(scores.values[row, column], score, atol=0.005)
        assert places.values[row, column] == place


@pytest.mark.parametrize(
    ("at", "spec", "without"),
    [
        (0, Spec(), []),
        (1, replace(Spec(), normalise=Normalise(Scale("percentile_rank"))), []),
        (2, Spec(), ["LPI", "Forest"]),
        (3, replace(Spec(), impute=None), []),
    ],
)
def test_all_ranks_are_those_that_coinr_prints(at, spec, without):
    built = build(asem().without(without), spec)
    units = built.stages["ranks"].units
    found = dict(zip(units, built.places.tolist(), strict=True))
    printed = [line.split() for line in RANKS.strip().split(";") if line.strip()]
    assert len(printed) == 51
    for unit, *places in printed:
        assert found.get(unit, NAN) == pytest.approx(float(places[at]), nan_ok=True)


@pytest.mark.parametrize(
    ("weights", "conn", "sust"),
    [({}, 0.9397805, 0.8382873), ({"Conn": 0.3902439, "Sust": 0.6097561}, 0.8971336, 0.8925119)],
)
def test_correlations_with_the_index_are_those_that_coinr_prints(weights, conn, sust):
    # COINr, vignette "Weights": get_corr(coin, dset = "Aggregated", Levels = c(3, 4))
    built = build(asem(), replace(Spec(), weights=Weights(values=weights)))
    correlations = np.corrcoef(built.stages["aggregated"].values[:, -3:].T)[2, :2]
    assert_allclose(correlations, [conn, sust], atol=6e-8)


def test_every_stage_is_there_and_every_touched_point_is_noted(example):
    assert set(example.stages) == set(STAGES)
    assert list(example.stages)[:4] == ["raw", "denominated", "imputed", "screened"]
    raw, denominated = example.stages["raw"].values, example.stages["denominated"].values
    imputed, treated = example.stages["imputed"].values, example.stages["treated"].values
    table = example.table
    goods = table.codes.index("Goods")
    assert_array_equal(denominated[:, goods], raw[:, goods] / table.denominators["GDP"])
    assert len(example.imputed) == np.isnan(denominated).sum()
    for point in example.imputed:
        at = table.units.index(point.unit), table.codes.index(point.code)
        assert np.isnan(denominated[at])
        assert point.after == imputed[at]
        assert point.method == "group_mean"
    moved = np.argwhere(treated != imputed)
    noted = {(point.unit, point.code) for point in example.treated_points}
    assert noted == {(table.units[row], table.codes[column]) for row, column in moved}
    assert {point.method for point in example.treated_points} <= {
        "winsorised_high",
        "winsorised_low",
    }


def test_imputation_of_the_example_is_by_europe_and_asia(example):
    table = example.table
    point = next(point for point in example.imputed if point.code == "ConSpeed")
    side = np.array(table.groups["EurAsia_group"])
    alike = side == side[table.units.index(point.unit)]
    column = example.stages["denominated"].values[:, table.codes.index("ConSpeed")]
    assert_allclose(point.after, np.nanmean(column[alike]), rtol=1e-12)


def test_weights_are_shares_within_a_parent(example):
    assert_allclose(example.weights["LPI"], 1 / 8)
    assert_allclose(example.weights["Physical"], 1 / 5)
    assert example.weights["Index"] == 1


def test_the_digest_is_of_table_and_recipe(example):
    assert example.digest == build(asem()).digest
    assert example.digest != build(asem(), replace(Spec(), treat=None)).digest
    assert len(example.digest) == 64


def test_screening_first_takes_units_out_of_all_later_steps():
    order = ("denominate", "screen", "impute", "treat", "normalise")
    built = build(asem(), replace(Spec(), screen=Screen(least=0.85), order=order))
    assert built.kept.sum() == 48
    assert "LAO" not in built.stages["screened"].units
    assert built.stages["ranks"].values[:, -1].max() == 48
    assert built.stages["denominated"].values.shape == (51, 49)
    assert not {"BRN", "LAO", "MMR"} & {point.unit for point in built.imputed}


@pytest.mark.parametrize(("name", "rows"), [("top50-2018.csv", 25), ("top50-2020.csv", 31)])
def test_the_published_totals_and_ranks_of_the_top_50_are_reproduced(name, rows):
    data = rows_of(f"top50/{name}")
    factors = list(data[0])[4:]
    table = flat([[number(row[factor]) for factor in factors] for row in data])
    built = build(table, replace(PLAIN, normalise=Normalise(Scale(method="none"))))
    assert len(data) == rows
    assert_allclose(built.scores * 10, [float(row["total"]) for row in data], rtol=1e-12)
    assert_array_equal(built.places, [float(row["rank"]) for row in data])


def test_the_better_life_index_is_its_mean():
    data = rows_of("compind-bli/bli_2017.csv")
    values = np.array([[float(cell) for cell in list(row.values())[1:]] for row in data])
    built = build(flat(values), replace(PLAIN, normalise=Normalise(Scale(method="none"))))
    assert_allclose(built.scores, values.mean(axis=1), rtol=1e-12)


def test_an_index_made_by_hand():
    # a / area, one gap; b turned round: 0, 50, 100 and 100, 0, 50; the mean of the two.
    table = flat([[2, 1], [6, 3], [4, 2]], directions=[1, -1], denominators={"area": [2, 3, 1]})
    table = replace(
        table, indicators=(replace(table.indicators[0], denominator="area"), table.indicators[1])
    )
    built = build(table)
    assert built.stages["denominated"].values[:, 0].tolist() == [1, 2, 4]
    assert_allclose(built.scores, [50, 100 / 6, 75])
    assert built.places.tolist() == [2, 3, 1]


def test_what_a_denominator_of_zero_loses_is_noted_and_left_out():
    indicators = (Indicator("a", "", "I", denominator="area"), Indicator("b", "", "I"))
    table = replace(
        flat([[2, 1], [6, 3], [4, 2]]), denominators={"area": np.array([2.0, 0.0, 1.0])}
    )
    built = build(replace(table, indicators=indicators), replace(Spec(), impute=None, screen=None))
    assert [(point.unit, point.code, point.before) for point in built.undefined] == [("u2", "a", 6)]
    assert built.scores.tolist() == [0, 100, 75]


def test_a_transformed_column_notes_every_point_with_its_method():
    values = [[value, value] for value in [*range(1, 21), 100, 200]]
    spec = replace(PLAIN, treat=Treat(Rule(winmax=1, combine=True), {"b": None}))
    points = build(flat(values), spec).treated_points
    assert len(points) == 22
    assert {point.code for point in points} == {"a"}
    assert points[-1].method == "winsorised_high+log"
    assert points[0].method == "log"


def test_a_unit_without_any_data_has_no_score_and_no_place_and_others_keep_theirs():
    built = build(flat([[1, 2], [NAN, NAN], [3, 1]]), replace(PLAIN))
    assert_array_equal(built.scores, [50, NAN, 50])
    assert_array_equal(built.places, [1, NAN, 1])


def test_two_units_make_an_index_and_one_alone_needs_goalposts():
    assert build(flat([[1, 2], [2, 1]])).scores.tolist() == [50, 50]
    with pytest.raises(TooFewUnits, match="one alone"):
        build(flat([[1, 2]]))
    posts = Normalise(Scale(method="goalposts", low=0, high=4, factor=100))
    assert build(flat([[1, 2]]), replace(Spec(), normalise=posts)).scores.tolist() == [37.5]


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ([[1, 7], [2, 7], [3, 7]], Constant, "All values of b are equal"),
        ([[1, 7], [2, NAN], [3, NAN]], Constant, "All values of b are equal"),
        ([[1, 1e308], [2, -1e308], [3, 5]], NotFinite, "b of u"),
    ],
)
def test_columns_without_an_answer_are_refused_by_name(values, error, words):
    with pytest.raises(error, match=words):
        build(flat(values))


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"denominate": {"by": {"LPI": "Gold"}}}, "denominate.by.LPI"),
        ({"denominate": {"by": {"XX": "GDP"}}}, "denominate.by.XX"),
        ({"denominate": {"scale": {"XX": 2}}}, "denominate.scale.XX"),
        ({"impute": {"group": "Size"}}, "impute.group"),
        ({"impute": {"method": "em", "level": 9}}, "impute.level"),
        ({"screen": {"exclude": ["XX"]}}, "screen.exclude.XX"),
        ({"treat": {"per": {"XX": False}}}, "treat.per.XX"),
        ({"normalise": {"per": {"XX": "rank"}}}, "normalise.per.XX"),
        ({"weights": {"values": {"XX": 2}}}, "weights.values.XX"),
        ({"aggregate": ["arithmetic", "arithmetic"]}, "aggregate"),
    ],
)
def test_a_recipe_that_names_what_the_table_has_not_is_refused(data, path):
    with pytest.raises(SpecError) as caught:
        build(asem(), Spec.from_json(data))
    assert caught.value.where.path == path


def test_units_can_be_forced_in_and_out():
    spec = replace(PLAIN, screen=Screen(least=0.9, include=("u1",), exclude=("u2",)))
    built = build(flat([[1, NAN], [1, 2], [3, 1], [2, 2]]), spec)
    assert built.stages["screened"].units == ("u1", "u3", "u4")
    with pytest.raises(TooFewUnits, match="No unit stays"):
        build(flat([[1, 2]]), replace(PLAIN, screen=Screen(exclude=("u1",))))


def test_methods_differ_by_level():
    spec = replace(
        Spec(),
        normalise=Normalise(Scale(low=1, high=100)),
        aggregate=(Method("gmean"), Method(), Method("hmean")),
    )
    built = build(asem(), spec)
    stage = built.stages["aggregated"]
    of = dict(zip(stage.codes, stage.values.T, strict=True))
    assert_allclose(of["Political"], (of["Embs"] * of["IGOs"] * of["UNVote"]) ** (1 / 3))
    assert_allclose(of["Sust"], (of["Environ"] + of["Social"] + of["SusEcFin"]) / 3)
    assert_allclose(of["Index"], 2 / (1 / of["Conn"] + 1 / of["Sust"]))


numbers = st.integers(1, 4000).map(lambda number: number / 8)
tables = st.integers(4, 9).flatmap(
    lambda n: arrays.arrays(np.float64, (n, 3), elements=numbers | st.just(NAN)).filter(
        lambda values: all(np.unique(v[~np.isnan(v)]).size > 1 for v in values.T)
    )
)
specs = st.builds(
    Spec,
    denominate=st.none(),
    impute=st.none() | st.builds(Impute, method=st.sampled_from(["mean", "median"])),
    screen=st.none(),
    treat=st.none() | st.just(Treat()),
    normalise=st.builds(
        Normalise, scale=st.builds(Scale, method=st.sampled_from(["minmax", "zscore", "rank"]))
    ),
)


@law
@given(tables, specs, st.sampled_from([0.25, 2.0, 64.0]), st.integers(0, 64))
def test_the_index_does_not_depend_on_units_of_measurement(values, spec, factor, shift):
    other = values.copy()
    other[:, 1] = other[:, 1] * factor + shift
    one = build(flat(values, [1, -1, 1]), spec)
    two = build(flat(other, [1, -1, 1]), spec)
    assert_allclose(one.scores, two.scores, rtol=1e-9, atol=1e-9)


@law
@given(tables, specs, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(values, spec, random):
    order = list(range(len(values)))
    random.shuffle(order)
    table = flat(values, [1, -1, 1])
    one, two = build(table, spec), build(table.rows(order), spec)
    assert_allclose(two.scores, one.scores[order], rtol=1e-9, atol=1e-9)


@law
@given(tables, st.integers(0, 3), st.integers(1, 400))
def test_who_gets_better_in_one_indicator_never_falls_in_rank(values, row, more):
    # Within fixed goalposts, so that no one else's score moves.
    posts = Normalise(Scale(method="goalposts", low=0, high=1000))
    spec = replace(PLAIN, normalise=posts)
    better = values.copy()
    better[row, 0] = better[row, 0] + more / 8
    if np.isnan(better[row, 0]):
        return
    before, after = build(flat(values), spec), build(flat(better), spec)
    assert after.scores[row] >= before.scores[row]
    assert after.places[row] <= before.places[row]


@law
@given(tables)
def test_scores_stay_within_the_bounds_of_the_scale(values):
    scores = build(flat(values), PLAIN).scores
    known = scores[~np.isnan(scores)]
    assert ((known >= 0) & (known <= 100)).all()


extremes = st.sampled_from([5e-324, 1e-310, 1e-160, 1e160, 1e308, -1e308, np.inf])


@law
@given(
    arrays.arrays(
        np.float64,
        st.tuples(st.integers(1, 7), st.just(2)),
        elements=st.floats(width=64) | extremes | st.just(1.0) | st.just(NAN),
    )
)
def test_whatever_the_numbers_there_is_an_index_or_a_plain_sentence(values):
    found = _built_or_said(values)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert not np.isinf(found).any()
        assert not np.isnan(found[~np.isnan(values).all(axis=1)]).any()


def _built_or_said(values):
    try:
        return build(flat(values)).scores
    except CompositeError as error:
        return str(error)
