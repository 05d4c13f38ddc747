"""What a token writes goes through the same acts as the pages, and says where it is wrong."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decapolis.audit.models import AuditEntry
from decapolis.library.models import Adoption, CallRequest, Draft, Practice, Review, Suggestion
from decapolis.notices.models import Notice
from decapolis.organisations.models import Hat, Invitation
from tests.factories import access, calls, cities, contributions, hats, people

V1 = "/api/v1"
JSON = "application/json"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def program(person, *scopes):
    """A program that asks for somebody."""
    return Client(headers=access.bearer(access.token(person, *scopes)))


def send(client, path, body=None, method="post", **headers):
    return getattr(client, method)(f"{V1}/{path}", body or {}, content_type=JSON, headers=headers)


@pytest.fixture
def practice(db):
    cities.city("Dayton", id=4509884)
    return contributions.loaded(slug="lamps")


@pytest.fixture
def officer(practice):
    """Someone who speaks for the city of the practice."""
    return hats.speaker(practice.city)


def test_a_practice_is_read_changed_and_sent_back(practice, officer):
    client = program(officer)
    read = client.get(f"{V1}/practices/lamps/record")
    record = read.json()["record"]
    assert (read["ETag"], read.json()["version"]) == ('"v1"', 1)
    body = {"record": record | {"title": "Newer lamps"}, "note": "A better name."}
    done = send(client, "practices/lamps", body, "put", **{"If-Match": read["ETag"]})
    assert (done.status_code, done.json()) == (200, {"practice": "lamps", "version": 2})
    practice.refresh_from_db()
    assert (practice.title, practice.version) == ("Newer lamps", 2)
    entry = AuditEntry.objects.get(act="library.practice_corrected")
    assert (entry.door, entry.by, entry.note) == ("api", officer, "A better name.")
    versions = client.get(f"{V1}/practices/lamps/versions").json()
    assert [one["number"] for one in versions] == [2, 1]
    assert client.get(f"{V1}/practices/lamps/versions/1").json()["record"] == record
    told = client.get(f"{V1}/practices/lamps/differences?before=1&after=2").json()
    assert [one["field"] for one in told] == ["title"]
    back = send(client, "practices/lamps/versions/1/restore", {"base": 2})
    assert (back.status_code, back.json()["version"]) == (201, 3)


def test_nobody_is_written_over(practice, officer):
    client, record = program(officer), practice.versions.get().record
    first = {"record": record | {"title": "First"}, "base": 1}
    assert send(client, "practices/lamps", first, "put").status_code == 200
    second = {"record": record | {"title": "Second"}}
    told = send(client, "practices/lamps", second, "put", **{"If-Match": '"v1"'})
    assert (told.status_code, told.json()["code"]) == (412, "library.changed_meanwhile")
    both = told.json()["conflict"]
    assert (both["mine"]["title"], both["theirs"]["title"], both["current"]) == (
        "Second",
        "First",
        2,
    )
    by_base = send(client, "practices/lamps", second | {"base": 1}, "put")
    assert (by_base.status_code, by_base.json()["conflict"]) == (409, both)
    assert Practice.objects.get().title == "First"


@pytest.mark.parametrize("tag", ["", "v1", '"1"', "*", '"v9999999999"', '"v1", "v2"'])
def test_who_does_not_say_where_they_began_writes_nothing(practice, officer, tag):
    client = program(officer)
    body = {"record": practice.versions.get().record | {"title": "Other"}}
    headers = {"If-Match": tag} if tag else {}
    told = send(client, "practices/lamps", body, "put", **headers)
    assert (told.status_code, told.json()["code"]) == (422, "api.base_missing")
    assert Practice.objects.get().version == 1


def test_a_faulty_record_is_told_field_by_field(practice, officer):
    record = practice.versions.get().record
    faulty = record | {"title": "", "costs": [{"amount": "1,2m", "currency": "USD"}]}
    told = send(program(officer), "practices/lamps", {"record": faulty, "base": 1}, "put")
    assert (told.status_code, told.json()["code"]) == (422, "library.record_faulty")
    fields = {one["field"]: one["message"] for one in told.json()["errors"]}
    assert fields["title"] == "Fill this in."
    assert "1200000" in fields["costs.0.amount"]
    same = send(program(officer), "practices/lamps", {"record": record, "base": 1}, "put")
    assert (same.status_code, same.json()["code"]) == (409, "library.nothing_changed")


def test_who_may_not_correct_suggests_and_it_is_accepted(practice, officer):
    member, record = people.person(), practice.versions.get().record
    body = {"record": record | {"title": "Newer lamps"}, "base": 1}
    client = program(member)
    refused = send(client, "practices/lamps", body, "put")
    assert (refused.status_code, refused.json()["code"]) == (403, "decapolis.forbidden")
    made = send(client, "practices/lamps/suggestions", body)
    assert (made.status_code, made.json()["state"]) == (201, "open")
    number = made.json()["suggestion_id"]
    assert send(client, f"suggestions/{number}/accept").status_code == 403
    decides = program(officer)
    waiting = decides.get(f"{V1}/suggestions?waiting=true").json()
    assert [one["suggestion_id"] for one in waiting] == [number]
    assert decides.get(f"{V1}/suggestions/{number}").json()["differences"][0]["field"] == "title"
    done = send(decides, f"suggestions/{number}/accept")
    assert (done.status_code, done.json()["version"]) == (201, 2)
    again = send(decides, f"suggestions/{number}/decline", {"reason": "No."})
    assert (again.status_code, again.json()["code"]) == (409, "library.already_decided")


def test_a_draft_is_saved_overtaken_and_handed_in(practice, officer):
    client, record = program(officer), practice.versions.get().record
    path = "practices/lamps/draft"
    first = send(client, path, {"record": record | {"title": "A"}, "base": 1}, "put").json()
    other = {"record": record | {"title": "B"}, "base": 1, "seen": first["saves"]}
    assert send(client, path, other, "put").json()["was_overtaken"] is False
    assert send(client, path, other, "put").json()["was_overtaken"] is True
    stranger = program(people.staff())
    assert stranger.get(f"{V1}/drafts/{first['id']}").status_code == 404
    assert send(stranger, f"drafts/{first['id']}/publish").status_code == 404
    done = send(client, f"drafts/{first['id']}/publish")
    assert (done.status_code, Practice.objects.get().title) == (201, "B")
    assert not Draft.objects.exists()


def test_a_new_practice_is_added_once_by_the_same_key(practice, officer):
    client = program(officer)
    record = contributions.values(title="Benches")
    body = {"record": record | {"slug": "what-they-like"}}
    key = {"Idempotency-Key": "7f3c"}
    first = send(client, "practices", body, **key)
    again = send(client, "practices", body, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert Practice.objects.filter(title="Benches").count() == 1
    other = send(client, "practices", {"record": record | {"title": "Trees"}}, **key)
    assert (other.status_code, other.json()["code"]) == (422, "api.key_used")
    colleague = program(hats.speaker(practice.city))
    theirs = send(colleague, "practices", {"record": record | {"title": "Trees"}}, **key)
    assert theirs.status_code == 201  # a key is one's own
    assert send(client, "practices", body, **{"Idempotency-Key": "a b"}).status_code == 400


def test_what_failed_may_be_mended_and_sent_by_the_same_key(practice, officer):
    client, key = program(officer), {"Idempotency-Key": "k"}
    assert send(client, "practices", {"record": {}}, **key).status_code == 422
    body = {"record": contributions.values(title="Benches")}
    assert send(client, "practices", body, **key).status_code == 201


def test_a_practice_is_graded_and_followed(practice):
    reviewer = program(people.person(is_reviewer=True))
    body = {"level": 1, "reasons": "It says what was done and what it cost.", "version": 1}
    made = send(reviewer, "practices/lamps/reviews", body)
    assert (made.status_code, made.json()["level"]) == (201, 1)
    assert reviewer.get(f"{V1}/practices/lamps/reviews").json()["level"] == 1
    stale = send(reviewer, "practices/lamps/reviews", body | {"version": 7})
    assert (stale.status_code, stale.json()["code"]) == (409, "library.another_version")
    elsewhere = cities.city("Elsewhere")
    mayor = program(hats.speaker(elsewhere))
    told = {"city": elsewhere.pk, "changed": "Nothing.", "gave": "Half the power.", "year": 2024}
    done = send(mayor, "practices/lamps/adoptions", told)
    assert (done.status_code, done.json()["city_id"]) == (201, elsewhere.pk)
    twice = send(mayor, "practices/lamps/adoptions", told)
    assert (twice.status_code, twice.json()["code"]) == (409, "library.already_adopted")
    assert len(mayor.get(f"{V1}/practices/lamps/adoptions").json()) == 1
    number = done.json()["number"]
    assert send(reviewer, f"adoptions/{number}/withdraw").status_code == 403
    assert send(mayor, f"adoptions/{number}/withdraw").status_code == 200
    assert (Review.objects.count(), Adoption.objects.standing().count()) == (1, 0)


def test_somebody_asks_to_talk_and_is_answered(practice, officer):
    answers, asks = program(officer), program(people.person(name="Ben"))
    agreed = send(answers, "practices/lamps/contact", {"most_a_month": 3}, "put")
    assert (agreed.status_code, agreed.json()["most_a_month"]) == (200, 3)
    made = send(asks, "practices/lamps/calls", {"question": "How did you buy them?"})
    assert made.status_code == 201
    call = made.json()["call_id"]
    [waiting] = answers.get(f"{V1}/calls").json()["asked_of_me"]
    assert (waiting["call_id"], waiting["asker"], waiting["address"]) == (call, "Ben", "")
    assert program(people.staff()).get(f"{V1}/calls/{call}").status_code == 404
    assert send(asks, f"calls/{call}/answer", {"text": "Myself."}).status_code == 403
    assert send(answers, f"calls/{call}/accept", {"word": "Monday."}).status_code == 200
    assert asks.get(f"{V1}/calls/{call}").json()["address"] == officer.email
    done = send(answers, f"calls/{call}/answer", {"text": "By tender."})
    assert done.json()["state"] == "answered"
    for client in (answers, asks):
        send(client, f"calls/{call}/share", {"level": "public"})
    [kept] = Client().get(f"{V1}/practices/lamps/answers").json()
    assert (kept["answer"], kept["asker"]) == ("By tender.", "")
    assert send(answers, f"calls/{call}/decline").status_code == 409
    assert send(answers, "practices/lamps/contact", method="delete").status_code == 200


def test_where_nobody_can_be_asked_a_question_is_kept_if_one_likes(practice):
    client, body = program(people.person()), {"question": "How?"}
    refused = send(client, "practices/lamps/calls", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "library.nobody_free")
    assert not CallRequest.objects.exists()
    kept = send(client, "practices/lamps/calls", body | {"keep": True})
    assert (kept.status_code, kept.json()["state"]) == (201, "draft")


def test_a_profile_and_hats_are_changed(db):
    dayton, person = cities.city("Dayton", id=4509884), people.person(email="ana@dayton.example")
    client = program(person)
    told = send(client, "me", {"languages": ["es"], "expertise": ["energy"]}, "patch")
    assert (told.json()["languages"], told.json()["expertise"]) == (["es"], ["energy"])
    wrong = send(client, "me", {"time_zone": "Mars/Base"}, "patch")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "time_zone")
    hats.domain(dayton)
    hats.confirmed(person)
    made = send(client, "me/hats", {"role": "innovation", "city": "4509884"})
    assert (made.status_code, made.json()["speaks"], made.json()["ground"]) == (201, True, "domain")
    assert [one["key"] for one in client.get(f"{V1}/me").json()["speaks_for"]] == ["4509884"]
    twice = send(client, "me/hats", {"role": "innovation", "city": "4509884"})
    assert (twice.status_code, twice.json()["code"]) == (409, "organisations.hat_there")
    hat = made.json()["hat_id"]
    assert send(program(people.person()), f"hats/{hat}/end").status_code == 403
    assert send(client, f"hats/{hat}/end").json()["until"]
    assert send(client, f"hats/{hat}/again").json()["until"] is None
    assert Hat.objects.count() == 1


def test_someone_is_invited_and_it_is_taken_back(db):
    dayton = cities.city("Dayton", id=4509884)
    client = program(hats.speaker(dayton))
    body = {"email": "new@dayton.example", "role": "staff", "city": "4509884"}
    made = send(client, "invitations", body)
    assert (made.status_code, made.json()["state"]) == (201, "open")
    assert "secret" not in made.content.decode()
    assert send(client, "invitations", body | {"city": ""}).status_code == 403
    assert send(client, "invitations", body | {"email": "nobody"}).json()["field"] == "email"
    number = made.json()["invitation_id"]
    assert send(program(people.person()), f"invitations/{number}/revoke").status_code == 404
    assert send(client, f"invitations/{number}/revoke").json()["state"] == "revoked"
    assert send(client, f"invitations/{number}/revoke").status_code == 409
    assert Invitation.objects.count() == 1


def test_notices_and_the_log_are_ones_own(practice, officer):
    send(program(people.staff()), f"hats/{officer.hats.get().pk}/end")
    client, other = program(officer), program(people.person())
    [notice] = client.get(f"{V1}/notices?new=true").json()["items"]
    assert other.get(f"{V1}/notices").json()["total"] == 0
    assert send(other, "notices/read", {"ids": [notice["id"]]}).json() == {"count": 0}
    assert send(client, "notices/read", {"ids": [notice["id"], 2**70]}).json() == {"count": 1}
    assert Notice.objects.get().read
    acts = {one["act"] for one in client.get(f"{V1}/audit").json()["items"]}
    assert "organisations.hat_ended" in acts
    theirs = {one["act"] for one in other.get(f"{V1}/audit").json()["items"]}
    assert theirs == {"access.token_made"}


def test_the_staffs_desk_is_read_by_staff(db):
    hats.hat(people.person(), cities.city())
    client = program(people.staff(), "staff")
    desk = client.get(f"{V1}/staff/desk").json()
    assert (desk["claims_waiting"], len(desk["claims"]), len(desk["weeks"])) == (1, 1, 12)
    assert client.get(f"{V1}/me").status_code == 403
    member = program(people.person(), "staff")
    assert member.get(f"{V1}/staff/desk").status_code == 403


def test_a_new_practice_is_proposed(practice):
    body = {"record": contributions.values(title="Benches", visibility="staff")}
    made = send(program(people.person()), "suggestions", body)
    assert (made.status_code, made.json()["practice"]) == (201, "")
    assert "visibility" not in Suggestion.objects.get().record  # that is, public


def test_only_staff_keep_a_new_practice_to_themselves(practice, officer):
    body = {"record": contributions.values(title="Benches", visibility="staff")}
    refused = send(program(officer), "practices", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "decapolis.forbidden")
    made = send(program(people.staff()), "practices", body).json()
    assert Practice.objects.get(slug=made["practice"]).visibility == "staff"
    assert Practice.objects.filter(title="Benches").count() == 1


def test_a_question_of_an_answered_practice_is_not_put_twice(db):
    practice = calls.practice(slug="lamps")
    calls.contact(practice)
    asker = people.person()
    calls.call(practice, asker)
    told = send(program(asker), "practices/lamps/calls", {"question": "Again?"})
    assert (told.status_code, told.json()["code"]) == (409, "library.asked_already")


def test_a_document_is_handed_in_with_its_file_and_corrected(practice, officer):
    client = program(officer)
    picture = SimpleUploadedFile("plan.png", PICTURE, "image/png")
    kept = client.post(f"{V1}/files", {"file": picture})
    assert (kept.status_code, kept.json()["name"]) == (201, "plan.png")
    record = {
        "title": "A plan of lamps", "kind": "report", "themes": ["energy"], "language": "en",
        "city": "Dayton", "country": "US", "summary": "Where the lamps stand.",
        "url": "https://city.example/plan", "publisher": "The city",
        "sources": [{"url": "https://city.example/plan", "title": "Plan"}],
    }  # fmt: skip
    body = {"record": record, "city": 4509884, "file": kept.json()["key"]}
    stranger = program(hats.speaker(practice.city))
    refused = send(stranger, "documents", body)
    assert (refused.status_code, refused.json()["field"]) == (422, "file")
    made = send(client, "documents", body)
    assert made.status_code == 201, made.json()
    path = f"documents/{made.json()['document']}"
    read = client.get(f"{V1}/{path}/record")
    change = {"record": read.json()["record"] | {"title": "The plan"}, "city": 4509884}
    assert send(client, path, change, "put").json()["code"] == "api.base_missing"
    tag = {"If-Match": read["ETag"]}
    assert send(client, path, change, "put", **tag).status_code == 200
    stale = send(client, path, change | {"drops_file": True}, "put", **tag)
    assert (stale.status_code, stale.json()["code"]) == (412, "library.document_changed")
    assert send(program(people.person()), "documents", body | {"file": None}).status_code == 403
