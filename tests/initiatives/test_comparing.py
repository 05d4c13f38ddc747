"""Budget lines against what others paid: what counts, what the team chooses, what is said."""

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.initiatives.actions.comparing import choose_comparable, forget_comparable
from decapolis.initiatives.bridge.analogues import compared, suggested, unit_key
from decapolis.initiatives.errors import NoSuchAmount, WhyMissing
from decapolis.initiatives.models import Comparable
from decapolis.initiatives.queries.plan import plan_of
from decapolis.kernel.permissions import Forbidden
from decapolis.library.choices import Part, Recurrence
from decapolis.people.choices import Seat
from tests.factories import cities, library
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
LAMPS = {"quantity": 1000, "unit": "lamps", "scope": "units only"}


def lamps_of(*prices, unit="lamp", scope="units only", **fields):
    """Return practices whose lamps had these prices in dollars of 2024."""
    made = []
    for number, price in enumerate(prices):
        of = library.practice(city_name=f"Town {number}", **fields)
        library.cost(of, price * 500, quantity=500, unit=unit, scope=scope, price_year=2024)
        made.append(of)
    return made


def planned(amount=500_000, **fields):
    """Return an initiative with one budget line, and its owner."""
    one, owner = make.owned()
    fields = LAMPS | {"amount": amount, "price_year": 2024} | fields
    return one, owner, make.line(one, "cost", **fields)


def only(one, reader):
    [found] = compared(plan_of(one, reader), reader)
    return found


def chosen(of):
    [cost] = of.costs.all()
    return of.slug, cost.amount, cost.currency


def test_a_line_lies_among_programmes_of_the_same_unit_that_cover_the_same():
    lamps_of(400, 800, 1000)
    lamps_of(9000, scope="whole programme")
    one, owner, _line = planned()
    found = only(one, owner)
    assert (found.basis, found.per, found.found.size) == ("unit", "lamp", 3)
    assert found.sentence == (
        "3 programmes (Town 0, Town 1 and Town 2) paid Int$400 to Int$1,000 a lamp. "
        "The plan puts Int$500: within that range, 0.62 times the median."
    )
    assert [each.published.city for each in found.offered] == ["Town 0"]


def test_where_all_cover_other_work_the_line_says_how_many_may_be_compared_by_hand():
    lamps_of(400, 9000, scope="whole programme")
    one, owner, _line = planned()
    assert only(one, owner).sentence == (
        "No programme in the library states what a lamp cost in a way that compares. "
        "2 prices of a lamp cover other work, and may be compared by hand."
    )


def test_from_one_programme_nothing_is_said_and_from_two_the_range_alone():
    lamps_of(400)
    one, owner, _line = planned()
    assert "One is no range, so nothing is said" in only(one, owner).sentence
    lamps_of(450)
    said = only(one, owner).sentence
    assert said.endswith(
        "paid Int$400 to Int$450 a lamp. The plan puts Int$500: above all of them."
    )


def test_a_line_that_does_not_say_what_it_covers_is_not_compared_with_different_work():
    lamps_of(400, 800)
    lamps_of(3000, scope="whole programme")
    one, owner, _line = planned(scope="")
    found = only(one, owner)
    assert (found.basis, found.counted, len(found.offered)) == ("", (), 3)
    assert "Say what this line covers" in found.sentence


def test_only_what_a_line_can_say_that_it_covers_is_asked_for():
    lamps_of(400, scope="lamps in the old town")
    lamps_of(500, scope="lamps on poles")
    one, owner, line = planned(scope="")
    found = only(one, owner)
    assert found.scopes == ()
    assert "2 prices of a lamp cover other work" in found.sentence
    lamps_of(3000, scope="whole programme")
    assert only(one, owner).scopes == ("whole programme",)
    line.scope = "lamps on poles"
    line.save()
    assert [each.published.city for each in only(one, owner).counted] == ["Town 0"]


def test_yearly_parts_unconverted_and_hidden_amounts_do_not_count():
    lamps_of(400)
    [yearly, part, foreign, hidden] = lamps_of(1, 2, 3, 4)
    yearly.costs.update(recurrence=Recurrence.YEARLY)
    part.costs.update(part=Part.SHARE)
    foreign.costs.update(currency="EUR")
    type(hidden).objects.filter(pk=hidden.pk).update(visibility="staff")
    one, owner, _line = planned()
    found = only(one, owner)
    assert [each.per_unit for each in found.counted] == [400.0]
    [aside] = found.aside
    assert aside.published.slug == foreign.slug
    assert "own currency" in aside.why_not
    shown = {each.published.slug for each in (*found.counted, *found.aside, *found.offered)}
    assert hidden.slug not in shown


