"""Circles by token: one's own are read and left, staff form and change them."""

import pytest

from decapolis.access.choices import Scope
from decapolis.audit.models import AuditEntry
from decapolis.people.models import Circle, CircleSeat
from tests.api.test_writing import V1, program, send
from tests.factories import people

pytestmark = pytest.mark.django_db


def sitting():
    return sorted(CircleSeat.objects.values_list("person__name", flat=True))


@pytest.fixture
def ana():
    return people.person(name="Ana", email="ana@city.example")


@pytest.fixture
def ben():
    return people.person(name="Ben", title="Night mayor")


def test_staff_form_change_and_close_a_circle(ana, ben):
    staff = people.staff(name="Sam")
    client = program(staff)
    body = {"name": "Night mayors", "purpose": "What failed.", "people": [ana.pk, ana.pk]}
    made = send(client, "circles", body)
    assert (made.status_code, made.json()["slug"]) == (201, "night-mayors")
    assert [one["name"] for one in made.json()["people"]] == ["Ana"]
    path = "circles/night-mayors"
    seated = send(client, f"{path}/seats", {"people": [ben.pk]}).json()
    assert [(one["name"], one["title"]) for one in seated["people"]] == [
        ("Ana", ""),
        ("Ben", "Night mayor"),
    ]
    assert "email" not in seated["people"][0]
    changed = send(client, path, {"purpose": ""}, "patch").json()
    assert (changed["name"], changed["purpose"]) == ("Night mayors", "")
    out = send(client, f"{path}/seats/{ana.pk}", method="delete")
    assert [one["name"] for one in out.json()["people"]] == ["Ben"]
    assert send(client, f"{path}/close").json()["closed"]
    refused = send(client, f"{path}/seats", {"people": [ana.pk]})
    assert (refused.status_code, refused.json()["code"]) == (403, "decapolis.forbidden")
    assert send(client, f"{path}/reopen").json()["closed"] is None
    listed = client.get(f"{V1}/circles").json()["items"]
    assert [(one["slug"], one["people"]) for one in listed] == [("night-mayors", 1)]
    entries = AuditEntry.objects.filter(subject_kind="people.circle")
    assert set(entries.values_list("door", flat=True)) == {"api"}


def test_people_read_and_leave_their_own(ana, ben):
    people.circle(ana, ben, name="Ours", slug="ours", purpose="For two.")
    people.circle(ben, name="Theirs", slug="theirs")
    client = program(ana)
    assert [one["slug"] for one in client.get(f"{V1}/circles").json()["items"]] == ["ours"]
    read = client.get(f"{V1}/circles/ours").json()
    assert [one["name"] for one in read["people"]] == ["Ana", "Ben"]
    assert client.get(f"{V1}/circles/theirs").status_code == 404
    left = send(client, "circles/ours/leave")
    assert (left.status_code, left.json()["people"]) == (200, 1)
    assert send(client, "circles/ours/leave").status_code == 404
    assert client.get(f"{V1}/circles/ours").status_code == 404


def test_nobody_else_changes_one(ana, ben):
    people.circle(ana, slug="ours", name="Ours")
    bodies = {
        ("post", "circles"): {"name": "Mine"},
        ("patch", "circles/ours"): {"name": "Mine"},
        ("post", "circles/ours/seats"): {"people": [ben.pk]},
        ("delete", f"circles/ours/seats/{ana.pk}"): {},
        ("post", "circles/ours/close"): {},
        ("post", "circles/ours/reopen"): {},
    }
    for person, status in ((ana, 403), (ben, 404)):
        for (method, path), body in bodies.items():
            wanted = 403 if path == "circles" else status
            assert send(program(person), path, body, method).status_code == wanted, path
    for scope in set(Scope) - {Scope.PEOPLE}:
        client = program(people.staff(), scope)
        assert send(client, "circles/ours/close").json()["code"] == "api.scope_missing"
    assert sitting() == ["Ana"]
    assert [(one.name, one.closed) for one in Circle.objects.all()] == [("Ours", None)]


@pytest.mark.parametrize("number", [0, -1, 2**63, 99_999_999, None, "x"])
def test_who_is_nobody_is_not_seated(ana, number):
    people.circle(slug="ours")
    client = program(people.staff())
    for path in ("circles", "circles/ours/seats"):
        body = {"people": [ana.pk, number]} | ({"name": "Mine"} if path == "circles" else {})
        assert send(client, path, body).status_code in {404, 422}
    assert sitting() == []
    assert Circle.objects.count() == 1


def test_a_name_that_is_taken_is_told_at_its_field(ana):
    people.circle(name="Ours")
    told = send(program(people.staff()), "circles", {"name": "OURS"})
    assert (told.status_code, told.json()["code"], told.json()["field"]) == (
        *(422, "people.circle_named"),
        "name",
    )
