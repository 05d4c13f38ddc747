"""The log tells who did what, to those it concerns and to nobody else."""

from decimal import Decimal

import pytest

from decapolis.audit.actions import Change, forget_name, record
from decapolis.audit.models import AuditEntry
from decapolis.audit.queries import story_of
from decapolis.kernel.origin import Door, acting_from
from decapolis.kernel.permissions import Reader
from tests.factories import cities, people

pytestmark = pytest.mark.django_db


def acts(reader: Reader | None, **bodies):
    return [entry.act for entry in AuditEntry.objects.visible_to(reader, **bodies)]


def test_an_act_is_recorded_with_its_door_and_what_it_changed():
    ana = people.person(name="Ana")
    with acting_from(Door.PAGE, "203.0.113.5"):
        record(
            by=ana,
            act="people.profile_changed",
            subject=ana,
            change=Change.between(
                {"title": "Officer", "fee": Decimal("1.50")},
                {"title": "Head", "fee": Decimal("1.50")},
            ),
        )
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.by_name, entry.act) == (ana, "Ana", "people.profile_changed")
    assert (entry.subject_kind, entry.subject_key) == ("people.person", str(ana.pk))
    assert (entry.before, entry.after) == ({"title": "Officer"}, {"title": "Head"})
    assert (entry.door, entry.address) == ("page", "203.0.113.5")


def test_without_a_door_an_act_comes_from_the_command_line():
    record(by=None, act="a.b", subject=people.person())
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.by_name, entry.door, entry.address) == (None, "", "command", None)


def test_who_did_it_whom_it_concerns_and_staff_may_read_it_and_nobody_else():
    ana, ben, carol = people.person(), people.person(), people.person()
    record(by=ana, act="a.b", subject=people.person(), concerns=[ben, None])
    assert [acts(one) for one in (ana, ben, people.staff())] == [["a.b"]] * 3
    assert [acts(one) for one in (carol, None)] == [[], []]


def test_a_body_that_it_concerns_reads_it_through_whoever_speaks_for_it():
    dayton, officer = cities.city("Dayton"), people.person()
    record(by=people.person(), act="a.b", subject=people.person(), concerns=[dayton])
    assert acts(officer) == []
    assert acts(officer, bodies=[("cities.city", str(dayton.pk))]) == ["a.b"]
    assert acts(officer, bodies=[("organisations.organisation", str(dayton.pk))]) == []


def test_the_story_of_a_record_is_told_newest_first():
    ana = people.person()
    record(by=ana, act="a.first", subject=ana)
    record(by=ana, act="a.second", subject=ana)
    record(by=ana, act="a.other", subject=people.person())
    assert [entry.act for entry in story_of(ana, reader=ana)] == ["a.second", "a.first"]


def test_a_name_can_be_taken_out_and_the_acts_stay():
    ana = people.person(name="Ana")
    with acting_from(Door.API, "203.0.113.5"):
        record(by=ana, act="a.b", subject=ana, change=Change({"name": "Anna"}, {"name": "Ana"}))
    assert forget_name(by=ana, person_id=ana.pk, instead="A former member") == 1
    entry = AuditEntry.objects.get()
    assert (entry.by_name, entry.subject_title, entry.address) == (
        "A former member",
        "A former member",
        None,
    )
    assert (entry.before, entry.after) == (None, None)
