"""The board with which its rows are walked."""

import hashlib

from decapolis.canvas.bridge.document import edited, root
from decapolis.canvas.models import Board, Update
from decapolis.people.models import Person
from tests.factories import boards, canvas
from tests.permissions.boarded import KEY, NOTE, PHOTO, TOKEN


def make_boarded(owner: Person) -> Board:
    """Make a board with a note, a photo, and a link for readers."""
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    followed = canvas.template(slug="of-boards").versions.get()
    board = boards.board(owner, key=KEY, read_digest=digest, version=followed)

    def put(doc):
        root(doc, "notes")[NOTE] = boards.note("Lamps")

    Update.objects.create(board=board, data=edited(board, put))
    canvas.photo(board, key=PHOTO)
    return board
