"""What boards hold of one person, for the file that they may have of it."""

from typing import Any

from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.models import Board, Round, Snapshot, TemplateVersion, Vote
from decapolis.people.models import Person, teams_of


def held_on(person: Person) -> dict[str, Any]:
    """Return what someone made, signed and voted, as JSON has it.

    Notes are of boards that are open to them now. What they wrote without their name is not known
    to be theirs, and so is not among it.
    """
    boards = list(Board.objects.filter(team__in=teams_of(person)))
    return {
        "boards_made": list(Board.objects.filter(made_by=person).values("key", "title", "made")),
        "notes": [
            {"board": board.key, "block": one.block, "text": one.text, "at": one.at}
            for board in boards
            for one in content_of(board).notes
            if one.by == person.pk
        ],
        "comments": [
            {"board": board.key, "note": one.note, "text": one.text, "at": one.at}
            for board in boards
            for one in content_of(board).comments
            if one.by == person.pk
        ],
        "snapshots": list(Snapshot.objects.filter(by=person).values("board__key", "name", "at")),
        "rounds": list(Round.objects.filter(opened_by=person).values("board__key", "opened")),
        "votes": list(
            Vote.objects.filter(person=person).values("round__board__key", "note", "count")
        ),
        "canvases": list(
            TemplateVersion.objects.filter(by=person).values("template__slug", "number", "at")
        ),
    }
