"""Lines of a plan: written, refused, saved by two at once, taken out and brought back."""

from datetime import date
from decimal import Decimal

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.initiatives.actions import lines
from decapolis.initiatives.errors import ChangedMeanwhile, LineFaulty
from decapolis.initiatives.models import Activity, BudgetLine, Line, Risk
from decapolis.kernel.permissions import Forbidden
from tests.factories import initiatives as make
from tests.factories import library, people

pytestmark = pytest.mark.django_db


def put(by, of, what, /, line=None, version=None, **values):
    return lines.put_line(by=by, plan=of.plan, kind=what, values=values, line=line, version=version)


def test_a_budget_line_is_kept_as_it_was_typed():
    one, owner = make.owned()
    written = put(owner, one, "cost", title=" Lamps ", kind="capital", amount="1,200,000",
                  source="Offer of May", first_year="2027")  # fmt: skip
    held = BudgetLine.objects.get(pk=written.pk)
    assert (held.title, held.amount, held.currency) == ("Lamps", Decimal(1200000), "USD")
    assert (held.first_year, held.years, held.version) == (2027, 1, 1)
    one.plan.refresh_from_db()
    assert (one.plan.version, one.plan.changed_by) == (1, owner)


def test_running_costs_are_asked_for_as_many_years_as_the_plan_looks_ahead():
    one, owner = make.owned(plan={"years": 5})
    line = put(owner, one, "cost", title="Power", kind="running", years=2)
    assert put(owner, one, "cost", line=line, kind="running", years="").years == 5
    assert put(owner, one, "cost", title="Power", kind="running").years == 5


@pytest.mark.parametrize(
    ("kind", "values", "field", "says"),
    [
        (
            "cost",
            {"title": "Lamps", "kind": "capital", "amount": "1,2m"},
            "amount",
            "Write 1200000",
        ),
        ("cost", {"title": "", "kind": "capital"}, "title", "Fill this in."),
        ("cost", {"title": "Lamps", "kind": "gold"}, "kind", "Choose one from the list."),
        ("cost", {"title": "L", "kind": "capital", "low": "9", "high": "1"}, "high", "least"),
        ("cost", {"title": "L", "kind": "capital", "amount": "-1"}, "amount", "from 0"),
        ("cost", {"title": "L", "kind": "capital", "years": "51"}, "years", "from 1 to 50"),
        (
            "cost",
            {"title": "L", "kind": "capital", "currency": "Euro"},
            "currency",
            "three letters",
        ),
        ("activity", {"title": "A", "start": "1.5.2027"}, "start", "2027-03-31"),
        ("activity", {"title": "A", "start": "2027-02-01", "end": "2027-01-01"}, "end", "before"),
        ("activity", {"title": "A", "after": ["999"]}, "after", "no such activity"),
        ("activity", {"title": "A" * 301}, "title", "one letter too long"),
        ("activity", {"title": "A", "colour": "red"}, "colour", "no such field"),
        ("evidence", {"title": "E", "url": "javascript:alert(1)"}, "url", "https://"),
        ("evidence", {"title": "E", "practice": "nowhere"}, "practice", "no such practice"),
        ("measure", {"title": "M", "target": "nan"}, "target", "is not a number"),
    ],
)
def test_what_will_not_do_is_told_at_its_field_and_nothing_is_written(kind, values, field, says):
    one, owner = make.owned()
    with pytest.raises(LineFaulty, match=says) as told:
        put(owner, one, kind, **values)
    assert list(told.value.faults) == [field]
    one.plan.refresh_from_db()
    assert one.plan.version == 0
    assert not any(kind_of.objects.exists() for kind_of in Line.__subclasses__())


def test_of_two_who_change_a_line_at_once_the_second_is_told_and_nothing_is_overwritten():
    one, owner = make.owned()
    colleague = make.seated(one)
    held = put(owner, one, "risk", title="Dark streets", kind="technical")
    put(colleague, one, "risk", line=held, version=1, response="Keep the old lamps.")
    with pytest.raises(ChangedMeanwhile) as told:
        put(owner, one, "risk", line=held, version=1, response="Rent lamps.")
    assert told.value.mine == {"response": "Rent lamps."}
    assert told.value.theirs == {"response": "Keep the old lamps."}
    assert told.value.current == 2
    held.refresh_from_db()
    assert (held.response, held.version) == ("Keep the old lamps.", 2)
    put(owner, one, "risk", line=held, version=2, response="Rent lamps.")
    assert Risk.objects.get(pk=held.pk).response == "Rent lamps."


