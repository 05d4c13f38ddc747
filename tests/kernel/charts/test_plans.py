"""Charts of a plan: a line among its analogues, the total, the money of each year."""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.kernel.charts import CostPoint, MoneyYear, MoneyYears, PlanRange, draw
from tests.kernel.charts.samples import HOSTILE, MONEY, PLAN_RANGE, TOTAL

amounts = st.floats(0.01, 1e12)


def test_a_range_draws_each_programme_the_band_and_the_plan():
    picture = draw(PLAN_RANGE)
    assert picture.count("class='them'") == 2
    assert (picture.count("class='band'"), picture.count("class='you'")) == (1, 1)
    assert PLAN_RANGE.table().rows == (("Calgary", "Int$422"), (HOSTILE, "Int$660"),
                                       (HOSTILE, "Int$1,060"))  # fmt: skip


def test_one_programme_has_no_band_and_none_no_picture():
    one = replace(PLAN_RANGE, points=(CostPoint("Calgary", 422),), own=None)
    assert "class='band'" not in draw(one)
    assert "class='you'" not in draw(one)
    assert not draw(replace(PLAN_RANGE, points=()))


def test_a_total_marks_what_lies_beyond_80_percent_and_the_reserve():
    picture = draw(TOTAL)
    assert picture.count("<rect class='bar2'") == 2
    assert picture.count("<rect class='plan'") == 1
    assert picture.count("<rect class='bar3'") == 1
    words = re.findall(r"<text class='b'[^>]*>([^<]+)", picture)
    assert words == ["Plan: $100", "Half: $112", "80%: $127"]
    assert TOTAL.table().rows[:4] == (
        ("Sum of the plan", "$100"),
        ("Not exceeded in half of all cases", "$112"),
        ("Not exceeded in 80% of cases", "$127"),
        ("Reserve", "$27"),
    )
    assert TOTAL.table().rows[4] == ("$90 \N{EN DASH} $110", "50% of cases")
    assert not draw(replace(TOTAL, edges=(), counts=()))


def test_the_lowest_mark_stands_highest_so_that_no_line_meets_its_words():
    dear = replace(TOTAL, plan=140.0, reserve=0.0)
    words = re.findall(r"<text class='b'[^>]*>([^<]+)", draw(dear))
    assert words == ["Half: $112", "80%: $127", "Plan: $140"]
    assert "class='bar3'" not in draw(dear)


def test_a_year_is_a_column_of_its_parts_and_the_table_sums_them():
    picture = draw(MONEY)
    assert picture.count("<rect class='ghost'") == 2
    assert picture.count("<rect class='bar'") == 1
    assert MONEY.table().rows[-1] == ("Together", "$10.5M", "$4M", "$3M", "$2M", "$1.5M")
    assert not draw(MoneyYears("USD", (), "Nothing."))


@settings(max_examples=30)
@given(points=st.lists(amounts, min_size=1, max_size=9), own=st.none() | amounts)
def test_whatever_the_prices_all_dots_stay_inside(points, own):
    named = tuple(CostPoint(f"Town {n}", one) for n, one in enumerate(points))
    picture = draw(PlanRange("bus", "INT", named, own, "Plan", "Says."), medium="print", width=600)
    places = [float(x) for x in re.findall(r"cx='([^']+)'", picture)]
    assert len(places) == len(points) + (own is not None)
    assert all(0 <= x <= 600 for x in places)


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.floats(0, 1e10)] * 4), min_size=1, max_size=15))
def test_whatever_the_years_all_columns_stay_inside(years):
    chart = MoneyYears("USD", tuple(MoneyYear("2027", *one) for one in years), "Says.")
    picture = draw(chart, medium="print", width=600)
    for x, width in re.findall(r"<rect[^>]* x='([^']+)' width='([^']+)'", picture):
        assert 0 <= float(x) <= float(x) + float(width) <= 601
