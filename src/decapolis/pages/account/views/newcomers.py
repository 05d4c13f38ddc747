"""After the first code: what somebody is called."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from decapolis.kernel.errors import DomainError
from decapolis.pages.account.contexts import NamePage
from decapolis.pages.account.forms import NameForm
from decapolis.pages.account.views.entry import wanted_next
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.forms import add_fault, status_of
from decapolis.pages.http import is_open, signed_in
from decapolis.pages.render import page
from decapolis.people.actions import change_profile

WELCOME = "/welcome"  # asks for city and role; where there is no such page, newcomers go on


@login_required
@require_safe_or_post
def name(request: HttpRequest) -> HttpResponse:
    """Ask a newcomer for their name, then lead on to what they wanted."""
    person, next_url = signed_in(request), wanted_next(request) or "/"
    if person.name and request.method != "POST":
        return redirect(next_url)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            change_profile(by=person, person=person, values=form.cleaned_data)
        except DomainError as error:
            add_fault(form, error)
        else:
            return redirect(_onward(request, next_url))
    shown = NamePage(form, next_url, person.email, person.is_member)
    return page(request, shown, status=status_of(form))


def _onward(request: HttpRequest, next_url: str) -> str:
    """Return the next step: a passkey where one is wanted, city and role, then what was wanted."""
    then = f"{WELCOME}?{urlencode({'next': next_url})}" if is_open(WELCOME) else next_url
    if "passkey" in request.POST:
        return f"{reverse('mfa_add_webauthn')}?{urlencode({'next': then})}"
    return then
