"""Boards by the interface: read by their team, written by token, and kept by no cache."""

import pytest
from django.test import Client

from decapolis.access.choices import Scope
from decapolis.audit.models import AuditEntry
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.models import Board, Photo, Snapshot, Update, Vote
from decapolis.library.models import Practice
from decapolis.people.choices import LEADS, MAKERS, VOICES, Seat
from tests.api.test_writing import V1, program, send
from tests.factories import boards, canvas, cities, hats, initiatives, library, people, uploads

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz")


@pytest.fixture
def board(ana):
    return boards.board(ana, title="Lamps of Elm Street")


@pytest.fixture
def client(ana):
    return program(ana)


def at(board, rest=""):
    return f"boards/{board.key}{rest}"


def get(client, path):
    answer = client.get(f"{V1}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def only(board):
    (note,) = content_of(board).notes
    return note


def voices(board):
    """Return a program of each seat, and of network staff without one."""
    found = {}
    for seat in Seat:
        found[seat] = people.person()
        boards.seat(board.team, found[seat], seat)
    return {name: program(one) for name, one in (found | {"": people.staff()}).items()}


def test_boards_are_told_to_their_teams_alone_and_kept_by_no_cache(client, board, ana):
    begun = initiatives.initiative(ana, board=board, team=board.team)
    boards.board(ana, title="Alone")
    boards.board(title="Of others")
    told = get(client, "boards")
    assert [(one["title"], one["initiative"], one["seat"]) for one in told["items"]] == [
        ("Alone", None, "owner"),
        ("Lamps of Elm Street", begun.key, "owner"),
    ]
    assert told["total"] == 2
    assert [one["key"] for one in get(client, f"boards?initiative={begun.key}")["items"]] == [
        board.key
    ]
    staff = program(people.staff())
    assert get(staff, "boards")["items"] == []
    assert get(staff, f"boards?initiative={begun.key}")["items"] == []
    for rest in ("", "/history", "/snapshots", "/round", "/export.json", "/export.pdf"):
        assert client.get(f"{V1}/{at(board, rest)}")["Cache-Control"] == "private, no-store"
        assert staff.get(f"{V1}/{at(board, rest)}").status_code == 404
        assert Client().get(f"{V1}/{at(board, rest)}").status_code == 401
    assert send(staff, at(board, "/close")).status_code == 404
    assert Board.objects.get(pk=board.pk).closed is None


def test_a_note_is_written_changed_moved_grouped_linked_and_taken_off(client, board, ana):
    library.practice(slug="elm", title="Lamps in Elm Street")
    made = send(client, at(board, "/notes"), {"block": "idea", "text": "Lamps"})
    assert made.status_code == 201
    note = at(board, f"/notes/{made.json()['id']}")
    assert (only(board).text, only(board).by) == ("Lamps", ana.pk)
    changed = send(client, note, {"text": "LED lamps"}, "patch").json()
    assert (changed["text"], changed["colour"], changed["name"]) == (
        "LED lamps",
        "paper",
        "Ana Díaz",
    )
    assert send(client, note, {"colour": "sun"}, "patch").json()["text"] == "LED lamps"
    assert send(client, f"{note}/place", {"block": "money"}, "put").json()["block"] == "money"
    group = send(client, f"{note}/group", {"title": "Soon"}, "put").json()["id"]
    assert only(board).group == group
    linked = send(client, f"{note}/links", {"kind": "practice", "slug": "elm"}, "put").json()
    assert linked["links"] == [{"kind": "practice", "slug": "elm", "title": "Lamps in Elm Street"}]
    assert send(client, f"{note}/links/practice/elm", method="delete").json()["links"] == []
    assert send(client, f"{note}/comments", {"text": "Who pays?"}).status_code == 201
    assert [one["text"] for one in get(client, note)["comments"]] == ["Who pays?"]
    assert send(client, f"{note}/name", method="delete").json()["name"] == ""
    assert send(client, note, method="delete").status_code == 200
    assert content_of(board).notes == ()
    assert client.get(f"{V1}/{note}").status_code == 404
    assert not AuditEntry.objects.filter(act__startswith="canvas").exists()


def test_what_is_written_without_a_name_has_none_in_any_answer(client, board, ana):
    body = {"block": "idea", "text": "The mayor will say no", "is_named": False}
    key = send(client, at(board, "/notes"), body).json()["id"]
    said = {"text": "She will", "is_named": False}
    send(client, at(board, f"/notes/{key}/comments"), said)
    (step, *_more) = get(client, at(board, "/history"))["items"]
    for rest in ("", f"/notes/{key}", f"/history/{step['step']}", "/export.json"):
        answer = client.get(f"{V1}/{at(board, rest)}")
        assert "Ana" not in answer.content.decode()
        assert f'"by": {ana.pk}' not in answer.content.decode()
    assert not AuditEntry.objects.filter(act__startswith="canvas").exists()


@pytest.mark.parametrize(
    ("asked", "body", "field"),
    [
        ("post /notes", {"block": "nowhere", "text": "Lamps"}, "block"),
        ("post /notes", {"block": "idea", "text": " "}, "text"),
        ("patch /notes/{note}", {"colour": "pink"}, "colour"),
        ("put /notes/{note}/place", {"block": "nowhere"}, "block"),
        ("put /notes/{note}/group", {"group": "nowhere"}, "group"),
        ("put /notes/{note}/links", {"kind": "practice", "slug": "nowhere"}, "slug"),
        ("post /notes/{note}/comments", {"text": ""}, "comment"),
        ("post /round", {"each": 99}, "each"),
        ("post /snapshots", {"name": " "}, "name"),
        ("put /timer", {"seconds": -1}, "seconds"),
    ],
)
def test_what_cannot_be_written_so_is_refused_with_its_field(
    client, board, ana, asked, body, field
):
    key = canvas.note(board, ana, "Lamps")
    method, rest = asked.split()
    wrong = send(client, at(board, rest.format(note=key)), body, method)
    assert (wrong.status_code, wrong.json()["field"]) == (422, field)
    assert (Update.objects.count(), Snapshot.objects.count()) == (1, 0)


def test_the_title_of_a_closed_practice_goes_on_no_board_not_even_by_its_own_team():
    lamps = library.practice(slug="quiet", visibility="team", city=cities.city())
    speaker = hats.speaker(lamps.city)
    assert Practice.objects.open_to(speaker).filter(pk=lamps.pk).exists()
    here = boards.board(speaker)
    key = canvas.note(here, speaker, "Lamps")
    body = {"kind": "practice", "slug": "quiet"}
    wrong = send(program(speaker), at(here, f"/notes/{key}/links"), body, "put")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "slug")
    assert only(here).links == ()


