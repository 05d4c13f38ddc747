"""Notes of a board: put down, changed, moved, grouped, linked, commented, taken off."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Path, Status, UploadedFile

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.canvas.finding import NOTE, ONE, board_here, mine, note_out
from decapolis.api.canvas.schemas import (
    CommentIn,
    GroupIn,
    LinkIn,
    MadeOut,
    MoveIn,
    NoteChange,
    NoteIn,
    NoteOut,
)
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.scopes import ScopedRouter, own
from decapolis.canvas.actions import notes as acts
from decapolis.canvas.actions.photos import put_photo, take_photo_off
from decapolis.canvas.choices import LinkKind
from decapolis.files.actions import Upload
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document, Practice, Technology

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Boards"])
READS = own(Scope.READ)


@router.get(NOTE, response=NoteOut, openapi_extra=READS)
def get_note(request: HttpRequest, key: str, note: str, response: HttpResponse) -> NoteOut:
    """One note with what is said to it."""
    return note_out(board_here(request, key, response), note)


@router.post(f"{ONE}/notes", response={201: MadeOut})
def add_note(request: HttpRequest, key: str, body: NoteIn) -> Status[MadeOut]:
    """Put a note at the end of a block, with your name or without."""
    me, board = mine(request, key)
    written = acts.Written(body.text, body.colour, attributed=body.is_named)
    made = acts.add_note(by=me, board=board, block=body.block, written=written)
    return Status(201, MadeOut(id=made))


@router.patch(NOTE, response=NoteOut)
def change_note(
    request: HttpRequest, key: str, note: str, body: NoteChange, response: HttpResponse
) -> NoteOut:
    """Change what a note says, or its colour, by the fewest edits: those of others are kept."""
    board = board_here(request, key, response)
    me, before = caller(request), note_out(board, note)
    acts.edit_note(
        by=me,
        board=board,
        note=note,
        text=before.text if body.text is None else body.text,
        colour=before.colour if body.colour is None else body.colour,
    )
    return note_out(board, note)


@router.delete(NOTE, response=DoneOut)
def remove_note(request: HttpRequest, key: str, note: str) -> DoneOut:
    """Take a note off, with what was said to it; a snapshot brings both back."""
    me, board = mine(request, key)
    acts.remove_note(by=me, board=board, note=note)
    return DoneOut()


@router.put(f"{NOTE}/place", response=NoteOut)
def move_note(
    request: HttpRequest, key: str, note: str, body: MoveIn, response: HttpResponse
) -> NoteOut:
    """Move a note within its block, or to another one."""
    board = board_here(request, key, response)
    me = caller(request)
    acts.move_note(by=me, board=board, note=note, block=body.block, place=body.place)
    return note_out(board, note)


@router.put(f"{NOTE}/group", response=MadeOut)
def group_note(request: HttpRequest, key: str, note: str, body: GroupIn) -> MadeOut:
    """Put a note into a group of its block, into a new one, or into none."""
    me, board = mine(request, key)
    group = acts.group_note(by=me, board=board, note=note, group=body.group, title=body.title)
    return MadeOut(id=group)


@router.post(f"{NOTE}/comments", response={201: MadeOut})
def comment_note(request: HttpRequest, key: str, note: str, body: CommentIn) -> Status[MadeOut]:
    """Say something to a note, with your name or without."""
    me, board = mine(request, key)
    made = acts.comment_note(
        by=me, board=board, note=note, text=body.text, attributed=body.is_named
    )
    return Status(201, MadeOut(id=made))


@router.put(f"{NOTE}/links", response=NoteOut)
def link_note(
    request: HttpRequest, key: str, note: str, body: LinkIn, response: HttpResponse
) -> NoteOut:
    """Let a note point to a practice, a document or a technology of the library."""
    board = board_here(request, key, response)
    me = caller(request)
    at, title = f"{body.kind.value}:{body.slug}", _title(body.kind, body.slug, me)
    acts.link_note(by=me, board=board, note=note, key=at, title=title)
    return note_out(board, note)


@router.delete(f"{NOTE}/links/{{kind}}/{{slug}}", response=NoteOut)
def unlink_note(
    request: HttpRequest,
    key: str,
    note: str,
    kind: Path[LinkKind],
    slug: str,
    response: HttpResponse,
) -> NoteOut:
    """Let a note point to a record no more."""
    board = board_here(request, key, response)
    me = caller(request)
    acts.link_note(by=me, board=board, note=note, key=f"{kind.value}:{slug}")
    return note_out(board, note)


@router.delete(f"{NOTE}/name", response=NoteOut)
def take_name_off_note(
    request: HttpRequest, key: str, note: str, response: HttpResponse
) -> NoteOut:
    """Take your name off a note of yours, and off what you said to it; also in the history."""
    board = board_here(request, key, response)
    me = caller(request)
    acts.take_name_off(by=me, board=board, note=note)
    return note_out(board, note)


@router.post(f"{NOTE}/photo", response=NoteOut)
def put_note_photo(
    request: HttpRequest, key: str, note: str, file: File[UploadedFile], response: HttpResponse
) -> NoteOut:
    """Show a photo on a note, in place of the one before; where it was taken is cut out."""
    board = board_here(request, key, response)
    me = caller(request)
    put_photo(by=me, board=board, note=note, upload=Upload("photo", file))
    return note_out(board, note)


@router.delete(f"{NOTE}/photo", response=NoteOut)
def take_note_photo_off(
    request: HttpRequest, key: str, note: str, response: HttpResponse
) -> NoteOut:
    """Take the photo off a note."""
    board = board_here(request, key, response)
    me = caller(request)
    take_photo_off(by=me, board=board, note=note)
    return note_out(board, note)


def _title(kind: LinkKind, slug: str, reader: Reader) -> str:
    """Return the title of a record that the reader may see in lists.

    The board keeps the title for everybody on it: that of a closed practice goes on none. A plan
    keeps the link alone, and asks anew for each reader (`initiatives.queries.links`).

    Raises
    ------
    NotFound
        There is none.
    """
    records: dict[LinkKind, tuple[QuerySet[Practice | Document | Technology], str]] = {
        LinkKind.PRACTICE: (Practice.objects.visible_to(reader), "title"),
        LinkKind.DOCUMENT: (Document.objects.visible_to(reader), "title"),
        LinkKind.TECHNOLOGY: (Technology.objects.visible_to(reader), "name"),
    }
    seen, name = records[kind]
    found = seen.filter(slug=slug).values_list(name, flat=True).first()
    if found is None:
        raise NotFound(_("The library holds no such record that you may read."), field="slug")
    return str(found)
