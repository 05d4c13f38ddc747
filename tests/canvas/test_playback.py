"""The history of a board, played step by step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from decapolis.canvas.actions import notes as acts
from decapolis.canvas.actions.snapshots import KEPT_CHANGES, keep_snapshot, tidy_boards
from decapolis.canvas.actions.updates import merge_updates
from decapolis.canvas.actions.votes import open_round
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.bridge.playback import LONGEST, moment_at, place_of, steps_of
from decapolis.canvas.models import Snapshot, Update
from tests.factories import boards, canvas, people

pytestmark = pytest.mark.django_db
NOON = timezone.now() - timedelta(hours=2)


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz")


@pytest.fixture
def board(ana):
    return boards.board(ana)


def at(board, seconds):
    """Let the newest change have been so long after noon."""
    newest = board.updates.order_by("-pk").first()
    Update.objects.filter(pk=newest.pk).update(at=NOON + timedelta(seconds=seconds))


def told(moment):
    return [(one.how, one.what, one.text) for one in moment.differences]


def played(board):
    steps = steps_of(board)
    return [moment_at(board, steps, place) for place in range(len(steps))]


def wrote(board, ana, *texts):
    """Write notes, a minute after each other."""
    keys = []
    for number, text in enumerate(texts):
        keys.append(canvas.note(board, ana, text))
        at(board, 60 * number)
    return keys


def test_each_step_tells_what_was_added_changed_and_taken_off(board, ana):
    lamps, _roads = wrote(board, ana, "Lamps", "Roads")
    for seconds, act, more in (
        (200, acts.edit_note, {"text": "LED lamps", "colour": "leaf"}),
        (300, acts.move_note, {"block": "money"}),
        (400, acts.comment_note, {"text": "Who pays?"}),
        (500, acts.group_note, {"title": "Soon"}),
        (600, acts.remove_note, {}),
    ):
        act(by=ana, board=board, note=lamps, **more)
        at(board, seconds)
    open_round(by=ana, board=board)
    moments = played(board)
    assert [told(one) for one in moments] == [
        [("added", "note", "Lamps")],
        [("added", "note", "Roads")],
        [("changed", "note", "LED lamps")],
        [("changed", "note", "LED lamps")],
        [("added", "comment", "Who pays?")],
        [("changed", "note", "LED lamps"), ("added", "group", "Soon")],
        [("removed", "note", "LED lamps")],  # with what was said to it
        [("added", "votes", "")],
    ]
    assert moments[2].differences[0].fields == ("text", "colour")
    assert moments[3].differences[0].fields == ("block",)
    assert [len(one.content.notes) for one in moments] == [1, 2, 2, 2, 2, 2, 1, 1]
    assert moments[4].content.note(lamps).comments[0].text == "Who pays?"
    assert moments[-1].content == content_of(board)


def test_what_is_written_in_one_go_is_one_step_but_no_step_is_long(board, ana):
    key = canvas.note(board, ana, "L")
    at(board, 0)
    most = int(LONGEST.total_seconds())
    for second in range(1, most + 2):
        acts.edit_note(by=ana, board=board, note=key, text="L" * (second + 1), colour="sun")
        at(board, second)
    first, second = played(board)
    assert told(first) == [("added", "note", "L" * (most + 1))]
    assert told(second) == [("changed", "note", "L" * (most + 2))]


def test_a_snapshot_ends_a_step_and_what_follows_is_played_from_it(board, ana):
    canvas.note(board, ana, "Lamps")
    keep_snapshot(by=None, board=board)
    canvas.note(board, ana, "Roads")
    steps = steps_of(board)
    assert [one.is_kept for one in steps] == [True, False]
    assert [told(one)[0][2] for one in played(board)] == ["Lamps", "Roads"]
    assert place_of(steps, 0) == 0
    assert place_of(steps, steps[0].key) == 0
    assert place_of(steps, steps[-1].key + 1) is None


def test_merging_lets_no_step_go(board, ana):
    wrote(board, ana, "Lamps", "Roads")
    before = played(board)
    assert merge_updates(board=board)
    assert played(board) == before


def test_where_changes_were_let_go_a_step_leads_from_snapshot_to_snapshot(board, ana):
    texts = [f"Old {number}" for number in range(60)]
    wrote(board, ana, *texts)
    Snapshot.objects.update(upto=0)
    keep_snapshot(by=None, board=board)
    canvas.note(board, ana, "New")
    now = timezone.now() + 2 * KEPT_CHANGES
    tidy_boards(by=None, now=now)
    moments = played(board)
    assert len(moments) < 60
    assert len(moments[0].differences) == 60
    assert told(moments[1]) == [("added", "note", "New")]
    assert moments[-1].content == content_of(board)


def test_who_takes_their_name_off_takes_it_off_what_was(board, ana):
    ben = people.person(name="Ben")
    boards.seat(board.team, ben)
    keys = wrote(board, ana, "Lamps", "Roads", "Trees")
    acts.comment_note(by=ana, board=board, note=keys[1], text="Soon")
    acts.take_name_off(by=ana, board=board, note=keys[0])
    acts.remove_note(by=ana, board=board, note=keys[2])
    moments = played(board)
    assert not [one for one in moments[-1].differences if one.how == "changed"]
    third = moments[2].content
    assert [one.name for one in third.notes] == ["", "Ana Díaz", ""]
    assert [one.by for one in third.notes] == [None, ana.pk, None]