def test_prices_of_years_that_no_table_holds_are_taken_as_those_of_the_last():
    lamps_of(400)
    one, owner, _line = planned(price_year=2027)
    found = only(one, owner)
    assert found.own.per_unit == 500.0
    assert "Prices of 2027 are taken as those of 2024" in found.own.how


def test_an_amount_in_foreign_money_is_not_compared_and_says_why():
    lamps_of(400, 500)
    one, owner, _line = planned(currency="EUR")
    assert "own currency" in only(one, owner).sentence


def test_without_units_a_line_is_compared_for_each_resident_with_what_the_team_chose():
    town = cities.city("Towncity")
    cities.residents(town, 50_000)
    one, owner, line = planned(quantity=None, unit="", amount=1_000_000)
    cities.residents(one.city, 100_000)
    of = library.practice(city=town)
    library.cost(of, 2_000_000, price_year=2024)
    assert "choose programmes" in only(one, owner).sentence
    choose_comparable(by=owner, line=line, amount=chosen(of), counts=True, why="Alike.")
    found = only(one, owner)
    assert (found.basis, found.per) == ("resident", "resident")
    assert (found.own.per_resident, found.counted[0].per_resident) == (10.0, 40.0)


def test_what_the_team_takes_out_counts_no_more_and_says_why_until_it_is_taken_back():
    [first, *_others] = lamps_of(400, 800, 1000)
    one, owner, line = planned()
    choose_comparable(by=owner, line=line, amount=chosen(first), counts=False, why=" Gas  lamps ")
    found = only(one, owner)
    assert (found.found.size, found.aside[0].why_not) == (2, "Gas lamps")
    assert found.aside[0].choice.by == str(owner)
    assert AuditEntry.objects.latest("pk").act == "initiatives.comparable_chosen"
    assert forget_comparable(by=owner, line=line, amount=chosen(first))
    assert not forget_comparable(by=owner, line=line, amount=chosen(first))
    assert only(one, owner).found.size == 3


def test_a_choice_needs_a_reason_and_an_amount_that_the_library_holds():
    [of] = lamps_of(400)
    _one, owner, line = planned()
    with pytest.raises(WhyMissing, match="Say why"):
        choose_comparable(by=owner, line=line, amount=chosen(of), counts=True, why="  ")
    with pytest.raises(NoSuchAmount):
        choose_comparable(by=owner, line=line, amount=(of.slug, 1, "USD"), counts=True, why="x")
    of.costs.update(part=Part.FUNDING)
    with pytest.raises(NoSuchAmount):
        choose_comparable(by=owner, line=line, amount=chosen(of), counts=True, why="x")
    assert not Comparable.objects.exists()


@pytest.mark.parametrize("seat", [Seat.EXPERT, Seat.READER])
def test_guests_and_readers_choose_nothing(seat):
    [of] = lamps_of(400)
    one, _owner, line = planned()
    guest = make.seated(one, seat)
    with pytest.raises(Forbidden):
        choose_comparable(by=guest, line=line, amount=chosen(of), counts=False, why="x")
    assert not Comparable.objects.exists()


def test_readers_outside_the_team_read_the_reason_and_no_name():
    [of, *_others] = lamps_of(400, 800)
    one, owner, line = planned()
    choose_comparable(by=owner, line=line, amount=chosen(of), counts=False, why="Gas lamps.")
    type(one).objects.filter(pk=one.pk).update(opened="public", shows_plan=True)
    one.refresh_from_db()
    [aside] = only(one, None).aside
    assert (aside.why_not, aside.choice.by) == ("Gas lamps.", "")


def test_the_same_queries_read_one_line_and_twenty(django_assert_num_queries):
    lamps_of(400, 800, 1000)
    one, owner, _line = planned()
    plan = plan_of(one, owner)
    with django_assert_num_queries(5):
        compared(plan, owner)
    for _number in range(19):
        make.line(one, "cost", **LAMPS, amount=500_000)
    plan = plan_of(one, owner)
    with django_assert_num_queries(5):
        assert len(compared(plan, owner)) == 20


def test_words_of_the_line_lead_to_further_amounts():
    one, owner, _line = planned(unit="", quantity=None, title="Anything")
    assert suggested(only(one, owner), owner) == ()


@pytest.mark.parametrize(
    ("unit", "key"),
    [
        ("Lamps", "lamp"),
        ("street lights", "lamp"),
        ("buses", "bus"),
        ("bus", "bus"),
        ("batteries", "battery"),
        ("gas", "gas"),
        ("km of bus lane", "km of bus lane"),
        ("glass", "glass"),
        ("", ""),
    ],
)
def test_units_that_people_write_differently_are_one(unit, key):
    assert unit_key(unit) == key
