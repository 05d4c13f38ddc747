"""Signing in and joining: an address, its code, a password, a service."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    perform_login,
    perform_password_login,
    record_authentication,
)
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.socialaccount.providers.openid_connect import views as openid
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.kernel.errors import DomainError
from decapolis.organisations.actions import verify_by_domain
from decapolis.pages.account.adapters import record_failure
from decapolis.pages.account.codes import Purpose, Waiting, accept_code, send_code, waiting_code
from decapolis.pages.account.contexts import (
    ClosedPage,
    CodePage,
    LeavingPage,
    PasswordSignInPage,
    SignInPage,
    SignOutPage,
    own_service,
    services_for,
)
from decapolis.pages.account.errors import CodeSpent, TooOften, WrongCode
from decapolis.pages.account.forms import AddressForm, CodeForm, PasswordSignInForm
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.forms import status_of
from decapolis.pages.http import local_path
from decapolis.pages.render import page
from decapolis.people.actions import join
from decapolis.people.errors import AccountClosed
from decapolis.people.models import Person
from decapolis.people.queries import person_of_address

logger = logging.getLogger(__name__)


def wanted_next(request: HttpRequest) -> str:
    """Return where somebody wanted to go before they were asked to sign in; within the platform."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return local_path(wanted, "")


@require_safe_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and send it a code; the same for people who are known and who are not."""
    next_url = wanted_next(request)
    if request.user.is_authenticated:
        return redirect(next_url or get_adapter(request).get_login_redirect_url(request))
    if request.method != "POST":
        return page(request, SignInPage(AddressForm(), next_url, services_for("")))
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, form, next_url)
    address = form.cleaned_data["email"]
    own = own_service(address)
    if own and "code" not in request.POST:
        return page(request, SignInPage(form, next_url, services_for(address), own, address))
    try:
        send_code(request, purpose=Purpose.SIGN_IN, address=address, next_url=next_url)
    except DomainError as error:
        form.add_error("email", error.message)
        return _asked_again(request, form, next_url, error)
    return redirect("account_code")


def _asked_again(
    request: HttpRequest, form: forms.Form, next_url: str, error: DomainError | None = None
) -> HttpResponse:
    too_often = isinstance(error, TooOften)
    status = HTTPStatus.TOO_MANY_REQUESTS if too_often else status_of(form)
    return page(request, SignInPage(form, next_url, services_for("")), status=status)


@require_safe_or_post
def code(request: HttpRequest) -> HttpResponse:
    """Take the code of a mail; whoever types it has the address, and is signed in."""
    if request.user.is_authenticated:
        return redirect(get_adapter(request).get_login_redirect_url(request))
    waiting = waiting_code(request, Purpose.SIGN_IN)
    if waiting is None:
        messages.info(request, _("This code is no longer good. Ask for a new one."))
        return redirect("account_login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accept_code(request, purpose=Purpose.SIGN_IN, typed=form.cleaned_data["code"])
        except WrongCode as error:
            record_failure(person_of_address(waiting.address), "code")
            form.add_error("code", error.message)
        except CodeSpent as error:
            record_failure(person_of_address(waiting.address), "code")
            messages.error(request, error.message)
            return redirect("account_login")
        else:
            return _come_in(request, waiting)
    return page(request, CodePage.for_sign_in(form, waiting), status=status_of(form))


def _come_in(request: HttpRequest, waiting: Waiting) -> HttpResponse:
    """Sign in who has confirmed an address; a second step may follow."""
    try:
        person = join(by=None, email=waiting.address)
    except AccountClosed:
        return redirect("account_inactive")
    verify_by_domain(by=None, person=person)
    record_authentication(request, person, method="code", email=waiting.address)
    login = Login(user=person, redirect_url=waiting.next_url or None, email=waiting.address)
    response: HttpResponse = perform_login(request, login)
    return response


@require_safe_or_post
def by_password(request: HttpRequest) -> HttpResponse:
    """Sign in by address and password, for those who have set one."""
    next_url = wanted_next(request)
    if request.user.is_authenticated:
        return redirect(next_url or get_adapter(request).get_login_redirect_url(request))
    form = PasswordSignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
        if limited:
            return limited
        person = _person_with_password(request, form)
        if person is not None:
            known = {"email": form.cleaned_data["email"]}
            login = Login(user=person, redirect_url=next_url or None, email=known["email"])
            response: HttpResponse = perform_password_login(request, known, login)
            return response
    return page(request, PasswordSignInPage(form, next_url), status=status_of(form))


def _person_with_password(request: HttpRequest, form: PasswordSignInForm) -> Person | None:
    adapter = get_adapter(request)
    values = form.cleaned_data
    try:
        person: Person | None = adapter.authenticate(
            request, email=values["email"], password=values["password"]
        )
    except ValidationError as error:  # too many attempts
        form.add_error(None, error)
        return None
    if person is None:
        form.add_error(None, adapter.validation_error("email_password_mismatch"))
    return person


@require_POST
def by_service(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to a sign-in service."""
    name = _name_of(provider_id)
    response = _at_service(request, openid.login, provider_id)
    url = response.headers.get("Location", "")
    if not url.startswith(("https://", "http://")):
        return response
    return page(request, LeavingPage(name, url))


@require_safe
def back_from_service(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take in who comes back from a sign-in service."""
    _name_of(provider_id)
    return _at_service(request, openid.callback, provider_id)


def _name_of(service: str) -> str:
    for one in settings.OIDC_PROVIDERS:
        if one.id == service:
            return str(one.name)
    raise Http404


def _at_service(
    request: HttpRequest, step: Callable[[HttpRequest, str], HttpResponse], service: str
) -> HttpResponse:
    """Take a step with a service; where it does not answer, or not in its language, say so."""
    try:
        return step(request, service)
    except (OSError, KeyError, TypeError, ValueError):
        logger.exception("The sign-in service %s does not answer as it should.", service)
        words = _("Signing in at %(service)s did not work. Try again, or use a code instead.")
        messages.error(request, words % {"service": _name_of(service)})
        return redirect("account_login")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that an account was closed."""
    return page(request, ClosedPage())


@require_safe_or_post
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; an address alone ends nothing."""
    if request.method != "POST" and request.user.is_authenticated:
        return page(request, SignOutPage())
    if request.user.is_authenticated:
        logout(request, show_message=False)
    return redirect("/")
