"""The plan as it is read: parts, words, sums, gaps, and who reads what."""

from datetime import date
from decimal import Decimal

import pytest

from decapolis.initiatives.actions import plans
from decapolis.initiatives.choices import CostKind, GapKind, PlanPart
from decapolis.initiatives.errors import ChangedMeanwhile, LineFaulty, NoSuchInitiative
from decapolis.initiatives.queries.plan import plan_of
from tests.factories import initiatives as make
from tests.factories import library, people

pytestmark = pytest.mark.django_db


def kinds(plan, part):
    return [gap.kind for gap in plan.part(part).gaps]


def words(plan, part):
    return [gap.text for gap in plan.part(part).gaps]


def test_an_empty_plan_has_every_part_in_order_and_says_what_is_missing():
    one, owner = make.owned()
    plan = plan_of(one, owner)
    assert [part.name for part in plan.parts] == list(PlanPart)
    assert all(part.is_empty for part in plan.parts if part.name != PlanPart.BUDGET)
    assert words(plan, "activities") == ["There are no activities."]
    assert words(plan, "approvals") == [
        "No approval is listed of: mayor, legal, finance and council."
    ]
    assert plan.sums.cost == 0
    assert plan.sums.share_without_source is None


def test_money_is_summed_by_year_kind_and_state_and_other_currencies_are_left_out():
    one, owner = make.owned(plan={"starts": date(2027, 4, 1)})
    make.line(one, "cost", kind="capital", amount=580, source="Offer")
    make.line(one, "cost", kind="running", amount=140, years=3, first_year=2028)
    make.line(one, "cost", kind="capital", amount=900, currency="EUR")
    make.line(one, "funding", amount=500, state="certified", proof="Letter")
    make.line(one, "funding", amount=100, state="applied", first_year=2028)
    make.line(one, "funding", amount=999, state="refused")
    plan = plan_of(one, owner)
    years = {one.year: (one.cost, one.certified, one.hoped, one.open) for one in plan.sums.years}
    assert years == {
        2027: (580, 500, 0, 80), 2028: (140, 0, 100, 40), 2029: (140, 0, 0, 140),
        2030: (140, 0, 0, 140),
    }  # fmt: skip
    assert plan.sums.by_kind(CostKind.RUNNING) == Decimal(420)
    assert "42% of costs have no source." in words(plan, "budget")
    assert GapKind.OTHER_CURRENCY in kinds(plan, "budget")
    assert "$400 are not covered in 4 years from 2027 to 2030." in words(plan, "funding")
    assert GapKind.SHORT_RUNNING not in kinds(plan, "budget")


def test_what_is_paid_in_no_year_stands_last_in_the_sums():
    one, owner = make.owned()
    make.line(one, "cost", amount=5, first_year=2027)
    make.line(one, "cost", amount=7, years=2)
    assert [(year.year, year.cost) for year in plan_of(one, owner).sums.years] == [
        (2027, 5), (None, 14),
    ]  # fmt: skip


def test_gaps_name_the_lines_they_are_about():
    one, owner = make.owned()
    risk = make.line(one, "risk", likelihood=2, owner="Ann")
    gate = make.line(one, "milestone", is_gate=True, due=date(2027, 1, 1))
    measure = make.line(one, "measure", baseline=4.0)
    make.line(one, "cost", kind="running", amount=1, years=2)
    first = make.line(one, start=date(2027, 1, 1), end=date(2027, 3, 1), owner="Ann")
    then = make.line(one, start=date(2027, 2, 1), end=date(2027, 4, 1))
    then.after.add(first)
    plan = plan_of(one, owner)
    found = {(gap.kind, gap.lines) for gap in plan.gaps}
    assert (GapKind.NO_RESPONSE, (risk.pk,)) in found
    assert (GapKind.NO_CRITERIA, (gate.pk,)) in found
    assert (GapKind.NO_TARGET, (measure.pk,)) in found
    assert (GapKind.NO_SOURCE, (measure.pk,)) in found
    assert (GapKind.NO_OWNER, (then.pk,)) in found
    assert (GapKind.OUT_OF_ORDER, (then.pk,)) in found
    assert GapKind.SHORT_RUNNING in kinds(plan, "budget")


