"""What a browser may not write: names of others, sums of votes, the round."""

import pytest
from pycrdt import Map

from decapolis.canvas.bridge.document import opened, read, root
from decapolis.live.guard import Author, Guard
from tests.factories.boards import note

ANA = Author(1, frozenset({"Ana"}))
BEN = Author(2, frozenset({"Ben", "ben@city.example"}))


@pytest.fixture
def doc():
    made = opened()
    root(made, "notes")["ana"] = note(by=1, name="Ana", votes=3)
    root(made, "comments")["c"] = Map({"note": "ana", "text": "!", "by": 1, "name": "Ana"})
    root(made, "session").update({"round": 5, "each": 3})
    return made


@pytest.fixture
def guard(doc):
    return Guard(doc)


def signed(doc, key):
    found = read(doc).note(key)
    return (found.by, found.name)


@pytest.mark.parametrize(
    ("by", "name", "kept"),
    [
        (2, "Ben", (2, "Ben")),
        (2.0, "ben@city.example", (2, "ben@city.example")),
        (None, "", (None, "")),
        (1, "Ana", (None, "")),
        (2, "Ana", (None, "")),
        (1, "Ben", (None, "")),
        (True, "Ben", (None, "")),
        ("2", "Ben", (None, "")),
        (None, "Ben", (None, "")),
        (2, "", (None, "")),
    ],
)
def test_a_note_is_signed_by_its_writer_or_by_nobody(doc, guard, by, name, kept):
    root(doc, "notes")["new"] = note(by=by, name=name)
    assert guard.set_right(BEN) == (kept[0] is None and (by, name) != (None, ""))
    assert signed(doc, "new") == kept
    assert root(doc, "notes")["new"].get("name") == kept[1]
    assert not guard.set_right(BEN)


def test_others_move_and_edit_a_note_and_it_keeps_its_author(doc, guard):
    held = root(doc, "notes")["ana"]
    held["block"] = "money"
    held["text"].insert(0, "New ")
    assert not guard.set_right(BEN)
    assert signed(doc, "ana") == (1, "Ana")


def test_what_was_taken_away_comes_back_with_its_author_and_votes(doc, guard):
    del root(doc, "notes")["ana"]
    assert not guard.set_right(BEN)
    root(doc, "notes")["ana"] = note(by=1, name="Ana", votes=3)  # undone
    assert not guard.set_right(BEN)
    assert signed(doc, "ana") == (1, "Ana")


def test_who_took_their_name_off_is_not_named_by_others(doc, guard):
    root(doc, "notes")["ana"].update({"by": None, "name": ""})
    assert not guard.set_right(ANA)
    root(doc, "notes")["ana"].update({"by": 1, "name": "Ana"})
    assert guard.set_right(BEN)
    assert signed(doc, "ana") == (None, "")


def test_comments_are_signed_in_the_same_way(doc, guard):
    root(doc, "comments")["c"]["name"] = "Ben"
    root(doc, "comments")["d"] = Map({"note": "ana", "text": "?", "by": 1, "name": "Ana"})
    assert guard.set_right(BEN)
    assert {(one.by, one.name) for one in read(doc).comments} == {(None, "")}


def test_votes_and_the_round_are_the_servers(doc, guard):
    root(doc, "notes")["ana"]["votes"] = 50
    root(doc, "notes")["new"] = note(votes=9)
    root(doc, "session").update({"round": 0, "each": 20, "timer_s": 60})
    assert guard.set_right(ANA)
    found = read(doc)
    assert [one.votes for one in found.notes] == [3, 0]
    assert (found.session.round, found.session.each, found.session.timer_s) == (5, 3, 60)


def test_what_the_server_changes_is_genuine(doc, guard):
    root(doc, "notes")["form"] = note(by=9, name="Cem", votes=4)
    root(doc, "session")["round"] = 0
    guard.trust()
    root(doc, "notes")["form"]["votes"] = 5
    assert guard.set_right(BEN)
    assert signed(doc, "form") == (9, "Cem")
    assert read(doc).note("form").votes == 4
    assert read(doc).session.round == 0


def test_nonsense_in_place_of_a_note_does_no_harm(doc, guard):
    root(doc, "notes")["x"] = "no map"
    root(doc, "notes")["y"] = Map({"by": Map(), "name": 5, "votes": "many"})
    assert guard.set_right(BEN)
    assert signed(doc, "y") == (None, "")
