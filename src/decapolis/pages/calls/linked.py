"""The links of a mail: decline or pass on one request without signing in."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from decapolis.kernel.errors import DomainError
from decapolis.kernel.origin import Door, acting_from
from decapolis.library import actions
from decapolis.library.models import HandOver
from decapolis.library.queries.calls import hand_of, is_at_hand
from decapolis.pages.calls.contexts import linked_page
from decapolis.pages.calls.forms import DeclineForm
from decapolis.pages.doors import or_not_found, require_safe_or_post
from decapolis.pages.http import client_address
from decapolis.pages.render import page


@never_cache
@require_safe_or_post
@or_not_found
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link does; do it when its button is pressed. Looking does nothing.

    The link is all it needs, for one person and one request, as long as that is at her. It shows
    neither the question nor to whom it could go: that takes signing in.
    """
    hand = hand_of(token)
    asked = request.POST if request.method == "POST" else request.GET
    does = "pass" if asked.get("do") == "pass" else "decline"
    if request.method != "POST":
        return page(request, linked_page(hand, request.path, does=does))
    if not is_at_hand(hand) or asked.get("do") not in {"pass", "decline"}:
        return redirect("calls:linked", token=token)
    form = DeclineForm(request.POST)
    said = ""
    if form.is_valid():
        try:
            with acting_from(Door.MAIL, client_address(request)):
                _act(hand, does, form)
            return redirect("calls:linked", token=token)
        except DomainError as error:
            said = error.message
    shown = linked_page(hand_of(token), request.path, does=does, form=form, said=said)
    return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _act(hand: HandOver, does: str, form: DeclineForm) -> None:
    if does == "pass":
        actions.pass_on_call(by=hand.to, call=hand.call)
    else:
        actions.decline_call(by=hand.to, call=hand.call, word=form.cleaned_data["word"])
