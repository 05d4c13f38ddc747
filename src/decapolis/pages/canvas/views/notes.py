"""One note: changed, moved, grouped, linked, commented, and taken off, by forms."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decapolis.canvas.actions import notes as acts
from decapolis.canvas.actions.photos import put_photo, take_photo_off
from decapolis.canvas.bridge.document import Note, content_of
from decapolis.canvas.choices import Colour, LinkKind
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import board_of
from decapolis.canvas.rules import may_write
from decapolis.files.actions import Upload
from decapolis.files.queries import too_large
from decapolis.kernel.errors import DomainError, NotFound
from decapolis.library.bridge.find import Filters, Look, find_in_library
from decapolis.pages.canvas.contexts.board import LINKED, LinkShown, note_page
from decapolis.pages.canvas.forms import MOST_FIND
from decapolis.pages.components import Fault
from decapolis.pages.doors import or_not_found, require_safe_or_post, told, wants_json
from decapolis.pages.files.uploads import was_too_large
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person

Act = Callable[[HttpRequest, Person, Board, str], str]
MOST_FOUND = 8
FIELDS = {name: f"note-{name}" for name in ("text", "comment", "photo", "find", "group", "block")}


@login_required
@never_cache
@or_not_found
@require_safe_or_post
def note(request: HttpRequest, key: str, note: str) -> HttpResponse:
    """Show one note with all that can be done with it, and do that.

    Raises
    ------
    PermissionDenied
        They read along.
    """
    me = signed_in(request)
    held = board_of(key, reader=me)
    one = _note_of(held, note)
    if request.method == "POST":
        return _done(request, me, held, one)
    if not (verdict := may_write(me, held)):
        raise PermissionDenied(verdict.reason)
    asked = request.GET.get("find", "").strip()[:MOST_FIND]
    found = found_for(asked, me) if asked else None
    return page(request, note_page(held, one, me, asked=asked, found=found))


def _done(request: HttpRequest, me: Person, held: Board, one: Note) -> HttpResponse:
    act = ACTS.get(request.POST.get("do", ""))
    try:
        said = act(request, me, held, one.id) if act else ""
    except DomainError as error:
        wrong = told(error)
        if wants_json(request):
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return JsonResponse({"message": wrong.message}, status=status)
        fault = Fault(wrong.message, FIELDS.get(wrong.field or "", ""))
        shown = note_page(held, one, me, faults=(fault,))
        return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if wants_json(request):
        return JsonResponse({"message": said})
    if said:
        messages.success(request, said)
    stays = content_of(held).note(one.id) is not None
    return redirect(f"{held.path}#note-{one.id}" if stays else held.path)


def _edit(request: HttpRequest, me: Person, held: Board, key: str) -> str:
    text, colour = request.POST.get("text", ""), request.POST.get("colour", Colour.PAPER)
    acts.edit_note(by=me, board=held, note=key, text=text, colour=colour)
    return ""


def _move(request: HttpRequest, me: Person, held: Board, key: str) -> str:
    place = request.POST.get("place", "")
    where: acts.Place = place if place in acts.PLACES else "last"
    acts.move_note(by=me, board=held, note=key, block=request.POST.get("block", ""), place=where)
    return ""


def _group(request: HttpRequest, me: Person, held: Board, key: str) -> str:
    group, title = request.POST.get("group", ""), request.POST.get("title", "")
    acts.group_note(by=me, board=held, note=key, group=group, title=title)
    return ""


def _link(request: HttpRequest, me: Person, held: Board, key: str) -> str:
    """Put a link on a note that the library finds for this reader.

    Raises
    ------
    NotFound
        It is not among what is found.
    """
    wanted = request.POST.get("link", "")
    asked = request.POST.get("find", "")[:MOST_FIND]
    title = next((one.title for one in found_for(asked, me) if one.key == wanted), "")
    if not title:
        raise NotFound(_("Choose one of those that were found."), field="find")
    acts.link_note(by=me, board=held, note=key, key=wanted, title=title)
    return _("The link is on the note.")


def _unlink(request: HttpRequest, me: Person, held: Board, key: str) -> str:
    acts.link_note(by=me, board=held, note=key, key=request.POST.get("link", ""))
    return ""


def _comment(request: HttpRequest, me: Person, held: Board, key: str) -> str:
    said, named = request.POST.get("comment", ""), not request.POST.get("unnamed")
    acts.comment_note(by=me, board=held, note=key, text=said, attributed=named)
    return ""


def _photo(request: HttpRequest, me: Person, held: Board, key: str) -> str:
    """Put a photo on a note.

    Raises
    ------
    NotFound
        None was sent, or it was too large.
    """
    given = request.FILES.get("photo")
    if was_too_large(request):
        raise NotFound(too_large(), field="photo")
    if given is None:
        raise NotFound(_("Choose a photo first."), field="photo")
    put_photo(by=me, board=held, note=key, upload=Upload(given.name or "photo", given))
    return _("The photo is on the note. Only the team sees it.")


def _photo_off(_request: HttpRequest, me: Person, held: Board, key: str) -> str:
    take_photo_off(by=me, board=held, note=key)
    return ""


def _unsign(_request: HttpRequest, me: Person, held: Board, key: str) -> str:
    acts.take_name_off(by=me, board=held, note=key)
    return _("Your name is off the note.")


def _remove(_request: HttpRequest, me: Person, held: Board, key: str) -> str:
    acts.remove_note(by=me, board=held, note=key)
    return _("The note is off the board. A snapshot in the history can bring it back.")


ACTS: dict[str, Act] = {
    "edit": _edit,
    "move": _move,
    "group": _group,
    "link": _link,
    "unlink": _unlink,
    "comment": _comment,
    "photo": _photo,
    "photo-off": _photo_off,
    "unsign": _unsign,
    "remove": _remove,
}


@login_required
@never_cache
@or_not_found
@require_safe
def find(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the page what the library holds for some words, for a link."""
    me = signed_in(request)
    board_of(key, reader=me)
    asked = request.GET.get("q", "").strip()[:MOST_FIND]
    found = found_for(asked, me) if asked else ()
    told_ = [{"key": one.key, "title": one.title, "url": one.url} for one in found]
    return JsonResponse({"found": told_})


def found_for(asked: str, me: Person) -> tuple[LinkShown, ...]:
    """Return what the library holds for some words and this reader may see."""
    look = Look(filters=Filters(kinds=tuple(LinkKind.values)), limit=MOST_FOUND)
    hits = find_in_library(asked, look, reader=me).hits
    return tuple(
        LinkShown(one.key, one.title, f"/{LINKED[one.kind]}/{one.slug}")
        for one in hits
        if one.kind in LINKED
    )


def _note_of(held: Board, key: str) -> Note:
    """Return a note of the board.

    Raises
    ------
    NotFound
        There is none any more.
    """
    found = content_of(held).note(key)
    if found is None:
        raise NotFound(_("This note is not on the board any more."))
    return found
