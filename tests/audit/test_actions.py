"""The log tells who did what, to those it concerns and to nobody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from decapolis.audit.actions import Change, forget_details, forget_name, forget_old, record
from decapolis.audit.exports import held_on
from decapolis.audit.models import AuditEntry, Concern
from decapolis.audit.queries import story_of
from decapolis.audit.tasks import forget_old as forget_daily
from decapolis.kernel.forgetting import Forgetting
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


def test_a_name_is_taken_out_of_what_concerned_someone_and_of_nothing_else():
    ana, boss = people.person(name="Ana Díaz"), people.staff()
    record(by=boss, act="a.told", subject=boss, note="As Ana Díaz said.", concerns=[ana])
    change = Change({"who": ["Ana Díaz", 1]}, {"who": [], "what": "Ana Díaz wrote it."})
    record(by=ana, act="a.did", subject=boss, change=change)
    record(by=boss, act="a.other", subject=boss, note="Ana Díaz is a name of others, too.")
    gone = Forgetting.of(["Ana Díaz"], instead="A former member")
    forget_name(by=ana, person_id=ana.pk, gone=gone)
    told, did, other = AuditEntry.objects.order_by("pk")
    assert told.note == "As A former member said."
    assert did.before == {"who": ["A former member", 1]}
    assert did.after == {"who": [], "what": "A former member wrote it."}
    assert other.note == "Ana Díaz is a name of others, too."
    assert not Concern.objects.exists()


def test_what_changed_about_a_record_can_be_taken_out():
    one, other = people.staff(), people.staff()
    for subject in (one, other):
        record(
            by=one, act="a.b", subject=subject, change=Change({}, {"title": "Mayor"}), note="So."
        )
    forget_details(by=None, subjects=[one])
    kept = AuditEntry.objects.order_by("pk").values_list("after", "note")
    assert list(kept) == [(None, ""), ({"title": "Mayor"}, "So.")]


def test_the_log_is_forgotten_when_it_is_as_old_as_it_may_grow(settings):
    ana, now = people.person(), timezone.now()
    for age in (0, 29, 31, 400):
        entry = record(by=ana, act="a.b", subject=ana, concerns=[ana])
        AuditEntry.objects.filter(pk=entry.pk).update(at=now - timedelta(days=age))
    settings.KEEP_AUDIT_DAYS = 30
    assert forget_daily.call() == 2
    assert forget_daily.call() == 0
    assert AuditEntry.objects.count() == Concern.objects.count() == 2
    assert forget_old(by=None, before=now - timedelta(days=1)) == 1


def test_the_file_of_someone_holds_what_they_did_and_what_concerned_them():
    ana, boss = people.person(name="Ana"), people.staff(name="Sam")
    with acting_from(Door.PAGE, "203.0.113.5"):
        record(by=ana, act="a.did", subject=boss, change=Change({}, {"a": 1}))
    with acting_from(Door.PAGE, "203.0.113.6"):
        record(by=boss, act="a.told", subject=boss, note="So.", concerns=[ana])
        record(by=boss, act="a.about", subject=ana)
        record(by=boss, act="a.other", subject=boss)
    held = held_on(ana)
    assert [one["act"] for one in held["what_you_did"]] == ["a.did"]
    assert held["what_you_did"][0]["address"] == "203.0.113.5"
    assert {one["act"] for one in held["what_concerned_you"]} == {"a.told", "a.about"}
    assert "203.0.113.6" not in str(held)


def test_a_name_can_be_taken_out_and_the_acts_stay():
    ana = people.person(name="Ana")
    with acting_from(Door.API, "203.0.113.5"):
        record(by=ana, act="a.b", subject=ana, change=Change({"name": "Anna"}, {"name": "Ana"}))
    gone = Forgetting.of(["Ana", "Anna"], instead="A former member")
    assert forget_name(by=ana, person_id=ana.pk, gone=gone) == 1
    entry = AuditEntry.objects.get()
    assert (entry.by_name, entry.subject_title, entry.address) == (
        "A former member",
        "A former member",
        None,
    )
    assert (entry.before, entry.after) == (None, None)
