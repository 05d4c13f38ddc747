"""No value of any field breaks a route of initiatives, also for who may write them."""

import json

import pytest

from tests.api.test_hostile_writing import ANSWERED, FIELDS, TURNS, VALUES
from tests.api.test_promises import address_of, check_problem
from tests.factories import boards, library
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
OURS = sorted(one for one in FIELDS if one[0].startswith("/api/v1/initiatives") and FIELDS[one])
JSON = "application/json"
PLACES = {"{kind}": "measure", "{part}": "risks", "{day}": "90"}
USUAL = {
    "base": 1, "practice": "lamps", "condition": "size", "why": "So.", "city": 4509884,
    "values": {"title": "A"}, "title": "A", "challenge": "B", "amount": 1, "currency": "USD",
    "counts": True, "on": "2026-01-01", "value": 1, "target": 1, "what": "risk", "seat": "member",
    "stage": "plan", "opened": "team", "up": True, "is_confirmed": True,
}  # fmt: skip


@pytest.fixture
def owned(here):
    """Let each address of a sample be one of her initiative."""
    here.key, here.board = "lights", boards.board(team=here.team)
    here.save()
    make.draw(here, library.practice(slug="lamps"))
    make.review(here, day=90)
    for kind in ("cost", "measure"):
        make.line(here, kind, pk=1)


def placed(path):
    for place, value in PLACES.items():
        path = path.replace(place, value)
    return address_of(path)


@pytest.mark.parametrize(("path", "method"), OURS)
def test_no_value_of_any_field_breaks_it(owned, client, path, method, soaks):
    names, step = FIELDS[path, method], 1 if soaks else 2 * TURNS
    told = {name: USUAL[name] for name in names if name in USUAL}
    for at, name in enumerate(names):
        for value in VALUES[at % step :: step]:
            body = json.dumps(told | {name: value}).encode()
            response = client.generic(method, placed(path), body, JSON)
            assert response.status_code in ANSWERED, (name, str(value)[:30], response.content[:300])
            if response.status_code not in {200, 201}:
                check_problem(response)


def test_no_value_in_a_field_of_a_line_breaks_it(owned, client):
    for at, name in enumerate(("title", "amount", "kind", "first_year", "document", "activity")):
        for value in VALUES[at % TURNS :: TURNS]:
            body = json.dumps({"values": {"title": "A", "kind": "capital"} | {name: value}})
            response = client.post("/api/v1/initiatives/lights/lines/cost", body, JSON)
            assert response.status_code in ANSWERED - {403, 404}, (name, str(value)[:30])
