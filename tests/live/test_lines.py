"""Lines to boards: who is let in, what they may say, what they are told."""

import time

import pytest

from decapolis.canvas.bridge.document import content_of, doc_of
from decapolis.canvas.models import Board, Update
from decapolis.live.clients import MOST_BEHIND
from decapolis.live.doors import FELL_BEHIND, NO_CHANGE, NOT_FOUND, SIGN_IN
from decapolis.live.entry import MOST_A_SECOND
from decapolis.live.wire import MOST_MESSAGE, chunk, told, update
from decapolis.people.choices import Seat
from decapolis.people.models import TeamSeat
from tests.factories import boards, people
from tests.factories.relays import free_port
from tests.live.platform import session_of, waits_for

PATIENCE_S = 20
LONG_S = 5  # a change that takes so long has waited for somebody


@pytest.fixture
def ana(rows):
    return people.person(name="Ana")


@pytest.fixture
def board(ana):
    return boards.board(ana)


def eventually(holds):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def codes(clients, name):
    return clients("closed", name)["codes"]


def test_what_one_writes_is_stored_and_reaches_the_other_with_the_name(server, clients, board, ana):
    ben = people.person(name="Ben")
    boards.seat(board.team, ben, Seat.EXPERT)
    clients.open("ana", server, board.key, session_of(ana))
    clients.open("ben", server, board.key, session_of(ben))
    clients.add("ana", by=ana.pk, signed="Ana")
    clients.add("ben", "Buses", key="b")
    assert clients("agree")["ok"]
    assert [(one.text, one.by, one.name) for one in content_of(board).notes] == [
        ("Lamps", ana.pk, "Ana"),
        ("Buses", None, ""),
    ]


def test_presence_bears_the_name_that_the_server_knows(server, clients, board, ana):
    ben = people.person(name="Ben")
    boards.seat(board.team, ben)
    clients.open("ana", server, board.key, session_of(ana))
    clients.open("ben", server, board.key, session_of(ben))
    clients("synced", "ana"), clients("synced", "ben")
    clients("presence", "ben", state={"user": {"name": "Ana", "id": ana.pk}, "note": "a"})
    shown = {"user": {"name": "Ben", "id": ben.pk}, "note": "a"}
    assert eventually(lambda: clients("look", "ana")["here"] == [shown])
    clients("off", "ben")
    assert eventually(lambda: clients("look", "ana")["here"] == [])


@pytest.mark.parametrize("who", ["stranger", "staff", "anonymous", "ended", "left"])
def test_who_has_no_seat_is_told_nothing(server, clients, board, ana, who):
    session = ""
    if who in {"stranger", "staff"}:
        session = session_of(people.person(is_staff=who == "staff"))
    elif who == "ended":
        session = session_of(ana)
        ana.set_password("another one that ends all sessions")
        ana.save()
    elif who == "left":
        ben = people.person(is_member=False)
        boards.seat(board.team, ben)
        session = session_of(ben)
    clients.open("eve", server, board.key, session)
    wanted = SIGN_IN if who in {"anonymous", "ended"} else NOT_FOUND
    assert codes(clients, "eve") == [wanted]
    assert clients("look", "eve")["content"]["notes"] == {}


def test_a_board_that_is_not_there_is_not_told_from_one_that_is_closed(server, clients, ana):
    clients.open("ana", server, "nonsense", session_of(ana))
    assert codes(clients, "ana") == [NOT_FOUND]


@pytest.mark.parametrize("origin", ["http://evil.example", "", "null", "http://127.0.0.1:1"])
def test_a_page_from_elsewhere_is_refused_before_the_line_stands(
    server, clients, board, ana, origin
):
    clients.open("ana", server, board.key, session_of(ana), headers={"Origin": origin})
    assert codes(clients, "ana")[0] == 1006


def test_a_link_lets_read_and_not_write(server, clients, board, ana):
    import hashlib  # noqa: PLC0415

    board.read_digest = hashlib.sha256(b"token").hexdigest()
    board.save()
    clients.open("ana", server, board.key, session_of(ana))
    clients.add("ana")
    assert clients("saved", "ana")["ok"]
    clients.open("guest", server, board.key, params={"read": "token"})
    assert eventually(lambda: "a" in clients("look", "guest")["content"]["notes"])
    clients("presence", "guest", state={"user": {"name": "Mayor"}})
    clients.add("guest", key="forged")
    assert eventually(lambda: {"kind": "readonly"} in clients("look", "guest")["told"][1:])
    clients.add("ana", key="b")
    assert eventually(lambda: len(content_of(board).notes) == 2)
    assert content_of(board).note("forged") is None
    assert clients("look", "ana")["here"] == []
    clients.open("eve", server, board.key, params={"read": "guessed"})
    assert codes(clients, "eve") == [NOT_FOUND]
    Board.objects.filter(pk=board.pk).update(read_digest="")


