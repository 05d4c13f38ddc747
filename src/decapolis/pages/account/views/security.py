"""The security page, and what is done there: addresses, password, sessions."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_change import finalize_password_set
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from decapolis.kernel.errors import DomainError
from decapolis.organisations.actions import verify_by_domain
from decapolis.pages.account.codes import Purpose, accept_code, send_code, waiting_code
from decapolis.pages.account.contexts import CodePage, PasswordPage, security_page
from decapolis.pages.account.forms import CodeForm, NewPasswordForm, OtherAddressForm
from decapolis.pages.account.proof import proof_needed
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.forms import key_of, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people import actions


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show all that keeps an account."""
    return page(request, security_page(request, signed_in(request), OtherAddressForm()))


@require_safe_or_post
@proof_needed
def add_address(request: HttpRequest) -> HttpResponse:
    """Send a code to another address of one's own."""
    if request.method != "POST":
        return redirect("account_security")
    form = OtherAddressForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            send_code(request, purpose=Purpose.ADDRESS, address=address)
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            return redirect("account_confirm_address")
    shown = security_page(request, signed_in(request), form)
    return page(request, shown, status=status_of(form))


@require_safe_or_post
@login_required
def confirm_address(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent to another address, and add the address."""
    waiting = waiting_code(request, Purpose.ADDRESS)
    if waiting is None:
        return redirect("account_security")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accept_code(request, purpose=Purpose.ADDRESS, typed=form.cleaned_data["code"])
            actions.add_address(by=signed_in(request), email=waiting.address)
            verify_by_domain(by=None, person=signed_in(request))
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            messages.success(request, _("The address was added."))
            _tell(request, "address_added")
            return redirect("account_security")
    shown = CodePage(
        form=form,
        address=waiting.address,
        action="/account/addresses/code",
        again="/account/addresses/add",
        back="/account/security",
    )
    return page(request, shown, status=status_of(form))


@require_POST
@proof_needed
def main_address(request: HttpRequest, key: int) -> HttpResponse:
    """Let mail go to another address from now on; the one before is told."""
    try:
        before = actions.make_main_address(by=signed_in(request), key=key)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        _tell(request, "address_changed", email=before)
        messages.success(request, _("Mail goes to this address from now on."))
    return redirect("account_security")


@require_POST
@proof_needed
def remove_address(request: HttpRequest, key: int) -> HttpResponse:
    """Take an address off the account; it is told."""
    try:
        gone = actions.remove_address(by=signed_in(request), key=key)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        _tell(request, "address_removed", email=gone)
        messages.success(request, _("The address was taken away."))
    return redirect("account_security")


@sensitive_post_parameters("password")
@require_safe_or_post
@proof_needed
def password(request: HttpRequest) -> HttpResponse:
    """Set or change the password; whoever is signed in elsewhere is signed out there."""
    person = signed_in(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        get_adapter(request).set_password(person, form.cleaned_data["password"])
        finalize_password_set(request, person)
        return redirect("account_security")
    shown = PasswordPage(form, person.has_usable_password())
    return page(request, shown, status=status_of(form))


@require_POST
@proof_needed
def remove_password(request: HttpRequest) -> HttpResponse:
    """Take the password away; a code by mail or a passkey does without."""
    actions.remove_password(by=signed_in(request))
    update_session_auth_hash(request, signed_in(request))  # ends all sessions but this one
    UserSession.objects.create_from_request(request)
    _tell(request, "password_removed")
    messages.success(request, _("The password was taken away."))
    return redirect("account_security")


@require_POST
@login_required
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign out at one other place, or at all others."""
    key = key_of(request.POST.get("key"))
    if key is not None:
        found = UserSession.objects.filter(user=signed_in(request), pk=key)
        end_sessions(request, list(found))
    else:
        end_other_sessions(request, signed_in(request))
    messages.success(request, _("You are signed out there."))
    return redirect("account_security")


def _tell(request: HttpRequest, event: str, *, email: str | None = None) -> None:
    """Tell the owner of an account by mail what was done to it."""
    adapter = get_adapter(request)
    adapter.send_notification_mail(f"account/email/{event}", signed_in(request), email=email)