def test_fields_are_read_in_words_with_links_the_reader_may_follow():
    one, owner = make.owned()
    source = library.document()
    make.line(one, "cost", title="Lamps", amount=1200, first_year=2027, quantity=40.0,
              unit="lamp", document=source)  # fmt: skip
    (line,) = plan_of(one, owner).costs
    facts = {fact.name: fact.text for fact in line.facts}
    assert facts == {
        "kind": "Capital", "amount": "$1,200", "first_year": "2027", "quantity": "40",
        "unit": "lamp", "document": source.slug,
    }  # fmt: skip
    assert (line.title, line.total, line.has_source) == ("Lamps", 1200, True)


def test_the_queries_of_a_plan_do_not_grow_with_its_lines(django_assert_max_num_queries):
    one, owner = make.owned()
    for number in range(3):
        for kind in ("activity", "cost", "risk", "evidence", "measure"):
            make.line(one, kind, title=f"{kind} {number}")
    with django_assert_max_num_queries(24):
        assert plan_of(one, owner).lines == 15


def test_who_reads_a_plan_is_its_team_and_to_whom_it_was_opened():
    one, owner = make.owned()
    member, staff = people.person(), people.staff()
    make.line(one, "risk")
    for reader in (None, member, staff):
        with pytest.raises(NoSuchInitiative):
            plan_of(one, reader)
    one.opened, one.shows_plan = "network", True
    one.save()
    shown = plan_of(one, member)
    assert (shown.by, shown.owners) == ("", (str(owner),))
    with pytest.raises(NoSuchInitiative):
        plan_of(one, None)
    one.opened = "public"
    one.save()
    assert plan_of(one, None).owners == ()


def test_a_source_that_is_closed_to_a_reader_is_not_in_their_plan():
    one, owner = make.owned(opened="network", shows_plan=True)
    closed = library.practice(visibility="team", city=one.city)
    make.line(one, "evidence", title="Our secret", practice=closed)
    make.draw(one, closed)
    theirs, mine = plan_of(one, people.person()), plan_of(one, owner)
    assert (theirs.part("evidence").lines, theirs.hidden, theirs.practices) == ((), 1, ())
    assert [line.title for line in mine.part("evidence").lines] == ["Our secret"]
    assert [draw.slug for draw in mine.practices] == [closed.slug]


def test_two_write_in_different_texts_at_once_and_both_stand():
    one, owner = make.owned()
    colleague = make.seated(one)
    plans.write_plan(by=owner, plan=one.plan, version=0, values={"objective": "Light"})
    plans.write_plan(by=colleague, plan=one.plan, version=0, values={"baseline": "Dark"})
    one.plan.refresh_from_db()
    assert (one.plan.objective, one.plan.baseline, one.plan.version) == ("Light", "Dark", 2)


def test_of_two_who_write_the_same_text_the_second_is_told():
    one, owner = make.owned()
    colleague = make.seated(one)
    plans.write_plan(by=owner, plan=one.plan, version=0, values={"objective": "Light"})
    with pytest.raises(ChangedMeanwhile) as told:
        plans.write_plan(by=colleague, plan=one.plan, version=0, values={"objective": "Less"})
    assert (told.value.mine, told.value.theirs) == ({"objective": "Less"}, {"objective": "Light"})
    assert told.value.current == 1
    one.plan.refresh_from_db()
    assert (one.plan.objective, one.plan.version) == ("Light", 1)


def test_terms_that_will_not_do_are_told_at_their_field():
    one, owner = make.owned()
    wrong = {"currency": "", "price_year": "soon", "affected_people": "1.5", "nothing": "x"}
    with pytest.raises(LineFaulty) as told:
        plans.write_plan(by=owner, plan=one.plan, version=0, values=wrong)
    assert set(told.value.faults) == set(wrong)
    one.plan.refresh_from_db()
    assert (one.plan.currency, one.plan.version) == ("USD", 0)


def test_another_currency_of_the_plan_takes_along_only_lines_without_an_amount():
    one, owner = make.owned()
    make.line(one, "cost", title="bare")
    make.line(one, "cost", title="priced", amount=5)
    plans.write_plan(by=owner, plan=one.plan, version=0, values={"currency": "eur"})
    one.plan.refresh_from_db()
    held = {line.title: line.currency for line in plan_of(one, owner).costs}
    assert held == {"bare": "EUR", "priced": "USD"}


def test_a_part_is_confirmed_and_opened_again():
    one, owner = make.owned()
    assert plans.confirm_part(by=owner, plan=one.plan, part=PlanPart.RISKS)
    assert plan_of(one, owner).part("risks").is_confirmed
    assert plans.confirm_part(by=owner, plan=one.plan, part=PlanPart.RISKS, is_confirmed=False)
    assert not plan_of(one, owner).part("risks").is_confirmed
