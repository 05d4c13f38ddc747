"""Decisions of network staff by a program, and invitations to many."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from decapolis.audit.models import AuditEntry
from decapolis.notices.models import Notice
from decapolis.organisations.models import Hat, Invitation
from decapolis.organisations.queries.invitations import digest_of
from decapolis.people.actions import ask_to_be_let_in
from decapolis.people.models import MembershipRequest, Person
from tests.factories import access, cities, hats, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
V1 = "/api/v1"
DECIDES = ("staff", "decide")


def program(person, *scopes):
    return Client(headers=access.bearer(access.token(person, *scopes)))


def send(client, path, body=None, method="post", **headers):
    call = getattr(client, method)
    return call(f"{V1}/{path}", body or {}, content_type="application/json", headers=headers)


@pytest.fixture
def desk():
    return program(people.staff(name="Sam"), *DECIDES)


@pytest.fixture
def asking():
    person = people.person(name="Ada", is_member=False)
    ask_to_be_let_in(by=person, note="I work in Dayton.")
    Notice.objects.all().delete()
    return person


# -- who is a member


def test_who_asks_is_listed_and_let_in(desk, asking):
    waits = desk.get(f"{V1}/staff/requests").json()
    assert (waits["total"], waits["items"][0]["name"]) == (1, "Ada")
    done = send(desk, f"staff/requests/{asking.pk}/accept")
    assert (done.status_code, done.json()["is_member"]) == (200, True)
    assert desk.get(f"{V1}/staff/requests").json()["total"] == 0
    entry = AuditEntry.objects.get(act="people.became_member")
    assert (entry.door, str(entry.by), entry.subject_key) == ("api", "Sam", str(asking.pk))
    assert Notice.objects.get(person=asking).title == "You are a member of the network."


def test_who_asks_is_turned_away_with_a_reason_and_let_in_after_all(desk, asking):
    path = f"staff/requests/{asking.pk}"
    assert send(desk, f"{path}/refuse", {"reason": "We do not know you."}).status_code == 200
    assert MembershipRequest.objects.get().reason == "We do not know you."
    again = send(desk, f"{path}/refuse", {"reason": "Really."})
    assert (again.status_code, again.json()["code"]) == (409, "people.nothing_waits")
    assert send(desk, f"{path}/accept").json()["is_member"] is True


def test_nobody_is_let_in_who_did_not_ask(desk):
    person = people.person(is_member=False)
    told = send(desk, f"staff/requests/{person.pk}/accept")
    assert (told.status_code, told.headers["Content-Type"]) == (404, "application/problem+json")
    assert not Person.objects.get(pk=person.pk).is_member


def test_a_membership_is_ended_and_renewed_with_its_hats(desk):
    person = hats.speaker(cities.city("Dayton"))
    path = f"staff/people/{person.pk}"
    missing = send(desk, f"{path}/end-membership")
    assert (missing.status_code, missing.json()["field"]) == (422, "reason")
    ended = send(desk, f"{path}/end-membership", {"reason": "The mandate is over."}).json()
    assert (ended["is_member"], ended["hats"]) == (False, [Hat.objects.get().pk])
    assert Hat.objects.get().until
    back = send(desk, f"{path}/renew-membership", {"hats": ended["hats"]}).json()
    assert back["is_member"] is True
    assert Hat.objects.get().until is None


def test_who_runs_something_stays_a_member(desk):
    person = people.person(is_reviewer=True)
    told = send(desk, f"staff/people/{person.pk}/end-membership", {"reason": "Go."})
    assert (told.status_code, told.json()["message"]) == (403, "Take their roles away first.")
    assert Person.objects.get(pk=person.pk).is_member


# -- roles


def test_only_the_roles_that_are_sent_are_changed(desk):
    person = people.person(is_reviewer=True)
    done = send(desk, f"staff/people/{person.pk}/roles", {"staff": True}, "patch").json()
    assert (done["is_staff"], done["is_reviewer"], done["is_operator"]) == (True, True, False)
    assert desk.get(f"{V1}/staff/people/{person.pk}").json() == done
    done = send(desk, f"staff/people/{person.pk}/roles", {"reviewer": False}, "patch").json()
    assert (done["is_staff"], done["is_reviewer"]) == (True, False)
    wrong = send(desk, f"staff/people/{person.pk}/roles", {"mayor": True}, "patch")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "mayor")


def test_staff_make_no_operator(desk):
    person = people.person()
    told = send(desk, f"staff/people/{person.pk}/roles", {"operator": True}, "patch")
    assert (told.status_code, told.json()["code"]) == (403, "decapolis.forbidden")
    assert not Person.objects.filter(is_operator=True).exists()


# -- who may


PATHS = [
    ("post", "staff/requests/{}/accept", {}),
    ("post", "staff/requests/{}/refuse", {"reason": "No."}),
    ("patch", "staff/people/{}/roles", {"reviewer": True}),
    ("post", "staff/people/{}/end-membership", {"reason": "No."}),
    ("post", "staff/people/{}/renew-membership", {}),
    ("get", "staff/people/{}", None),
    ("get", "staff/requests", None),
]


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
@pytest.mark.parametrize("who", ["member", "reviewer", "outsider"])
def test_who_is_not_of_the_staff_decides_nothing_and_learns_nothing(
    asking, who, method, path, body
):
    person = people.person(is_reviewer=who == "reviewer", is_member=who != "outsider")
    client, before = program(person, *DECIDES), list(Person.objects.order_by("pk").values())
    for key in (asking.pk, 999_999):
        answer = send(client, path.format(key), body, method)
        assert answer.status_code == 403
    assert list(Person.objects.order_by("pk").values()) == before
    assert MembershipRequest.objects.get().accepted is None


def test_a_token_that_reads_the_desk_does_not_decide(asking):
    client = program(people.staff(), "staff")
    told = send(client, f"staff/requests/{asking.pk}/accept")
    assert (told.status_code, told.json()["code"]) == (403, "api.scope_missing")
    assert 'scope="decide"' in told["WWW-Authenticate"]
    assert not Person.objects.get(pk=asking.pk).is_member


def test_the_same_decision_sent_twice_by_one_key_is_made_once(desk, asking):
    key, path = {"Idempotency-Key": "1"}, f"staff/requests/{asking.pk}/refuse"
    first, again = (send(desk, path, {"reason": "No."}, **key) for _ in range(2))
    assert (again.status_code, again.content) == (200, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert AuditEntry.objects.filter(act="people.turned_away").count() == 1


# -- invitations to many


@pytest.fixture
def officer():
    return program(hats.speaker(cities.city("Dayton", id=4509884)), "people")


LINK = {"role": "staff", "city": "4509884", "most_uses": 20}


def test_a_link_tells_its_address_once(officer):
    made = send(officer, "invitations/link", LINK)
    assert (made.status_code, made.json()["most_uses"], made.json()["email"]) == (201, 20, "")
    secret = made.json()["url"].rpartition("/")[2]
    assert Invitation.objects.get().digest == digest_of(secret)
    assert made["Cache-Control"] == "no-store"
    assert secret not in officer.get(f"{V1}/invitations").content.decode()
    assert secret not in repr(list(AuditEntry.objects.values()))
    assert Client().get(f"/invitations/{secret}").status_code == 200


def test_a_link_sent_twice_by_one_key_is_made_once_and_its_secret_is_kept_nowhere(officer):
    key = {"Idempotency-Key": "link-1"}
    first, again = (send(officer, "invitations/link", LINK, **key) for _ in range(2))
    assert (again.status_code, again.json()["code"]) == (409, "api.answer_not_kept")
    assert Invitation.objects.count() == 1
    secret = first.json()["url"].rpartition("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM decapolis_cache")
        assert secret not in repr(cursor.fetchall())
    assert cache.get("anything") is None


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"most_uses": 0}, 422, "most_uses"),
        ({"most_uses": 1001}, 422, "most_uses"),
        ({"days": 0}, 422, "days"),
        ({"city": "Atlantis"}, 422, "city"),
        ({"role": "company"}, 422, "role"),
        ({"city": ""}, 403, None),
        ({"uses": 3}, 422, "uses"),
    ],
)
def test_a_link_that_cannot_be_is_not_made(officer, changed, status, field):
    told = send(officer, "invitations/link", LINK | changed)
    assert (told.status_code, told.json()["field"]) == (status, field)
    assert not Invitation.objects.exists()


FILE = "email;name;role;city\nann@x.example;Ann;staff;4509884\nbob@x.example;Bob;staff;4509884\n"


def test_everybody_in_a_file_is_invited(officer):
    made = send(officer, "invitations/file", {"file": FILE, "days": 30})
    assert made.status_code == 201
    assert [one["email"] for one in made.json()] == ["ann@x.example", "bob@x.example"]
    assert "url" not in made.json()[0]
    assert Invitation.objects.count() == 2


def test_a_file_with_faults_invites_nobody_and_says_where(officer):
    wrong = FILE + "no address;Cy;staff;4509884\ndee@x.example;Dee;emperor;4509884\n"
    told = send(officer, "invitations/file", {"file": wrong})
    assert (told.status_code, told.json()["code"]) == (422, "organisations.invitations_faulty")
    assert [one["field"] for one in told.json()["errors"]] == ["file.4.email", "file.5.role"]
    assert not Invitation.objects.exists()


def test_a_file_invites_for_ones_own_body_alone(officer):
    cities.city("Paris", id=2988507)
    told = send(officer, "invitations/file", {"file": FILE.replace("4509884", "2988507")})
    assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "file.2.city")
    assert not Invitation.objects.exists()