def test_each_seat_does_what_it_may_and_no_more(board, ana):
    key = canvas.note(board, ana, "Lamps")
    for rest, method, body, allowed in (
        ("/notes", "post", {"block": "idea", "text": "Mine"}, VOICES),
        (f"/notes/{key}", "patch", {"text": "Mine"}, VOICES),
        (f"/notes/{key}/comments", "post", {"text": "Mine"}, VOICES),
        ("/timer", "put", {"seconds": 60}, MAKERS),
        ("/snapshots", "post", {"name": "Mine"}, MAKERS),
        ("/link", "post", {}, LEADS),
    ):
        for seat, program_ in voices(board).items():
            status = send(program_, at(board, rest), body, method).status_code
            expected = {200, 201} if seat in allowed else {403} if seat else {404}
            assert status in expected, (rest, seat)


def test_votes_are_secret_until_they_are_counted(client, board, ana):
    ben = people.person()
    boards.seat(board.team, ben, Seat.EXPERT)
    key = canvas.note(board, ana, "Lamps")
    assert get(client, at(board, "/round"))["is_open"] is False
    assert send(program(ben), at(board, "/round"), {"each": 2}).status_code == 403
    assert send(client, at(board, "/round"), {"each": 2}).json()["left"] == 2
    given = send(program(ben), at(board, f"/round/notes/{key}"), {"count": 2}, "put").json()
    assert (given["left"], given["mine"]) == (0, [{"note": key, "count": 2}])
    told = get(client, at(board))
    assert (told["notes"][0]["votes"], told["round"]["mine"]) == (0, [])
    too_many = send(client, at(board, f"/round/notes/{key}"), {"count": 3}, "put")
    assert (too_many.status_code, Vote.objects.count()) == (422, 1)
    assert send(client, at(board, "/round/close")).json() == {"votes": 2}
    assert get(client, at(board))["notes"][0]["votes"] == 2


