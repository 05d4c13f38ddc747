"""The log: who reads what of it."""

import csv
import io
import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress

from decapolis.audit.actions import Change, record
from decapolis.audit.models import AuditEntry
from decapolis.kernel.origin import Door, acting_from
from decapolis.organisations.queries import bodies_of
from decapolis.pages.audit.words import ACTS, act_in_words
from decapolis.people.models import Person
from tests.factories import cities, hats, people

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src/decapolis"


@pytest.fixture
def world(client):
    """Let a stranger act on herself, on Ada, and on a city that Ada speaks for."""
    ada, ben = people.person(name="Ada"), people.person(name="Ben", email="ben@x.example")
    change = Change({"title": "=1+1"}, {"title": "Mayor", "languages": ["es", "en"], "x": None})
    with acting_from(Door.PAGE, "203.0.113.7"):
        record(by=ben, act="people.profile_changed", subject=ben, change=change)
        record(by=ben, act="people.roles_set", subject=ada, concerns=[ada], note="Well done.")
    with acting_from(Door.API, "203.0.113.8"):
        record(by=ada, act="people.signed_in", subject=ada)
    client.force_login(ada)
    return client, ada, ben


def text(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def test_everyone_reads_what_they_did_and_what_concerns_them(world):
    client, _ada, _ben = world
    shown = text(client.get("/audit"))
    assert "Ben changed what someone may do: Ada" in shown
    assert "Well done." in shown
    assert "Ada signed in" in shown
    assert "through the API (203.0.113.8)" in shown
    assert "203.0.113.7" not in shown
    assert "changed a profile" not in shown


@pytest.mark.parametrize("role", [{"is_staff": True}, {"is_operator": True}])
def test_staff_and_operators_read_all(world, role):
    client, _ada, _ben = world
    client.force_login(people.person(**role))
    shown = text(client.get("/audit"))
    assert "changed a profile" in shown
    assert "203.0.113.7" in shown
    assert "<td>=1+1</td>" in shown
    assert "<td>es, en</td>" in shown


def test_who_speaks_for_a_city_reads_what_concerns_it(world):
    client, ada, ben = world
    dayton = cities.city("Dayton")
    record(by=ben, act="organisations.invited", subject=ben, concerns=[dayton])
    assert "invited someone" not in text(client.get("/audit"))
    hats.verified(ada, dayton)
    assert bodies_of(ada) == (("cities.city", str(dayton.pk)),)
    assert "Ben invited someone" in text(client.get("/audit"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 2),
        ("who=BEN", 1),
        ("act=people.signed_in", 1),
        ("act=people", 2),
        ("act=people.", 0),
        ("since=2020-01-01&until=2099-01-01", 2),
        ("until=2020-01-01", 0),
        ("since=2026-02-30&until=x&page=²&who=%00", 2),
        ("since=0001-01-01&until=9999-12-31", 2),
        ("page=99999", 2),
    ],
)
def test_the_log_is_narrowed_by_who_what_and_when(world, asked, found):
    client, _ada, _ben = world
    assert len(client.get(f"/audit?{asked}").context["lines"]) == found
    assert len(list(csv.reader(io.StringIO(text(client.get(f"/audit.csv?{asked}")))))) == found + 1


def test_a_cell_of_the_csv_is_no_formula(world):
    client, _ada, _ben = world
    record(by=people.person(name="=cmd"), act="people.signed_in", subject=people.person())
    client.force_login(people.staff())
    rows = list(csv.DictReader(io.StringIO(text(client.get("/audit.csv")))))
    assert len(rows) == AuditEntry.objects.count()
    assert rows[0]["by"] == "'=cmd"


@pytest.mark.parametrize("asked", ["Ben", "NEWNAME", "ben@x.ex", "second@"])
def test_staff_find_who_acted_by_the_name_of_then_and_of_now_and_by_address(world, asked):
    client, _ada, ben = world
    EmailAddress.objects.create(user=ben, email="second@y.example", verified=True)
    Person.objects.filter(pk=ben.pk).update(name="Newname")
    client.force_login(people.staff())
    shown = text(client.get(f"/audit?who={asked}"))
    assert "Ben changed what someone may do: Ada" in shown
    assert "Ada signed in" not in shown
    rows = list(csv.DictReader(io.StringIO(text(client.get(f"/audit.csv?who={asked}")))))
    assert {row["by"] for row in rows} == {"Ben"}


def test_others_find_by_name_and_not_by_an_address_that_they_may_not_read(world):
    client, _ada, ben = world
    Person.objects.filter(pk=ben.pk).update(name="Newname")
    assert "Ben changed what" in text(client.get("/audit?who=newname"))
    assert "Ben changed what" not in text(client.get("/audit?who=x.example"))


def test_every_act_that_is_recorded_has_words():
    recorded = set()
    for path in SOURCE.rglob("*.py"):
        recorded |= set(re.findall(r'\bact="([a-z]+\.[a-z_]+)"', path.read_text("utf-8")))
    assert "people.joined" in recorded
    missing = recorded - set(ACTS)
    assert not missing, "Say in pages/audit/words.py what was done"
    assert all(act_in_words(act) for act in ACTS)
