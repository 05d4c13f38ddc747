"""By token: begin an initiative, say what it is and how far, seat its team, open it, list it."""

import pytest

from decapolis.access.choices import Scope
from decapolis.audit.models import AuditEntry
from decapolis.initiatives.models import Initiative, StageChange
from decapolis.people.models import TeamSeat
from tests.api.test_promises import check_problem
from tests.api.test_writing import V1, program, send
from tests.factories import canvas, cities, hats, library, people
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
CLOSED = "private, no-store"


def rooms(key):
    return [f"{V1}/initiatives/{key}{rest}" for rest in ("", "/plan", "/costs", "/transfer")]


def keys(client, query=""):
    told = client.get(f"{V1}/initiatives{query}")
    return {one["key"] for one in told.json()["items"]}, told


def test_an_initiative_is_begun_from_a_practice_and_read_by_its_team():
    dayton, practice = cities.city("Dayton"), library.practice(slug="lamps", title="New lamps")
    ana = hats.speaker(dayton)
    canvas.template(slug="mayors-workshop")
    body = {"city": dayton.pk, "title": "Light", "challenge": "It is dark.", "practice": "lamps"}
    made = send(program(ana), "initiatives", body | {"themes": ["energy"]})
    one = Initiative.objects.get()
    assert (made.status_code, made.json()) == (201, {"key": one.key, "board": one.board.key})
    told = program(ana).get(f"{V1}/initiatives/{one.key}")
    assert told["Cache-Control"] == CLOSED
    read = told.json()
    assert (read["stage"], read["opened"], read["seat"]) == ("interview", "team", "owner")
    assert [seat["person_id"] for seat in read["team"]] == [ana.pk]
    assert [(draw["slug"], draw["is_first"]) for draw in read["draws"]] == [(practice.slug, True)]
    assert [step["stage"] for step in read["steps"]] == ["interview"]
    assert AuditEntry.objects.get(act="initiatives.begun").door == "api"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"challenge": ""}, "challenge"),
        ({"themes": ["magic"]}, "themes"),
        ({"city": 1}, "city"),
        ({"practice": "of-nobody"}, "practice"),
        ({"template": "of-nobody"}, "template"),
        ({"stage": "plan"}, "stage"),
    ],
)
def test_what_cannot_begin_is_told_at_its_field_and_nothing_is_written(changed, field):
    dayton = cities.city("Dayton")
    body = {"city": dayton.pk, "title": "Light", "challenge": "It is dark."}
    told = send(program(hats.speaker(dayton)), "initiatives", body | changed)
    assert (told.status_code, check_problem(told)["field"]) == (422, field)
    assert not Initiative.objects.exists()
    refused = send(program(people.person()), "initiatives", body)
    assert refused.status_code == 403


def test_the_same_beginning_sent_twice_is_one():
    dayton = cities.city("Dayton")
    client = program(hats.speaker(dayton))
    body = {"city": dayton.pk, "title": "Light", "challenge": "It is dark."}
    first, again = (
        send(client, "initiatives", body, **{"Idempotency-Key": "begun-once"}) for _n in range(2)
    )
    assert first.json() == again.json()
    assert Initiative.objects.count() == 1


def test_what_is_closed_is_found_by_its_team_alone(here, ana, client):
    staff = program(people.staff())
    for room in rooms(here.key):
        told = client.get(room)
        assert (told.status_code, told["Cache-Control"]) == (200, CLOSED), room
        assert staff.get(room).status_code == 404, room
    found, told = keys(client)
    assert (found, told["Cache-Control"]) == ({here.key}, CLOSED)
    assert keys(staff)[0] == set()
    assert keys(staff)[1].json()["total"] == 0


def test_who_reads_what_was_opened_reads_nothing_of_the_team(here, ana, client):
    line = make.line(here, "risk", title="Dark", changed_by=ana)
    body = {"opened": "public", "shows_plan": True}
    assert send(client, f"initiatives/{here.key}/opened", body, "put").status_code == 200
    stranger = program(people.person())
    read = stranger.get(f"{V1}/initiatives/{here.key}").json()
    assert (read["team"], read["steps"], read["dates"], read["board"]) == ([], [], [], "")
    plan = stranger.get(f"{V1}/initiatives/{here.key}/plan")
    assert "no-store" not in plan["Cache-Control"]
    lines = [one for part in plan.json()["parts"] for one in part["lines"]]
    assert [(one["id"], one["by"]) for one in lines] == [(line.pk, "")]
    for room in ("progress", "documents", "documents/council-memo.pdf", "plan/gone"):
        assert stranger.get(f"{V1}/initiatives/{here.key}/{room}").status_code == 403, room


