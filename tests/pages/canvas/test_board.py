"""Boards by forms alone: every act, for who may, and nothing for who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decapolis.canvas.actions.links import give_read_link
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.models import Snapshot
from tests.factories import boards, canvas, library, people, uploads

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz")


@pytest.fixture
def board(ana):
    return boards.board(ana, title="Lamps of Elm Street")


@pytest.fixture
def page(ana):
    return signed_in(ana)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def only(board):
    (note,) = content_of(board).notes
    return note


def test_a_note_is_written_by_a_form_and_the_way_leads_back_to_its_block(page, board):
    sent = {"do": "add", "block": "money", "text": "Lamps", "colour": "sun", "unnamed": "1"}
    answer = page.post(board.path, sent)
    assert answer.url == f"{board.path}?unnamed=1#block-money"
    assert (only(board).text, only(board).colour, only(board).name) == ("Lamps", "sun", "")
    shown = page.get(f"{board.path}?unnamed=1").content.decode()
    assert "Lamps" in shown
    assert 'name="unnamed" value="1" checked' in shown


@pytest.mark.parametrize("sent", [{"text": ""}, {"text": "Lamps", "block": "nowhere"}])
def test_what_is_no_note_comes_back_with_what_was_typed(page, board, sent):
    answer = page.post(board.path, {"do": "add", "block": "idea", "colour": "paper"} | sent)
    assert answer.status_code == 422
    assert content_of(board).notes == ()


def test_a_note_is_changed_on_its_own_page(page, board, ana):
    key = canvas.note(board, ana, "Lamps")
    here = f"{board.path}/notes/{key}"
    assert b"Change the note" in page.get(here).content
    for sent in (
        {"do": "edit", "text": "LED lamps", "colour": "leaf"},
        {"do": "move", "block": "money", "place": "first"},
        {"do": "group", "title": "Light"},
        {"do": "comment", "comment": "Who pays?", "unnamed": "1"},
    ):
        assert page.post(here, sent).url == f"{board.path}#note-{key}"
    note = only(board)
    assert (note.text, note.colour, note.block) == ("LED lamps", "leaf", "money")
    assert [(one.text, one.name) for one in note.comments] == [("Who pays?", "")]
    assert [one.title for one in content_of(board).groups] == ["Light"]
    shown = page.get(board.path).content.decode()
    assert shown.index("Light</h3>") < shown.index("LED lamps")
    page.post(here, {"do": "unsign"})
    assert only(board).by is None
    wrong = page.post(here, {"do": "edit", "text": "", "colour": "leaf"})
    assert (wrong.status_code, b"#note-text" in wrong.content) == (422, True)
    assert page.post(here, {"do": "remove"}).url == board.path
    assert page.get(here).status_code == 404


def test_a_note_is_linked_to_what_the_library_finds(page, board, ana):
    library.practice(title="Street lighting lamps", slug="elm-lamps")
    from decapolis.ops.preparing import index_words  # noqa: PLC0415 -- app ready

    index_words()
    key = canvas.note(board, ana, "Lamps")
    here = f"{board.path}/notes/{key}"
    assert b"Street lighting lamps" in page.get(f"{here}?find=lamps").content
    found = page.get(f"{board.path}/find?q=lamps").json()["found"]
    assert found[0]["key"] == "practice:elm-lamps"
    wrong = page.post(here, {"do": "link", "find": "lamps", "link": "practice:invented"})
    assert wrong.status_code == 422
    page.post(here, {"do": "link", "find": "lamps", "link": "practice:elm-lamps"})
    assert [one.title for one in only(board).links] == ["Street lighting lamps"]
    assert b'href="/practices/elm-lamps"' in page.get(board.path).content
    page.post(here, {"do": "unlink", "link": "practice:elm-lamps"})
    assert only(board).links == ()


def test_a_photo_is_handed_out_to_the_team_alone(page, board, ana, storage):
    key = canvas.note(board, ana, "Lamps")
    here = f"{board.path}/notes/{key}"
    assert page.post(here, {"do": "photo"}).status_code == 422
    told = page.post(here, {"do": "photo", "photo": sent("no.png", b"no picture")}, **JSON)
    assert (told.status_code, "picture" in told.json()["message"]) == (422, True)
    page.post(here, {"do": "photo", "photo": sent("elm.png", uploads.picture())})
    photo = f"{board.path}/photos/{only(board).photo}"
    assert photo in page.get(board.path).content.decode()
    answer = page.get(photo)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    token = give_read_link(by=ana, board=board)
    assert photo not in Client().get(f"{board.path}/read/{token}").content.decode()
    for who in (Client(), signed_in(people.staff()), signed_in(people.person())):
        assert who.get(photo).status_code in {302, 404}
        assert who.get(f"/files/{only(board).photo}").status_code == 404
    other = boards.board(ana)
    assert page.get(f"{other.path}/photos/{only(board).photo}").status_code == 404
    page.post(here, {"do": "photo-off"})
    assert only(board).photo == ""


def sent(name, content):
    return SimpleUploadedFile(name, content)


def test_votes_are_given_by_buttons_or_by_the_page_itself(page, board, ana):
    key = canvas.note(board, ana, "Lamps")
    page.post(board.path, {"do": "round-open", "each": "2"})
    assert page.get(f"{board.path}/votes").json() == {"round": 1, "each": 2, "left": 2, "mine": {}}
    page.post(board.path, {"do": "vote", "note": key, "count": "1"})
    told = page.post(board.path, {"do": "vote", "note": key, "count": "2"}, **JSON)
    assert told.json()["mine"] == {key: 2}
    told = page.post(board.path, {"do": "vote", "note": key, "count": "3"}, **JSON)
    assert (told.status_code, told.json()["message"]) == (
        409,
        "You have no votes left. Take one back from another note.",
    )
    assert b"You have 0 of 2 left" in page.get(board.path).content
    page.post(board.path, {"do": "round-close"})
    assert b"2 votes" in page.get(board.path).content


def test_the_timer_and_the_end_of_a_board(page, board):
    page.post(board.path, {"do": "timer", "minutes": "5"})
    assert b"About 5 minutes are left." in page.get(board.path).content
    page.post(board.path, {"do": "timer-stop"})
    assert content_of(board).session.timer_ends is None
    page.post(board.path, {"do": "close"})
    shown = page.get(board.path).content
    assert b"Closed since" in shown
    assert b'data-act="add"' not in shown
    assert page.post(board.path, {"do": "add", "block": "idea", "text": "A"}).status_code == 403
    page.post(board.path, {"do": "open"})
    assert b'data-act="add"' in page.get(board.path).content


def test_who_reads_along_sees_no_form_and_writes_nothing(board, ana):
    key = canvas.note(board, ana, "Lamps")
    reader = people.person()
    boards.seat(board.team, reader, "reader")
    page = signed_in(reader)
    shown = page.get(board.path).content.decode()
    assert "Lamps" in shown
    assert "data-act=" not in shown
    assert page.get(f"{board.path}/notes/{key}").status_code == 403
    for path, sent_ in (
        (board.path, {"do": "add", "block": "idea", "text": "Mine"}),
        (board.path, {"do": "vote", "note": key, "count": "1"}),
        (board.path, {"do": "close"}),
        (f"{board.path}/notes/{key}", {"do": "remove"}),
        (f"{board.path}/history", {"do": "take", "name": "Mine"}),
    ):
        assert page.post(path, sent_).status_code == 403
    assert page.get(f"{board.path}/link").status_code == 404
    assert only(board).text == "Lamps"
    assert not Snapshot.objects.exists()


def test_a_link_lets_anybody_read_until_it_is_ended(page, board, ana):
    canvas.note(board, ana, "Lamps")
    made = page.post(f"{board.path}/link", {"do": "give"}).content.decode()
    token = made.split("/read/")[1].split('"')[0]
    answer = Client().get(f"{board.path}/read/{token}")
    assert b"Lamps" in answer.content
    assert b"<form" not in answer.content.split(b"<main")[1].split(b"</main")[0]
    assert answer["X-Robots-Tag"] == "noindex"
    assert Client().get(f"{board.path}/read/guess").status_code == 404
    assert token not in page.get(f"{board.path}/link").content.decode()
    page.post(f"{board.path}/link", {"do": "end"})
    assert Client().get(f"{board.path}/read/{token}").status_code == 404


def test_what_was_kept_is_looked_at_and_brought_back(page, board, ana):
    key = canvas.note(board, ana, "Lamps")
    assert page.post(f"{board.path}/history", {"do": "take", "name": ""}).status_code == 422
    page.post(f"{board.path}/history", {"do": "take", "name": "After lunch"})
    page.post(f"{board.path}/notes/{key}", {"do": "remove"})
    held = Snapshot.objects.get(name="After lunch")
    shown = page.get(f"{board.path}/history?at={held.pk}").content.decode()
    assert "Lamps" in shown.split("data-moment")[1]
    part = page.get(f"{board.path}/history?at={held.pk}", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert page.get(f"{board.path}/history?at=999").status_code == 404
    page.post(f"{board.path}/history", {"do": "restore", "step": held.upto})
    assert only(board).text == "Lamps"


@pytest.mark.parametrize("ending", ["csv", "json", "svg", "png", "pdf"])
def test_a_board_is_taken_along_as_a_file_by_its_team(page, board, ana, ending):
    canvas.note(board, ana, "Lamps")
    answer = page.get(f"{board.path}/export.{ending}")
    assert answer.status_code == 200
    assert f'filename="lamps-of-elm-street.{ending}"' in answer["Content-Disposition"]
    assert page.get(f"{board.path}/export.exe").status_code == 404
    assert signed_in(people.staff()).get(f"{board.path}/export.{ending}").status_code == 404


def test_the_page_asks_in_a_constant_number_of_queries(
    page, board, ana, django_assert_max_num_queries
):
    for number in range(12):
        canvas.note(board, ana, f"Note {number}")
    with django_assert_max_num_queries(26):
        page.get(board.path)
    for number in range(12):
        canvas.note(board, ana, f"More {number}")
    page.get(board.path)
    with django_assert_max_num_queries(26):
        page.get(board.path)


def test_the_worker_is_of_boards_alone():
    answer = Client().get("/boards/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert b"/boards" in answer.content or b"boards" in answer.content
