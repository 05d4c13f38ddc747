"""Several server processes on one database stay in step: at once over a relay, soon without."""

import contextlib

import pytest

from decapolis.canvas.bridge.document import content_of
from decapolis.live.doors import NOT_FOUND
from decapolis.people.models import TeamSeat
from tests.factories import boards, people
from tests.factories.relays import relay_server
from tests.live.platform import session_of

PATIENCE_S = 20


@pytest.fixture(params=["relay", "table"])
def pair(request, platform, rows):
    """Return two servers, and the relay between them if there is one."""
    with contextlib.ExitStack() as stack:
        address, relay = "", None
        if request.param == "relay":
            address, relay = stack.enter_context(relay_server())
        servers = [platform.serve(address) for _turn in range(2)]
        for server in servers:
            stack.callback(server.kill)
        yield *servers, relay


def open_on_both(clients, pair):
    ana, ben = people.person(name="Ana"), people.person(name="Ben")
    board = boards.board(ana, ben)
    clients.open("ana", pair[0], board.key, session_of(ana))
    clients.open("ben", pair[1], board.key, session_of(ben))
    assert clients("synced", "ana")["ok"]
    assert clients("synced", "ben")["ok"]
    return board, ana, ben


def test_processes_stay_in_step(pair, clients):
    *_servers, relay = pair
    board, ana, ben = open_on_both(clients, pair)
    for number in range(20):
        clients.add("ana", key=f"a{number}", by=ana.pk, signed="Ana")
        clients.add("ben", key=f"b{number}", by=ben.pk, signed="Ben")
    assert clients("agree")["ok"]
    held = content_of(board)
    assert len(held.notes) == 40
    assert {(one.by, one.name) for one in held.notes} == {(ana.pk, "Ana"), (ben.pk, "Ben")}
    if relay is not None:
        relay.kill()
        relay.wait(PATIENCE_S)
        clients.add("ana", key="without")
        clients.add("ben", key="too")
        assert clients("agree", patience=PATIENCE_S * 1000)["ok"]  # a broken relay costs time alone
        assert len(content_of(board).notes) == 42
    TeamSeat.objects.filter(person=ben).delete()
    assert clients("closed", "ben")["codes"] == [NOT_FOUND]
