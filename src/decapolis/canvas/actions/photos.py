"""Put photos on notes. They are handed out by their board alone; see docs/adr/0063."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Only
from decapolis.canvas.actions.updates import store_update
from decapolis.canvas.bridge.document import AnyDoc, content_of, edited, root
from decapolis.canvas.errors import BadNote
from decapolis.canvas.models import Board, Photo
from decapolis.canvas.rules import may_write
from decapolis.files.actions import Upload, hold, keep_upload
from decapolis.files.choices import CLOSED
from decapolis.files.models import File
from decapolis.kernel.errors import NotFound
from decapolis.kernel.jobs import later
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

MOST_PHOTOS = 200


def put_photo(*, by: Person, board: Board, note: str, upload: Upload) -> str:
    """Show a photo on a note, in place of the one before; return the key of its file.

    Not in a transaction: looking at it takes seconds.

    Raises
    ------
    Forbidden
        They have no voice here.
    NotFound
        There is no such note.
    BadNote
        The board has too many photos, or this is none.
    FileTooLarge, TooManyFiles, FileRefused
        As for `files.actions.keep_upload`.
    """
    require(may_write(by, board))
    if content_of(board).note(note) is None:
        raise NotFound(_("This note is not on the board any more."))
    if Photo.objects.filter(board=board).count() >= MOST_PHOTOS:
        told = _("A board has at most {most} photos.").format(most=MOST_PHOTOS)
        raise BadNote(told, field="photo")
    nameless = Upload("photo", upload.content)  # a name can tell who took it, or where
    return _show(by, board, note, keep_upload(by=by, upload=nameless, visibility=CLOSED))


@transaction.atomic
def take_photo_off(*, by: Person, board: Board, note: str) -> None:
    """Take the photo off a note; the file stays with the board, for its snapshots.

    Raises
    ------
    Forbidden
        They have no voice here.
    """
    require(may_write(by, board))
    _write(board, note, "")


@transaction.atomic
def _show(by: Person, board: Board, note: str, file: File) -> str:
    """Give the file its place.

    Raises
    ------
    BadNote
        It is no picture.
    """
    if not file.is_picture:
        raise BadNote(_("This is no picture. Choose a PNG, JPEG or WebP file."), field="photo")
    found = content_of(board).note(note)
    if found is not None and found.by is not None:
        held = hold(by=by, file=file, visibility=CLOSED, concerns=Only())
    else:
        held = _hold_unnamed(file)
    Photo.objects.create(board=board, file=held)
    _write(board, note, held.key)
    if settings.CLAMD_URL:
        later("files.tasks.look_at", key=f"look-{held.key}", file_key=held.key)
    return held.key


def _hold_unnamed(file: File) -> File:
    """Give a photo its place on a note without attribution: neither file nor log names who gave it.

    So it is not done by `files.actions.hold`, which writes into the log.
    """
    file.is_held, file.by, file.name = True, None, "photo"
    file.save(update_fields=["is_held", "by", "name"])
    return file


def _write(board: Board, note: str, key: str) -> None:
    def change(doc: AnyDoc) -> None:
        held = root(doc, "notes").get(note)
        if held is not None and held.get("photo") != key:
            held["photo"] = key

    if data := edited(board, change):
        store_update(board_id=board.pk, data=data)
