"""Let go of who left: their name goes off the boards, what they wrote stays."""

from collections.abc import Iterable

from django.db import transaction
from pycrdt import Map

from decapolis.canvas.actions.updates import merge_updates, store_update
from decapolis.canvas.bridge.document import (
    AnyDoc,
    content_of,
    edited,
    opened,
    put_text,
    root,
    update_of,
)
from decapolis.canvas.models import Board, Snapshot, Update, Vote
from decapolis.kernel.forgetting import Forgetting
from decapolis.people.models import FORMER, Person, TeamSeat
from decapolis.people.queries import words_of

SIGNED = ("notes", "comments")
TEXTS = (("notes", "text"), ("comments", "text"), ("groups", "title"))


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take someone's name off every board, also off what boards were; votes go.

    What they signed is signed by nobody. In what others may have written go words alone that can
    mean nobody else. Changes that are merged are let go, since the name stands in them: of that
    time snapshots tell. Called by the erasure of a person, before `people.actions.erase`, which
    writes it down.
    """
    Vote.objects.filter(person=person).delete()
    gone = Forgetting.of(words_of(person), instead=FORMER).certain
    teams = set(TeamSeat.objects.filter(person=person).values_list("team", flat=True))
    for board in Board.objects.order_by("pk").iterator():
        if board.team_id in teams or _signed(board, person.pk):
            _forget_on(by, board, person.pk, gone)


def _signed(board: Board, key: int) -> bool:
    content = content_of(board)
    signed = {one.by for one in content.notes} | {one.by for one in content.comments}
    return key in signed


def _forget_on(by: Person | None, board: Board, key: int, gone: Forgetting) -> None:
    def change(doc: AnyDoc) -> None:
        _take_out(doc, key, gone)

    if data := edited(board, change):
        store_update(by=by, board_id=board.pk, data=data)
    merge_updates(by=by, board=board)
    board.refresh_from_db(fields=["merged"])
    held = Update.objects.filter(board=board)
    last = held.order_by("-pk").values_list("pk", flat=True).first() or 0
    held.filter(pk__lte=board.merged, pk__lt=last).delete()
    Board.objects.filter(pk=board.pk).update(title=gone.text(board.title)[:200])
    for one in Snapshot.objects.filter(board=board):
        doc = opened(bytes(one.state))
        update_of(doc, change)
        one.state, one.name = doc.get_update(), gone.text(one.name)[:120]
        one.save(update_fields=["state", "name"])


def _take_out(doc: AnyDoc, key: int, gone: Forgetting) -> None:
    for name in SIGNED:
        for held in _maps(doc, name):
            if held.get("by") == key:
                held["by"], held["name"] = None, ""
    for name, field in TEXTS:
        for held in _maps(doc, name):
            before = str(held.get(field) or "")
            if (after := gone.text(before)) == before:
                continue
            if name == "notes":
                put_text(held, field, after)
            else:
                held[field] = after


def _maps(doc: AnyDoc, name: str) -> Iterable["Map[object]"]:
    return [one for one in root(doc, name).values() if isinstance(one, Map)]
