"""Notices: read them, choose how often they come by mail, stop them by the link of a mail."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decapolis.kernel.errors import NotFound
from decapolis.notices import actions
from decapolis.notices.choices import Kind
from decapolis.notices.errors import UnknownLink
from decapolis.notices.queries import is_stopped, read_token, rhythms_of
from decapolis.pages.notices import contexts
from decapolis.pages.notices.forms import BASE, NoticesQuery, RhythmsForm
from decapolis.pages.render import page
from decapolis.people.models import Person

SHOW = ("GET", "HEAD", "POST")


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the reader's notices."""
    return page(request, contexts.list_page(_reader(request), NoticesQuery.read(request.GET)))


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or all of a view."""
    person, query = _reader(request), NoticesQuery.read(request.POST)
    one = request.POST.get("notice", "")
    if one.isascii() and one.isdecimal() and len(one) < 19:  # noqa: PLR2004 -- what a key can hold
        actions.mark_read(by=person, notice_ids=[int(one)])
    elif "all" in request.POST:
        number = actions.mark_all_read(by=person, kind=query.kind)
        said = ngettext("{n} notice is marked as read.", "{n} notices are marked as read.", number)
        messages.success(request, said.format(n=number))
    return redirect(query.url(page=query.page))


@login_required
@require_safe
def lead_on(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go where a notice leads, and mark it as read.

    Raises
    ------
    Http404
        There is no such notice, or it is another's.
    """
    try:
        notice = actions.open_notice(by=_reader(request), notice_id=notice_id)
    except NotFound as error:
        raise Http404(error.message) from error
    return redirect(notice.url or BASE)


@login_required
@require_http_methods(SHOW)
def rhythms(request: HttpRequest) -> HttpResponse:
    """Show how often the reader wants mail of each kind, and take what they choose."""
    person = _reader(request)
    offered = tuple(
        choice for choice in rhythms_of(person.pk) if person.is_staff or choice.kind != Kind.DESK
    )
    form = RhythmsForm(offered, request.POST if request.method == "POST" else None)
    if form.is_valid():
        for kind, rate in form.changed().items():
            actions.set_rhythm(by=person, kind=kind, rate=rate)
        messages.success(request, _("Your mail comes as you chose."))
        return redirect("notices:rhythms")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(request, contexts.rhythms_page(person, form), status=status)


@login_required
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Send mail again to an address that a mail server refused."""
    actions.trust_address_again(by=_reader(request))
    messages.success(request, _("The next mail goes to your address again."))
    return redirect("notices:rhythms")


@csrf_exempt  # a mail program asks by POST and knows no token (RFC 8058); the link is the secret
@require_http_methods(SHOW)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link of a mail stops; stop it, or let it come again. Nobody need sign in.

    Raises
    ------
    Http404
        The link was cut, or is not ours.
    """
    try:
        person_id, kinds = read_token(token)
        if request.method == "POST":
            act = actions.subscribe_again if "again" in request.POST else actions.unsubscribe
            act(by=None, token=token)
            return redirect("notices:unsubscribe", token=token)
    except UnknownLink as error:
        raise Http404(error.message) from error
    shown = contexts.unsubscribe_page(kinds, is_stopped=is_stopped(person_id, kinds))
    return page(request, shown)


def _reader(request: HttpRequest) -> Person:
    """Return who reads; the view is for those who signed in."""
    return cast("Person", request.user)
