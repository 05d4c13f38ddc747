"""Showing once more that an account is one's own, before something that keeps it is changed."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.views import ReauthenticateView
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from decapolis.kernel.errors import DomainError
from decapolis.pages.account.adapters import record_failure
from decapolis.pages.account.codes import Purpose, accept_code, send_code, waiting_code
from decapolis.pages.account.contexts import ProveByCodePage, Way
from decapolis.pages.account.forms import AgainByPasswordForm, CodeForm
from decapolis.pages.account.proof import ways_to_prove
from decapolis.pages.account.views.entry import wanted_next
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.forms import status_of
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


class ProveByPassword(ReauthenticateView):  # type: ignore[misc]
    """Ask for the password."""

    template_name = "account/prove_by_password.html"

    def get_form_class(self) -> type[AgainByPasswordForm]:
        """Ask in our words."""
        return AgainByPasswordForm


@login_required
@require_safe_or_post
def by_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the main address, and take it. Not for those who have a second step."""
    ways = ways_to_prove(signed_in(request))
    if not any(way["id"] == "code" for way in ways):
        return redirect(f"{ways[0]['url']}?{urlencode({'next': wanted_next(request)})}")
    person = signed_in(request)
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, action="reauthenticate", user=person
    )
    if limited:
        return limited
    if "send" in request.POST:
        return _sent(request, ways)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accept_code(request, purpose=Purpose.PROOF, typed=form.cleaned_data["code"])
        except DomainError as error:
            record_failure(person, "code")
            form.add_error("code", error.message)
        else:
            return _proven(request, person)
    return _shown(request, form, ways)


def _sent(request: HttpRequest, ways: list[dict[str, str]]) -> HttpResponse:
    form = CodeForm()
    try:
        send_code(request, purpose=Purpose.PROOF, address=signed_in(request).email)
    except DomainError as error:
        form = CodeForm({})
        form.errors.clear()
        form.add_error(None, error.message)
        return _shown(request, form, ways)
    query = {"next": wanted_next(request)}
    return redirect(f"{reverse('account_prove_by_code')}?{urlencode(query)}")


def _proven(request: HttpRequest, person: Person) -> HttpResponse:
    """Note it, and go on with what was asked for before."""
    record_authentication(request, person, method="code", email=person.email, reauthenticated=True)
    resumed: HttpResponse | None = resume_request(request)
    return resumed or redirect("account_security")


def _shown(request: HttpRequest, form: CodeForm, ways: list[dict[str, str]]) -> HttpResponse:
    next_url = wanted_next(request)
    query = urlencode({"next": next_url})
    others = tuple(
        Way(way["description"], f"{way['url']}?{query}") for way in ways if way["id"] != "code"
    )
    shown = ProveByCodePage(
        form=form,
        address=signed_in(request).email,
        was_sent=waiting_code(request, Purpose.PROOF) is not None,
        next_url=next_url,
        others=others,
    )
    return page(request, shown, status=status_of(form))
