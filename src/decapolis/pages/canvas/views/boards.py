"""A board: shown, written on by forms, led, and read by a link."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decapolis.canvas.actions import boards as acts
from decapolis.canvas.actions.links import end_read_link, give_read_link
from decapolis.canvas.actions.notes import Written, add_note
from decapolis.canvas.actions.sessions import set_timer
from decapolis.canvas.actions.votes import close_round, open_round, vote
from decapolis.canvas.choices import Colour
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import board_of, linked_board
from decapolis.canvas.queries.votes import Ballot, ballot
from decapolis.canvas.rules import may_hand_out, may_read_by_link
from decapolis.kernel.errors import DomainError, NotFound
from decapolis.pages.canvas.contexts.board import LinkPage, board_page, read_page
from decapolis.pages.canvas.forms import NoteForm
from decapolis.pages.doors import or_not_found, require_safe_or_post, told, wants_json
from decapolis.pages.forms import whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.links import with_query
from decapolis.pages.render import page
from decapolis.people.models import Person

Act = Callable[[HttpRequest, Person, Board], str]


@login_required
@never_cache
@or_not_found
@require_safe_or_post
def board(request: HttpRequest, key: str) -> HttpResponse:
    """Show a board, and take what is done with it as a whole."""
    me = signed_in(request)
    held = board_of(key, reader=me)
    if request.method != "POST":
        return page(request, board_page(held, me, unnamed=request.GET.get("unnamed") == "1"))
    if request.POST.get("do") == "add":
        return _added(request, me, held)
    return _done(request, me, held)


def _added(request: HttpRequest, me: Person, held: Board) -> HttpResponse:
    form, block = NoteForm(request.POST), request.POST.get("block", "")
    unnamed = bool(request.POST.get("unnamed"))
    fault = ""
    if form.is_valid():
        given = form.cleaned_data
        colour = given["colour"] or Colour.PAPER
        written = Written(given["text"], colour, attributed=not given["unnamed"])
        try:
            add_note(by=me, board=held, block=block, written=written)
        except DomainError as error:
            fault = told(error).message
        else:
            here = with_query(held.path, unnamed="1" if unnamed else "")
            return redirect(f"{here}#block-{block}")
    fault = fault or " ".join(str(one) for held_ in form.errors.values() for one in held_)
    kept = {"block": block, "text": request.POST.get("text", "")}
    shown = board_page(held, me, unnamed=unnamed, kept=kept, fault=fault)
    return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _done(request: HttpRequest, me: Person, held: Board) -> HttpResponse:
    """Do what a button asks for; the page itself asks in the background for the ballot."""
    act = ACTS.get(request.POST.get("do", ""))
    try:
        said = act(request, me, held) if act else ""
    except DomainError as error:
        wrong = told(error)
        if wants_json(request):
            return JsonResponse({"message": wrong.message}, status=HTTPStatus.CONFLICT)
        messages.error(request, wrong.message)
    else:
        if wants_json(request):
            return _ballot(ballot(held, reader=me))
        if said:
            messages.success(request, said)
    note = request.POST.get("note", "")
    return redirect(f"{held.path}#note-{note}" if note else held.path)


def _vote(request: HttpRequest, me: Person, held: Board) -> str:
    count = whole_number(request.POST.get("count")) or 0
    vote(by=me, board=held, note=request.POST.get("note", ""), count=count)
    return ""


def _open_round(request: HttpRequest, me: Person, held: Board) -> str:
    open_round(by=me, board=held, each=whole_number(request.POST.get("each")) or 0)
    return _("Votes are open. Nobody sees those of others until you close them.")


def _close_round(_request: HttpRequest, me: Person, held: Board) -> str:
    close_round(by=me, board=held)
    return _("The votes are counted. Each note shows its sum.")


def _timer(request: HttpRequest, me: Person, held: Board) -> str:
    minutes = whole_number(request.POST.get("minutes")) or 0
    set_timer(by=me, board=held, seconds=60 * minutes)
    return ""


def _stop_timer(_request: HttpRequest, me: Person, held: Board) -> str:
    set_timer(by=me, board=held, seconds=0)
    return ""


def _close(_request: HttpRequest, me: Person, held: Board) -> str:
    acts.close_board(by=me, board=held)
    return _("The board is closed. It can still be read, and you can open it again.")


def _open(_request: HttpRequest, me: Person, held: Board) -> str:
    acts.open_board(by=me, board=held)
    return _("The board is open again.")


ACTS: dict[str, Act] = {
    "vote": _vote,
    "round-open": _open_round,
    "round-close": _close_round,
    "timer": _timer,
    "timer-stop": _stop_timer,
    "close": _close,
    "open": _open,
}


@login_required
@never_cache
@or_not_found
@require_safe
def votes(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the page what its reader has given, and what is left."""
    me = signed_in(request)
    return _ballot(ballot(board_of(key, reader=me), reader=me))


def _ballot(mine: Ballot) -> JsonResponse:
    told_ = {"round": mine.round, "each": mine.each, "left": mine.left, "mine": dict(mine.mine)}
    return JsonResponse(told_)


@login_required
@never_cache
@or_not_found
@require_safe_or_post
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Give a link by which others read the board, or end it.

    Raises
    ------
    NotFound
        They are neither owner nor sponsor.
    """
    me = signed_in(request)
    held = board_of(key, reader=me)
    if not (verdict := may_hand_out(me, held)):
        raise NotFound(verdict.reason)
    made = ""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            end_read_link(by=me, board=held)
            messages.success(request, _("The link opens nothing any more."))
            return redirect("canvas:link", key=key)
        token = give_read_link(by=me, board=held)
        made = request.build_absolute_uri(f"{held.path}/read/{token}")
    shown = LinkPage(held.title, held.path, bool(held.read_digest), made)
    return page(request, shown)


@never_cache
@or_not_found
@require_safe
def read(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Show a board to whoever holds its link.

    Raises
    ------
    NotFound
        The link opens nothing, or not any more.
    """
    held = linked_board(key)
    if not may_read_by_link(held, token):
        raise NotFound(_("This link opens nothing any more. Ask who sent it for another one."))
    response = page(request, read_page(held, token))
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
