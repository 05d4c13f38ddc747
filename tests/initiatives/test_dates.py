"""Days of initiatives: in order, what is late, and whose they are."""

import pytest

from decapolis.initiatives.queries.dates import dates_ahead, dates_of
from decapolis.people.choices import Seat
from tests.factories import initiatives as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_dates_come_in_order_with_what_is_late():
    one, _owner = make.owned()
    make.line(one, "milestone", title="Signed", due="2027-05-01")
    make.line(one, "activity", title="Count", end="2027-04-01", start="2027-01-01")
    make.line(one, "milestone", title="Reached", due="2027-01-01", reached="2027-01-02")
    make.review(one, due="2027-06-01")
    found = dates_of(one, today=make.date(2027, 4, 15))
    assert [(day.kind, day.is_late) for day in found] == [
        ("activity", True), ("milestone", False), ("review", False),
    ]  # fmt: skip


def test_a_target_waits_until_a_value_of_its_day_or_later_is_there():
    one, _owner = make.owned()
    line = make.line(one, "measure", title="Lamps", target=10, due="2027-03-01")
    make.reading(line, on="2027-02-01")
    assert [day.kind for day in dates_of(one, today=make.date(2027, 4, 1))] == ["measure"]
    make.reading(line, on="2027-03-02")
    assert dates_of(one, today=make.date(2027, 4, 1)) == []


def test_who_works_on_initiatives_sees_what_is_late_and_comes_soon_in_all_of_them():
    (one, owner), today = make.owned(title="Lamps"), make.date(2027, 4, 15)
    make.line(one, "milestone", title="Signed", due="2027-04-29")
    make.line(one, "milestone", title="Paid", due="2027-04-30")
    second = make.initiative(owner, title="Buses")
    make.review(second, due="2027-04-01")
    ended = make.initiative(owner, title="Trams", ended=make.date(2027, 1, 1))
    make.line(ended, "milestone", title="Bought", due="2027-01-01")
    found = [(row.initiative, row.day.is_late, row.path) for row in dates_ahead(owner, today=today)]
    assert found == [
        ("Buses", True, f"{second.path}/progress"), ("Lamps", False, f"{one.path}/plan"),
    ]  # fmt: skip
    for reads in (make.seated(one, seat=Seat.READER), make.seated(one, seat=Seat.EXPERT)):
        assert dates_ahead(reads, today=today) == ()
    assert dates_ahead(people.staff(), today=today) == ()
    assert dates_ahead(None, today=today) == ()
