"""Pages of initiatives ask the database as often for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import initiatives as make
from tests.factories import library

pytestmark = pytest.mark.django_db
# Queries at most, everything counted: who asks, the masthead, the page.
ROOMS = {"": 40, "/plan": 30, "/plan/budget": 30, "/costs": 32, "/transfer": 37, "/progress": 34}
PLAN = ("activity", "cost", "risk", "evidence", "measure", "milestone")


@pytest.fixture
def asked(client):
    """Return a function that counts the queries of a page, everything being warm."""

    def count(address):
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return count


def _lines(one, number):
    costs = [make.line(one, "cost", amount=100 + n, unit="lamp", quantity=4) for n in range(number)]
    for at, kind in enumerate(PLAN * number):
        if kind != "cost":
            make.line(one, kind, title=f"Line {at}")
    for line in costs:
        make.comparable(line, practice=library.practice())
        make.draw(one)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_asks_as_often_for_sixty_lines_as_for_six(client, asked, room):
    one, owner = make.owned()
    client.force_login(owner)
    _lines(one, 1)
    few = asked(f"/initiatives/{one.key}{room}")
    _lines(one, 9)
    assert asked(f"/initiatives/{one.key}{room}") <= few <= ROOMS[room]


def test_the_list_asks_as_often_for_ten_as_for_one(client, asked):
    one, owner = make.owned()
    client.force_login(owner)
    few = asked("/initiatives")
    for _number in range(9):
        make.initiative(owner, city=one.city)
        make.owned(opened="network")
    assert asked("/initiatives") <= few + 1 <= 14  # of those opened to the network too
