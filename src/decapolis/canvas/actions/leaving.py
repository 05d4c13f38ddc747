"""Let go of who left."""

from django.db import transaction

from decapolis.canvas.actions.updates import store_update
from decapolis.canvas.bridge.document import AnyDoc, content_of, edited, root
from decapolis.canvas.models import Board, Vote
from decapolis.people.models import Person, TeamSeat


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take someone's name off the boards of their teams; what they wrote stays. Votes go.

    Called by the erasure of a person, before `people.actions.erase`, which writes it down.
    """
    Vote.objects.filter(person=person).delete()
    teams = TeamSeat.objects.filter(person=person).values("team")
    for board in Board.objects.filter(team__in=teams):
        _take_name_off(board, person.pk)


def _take_name_off(board: Board, key: int) -> None:
    held = content_of(board)
    notes = [one.id for one in held.notes if one.by == key]
    comments = [one.id for one in held.comments if one.by == key]

    def change(doc: AnyDoc) -> None:
        for name, keys in (("notes", notes), ("comments", comments)):
            for one in keys:
                written = root(doc, name)[one]
                written["by"], written["name"] = None, ""

    if data := edited(board, change):
        store_update(board_id=board.pk, data=data)