def test_who_reads_along_writes_nothing(server, clients, board, ana):
    ben = people.person(name="Ben")
    boards.seat(board.team, ben, Seat.READER)
    clients.open("ben", server, board.key, session_of(ben))
    assert clients("synced", "ben")["ok"]
    clients.add("ben")
    assert eventually(lambda: clients("look", "ben")["told"].count({"kind": "readonly"}) >= 2)
    assert not Update.objects.filter(board=board).exists()


@pytest.mark.parametrize("by", ["other", "both"])
def test_nobody_signs_with_the_name_of_another(server, clients, board, ana, by):
    ben = people.person(name="Ben")
    boards.seat(board.team, ben)
    clients.open("ben", server, board.key, session_of(ben))
    clients.add("ben", by=ana.pk if by == "other" else ben.pk, signed="Ana")
    assert eventually(lambda: len(content_of(board).notes) == 1)
    [note] = content_of(board).notes
    assert (note.by, note.name, note.text) == (None, "", "Lamps")
    assert eventually(lambda: clients("look", "ben")["content"]["notes"]["a"]["by"] is None)


def test_sums_of_votes_are_the_servers_alone(server, clients, board, ana):
    clients.open("ana", server, board.key, session_of(ana))
    clients.add("ana")
    clients("edit", "ana", kind="set", at=0, key="votes", words="99")
    clients.add("ana", key="b")
    assert eventually(lambda: len(content_of(board).notes) == 2)
    assert [one.votes for one in content_of(board).notes] == [0, 0]
    assert eventually(lambda: clients("look", "ana")["content"]["notes"]["a"]["votes"] == 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\x63hello",
        update(b"\xff\xff\xff\xff\x0f"),
        update(b"\x01\x01garbage"),
        b"\x00\x07\x00",
        b"\x00\x00\x05\x01",
        b"\x01" + chunk(b"\x01\x05\x01\x04nope"),
        told({"kind": "closed"}),
    ],
)
def test_garbage_ends_the_line_of_who_sent_it_and_nothing_else(server, clients, board, ana, data):
    ben = people.person(name="Ben")
    boards.seat(board.team, ben)
    clients.open("ben", server, board.key, session_of(ben))
    clients.open("eve", server, board.key, session_of(ana))
    assert clients("synced", "eve")["ok"]
    clients("raw", "eve", bytes=list(data))
    assert codes(clients, "eve") == [NO_CHANGE]
    clients.add("ben")
    assert clients("saved", "ben")["ok"]
    assert [one.id for one in content_of(board).notes] == ["a"]
    assert clients("look", "ben")["closed"] == []


@pytest.mark.parametrize(("is_away", "levels"), [(False, 1), (False, 300), (True, 300)])
def test_what_lies_too_deep_is_refused_and_nobody_else_gets_it(
    server, clients, board, ana, is_away, levels
):
    ben = people.person(name="Ben")
    boards.seat(board.team, ben)
    clients.open("ben", server, board.key, session_of(ben))
    clients.open("eve", server, board.key, session_of(ana))
    clients.add("ben")
    assert clients("synced", "eve")["ok"]
    assert eventually(lambda: "a" in clients("look", "eve")["content"]["notes"])
    if is_away:  # it comes with all that was written meanwhile
        clients("off", "eve")
    clients("edit", "eve", kind="nest", at=0, words=levels)
    if is_away:
        clients("on", "eve")
    assert eventually(lambda: NO_CHANGE in clients("look", "eve")["closed"])
    clients.add("ben", "Roads", key="b")
    assert clients("saved", "ben")["ok"]
    assert [one.id for one in content_of(board).notes] == ["a", "b"]
    assert clients("look", "ben")["content"]["notes"]["a"]["links"] == {}
    assert len(bytes(doc_of(board).get_update())) < 1_000


def test_a_message_that_is_too_long_ends_the_line(server, clients, board, ana):
    clients.open("ana", server, board.key, session_of(ana))
    assert clients("synced", "ana")["ok"]
    clients("raw", "ana", size=MOST_MESSAGE + 1, bytes=[])
    assert codes(clients, "ana")[0] in {1009, 1006}  # 1006: cut off while it still came
    assert not Update.objects.filter(board=board).exists()