def test_a_board_is_kept_played_and_brought_back(client, board, ana):
    key = canvas.note(board, ana, "Lamps")
    number = send(client, at(board, "/snapshots"), {"name": "After lunch"}).json()["number"]
    send(client, at(board, f"/notes/{key}"), method="delete")
    (kept,) = get(client, at(board, "/snapshots"))
    assert (kept["number"], kept["name"], kept["notes"]) == (number, "After lunch", 1)
    first, second = get(client, at(board, "/history"))["items"]
    assert (first["step"], first["is_kept"]) == (kept["step"], True)
    moment = get(client, at(board, f"/history/{first['step']}"))
    assert [one["text"] for one in moment["notes"]] == ["Lamps"]
    assert [(one["how"], one["text"]) for one in moment["differences"]] == [("added", "Lamps")]
    gone = get(client, at(board, f"/history/{second['step']}?since={first['step']}"))
    assert ([one["how"] for one in gone["differences"]], gone["notes"]) == (["removed"], [])
    assert client.get(f"{V1}/{at(board, '/history/999999')}").status_code == 404
    assert send(client, at(board, f"/snapshots/{number}/restore")).status_code == 200
    assert only(board).text == "Lamps"
    send(client, at(board, f"/history/{second['step']}/restore"))
    assert content_of(board).notes == ()
    assert send(client, at(board, f"/history/{first['step']}/restore")).status_code == 200
    assert only(board).text == "Lamps"
    other = boards.board(ana)
    assert send(client, at(other, f"/snapshots/{number}/restore")).status_code == 404


def test_a_link_is_told_once_and_taken_back(client, board):
    made = send(client, at(board, "/link"))
    assert made["Cache-Control"] == "private, no-store"
    page = made.json()["url"].removeprefix("http://testserver")
    assert Client().get(page).status_code == 200
    assert get(client, at(board))["has_link"] is True
    assert send(client, at(board, "/link"), method="delete").status_code == 200
    assert Client().get(page).status_code == 404


def test_a_closed_board_is_read_and_not_written(client, board):
    assert send(client, at(board, "/close")).status_code == 200
    refused = send(client, at(board, "/notes"), {"block": "idea", "text": "Lamps"})
    assert (refused.status_code, Update.objects.exists()) == (403, False)
    told = get(client, at(board))
    assert (told["may_write"], bool(told["closed"])) == (False, True)
    send(client, at(board, "/open"))
    assert get(client, at(board))["may_write"] is True


def test_a_photo_is_put_handed_to_the_team_and_taken_off(client, board, ana, storage):
    key = canvas.note(board, ana, "Lamps")
    path = f"{V1}/{at(board, f'/notes/{key}/photo')}"
    put = client.post(path, {"file": uploads.upload(uploads.picture(), "elm.png").content})
    assert put.status_code == 200, put.content
    photo = at(board, f"/photos/{put.json()['photo']}")
    answer = client.get(f"{V1}/{photo}")
    assert answer["Content-Type"].startswith("image/")
    assert answer["Cache-Control"] == "private, no-store"
    assert program(people.staff()).get(f"{V1}/{photo}").status_code == 404
    assert send(client, at(board, f"/notes/{key}/photo"), method="delete").json()["photo"] == ""
    assert Photo.objects.count() == 1  # for its snapshots


@pytest.mark.parametrize("ending", ["csv", "json", "svg", "png", "pdf"])
def test_its_files_are_those_of_the_page(client, board, ana, ending):
    canvas.note(board, ana, "Lamps")
    told, page = client.get(f"{V1}/{at(board, f'/export.{ending}')}"), Client()
    page.force_login(ana)
    shown = page.get(f"{board.path}/export.{ending}")
    for header in ("Content-Type", "Content-Disposition", "Content-Security-Policy"):
        assert told[header] == shown[header]
    assert client.get(f"{V1}/{at(board, '/export.exe')}").status_code == 404


def test_a_token_that_reads_does_not_write_and_a_session_neither(board, ana):
    body = {"block": "idea", "text": "Lamps"}
    assert send(program(ana, Scope.READ), at(board, "/notes"), body).status_code == 403
    page = Client()
    page.force_login(ana)
    assert page.get(f"{V1}/{at(board)}").status_code == 200
    assert send(page, at(board, "/notes"), body).status_code == 401
    assert not Update.objects.exists()
