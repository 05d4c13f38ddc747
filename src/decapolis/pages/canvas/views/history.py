"""The history of a board: looked through, kept by name, and brought back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from decapolis.canvas.actions.snapshots import restore_snapshot, take_snapshot
from decapolis.canvas.bridge.playback import place_of, snapshot_at, steps_of
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import board_of, snapshot_of
from decapolis.kernel.errors import DomainError
from decapolis.pages.canvas.contexts.history import Asked, history_page
from decapolis.pages.canvas.forms import SnapshotForm
from decapolis.pages.doors import or_not_found, require_safe_or_post, told
from decapolis.pages.forms import add_fault, key_of, status_of, whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@login_required
@never_cache
@or_not_found
@require_safe_or_post
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a board was, keep it as it is now, or bring an older state back."""
    me = signed_in(request)
    held = board_of(key, reader=me)
    if request.POST.get("do") == "restore":
        return _restored(request, me, held)
    form = SnapshotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            take_snapshot(by=me, board=held, name=form.cleaned_data["name"])
        except DomainError as error:
            add_fault(form, told(error))
        else:
            messages.success(request, _("Kept. It stands at the top of the list."))
            return redirect("canvas:history", key=key)
    shown = history_page(held, me, steps_of(held), _asked(request, me, held), form)
    return page(request, shown, part="moment", status=status_of(form))


def _asked(request: HttpRequest, me: Person, held: Board) -> Asked:
    given = request.GET
    pace = whole_number(given.get("pace")) or 1
    if at := key_of(given.get("at")):
        chosen = snapshot_of(held, at, reader=me)
        return Asked(step=chosen.upto, pace=pace)
    return Asked(whole_number(given.get("step")), whole_number(given.get("n")), pace=pace)


def _restored(request: HttpRequest, me: Person, held: Board) -> HttpResponse:
    steps = steps_of(held)
    asked = key_of(request.POST.get("step"))
    place = None if asked is None else place_of(steps, asked)
    if place is None:
        return redirect("canvas:history", key=held.key)
    try:
        restore_snapshot(by=me, board=held, snapshot=snapshot_at(held, steps, place))
    except DomainError as error:
        messages.error(request, told(error).message)
        return redirect("canvas:history", key=held.key)
    kept = _("The board is as it was then. What was on it before is kept in the history.")
    messages.success(request, kept)
    return redirect(held.path)