def test_a_board_has_room_for_so_much_and_says_when_it_is_full(server, clients, board, ana):
    clients.open("ana", server, board.key, session_of(ana))
    long = "x" * (MOST_MESSAGE // 2 - 1_000)
    clients.add("ana", long)
    assert clients("saved", "ana")["ok"]
    clients.add("ana", long, key="b")
    assert clients("saved", "ana")["ok"]
    clients.add("ana", "x" * 10_000, key="c")
    assert codes(clients, "ana") == [NO_CHANGE]
    assert {"kind": "full"} in clients("look", "ana")["told"]
    assert len(content_of(board).notes) == 2


def test_who_sends_too_much_at_once_waits_and_loses_nothing(server, clients, board, ana):
    clients.open("ana", server, board.key, session_of(ana))
    clients.add("ana", "")
    assert clients("synced", "ana")["ok"]
    many = 2 * MOST_A_SECOND + 10
    for _turn in range(many):
        clients("edit", "ana", kind="write", at=0, words="x")
    assert clients("saved", "ana")["ok"]
    assert content_of(board).note("a").text == "x" * many
    assert clients("look", "ana")["closed"] == []


def test_who_falls_behind_is_let_go_and_slows_nobody(server, clients, board, ana):
    ben, eve = people.person(name="Ben"), people.person(name="Eve")
    boards.seat(board.team, ben), boards.seat(board.team, eve)
    for name, person in (("ana", ana), ("ben", ben), ("eve", eve)):
        clients.open(name, server, board.key, session_of(person))
        assert clients("synced", name)["ok"]
    clients("stop_reading", "eve")
    many, size = 7, MOST_MESSAGE - 1_000
    assert many * size > MOST_BEHIND + 4_000_000  # the system takes some, too
    for number in range(many):
        clients.add("ana", "x" * size, key=f"long{number}")
        assert clients("saved", "ana")["ok"]
        clients("edit", "ana", kind="remove", at=0)
    began = time.monotonic()
    clients.add("ana", "Lamps", key="short")
    assert eventually(lambda: list(clients("look", "ben")["content"]["notes"]) == ["short"])
    assert time.monotonic() - began < LONG_S
    clients("go_on_reading", "eve")
    assert codes(clients, "eve")[0] in {FELL_BEHIND, 1006}  # 1006: too late for last words
    assert clients("look", "ben")["closed"] == clients("look", "ana")["closed"] == []
    clients("on", "eve")
    assert clients("agree")["ok"]
    assert [one.id for one in content_of(board).notes] == ["short"]


def test_a_seat_that_is_taken_away_ends_the_line(server, clients, board, ana):
    ben = people.person(name="Ben")
    seat = boards.seat(board.team, ben)
    clients.open("ben", server, board.key, session_of(ben))
    assert clients("synced", "ben")["ok"]
    TeamSeat.objects.filter(pk=seat.pk).update(seat=Seat.READER)
    assert eventually(lambda: {"kind": "readonly"} in clients("look", "ben")["told"])
    TeamSeat.objects.filter(pk=seat.pk).delete()
    assert codes(clients, "ben") == [NOT_FOUND]


def test_what_is_stored_by_another_program_appears(server, clients, board, ana):
    from decapolis.canvas.actions.updates import store_update  # noqa: PLC0415
    from decapolis.canvas.bridge.document import edited, root  # noqa: PLC0415

    clients.open("ana", server, board.key, session_of(ana))
    assert clients("synced", "ana")["ok"]
    data = edited(board, lambda doc: root(doc, "notes").update({"form": boards.note(votes=7)}))
    store_update(board_id=board.pk, data=data)
    assert eventually(lambda: "form" in clients("look", "ana")["content"]["notes"])
    clients("edit", "ana", kind="set", at=0, key="votes", words="99")
    assert eventually(lambda: clients("look", "ana")["content"]["notes"]["form"]["votes"] == 7)


def test_a_server_that_stops_has_stored_everything(platform, rows, clients, board, ana):
    port = free_port()
    program = platform.run("-m", "decapolis.config.main", "run", "--port", str(port))
    assert waits_for(port), platform.words
    clients.open("ana", f"127.0.0.1:{port}", board.key, session_of(ana))
    assert clients("synced", "ana")["ok"]
    for number in range(30):
        clients.add("ana", key=f"n{number}")
    program.terminate()
    program.communicate(timeout=PATIENCE_S)
    held = {one.id for one in content_of(board).notes}
    assert set(clients("notes")["acked"]) <= held
    assert codes(clients, "ana")[0] == 1012
    assert "Traceback" not in platform.words
