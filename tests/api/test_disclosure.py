"""By token: who may read a practice, what members would read, and what is closed to others."""

import pytest

from decapolis.access.choices import Scope
from decapolis.library.actions import disclose
from decapolis.library.choices import Disclosure
from decapolis.library.models import Practice, Suggestion
from tests.api.test_writing import V1, program, send
from tests.factories import cities, contributions, hats, people
from tests.factories.contributions import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return hats.speaker(cities.city("Dayton"), name="Ana Díaz")


@pytest.fixture
def ben():
    return people.person(name="Ben")


@pytest.fixture
def lamps(ana):
    return loaded(slug="lamps", title="Dayton's lamps", problem="In Dayton 14,302 lamps were old.")


def close(practice, by, level, circle=None):
    disclose(by=by, practice=practice, level=level, circle=circle)
    practice.refresh_from_db()


def test_its_team_says_who_reads_it(lamps, ana, ben):
    people.circle(ana, ben, slug="night")
    client = program(ana)
    told = send(client, "practices/lamps/readers", {"level": "circle", "circle": "night"}, "put")
    assert (told.status_code, told["Cache-Control"]) == (200, "private, no-store")
    assert told.json() == {
        "practice": "lamps",
        "version": 2,
        "level": "circle",
        "circle": "night",
        "retelling": None,
    }
    told = send(client, "practices/lamps/readers", {"level": "nameless"}, "put").json()
    retold = Practice.objects.get(retells=lamps)
    assert (told["level"], told["circle"], told["retelling"]) == ("nameless", None, retold.slug)
    again = send(client, "practices/lamps/readers", {"level": "nameless"}, "put")
    assert (again.status_code, again.json()["code"]) == (409, "library.nothing_changed")


def test_others_say_nothing_of_it(lamps, ana, ben):
    body = {"level": "team"}
    for person in (ben, people.staff()):
        told = send(program(person), "practices/lamps/readers", body, "put")
        assert (told.status_code, told.json()["code"]) == (403, "decapolis.forbidden")
    narrow = program(ana, *(set(Scope) - {Scope.CONTRIBUTE}))
    told = send(narrow, "practices/lamps/readers", body, "put")
    assert told.json()["code"] == "api.scope_missing"
    close(lamps, ana, Disclosure.TEAM)
    told = send(program(ben), "practices/lamps/readers", {"level": "public"}, "put")
    assert told.status_code == 404
    assert Practice.objects.get(pk=lamps.pk).visibility == "team"


@pytest.mark.parametrize("body", [{}, {"level": "x"}, {"level": None}, {"level": "team", "x": 1}])
def test_a_level_that_there_is_not_is_told_at_its_field(lamps, ana, body):
    told = send(program(ana), "practices/lamps/readers", body, "put")
    assert (told.status_code, told.json()["code"]) == (422, "api.invalid")
    assert Practice.objects.get(pk=lamps.pk).version == 1


def test_a_circle_in_which_one_does_not_sit_is_none(lamps, ana):
    people.circle(people.person(), slug="theirs")
    body = {"level": "circle", "circle": "theirs"}
    told = send(program(ana), "practices/lamps/readers", body, "put")
    assert (told.status_code, told.json()["field"]) == (422, "circle")
    assert Practice.objects.get(pk=lamps.pk).visibility == "public"


def test_the_team_reads_first_what_members_would_read(lamps, ana, ben):
    told = program(ana).get(f"{V1}/practices/lamps/retelling")
    assert (told.status_code, told["Cache-Control"]) == (200, "private, no-store")
    body = told.json()
    assert "Dayton" not in body["title"] + body["problem"]
    assert any("Dayton" in word for word in body["hidden"])
    assert body["remains"] == []
    assert not Practice.objects.exclude(retells=None).exists()
    for person in (ben, people.staff()):
        assert program(person).get(f"{V1}/practices/lamps/retelling").status_code == 403


def test_what_is_closed_is_read_by_its_team_and_its_circle_and_by_no_cache(lamps, ana, ben):
    close(lamps, ana, Disclosure.CIRCLE, people.circle(ana, ben, name="Night mayors"))
    for person in (ana, ben):
        for room in ("", "/record"):
            told = program(person).get(f"{V1}/practices/lamps{room}")
            assert (told.status_code, told["Cache-Control"]) == (200, "private, no-store")
    assert program(ben).get(f"{V1}/practices/lamps").json()["readers"] == "circle"
    for room in ("/versions", "/versions/1", "/provenance", "/differences?before=1&after=2"):
        told = program(ana).get(f"{V1}/practices/lamps{room}")
        assert (told.status_code, told["Cache-Control"]) == (200, "private, no-store"), room
        assert program(ben).get(f"{V1}/practices/lamps{room}").status_code == 404, room
    for room in ("", "/record", "/versions"):
        assert program(people.staff()).get(f"{V1}/practices/lamps{room}").status_code == 404


def test_ones_own_closed_rooms_are_listed(lamps, ana, ben):
    close(lamps, ana, Disclosure.CIRCLE, people.circle(ana, ben, name="Night mayors"))
    for person, is_team in ((ana, True), (ben, False)):
        told = program(person).get(f"{V1}/me/closed")
        assert told["Cache-Control"] == "private, no-store"
        rows = [(one["slug"], one["level"], one["circle"]) for one in told.json()["items"]]
        assert rows == [("lamps", "circle", "Night mayors")]
        assert told.json()["items"][0]["is_team"] == is_team
    assert program(people.staff()).get(f"{V1}/me/closed").json()["total"] == 0


def test_what_is_told_without_its_name_says_so_and_has_no_record(lamps, ana, ben):
    close(lamps, ana, Disclosure.NAMELESS)
    retold = Practice.objects.get(retells=lamps)
    told = program(ben).get(f"{V1}/practices/{retold.slug}").json()
    assert (told["is_nameless"], told["readers"], told["sources"]) == (True, "network", [])
    assert (told["place"]["city_id"], told["place"]["country"]) == (None, "")
    assert told["place"]["city"].startswith("A city")
    for room in ("record", "versions", "provenance"):
        assert program(ben).get(f"{V1}/practices/{retold.slug}/{room}").status_code == 404, room


@pytest.mark.parametrize("level", ["network", "team"])
def test_what_is_to_be_kept_close_is_not_proposed_to_all(ben, level):
    cities.country()
    body = {"record": contributions.values(title="Benches", visibility=level)}
    told = send(program(ben), "suggestions", body)
    assert (told.status_code, told.json()["code"]) == (422, "library.record_faulty")
    assert told.json()["errors"][0]["field"] == "visibility"
    assert not Suggestion.objects.exists()
