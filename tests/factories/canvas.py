"""What stands on boards: notes, votes, photos, snapshots; and templates. Boards: `boards`."""

from itertools import count

from decapolis.canvas.actions.notes import Written, add_note
from decapolis.canvas.models import Board, Photo, Round, Snapshot, Template, TemplateVersion, Vote
from decapolis.files.choices import CLOSED
from decapolis.people.models import Person
from tests.factories import boards, uploads

_numbers = count(1)


def template(**fields: object) -> Template:
    """Return a template of two blocks, in its first version."""
    number = next(_numbers)
    blocks = fields.pop("blocks", boards.BLOCKS)
    made = Template.objects.create(
        **{"slug": f"canvas-{number}", "name": f"Canvas {number}"} | fields
    )
    TemplateVersion.objects.create(template=made, number=1, blocks=blocks)
    return made


def note(of: Board, by: Person, text: str, block: str = "idea", **more: object) -> str:
    """Put a note on a board and return its id."""
    return add_note(by=by, board=of, block=block, written=Written(text, **more))


def photo(of: Board, **fields: object) -> Photo:
    """Return a photo on a board, on no note yet."""
    file = uploads.ready(None, CLOSED, "", **{"name": "photo.png", "kind": "png"} | fields)
    return Photo.objects.create(board=of, file=file)


def snapshot(of: Board, **fields: object) -> Snapshot:
    """Return a snapshot of an empty board."""
    return Snapshot.objects.create(board=of, state=b"\x00\x00", upto=0, notes=0, **fields)


def vote(of: Board, by: Person, given: str = "anote", **fields: object) -> Vote:
    """Return a vote in the board's open round, which is made where there is none."""
    held = of.rounds.filter(closed=None).first() or Round.objects.create(board=of)
    return Vote.objects.create(round=held, person=by, note=given, **{"count": 1} | fields)
