"""Rankings by the interface: read by everyone, marked, replied to and answered by token."""

import pytest
from django.test import Client

from decapolis.access.choices import Scope
from decapolis.audit.models import AuditEntry
from decapolis.benchmarks.choices import State
from decapolis.benchmarks.models import Mark, Reply, Run, Theory
from decapolis.kernel.permissions import Visibility
from tests.api.test_writing import V1, program, send
from tests.factories import access, benchmarks, cities, hats, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return benchmarks.published()


@pytest.fixture
def entrant(edition):
    return benchmarks.entrant(edition)


def at(edition, rest=""):
    return f"rankings/{edition.framework.slug}/{edition.slug}{rest}"


def get(path, client=None):
    return (client or Client()).get(f"{V1}/{path}").json()


def test_a_ranking_tells_places_with_intervals_and_its_recipe(edition, entrant):
    told = get(at(edition))
    assert [(one["city"]["name"], one["rank"], one["score"]) for one in told["places"]] == [
        ("Dayton", 1, 3.0),
        ("Toledo", 2, 2.0),
    ]
    assert all(one["low"] <= one["rank"] <= one["high"] for one in told["places"])
    recipe = get(at(edition, "/recipe"))
    assert (recipe["digest"], recipe["spec"]["normalise"]["method"]) == (told["digest"], "none")
    card = get(at(edition, f"/cities/{entrant.code}"))
    assert [one["value"] for one in card["standings"]] == [3.0, 3.0, 3.0]
    other = benchmarks.entrant(edition, "Toledo").code
    both = get(at(edition, f"/compare?city={entrant.code}&city={other}"))
    assert both["above"][0][1] == 1.0
    assert [one["slug"] for one in get("rankings")] == [edition.slug]
    framework = get(f"frameworks/{edition.framework.slug}")
    assert [one["code"] for one in framework["criteria_listed"]] == ["a", "b"]


def test_anybody_tries_other_weights_and_nothing_is_kept(edition):
    client, runs = Client(), Run.objects.count()
    told = send(client, at(edition, "/weigh"), {"weights": {"a": 2}, "off": ["b"]}).json()
    assert [(one["rank"], one["score"]) for one in told] == [(1, 3.0), (2, 2.0)]
    wrong = send(client, at(edition, "/weigh"), {"weights": {"a": -1}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "benchmarks.not_built")
    assert Run.objects.count() == runs
    assert not AuditEntry.objects.exists()
    of_the_network = benchmarks.published(visibility=Visibility.NETWORK)
    path, body = at(of_the_network, "/weigh"), {"weights": {"a": 2}}
    assert send(client, path, body).status_code == 404
    member = access.token(people.person(), Scope.READ)
    assert send(Client(headers=access.bearer(member)), path, body).status_code == 200
    other = access.token(people.person(), Scope.CONTRIBUTE)
    assert send(Client(headers=access.bearer(other)), path, body).status_code == 403


def test_a_city_replies_and_staff_uphold_it(edition, entrant):
    officer = program(hats.speaker(entrant.city))
    body = {"criterion": "a", "text": "The plan was adopted in May.", "wants": 4}
    path = at(edition, f"/cities/{entrant.code}/replies")
    bare = send(officer, path, body)
    assert (bare.status_code, bare.json()["code"]) == (422, "benchmarks.proof_refused")
    assert not Reply.objects.exists()
    made = send(officer, path, body | {"url": "https://dayton.example/plan"})
    assert (made.status_code, made.json()["state"]) == (201, "open")
    answer = f"replies/{made.json()['number']}/answer"
    said = {"is_upheld": True, "text": "The plan can be read there."}
    assert send(officer, answer, said).status_code == 403
    assert send(program(people.staff()), answer, said).json()["state"] == "upheld"
    assert get(at(edition))["places"][0]["score"] == 3.5
    assert get(at(edition, "/replies"))[0]["answer"] == "The plan can be read there."


def test_marks_are_given_by_token_and_what_is_blind_stays_so():
    edition = benchmarks.edition(state=State.ASSESSING)
    entrant = benchmarks.entrant(edition)
    path = at(edition, f"/cities/{entrant.code}/marks")
    ana, ben = map(program, benchmarks.two_reviewers())
    body = {"hand": "blind", "marks": [{"criterion": "a", "value": 1, "note": "Ana saw it."}]}
    assert send(ana, path, body).status_code == 201
    assert get(path, ben) == []
    assert [one["value"] for one in get(path, ana)] == [1.0]
    for wrong in (
        {"hand": "blind", "marks": [{"criterion": "zz", "value": 1}]},
        {"hand": "blind", "marks": [{"criterion": "a", "value": 99}]},
        {"hand": "third", "marks": [{"criterion": "a", "value": 1}]},
        {"hand": "self", "marks": [{"criterion": "a", "value": 1, "note": "Not mine."}]},
    ):
        assert send(ben, path, wrong).status_code in {403, 404, 422}
    assert Mark.objects.count() == 1


def test_a_theory_of_change_is_put_as_its_next_version():
    city = cities.city("Dayton")
    client, path = program(hats.speaker(city)), f"cities/{city.pk}/theory"
    body = {
        "title": "Safe streets",
        "columns": {"inputs": [{"text": "Money", "leads_to": ["lamps"]}],
                    "activities": [{"id": "lamps", "text": "Lamps"}]},
    }  # fmt: skip
    made = send(client, path, body, "put").json()
    assert (made["version"], made["columns"]["inputs"][0]["leads_to"]) == (1, ["lamps"])
    late = send(client, path, body | {"title": "Other"}, "put")
    assert (late.status_code, late.json()["code"]) == (422, "benchmarks.theory_changed")
    assert Theory.objects.count() == 1
    assert get(path)["title"] == "Safe streets"


def test_theories_of_initiatives_are_put_and_listed_beside_the_city_s_own():
    city = cities.city("Dayton")
    benchmarks.theory(city)
    client, path = program(hats.speaker(city)), f"cities/{city.pk}/theories"
    body = {"title": "Lamps in Linden Avenue", "columns": {"inputs": [{"text": "Money"}]}}
    made = send(client, f"{path}/linden", body, "put").json()
    assert (made["slug"], made["columns"]["inputs"][0]["id"]) == ("linden", "in1")
    assert [one["slug"] for one in get(path)] == ["", "linden"]
    assert send(client, f"{path}/Not a slug", body, "put").status_code == 422
    assert Theory.objects.count() == 2