def test_what_two_wrote_alike_is_no_conflict():
    one, owner = make.owned()
    held = put(owner, one, "risk", title="Dark", kind="technical")
    put(owner, one, "risk", line=held, version=1, owner="Ann")
    assert put(owner, one, "risk", line=held, version=1, owner="Ann").version == 2


def test_a_line_that_was_taken_out_comes_back_as_it_was():
    one, owner = make.owned()
    held = put(owner, one, "activity", title="Buy", start="2027-01-01")
    assert lines.take_out(by=owner, line=held)
    assert not Activity.objects.standing().exists()
    assert lines.bring_back(by=owner, line=held)
    assert not lines.bring_back(by=owner, line=held)
    back = Activity.objects.standing().get()
    assert (back.title, back.start, back.version) == ("Buy", date(2027, 1, 1), 3)


def test_who_saves_what_another_took_out_is_told_and_can_bring_it_back():
    one, owner = make.owned()
    held = put(owner, one, "activity", title="Buy")
    lines.take_out(by=owner, line=held)
    with pytest.raises(ChangedMeanwhile, match="took this line out"):
        put(owner, one, "activity", line=held, version=1, owner="Ann")
    put(owner, one, "activity", line=held, version=2, owner="Ann")
    assert Activity.objects.standing().get().owner == "Ann"


def test_activities_cannot_wait_for_each_other():
    one, owner = make.owned()
    first = put(owner, one, "activity", title="First")
    second = put(owner, one, "activity", title="Second", after=[first.pk])
    third = put(owner, one, "activity", title="Third", after=str(second.pk))
    with pytest.raises(LineFaulty, match="wait for the other"):
        put(owner, one, "activity", line=first, after=[third.pk])
    assert not first.after.exists()
    assert list(third.after.all()) == [second]


def test_lines_change_places():
    one, owner = make.owned()
    first, second = (put(owner, one, "risk", title=name, kind="social") for name in "ab")
    assert lines.move_line(by=owner, line=second, up=True)
    assert not lines.move_line(by=owner, line=second, up=True)
    assert [row.title for row in Risk.objects.standing()] == ["b", "a"]
    assert first.plan_id == second.plan_id


@pytest.mark.parametrize("seat", ["expert", "reader", "", "staff"])
def test_guests_readers_strangers_and_staff_write_nothing(seat):
    one, owner = make.owned()
    held = put(owner, one, "risk", title="Dark", kind="social")
    others = {"": people.person, "staff": people.staff}
    by = others[seat]() if seat in others else make.seated(one, seat)
    for act in (
        lambda: put(by, one, "risk", title="X", kind="social"),
        lambda: put(by, one, "risk", line=held, title="X"),
        lambda: lines.take_out(by=by, line=held),
        lambda: lines.bring_back(by=by, line=held),
        lambda: lines.move_line(by=by, line=held, up=True),
    ):
        with pytest.raises(Forbidden):
            act()
    assert [(row.title, row.version) for row in Risk.objects.standing()] == [("Dark", 1)]


def test_a_line_of_another_plan_is_not_found():
    one, owner = make.owned()
    other, _stranger = make.owned()
    foreign = make.line(other, "risk")
    with pytest.raises(LineFaulty.__mro__[1], match="no such line"):
        put(owner, one, "risk", line=foreign, title="X")
    foreign.refresh_from_db()
    assert foreign.title != "X"


def test_links_are_given_by_address_and_only_to_what_the_writer_may_read():
    one, owner = make.owned()
    seen, hidden = library.practice(), library.practice(visibility="team")
    held = put(owner, one, "evidence", title="Vienna", practice=f"/practices/{seen.slug}")
    assert held.practice == seen
    with pytest.raises(LineFaulty, match="no such practice"):
        put(owner, one, "evidence", title="Secret", practice=hidden.slug)


def test_the_log_tells_the_team_and_nobody_else_who_changed_what():
    one, owner = make.owned()
    colleague, staff = make.seated(one), people.staff()
    put(owner, one, "cost", title="Lamps", kind="capital", amount="5")
    entry = AuditEntry.objects.get(act="initiatives.line_written")
    assert entry.note == "Budget line: Lamps"
    seen = AuditEntry.objects.filter(pk=entry.pk)
    assert seen.visible_to(colleague).exists()
    assert not seen.visible_to(staff).exists()
