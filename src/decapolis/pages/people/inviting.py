"""Invitations: making them, and coming in by one."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from decapolis.kernel.errors import DomainError
from decapolis.kernel.records import Rejection
from decapolis.organisations import actions
from decapolis.organisations.actions import Issued
from decapolis.organisations.bridge import Invitee, find_body, read_invitations
from decapolis.organisations.errors import InvitationsFaulty
from decapolis.organisations.queries import (
    invitation_of,
    speaks_for_bodies,
)
from decapolis.organisations.queries import invitations as seen_invitations
from decapolis.pages.cities.forms import clean, page_number
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.forms import add_fault
from decapolis.pages.http import signed_in
from decapolis.pages.people.contexts.invitations import invitation_page, invitations_page
from decapolis.pages.people.forms import HatForm, InviteForm, InviteForms
from decapolis.pages.people.tabs import staff_tabs
from decapolis.pages.render import page
from decapolis.people.models import Person

WAYS = ("one", "link", "file", "preview")


@sensitive_variables("secret")
@require_safe_or_post
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show who invites whom to what, and let in who accepts."""
    found = invitation_of(secret)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            actions.accept_invitation(by=request.user, secret=secret)
        except DomainError as error:
            shown = invitation_page(
                found, path=request.path, reader=request.user, fault=error.message
            )
            return page(request, shown, status=422)
        messages.success(request, _("You are in."))
        return redirect("people:welcome")
    shown = invitation_page(found, path=request.path, reader=request.user)
    if request.method == "POST":
        return redirect(shown.sign_in_url)
    return page(request, shown, status=200 if found else 404)


@login_required
@require_safe_or_post
def invitations(request: HttpRequest) -> HttpResponse:
    """List invitations, and make them: to one, to many, or as a link.

    What was made is shown in the answer itself, since its links are known at no other time.

    Raises
    ------
    Http404
        The reader can invite nobody.
    """
    me = signed_in(request)
    bodies = speaks_for_bodies(me)
    if not me.is_staff and not bodies:
        raise Http404
    way = request.POST.get("way", "")
    sent = request.POST if way in WAYS else None
    forms = InviteForms.read(sent, request.FILES, way, bodies=bodies)
    made: Sequence[Issued] = ()
    preview: list[Invitee] | None = None
    faults: Sequence[Rejection] = ()
    if way == "one":
        made = _tried(lambda: [_invited(me, forms.one)], forms.one)
    elif way == "link":
        made = _tried(lambda: [_linked(me, forms.link)], forms.link)
    elif way in {"file", "preview"} and forms.file.is_valid():
        preview, faults = read_invitations(forms.file.cleaned_data["text"], by=me)
        if way == "file" and not faults:
            made, faults = _invited_many(me, forms.file.cleaned_data)
            preview = None if made else preview
    if made:
        forms = InviteForms.read(None, None, "", bodies=bodies)
    shown = invitations_page(
        reader=me,
        forms=forms,
        tabs=staff_tabs("/invitations") if me.is_staff else (),
        page=page_number(request.GET.get("page", "")),
        made=made,
        preview=preview,
        faults=faults,
    )
    response = page(request, shown, status=422 if shown.faults or faults else 200)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back.

    Raises
    ------
    Http404
        There is none, or it is not theirs.
    """
    found = seen_invitations(request.user).filter(pk=invitation_id).first()
    if found is None:
        raise Http404
    try:
        actions.revoke_invitation(by=signed_in(request), invitation=found)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The invitation is taken back; its link lets nobody in."))
    return redirect("people:invitations")


def _tried(make: Callable[[], list[Issued]], form: InviteForm) -> list[Issued]:
    """Make something from a form; what is refused stands at its field."""
    if not form.is_valid():
        return []
    try:
        return make()
    except DomainError as error:
        add_fault(form, error, HatForm.RENAMED)
        return []


def _invited(me: Person, form: InviteForm) -> Issued:
    held = form.cleaned_data
    to = _invitee(me, held, email=held["email"], name=clean(held["name"]))
    return actions.invite(by=me, to=to, days=held["days"])


def _linked(me: Person, form: InviteForm) -> Issued:
    held = form.cleaned_data
    to = _invitee(me, held)
    return actions.invite_link(by=me, to=to, most_uses=held["most_uses"], days=held["days"])


def _invited_many(me: Person, held: dict[str, Any]) -> tuple[Sequence[Issued], Sequence[Rejection]]:
    try:
        return actions.invite_many(by=me, text=held["text"], days=held["days"]), ()
    except InvitationsFaulty as error:
        return (), error.faults


def _invitee(me: Person, held: dict[str, Any], *, email: str = "", name: str = "") -> Invitee:
    body = find_body(city=clean(held["city"]), organisation=clean(held["organisation"]), reader=me)
    return Invitee(email, name, held["role"], clean(held["hat_title"]), body)