def test_lists_are_filtered(here, client):
    other = make.initiative(people.person(), opened="public", city=cities.city("Toledo"))
    done = make.initiative(people.person(), opened="network", stage="done", ended="2026-01-01")
    assert keys(client)[0] == {here.key, other.key, done.key}
    assert keys(client, "?whose=own")[0] == {here.key}
    assert keys(client, "?whose=opened&ended=true")[0] == {done.key}
    assert keys(client, f"?city={other.city_id}")[0] == {other.key}
    assert keys(client, "?stage=done&stage=stopped")[0] == {done.key}
    assert keys(client, "?theme=energy")[0] == set()
    page = keys(client, "?limit=1")[1].json()
    assert (page["total"], len(page["items"])) == (3, 1)
    assert page["next"].endswith("offset=1")


def test_what_it_is_and_how_far_is_changed(here, client):
    told = send(client, f"initiatives/{here.key}", {"title": "More light"}, "patch").json()
    assert (told["title"], told["challenge"]) == ("More light", "The lamps are dark.")
    missing = send(client, f"initiatives/{here.key}/stage", {"stage": "stopped"}, "put")
    assert (missing.status_code, check_problem(missing)["field"]) == (422, "why")
    assert StageChange.objects.count() == 1
    body = {"stage": "stopped", "why": "The fund was closed."}
    told = send(client, f"initiatives/{here.key}/stage", body, "put").json()
    assert (told["stage"], told["why_ended"]) == ("stopped", "The fund was closed.")
    assert [step["why"] for step in told["steps"]] == ["", "The fund was closed."]


def test_it_draws_on_practices_and_ends_that(here, client):
    library.practice(slug="lamps")
    address = f"initiatives/{here.key}/practices/lamps"
    told = send(client, address, {"why": "The price."}, "put").json()
    assert [(one["slug"], one["why"]) for one in told["draws"]] == [("lamps", "The price.")]
    assert send(client, address, method="delete").json()["draws"] == []
    hidden = library.practice(visibility="staff")
    address = f"initiatives/{here.key}/practices/{hidden.slug}"
    assert send(client, address, {}, "put").status_code == 404


def test_seats_are_given_and_taken_by_who_leads(here, ana, client):
    ben = people.person()
    address = f"initiatives/{here.key}/team/{ben.pk}"
    told = send(client, address, {"seat": "expert"}, "put").json()
    assert {one["person_id"]: one["seat"] for one in told["team"]}[ben.pk] == "expert"
    theirs = send(program(ben), f"initiatives/{here.key}/team/{ana.pk}", method="delete")
    assert theirs.status_code == 403
    last = send(client, f"initiatives/{here.key}/team/{ana.pk}", method="delete")
    assert (last.status_code, check_problem(last)["field"]) == (422, "person")
    assert send(client, address, method="delete").json() == {"done": True}
    assert TeamSeat.objects.filter(team=here.team).count() == 1
    assert program(ben).get(f"{V1}/initiatives/{here.key}").status_code == 404


def test_a_program_that_writes_plans_lets_nobody_in(here, ana):
    narrow = program(ana, *(set(Scope) - {Scope.PEOPLE}))
    address = f"initiatives/{here.key}/team/{people.person().pk}"
    told = send(narrow, address, {"seat": "member"}, "put")
    assert check_problem(told)["code"] == "api.scope_missing"
    assert TeamSeat.objects.count() == 1


def test_what_nobody_leads_is_taken_over_by_who_speaks_for_its_city(here, ana):
    successor = program(hats.speaker(here.city))
    assert send(successor, f"initiatives/{here.key}/take-over").status_code == 404
    ana.is_member = False
    ana.save()
    assert keys(successor, "?whose=orphaned")[0] == {here.key}
    assert keys(program(people.person()), "?whose=orphaned")[0] == set()
    assert send(successor, f"initiatives/{here.key}/take-over").status_code == 200
    assert successor.get(f"{V1}/initiatives/{here.key}").json()["seat"] == "owner"


def test_others_write_nothing_of_it(here, client):
    send(client, f"initiatives/{here.key}/opened", {"opened": "public", "shows_plan": True}, "put")
    acts = AuditEntry.objects.count()
    reader = make.seated(here, "reader")
    for person in (people.staff(), hats.speaker(here.city), reader):
        theirs = program(person)
        for path, method, body in (
            ("", "patch", {"title": "Mine"}),
            ("/stage", "put", {"stage": "done"}),
            ("/opened", "put", {"opened": "team"}),
            (f"/team/{person.pk}", "put", {"seat": "owner"}),
            ("/plan", "patch", {"values": {"objective": "Mine"}, "base": 0}),
            ("/lines/risk", "post", {"values": {"title": "Mine", "kind": "social"}}),
            ("/reports", "post", {"done": "Mine"}),
            ("/handover", "post", {"person": person.pk}),
            ("/practice", "post", {}),
        ):
            told = send(theirs, f"initiatives/{here.key}{path}", body, method)
            assert told.status_code == 403, (path, told.content)
    assert AuditEntry.objects.filter(act__startswith="initiatives").count() <= acts
    assert Initiative.objects.get().title == "Light in the north"
