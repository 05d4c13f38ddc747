"""Charts of money, outcomes and counts."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel.charts import (
    Bar,
    BarList,
    CostGroup,
    CostPoint,
    CostRange,
    FundingBar,
    FundingPart,
    Outcome,
    PlanOutcome,
    Price,
    draw,
)
from decapolis.kernel.charts.costs import nice_axis

money = st.floats(0.01, 1e12)


def test_a_cost_range_tells_each_group_with_its_sample_size():
    chart = CostRange(
        "lamp",
        "USD",
        (
            CostGroup("Lamps only", (CostPoint("Calgary", 420), CostPoint("Sydney", 1030))),
            CostGroup("With a network", (CostPoint("Detroit", 3720),)),
            CostGroup("Nobody bought this", ()),
        ),
    )
    assert chart.sentence() == (
        "Lamps only: $420 to $1,030 a lamp in 2 programmes. "
        "With a network: $3,720 a lamp in one programme."
    )
    assert [row[1] for row in chart.table().rows] == ["Calgary", "Sydney", "Detroit"]
    assert draw(chart).count("class='you'") == 3
    assert draw(chart).count("class='band'") == 1


def test_a_cost_range_without_prices_draws_nothing_and_says_so():
    chart = CostRange("bus", "USD", (CostGroup("Buses", ()),))
    assert not draw(chart)
    assert chart.sentence() == "No programme has stated what a bus cost."


def test_labels_of_a_cost_range_never_lie_upon_each_other():
    points = tuple(CostPoint(f"A city called {n}", 100 + n) for n in range(30))
    svg = draw(CostRange("lamp", "USD", (CostGroup("All", points),)), medium="print", width=600)
    found = re.findall(r"x='([\d.]+)' y='(\d+)'(?: text-anchor='(\w+)')?[^>]*>(A city[^<]+)", svg)
    shift = {"": 0, "middle": 0.5, "end": 1}
    for y in {y for _x, y, _anchor, _words in found}:
        reach = sorted(
            (float(x) - 5.5 * len(words) * shift[anchor], 5.5 * len(words))
            for x, at, anchor, words in found
            if at == y
        )
        ends = itertools.pairwise(reach)
        assert all(left + long <= after for (left, long), (after, _long) in ends)
    assert 2 <= len(found) < 10
    assert svg.count("<title>") == 30


@given(most=st.floats(1e-6, 1e15))
def test_an_axis_holds_its_values_in_few_round_steps(most):
    step, end = nice_axis(most)
    assert end >= most * (1 - 1e-9)
    assert 1 <= round(end / step) <= 5


def test_a_funding_bar_says_when_parts_and_total_differ():
    parts = (FundingPart("Utility", 7_590_000), FundingPart("City", 3_000_000))
    bar = FundingBar("USD", parts, total=7_590_000)
    assert bar.mismatch == "The parts add up to $10.6M, more than the stated cost of $7.59M."
    assert FundingBar("USD", parts, total=20e6).mismatch == (
        "The parts add up to $10.6M of the stated cost of $20M."
    )
    assert not FundingBar("USD", parts, total=10_590_000).mismatch
    assert not FundingBar("USD", parts).mismatch


def test_a_payer_without_an_amount_is_listed_as_unknown_and_not_drawn():
    bar = FundingBar("USD", (FundingPart("A fund", None), FundingPart("City", 5e6)))
    assert bar.legend == [("bar", "City", "$5M"), ("", "A fund", "unknown")]
    assert draw(bar).count("<rect") == 1
    assert not draw(FundingBar("USD", (FundingPart("A fund", None),)))


@given(amounts=st.lists(money, min_size=1, max_size=12))
def test_the_parts_of_a_funding_bar_never_leave_it(amounts):
    bar = FundingBar("USD", tuple(FundingPart(str(n), a) for n, a in enumerate(amounts)))
    found = re.findall(r"x='([\d.]+)%' width='([\d.]+)%'", draw(bar))
    assert all(float(x) + float(width) <= 100.11 for x, width in found)


def test_an_outcome_stands_beside_what_was_before_and_expected():
    chart = Outcome("Electricity", 37, "%", "measured", baseline=100, expected=60, year=2013)
    assert chart.headline == "37%"
    assert chart.sentence() == ("Electricity: 37%, before 100%, expected 60% (measured, 2013).")
    assert re.findall(r"rect class='(\w+)'", draw(chart)) == ["plan", "ghost", "bar"]


@pytest.mark.parametrize(
    ("kind", "good", "mark"),
    [("forecast", True, "ghost"), ("measured", False, "bad"), ("reported", None, "bar")],
)
def test_a_forecast_is_dashed_and_a_bad_outcome_terracotta(kind, good, mark):
    svg = draw(Outcome("x", 5, "t", kind, baseline=10, good=good))
    assert re.findall(r"rect class='(\w+)'", svg)[-1] == mark


@pytest.mark.parametrize(
    "chart",
    [
        Outcome("x", 5, "t"),
        Outcome("x", None, "t", baseline=10),
        Outcome("x", -5, "t", baseline=10),
    ],
)
def test_an_outcome_with_nothing_fit_to_compare_has_no_bars(chart):
    assert not draw(chart)


def test_a_long_unit_stands_under_the_figure():
    chart = Outcome("Meals brought to neighbours", 130_000, "meals delivered by shuttle")
    assert chart.headline == "130,000"
    assert chart.under == "meals delivered by shuttle: meals brought to neighbours"
    assert Outcome("Downloads", 30, "downloads").headline == "30\u00a0downloads"


def test_plan_against_outcome_counts_how_many_times():
    assert PlanOutcome("A system", 19e6, 144e6, "GBP").sentence() == (
        "A system: planned £19M, came to £144M, 7.6 times the plan."
    )
    half_known = PlanOutcome("A bridge", 8e6, None, "USD")
    assert half_known.sentence() == "A bridge: planned $8M, came to unknown."
    assert draw(half_known).count("<rect") == 1
    assert not draw(PlanOutcome("Nothing", None, None))


def test_a_list_of_counts_says_most_and_least():
    bars = BarList(
        "Practices by region", (Bar("Americas", 128), Bar("Asia", None), Bar("Oceania", 4))
    )
    assert bars.sentence() == ("Practices by region: most in Americas (128), least in Oceania (4).")
    assert [bar.share for bar in bars.scaled] == [100, 0, 3.125]
    assert BarList("Nothing", ()).sentence() == "Nothing: nothing is known."


def test_an_unknown_price_has_no_picture():
    assert not draw(Price(None, 100, "USD", "lamps not stated"))
    assert Price(None, 100, "USD", "lamps not stated").sentence() == "unknown (lamps not stated)."
