"""Recipes: what JSON means, what it may not say, and that nothing is lost on the way."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.engines.composite import impute, normalise, screen, treat
from decapolis.engines.composite.aggregate import METHODS, Method
from decapolis.engines.composite.errors import SpecError
from decapolis.engines.composite.normalise import Scale
from decapolis.engines.composite.spec import (
    STEPS,
    Comparison,
    Denominate,
    Impute,
    Normalise,
    Screen,
    Spec,
    Treat,
    Weights,
)
from decapolis.engines.composite.treat import Rule

law = settings(deadline=None, max_examples=60)


def test_nothing_said_is_the_default():
    assert Spec.from_json({}) == Spec()
    assert (
        Spec.from_json(dict.fromkeys(["denominate", "impute", "screen", "treat"], True)) == Spec()
    )


def test_a_readable_recipe_is_understood():
    spec = Spec.from_json(
        {
            "denominate": {"by": {"Goods": "GDP"}, "scale": {"Goods": 1000}},
            "screen": {"method": "both", "least": 0.9, "exclude": ["BRN"]},
            "impute": {"method": "group_mean", "group": "EurAsia_group"},
            "treat": {"winmax": 3, "per": {"Visa": False, "Gas": {"fallback": "boxcox"}}},
            "normalise": {"low": 1, "per": {"LPI": {"high": 5}, "Gas": "zscore"}},
            "weights": {"method": "given", "values": {"LPI": 2}},
            "aggregate": ["arithmetic", {"method": "geometric", "least": 0.5}, "arithmetic"],
            "order": ["denominate", "screen", "impute", "treat", "normalise"],
        }
    )
    assert spec.denominate == Denominate({"Goods": "GDP"}, {"Goods": 1000.0})
    assert spec.screen == Screen("both", 0.9, exclude=("BRN",))
    assert spec.impute == Impute("group_mean", "EurAsia_group")
    assert spec.treat == Treat(
        Rule(winmax=3), {"Visa": None, "Gas": Rule(winmax=3, fallback="boxcox")}
    )
    assert spec.normalise == Normalise(
        Scale(low=1), {"LPI": Scale(low=1, high=5), "Gas": Scale(method="zscore")}
    )
    assert spec.weights == Weights(values={"LPI": 2.0})
    assert spec.aggregate == (Method(), Method("gmean", least=0.5), Method())


def test_methods_by_level_may_share_their_options():
    spec = Spec.from_json({"aggregate": {"method": ["arithmetic", "geometric"], "least": 0.5}})
    assert spec.aggregate == (Method(least=0.5), Method("gmean", least=0.5))


def test_steps_are_left_out_by_false_or_null():
    spec = Spec.from_json({"denominate": False, "impute": None, "screen": False, "treat": False})
    assert (spec.denominate, spec.impute, spec.screen, spec.treat) == (None,) * 4


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        ([], "spec", "write an object with denominate"),
        ({"normalize": {}}, "normalize", "Possible: denominate, impute"),
        ({"screen": {"method": "by_na"}}, "screen.method", "Possible: by_missing, by_zeros, both"),
        ({"screen": {"least": 1.1}}, "screen.least", "from 0 up to 1"),
        ({"screen": {"least": True}}, "screen.least", "number"),
        ({"screen": {"least": float("nan")}}, "screen.least", "number"),
        ({"screen": {"least": 10**400}}, "screen.least", "number"),
        ({"screen": {"exclude": "BRN"}}, "screen.exclude", "list"),
        ({"screen": {"exclude": [1]}}, "screen.exclude[0]", "text"),
        ({"impute": "knn"}, "impute.method", "Possible: none, mean"),
        ({"impute": {"level": 1}}, "impute.level", "whole number from 2"),
        ({"denominate": {"by": ["GDP"]}}, "denominate.by", "object"),
        ({"treat": {"winmax": 2.5}}, "treat.winmax", "whole number"),
        ({"treat": {"per": {"Gas": {"winsor": 1}}}}, "treat.per.Gas.winsor", "Possible: winmax"),
        ({"treat": {"force": 1}}, "treat.force", "true or false"),
        ({"normalise": {"method": "max"}}, "normalise.method", "Possible: minmax"),
        ({"normalise": {"low": 5, "high": 5}}, "normalise.high", "below"),
        ({"normalise": {"per": {"Gas": {"sd": 0}}}}, "normalise.per.Gas.sd", "above zero"),
        ({"normalise": {"per": {"Gas": 1}}}, "normalise.per.Gas", "object"),
        ({"normalise": {"per": 1}}, "normalise.per", "object"),
        ({"normalise": False}, "normalise", "without this step"),
        ({"weights": None}, "weights", "without this step"),
        ({"weights": {"values": {"LPI": -1}}}, "weights.values.LPI", "from 0"),
        ({"weights": {"comparisons": {"I": {}}}}, "weights.comparisons.I", "children is missing"),
        ({"aggregate": "mean"}, "aggregate.method", "Possible: arithmetic, geometric"),
        ({"aggregate": ["arithmetic", "mean"]}, "aggregate[1].method", "Possible"),
        ({"aggregate": []}, "aggregate", "one for each level"),
        ({"aggregate": {"method": []}}, "aggregate", "one for each level"),
        ({"aggregate": {"method": ["mean"]}}, "aggregate[0].method", "Possible"),
        ({"aggregate": {"penalty": 2}}, "aggregate.penalty", "Possible: -1, 1"),
        ({"order": ["treat"]}, "order", "each of denominate"),
        ({"order": [*STEPS[1:], STEPS[0]]}, "order", "normalise comes last"),
    ],
)
def test_what_is_not_possible_is_named_with_its_path(data, path, words):
    with pytest.raises(SpecError) as caught:
        Spec.from_json(data)
    assert caught.value.where.path == path
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)


shares = st.integers(0, 100).map(lambda number: number / 100)
numbers = st.floats(-1e6, 1e6, allow_nan=False)
codes = st.sampled_from(["LPI", "Gas", "Cov4G"])
rules = st.builds(
    Rule,
    winmax=st.none() | st.integers(0, 9),
    skew=shares,
    kurt=numbers,
    fallback=st.sampled_from(treat.FALLBACKS),
    power=numbers,
    force=st.booleans(),
    combine=st.booleans(),
)
scales = st.builds(
    Scale,
    method=st.sampled_from(normalise.METHODS),
    low=st.none() | shares,
    high=st.none() | shares.map(lambda number: number + 2),
    target=st.none() | numbers,
    factor=st.none() | numbers,
    reference=st.sampled_from(["", "AUT"]),
    ties=st.sampled_from(normalise.TIES),
    cap=st.booleans(),
)
methods = st.builds(Method, name=st.sampled_from(METHODS), power=numbers, least=shares)
points = st.dictionaries(codes, st.lists(shares, max_size=3).map(tuple), max_size=3)
comparisons = st.just(Comparison(("LPI", "Gas"), ((1.0, 2.0), (0.5, 1.0))))
specs = st.builds(
    Spec,
    denominate=st.none()
    | st.builds(
        Denominate, by=st.none() | st.dictionaries(codes, codes), scale=st.just({"Gas": 2.0})
    ),
    impute=st.none()
    | st.builds(Impute, method=st.sampled_from(impute.METHODS), group=st.none() | codes),
    screen=st.none()
    | st.builds(
        Screen,
        method=st.sampled_from(screen.METHODS),
        least=shares,
        include=st.lists(codes).map(tuple),
    ),
    treat=st.none()
    | st.builds(Treat, rule=rules, per=st.dictionaries(codes, st.none() | rules, max_size=2)),
    normalise=st.builds(Normalise, scale=scales, per=st.dictionaries(codes, scales, max_size=2)),
    weights=st.builds(
        Weights,
        method=st.sampled_from(["given", "equal", "budget", "ahp", "pca", "equal_influence"]),
        values=st.dictionaries(codes, shares),
        allocations=st.dictionaries(codes, points, max_size=2),
        comparisons=st.dictionaries(codes, comparisons, max_size=2),
        level=st.none() | st.integers(1, 3),
    ),
    aggregate=st.lists(methods, min_size=1, max_size=3).map(tuple),
    order=st.permutations(STEPS[:-1]).map(lambda steps: (*steps, "normalise")),
)


@law
@given(specs)
def test_json_there_and_back_loses_nothing(spec):
    assert Spec.from_json(json.loads(json.dumps(spec.as_json()))) == spec


def test_the_written_recipe_is_whole_so_that_later_defaults_do_not_change_it():
    written = Spec().as_json()
    assert set(written) == {*STEPS, "weights", "aggregate", "order"}
    assert written["treat"]["winmax"] == 5
    assert written["aggregate"][0]["method"] == "arithmetic"
    assert replace(Spec(), treat=None).as_json()["treat"] is False
