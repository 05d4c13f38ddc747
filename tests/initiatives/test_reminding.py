"""Reminders of dates: a week ahead, once, and once where one went by; to those who lead alone."""

from datetime import UTC, datetime

import pytest

from decapolis.initiatives.actions.reminding import remind_of_dates
from decapolis.notices.choices import Kind
from decapolis.notices.models import Notice, Rhythm
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.fromisoformat(f"{text}T09:00").replace(tzinfo=UTC)


def told():
    return [(one.person, one.title, one.text) for one in Notice.objects.order_by("pk")]


def test_a_date_is_told_once_in_the_week_before_and_once_when_it_went_by():
    one, owner = make.owned(title="Light every street")
    make.seated(one)
    line = make.line(one, "milestone", title="Council votes", due="2027-03-15")
    make.line(one, "funding", title="State fund", state="idea", deadline="2027-03-10")
    assert [remind_of_dates(by=None, now=day(f"2027-03-{n:02}")) for n in range(1, 18)] == [
        0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0,
    ]  # fmt: skip
    assert told() == [
        (owner, "Dates of “Light every street” are near.",
         "10 March 2027: application, State fund."),
        (owner, "Dates of “Light every street” are near.",
         "15 March 2027: milestone, Council votes."),
        (owner, "A date of “Light every street” went by.",
         "10 March 2027: application, State fund."),
        (owner, "A date of “Light every street” went by.",
         "15 March 2027: milestone, Council votes."),
    ]  # fmt: skip
    assert Notice.objects.first().url == f"{line.plan.initiative.path}/plan"


def test_days_on_which_nobody_ran_are_made_up_and_a_second_run_a_day_tells_nothing():
    one, _owner = make.owned()
    make.line(one, "milestone", title="Council votes", due="2027-03-15")
    assert remind_of_dates(by=None, now=day("2027-03-01")) == 0
    assert remind_of_dates(by=None, now=day("2027-03-12")) == 1
    assert remind_of_dates(by=None, now=day("2027-03-12")) == 0
    assert remind_of_dates(by=None, now=day("2027-03-20")) == 1


def test_what_was_done_what_ended_and_reviews_are_not_reminded_of():
    one, owner = make.owned()
    make.line(one, "milestone", title="Voted", due="2027-03-15", reached="2027-03-01")
    make.review(one, due="2027-03-15")
    ended = make.initiative(owner, ended=make.date(2027, 1, 1))
    make.line(ended, "milestone", title="Bought", due="2027-03-15")
    assert remind_of_dates(by=None, now=day("2027-03-12")) == 0
    assert not Notice.objects.exists()


def test_what_is_near_or_late_when_an_initiative_is_looked_at_first_is_told_once():
    one, _owner = make.owned()
    make.line(one, "milestone", title="Council votes", due="2027-03-15")
    make.line(one, "milestone", title="Lamps bought", due="2027-02-01")
    make.line(one, "milestone", title="Lamps lit", due="2027-06-01")
    assert [remind_of_dates(by=None, now=day(f"2027-03-{n}")) for n in (12, 13, 14)] == [1, 0, 0]
    [(_who, _title, text)] = told()
    assert text == (
        "1 February 2027: milestone, Lamps bought; 15 March 2027: milestone, Council votes."
    )


def test_one_that_fails_keeps_no_other_team_from_being_told_and_is_tried_again(caplog):
    broken, owner = make.owned()
    fine, other = make.owned()
    for one in (broken, fine):
        make.line(one, "milestone", title="Council votes", due="2027-03-15")
    unknown = Rhythm.objects.create(person=owner, kind=Kind.INITIATIVES, rate="hourly")
    assert remind_of_dates(by=None, now=day("2027-03-12")) == 1
    assert [who for who, _title, _text in told()] == [other]
    assert broken.key in caplog.text
    unknown.delete()
    assert remind_of_dates(by=None, now=day("2027-03-12")) == 1
    assert [who for who, _title, _text in told()] == [other, owner]
