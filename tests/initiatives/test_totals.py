"""The total of a plan with its reserve, and the money of each year."""

from decimal import Decimal

import pytest

from decapolis.initiatives.bridge.gap import gap_of
from decapolis.initiatives.bridge.totals import total_of
from decapolis.initiatives.queries.plan import plan_of
from tests.factories import initiatives as make
from tests.initiatives.test_comparing import LAMPS, lamps_of

pytestmark = pytest.mark.django_db


def total(one, owner):
    return total_of(plan_of(one, owner), owner)


def test_a_plan_without_amounts_says_that_nothing_can_be_added_up():
    one, owner = make.owned()
    make.line(one, "cost", title="Lamps")
    found = total(one, owner)
    assert not found.is_known
    assert found.sentence == "Nothing can be added up: no budget line has an amount."
    assert [each.why for each in found.left_out] == ["It has no amount."]
    assert gap_of(plan_of(one, owner)).sentence.startswith("There are no costs to cover")


def test_the_own_range_goes_before_analogues_and_these_before_a_study():
    lamps_of(400, 800, 1000)
    one, owner = make.owned()
    ranged = {"low": 400_000, "high": 700_000}
    make.line(one, "cost", title="Own", amount=500_000, price_year=2024, **LAMPS, **ranged)
    make.line(one, "cost", title="Lamps", amount=500_000, price_year=2024, **LAMPS)
    make.line(one, "cost", title="Works", amount=500_000)
    make.line(one, "cost", title="Free", amount=0)
    found = total(one, owner)
    assert [each.how for each in found.lines] == ["range", "analogues", "study", "certain"]
    own, lamps, works, _free = found.lines
    assert 500_000 < own.p50 < own.p80 < 700_000
    assert lamps.p50 == pytest.approx(1000 * (400 * 800 * 1000) ** (1 / 3), rel=0.02)
    assert 500_000 < works.p80 < 750_000
    assert found.plan == 1_500_000
    assert found.reserve == pytest.approx(found.p80 - 1_500_000)
    assert "a reserve of" in found.sentence


def test_running_costs_count_with_all_their_years():
    one, owner = make.owned()
    make.line(one, "cost", kind="running", amount=100_000, years=5)
    found = total(one, owner)
    assert (found.plan, found.lines[0].amount) == (500_000, 500_000)


def test_what_is_in_another_currency_is_left_out_and_told():
    one, owner = make.owned()
    make.line(one, "cost", title="Here", amount=100)
    make.line(one, "cost", title="Elsewhere", amount=100, currency="EUR")
    found = total(one, owner)
    assert found.plan == 100
    [left] = found.left_out
    assert (left.title, left.why) == ("Elsewhere", "It is in EUR, and no exchange rate is held.")


def test_the_same_plan_has_the_same_total_each_time():
    one, owner = make.owned()
    make.line(one, "cost", amount=100)
    assert total(one, owner) == total(one, owner)


def test_an_own_range_beside_the_amount_is_widened_to_hold_it():
    one, owner = make.owned()
    make.line(one, "cost", amount=100, low=120, high=150)
    [line] = total(one, owner).lines
    assert 100 <= line.p50 <= line.p80 <= 150


def test_the_surest_money_of_a_year_is_used_first_and_refused_money_not_at_all():
    one, owner = make.owned()
    make.line(one, "cost", amount=1000, first_year=2027)
    make.line(one, "cost", amount=300, first_year=2028)
    for state, amount in {"certified": 400, "applied": 350, "idea": 500, "refused": 999}.items():
        make.line(one, "funding", amount=amount, first_year=2027, state=state)
    gap = gap_of(plan_of(one, owner))
    first, second = gap.years
    assert (first.certified, first.applied, first.idea) == (400, 350, 250)
    assert (first.open, first.over, second.open) == (0, 250, 300)
    assert (gap.cost, gap.open) == (Decimal(1300), Decimal(300))
    assert gap.sentence == (
        "Of $1,300, 31% is certified, 46% applied for or an idea and $300 is not covered (2028)."
    )


def test_money_of_no_year_stands_apart():
    one, owner = make.owned()
    make.line(one, "cost", amount=1000)
    [year] = gap_of(plan_of(one, owner)).years
    assert (year.label, year.open) == ("No year said", 1000)


def test_a_hair_that_is_missing_is_not_told_as_all():
    one, owner = make.owned()
    make.line(one, "cost", amount=100_000, first_year=2027)
    make.line(one, "funding", amount=99_999, first_year=2027, state="certified")
    assert "99% is certified" in gap_of(plan_of(one, owner)).sentence
