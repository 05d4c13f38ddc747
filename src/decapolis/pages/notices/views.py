"""Notices: read them, choose how often they come by mail, stop them by the link of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from decapolis.notices import actions
from decapolis.notices.choices import Kind
from decapolis.notices.queries import is_stopped, read_token, rhythms_of
from decapolis.pages.doors import or_not_found, require_safe_or_post
from decapolis.pages.forms import key_of, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.notices import contexts
from decapolis.pages.notices.forms import BASE, NoticesQuery, RhythmsForm
from decapolis.pages.render import page


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the reader's notices."""
    return page(request, contexts.list_page(signed_in(request), NoticesQuery.read(request.GET)))


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or all of a view."""
    person, query = signed_in(request), NoticesQuery.read(request.POST)
    one = key_of(request.POST.get("notice"))
    if one is not None:
        actions.mark_read(by=person, notice_ids=[one])
    elif "all" in request.POST:
        number = actions.mark_all_read(by=person, kind=query.kind)
        said = ngettext("{n} notice is marked as read.", "{n} notices are marked as read.", number)
        messages.success(request, said.format(n=number))
    return redirect(query.url(page=query.page))


@login_required
@require_safe
@or_not_found
def lead_on(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go where a notice leads, and mark it as read."""
    notice = actions.open_notice(by=signed_in(request), notice_id=notice_id)
    return redirect(notice.url or BASE)


@login_required
@require_safe_or_post
def rhythms(request: HttpRequest) -> HttpResponse:
    """Show how often the reader wants mail of each kind, and take what they choose."""
    person = signed_in(request)
    offered = tuple(
        choice for choice in rhythms_of(person.pk) if person.is_staff or choice.kind != Kind.DESK
    )
    form = RhythmsForm(offered, request.POST if request.method == "POST" else None)
    if form.is_valid():
        for kind, rate in form.changed().items():
            actions.set_rhythm(by=person, kind=kind, rate=rate)
        messages.success(request, _("Your mail comes as you chose."))
        return redirect("notices:rhythms")
    return page(request, contexts.rhythms_page(person, form), status=status_of(form))


@login_required
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Send mail again to an address that a mail server refused."""
    actions.trust_address_again(by=signed_in(request))
    messages.success(request, _("The next mail goes to your address again."))
    return redirect("notices:rhythms")


@require_safe_or_post  # without CSRF, see the addresses; the link is the secret
@or_not_found
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link of a mail stops; stop it, or let it come again. Nobody need sign in."""
    person_id, kinds = read_token(token)
    if request.method == "POST":
        act = actions.subscribe_again if "again" in request.POST else actions.unsubscribe
        act(by=None, token=token)
        return redirect("notices:unsubscribe", token=token)
    shown = contexts.unsubscribe_page(kinds, is_stopped=is_stopped(person_id, kinds))
    return page(request, shown)
