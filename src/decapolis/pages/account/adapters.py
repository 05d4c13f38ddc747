"""Where allauth meets Decapolis: addresses, mail, the audit log, trust in sign-in services.

What happens to an account is recorded here and in the actions of `people`, nowhere else.
"""

import base64
import hashlib
import logging
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as here
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.audit.actions import record
from decapolis.kernel.mail import written
from decapolis.organisations.actions import verify_by_domain
from decapolis.pages.account.letters import changed_letter
from decapolis.pages.account.proof import proven_lately, ways_to_prove
from decapolis.pages.http import client_address, is_open, local_path
from decapolis.people.actions import join
from decapolis.people.errors import AccountClosed, ValueRefused
from decapolis.people.models import Person
from decapolis.people.queries import person_of_address
from decapolis.people.validators import domain_of

logger = logging.getLogger(__name__)

NOWHERE = "0.0.0.0"  # noqa: S104 -- no address is listened at; the peer of a local socket has none

# What is recorded, and what its owner is told by mail, by the name that allauth has for the event.
# Where no act stands, an action of `people` has recorded it.
EVENTS = {
    "mfa/email/webauthn_added": (
        "people.passkey_added",
        gettext_lazy("A passkey was added to your account."),
    ),
    "mfa/email/webauthn_removed": (
        "people.passkey_removed",
        gettext_lazy("A passkey was taken off your account."),
    ),
    "mfa/email/totp_activated": (
        "people.app_added",
        gettext_lazy("An authenticator app was added to your account."),
    ),
    "mfa/email/totp_deactivated": (
        "people.app_removed",
        gettext_lazy("The authenticator app was taken off your account."),
    ),
    "mfa/email/recovery_codes_generated": (
        "people.recovery_codes_made",
        gettext_lazy("New recovery codes were made for your account. The old ones are void."),
    ),
    "account/email/password_set": (
        "people.password_set",
        gettext_lazy("A password was set for your account."),
    ),
    "account/email/password_removed": (
        "",
        gettext_lazy("The password of your account was taken away."),
    ),
    "socialaccount/email/account_connected": (
        "people.sign_on_linked",
        gettext_lazy("A sign-in service was used for your account for the first time."),
    ),
    "account/email/address_added": ("", gettext_lazy("An address was added to your account.")),
    "account/email/address_changed": (
        "",
        gettext_lazy("Mail of your account goes to another address from now on."),
    ),
    "account/email/address_removed": (
        "",
        gettext_lazy("This address was taken off your account."),
    ),
}
# What the next page says; of the rest the page itself tells.
SAID = {
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey was taken away."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The app was added."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The app was taken away."),
    "account/messages/password_set.txt": gettext_lazy("The password is kept."),
}


def record_failure(person: Person | None, way: str) -> None:
    """Record that somebody failed to show that an account is theirs; who it was, nobody knows."""
    if person is not None:
        record(by=None, act="people.sign_in_failed", subject=person, note=way, concerns=[person])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How people sign in and out, and what is told and recorded of it."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "Address and password do not fit. Check both, or sign in by a code."
        ),
        "incorrect_code": gettext_lazy("This code is not right. Check it and try again."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy(
            "That was too often. Wait a few minutes and try again."
        ),
        "rate_limited": gettext_lazy("That was too often. Wait a few minutes and try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network address that limits are counted by."""
        return client_address(request) or NOWHERE

    def is_safe_url(self, url: str) -> bool:
        """Go on to addresses of the platform alone."""
        return bool(url) and local_path(url, "") == url

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where one is after signing in without having wanted to go anywhere."""
        return "/desk" if is_open("/desk") else "/"

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin a session, a short one for those who have more rights."""
        super().login(request, user)
        if user.is_staff or user.is_operator:
            request.session.set_expiry(settings.STAFF_SESSION_AGE)

    def post_login(self, request: HttpRequest, user: Person, **known: Any) -> HttpResponse:  # noqa: ANN401 -- allauth's signature
        """Record the sign-in; ask newcomers for their name before they go on."""
        response: HttpResponse = super().post_login(request, user, **known)
        records = get_authentication_records(request, user)
        ways = [str(one.get("type") or one["method"]) for one in records]
        record(by=user, act="people.signed_in", subject=user, note=", ".join(ways))
        if user.name:
            return response
        return redirect(f"{reverse('account_name')}?{urlencode({'next': response['Location']})}")

    def logout(self, request: HttpRequest) -> None:
        """End the session, and say so."""
        if request.user.is_authenticated:
            record(by=request.user, act="people.signed_out", subject=request.user)
            UserSession.objects.filter(session_key=request.session.session_key).delete()
        super().logout(request)
        messages.success(request, _("You are signed out."))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 -- allauth's signature
        """Record a wrong password."""
        record_failure(person_of_address(str(credentials.get("email", "")).lower()), "password")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: Mapping[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Record what changed about an account, and tell its owner, so that a stranger is noticed.

        A mail server that refuses does not undo what was done.
        """
        act, words = EVENTS[template_prefix]
        if act:
            record(by=user, act=act, subject=user)
        try:
            written(changed_letter(email or user.email, words)).send()
        except OSError:
            logger.exception("Word of a change could not be sent.")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        *_more: object,
        message: str = "",
        **_others: object,
    ) -> None:
        """Say on the next page what was done, in our words."""
        words = message or SAID.get(message_template, "")
        if words:
            messages.add_message(request, level, words)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:  # noqa: ANN401 -- allauth's signature
        """Ask again after some minutes; signing in counts as well."""
        return not proven_lately(here.request)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, str]]:
        """Return the ways to show again who one is."""
        return ways_to_prove(user) if user.is_authenticated else []


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, apps and recovery codes: names, and secrets that a copy of the database hides."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not right. Check it and try again."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 -- allauth's signature
        """Propose a name for a new passkey."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return "Decapolis"


def _cipher() -> MultiFernet:
    """Encrypt with the signing key; read what an older one wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"decapolis.mfa:{key!s}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Ends sessions elsewhere."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End some of a person's sessions, and record it."""
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            person = ended[0].user
            record(by=person, act="people.sessions_ended", subject=person, note=str(len(ended)))


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whom a sign-in service is believed for."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account of who comes from a service; refuse what it may not say.

        Raises
        ------
        ImmediateHttpResponse
            It names an address that it is not believed for, or the account is closed.
        """
        if sociallogin.is_existing:
            return
        said = _said(sociallogin)
        address = str(said.get("email") or "").lower()
        if not _is_believed(sociallogin.account.provider, address, said.get("email_verified")):
            messages.error(
                request,
                _("This service did not name an address that we believe it. Use a code instead."),
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        try:
            person = join(by=None, email=address, name=str(said.get("name") or ""))
        except AccountClosed as error:
            raise ImmediateHttpResponse(redirect("account_inactive")) from error
        except ValueRefused as error:
            messages.error(request, error.message)
            raise ImmediateHttpResponse(redirect("account_login")) from error
        verify_by_domain(by=None, person=person)
        sociallogin.connect(request, person)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **known: Any) -> None:  # noqa: ANN401 -- allauth's signature
        """Say in plain words that it did not work.

        Raises
        ------
        ImmediateHttpResponse
            Always: leads back to the sign-in page.
        """
        logger.warning("Signing in at %s failed: %s", provider.name, known.get("exception"))
        words = _("Signing in at %(service)s did not work. Try again, or use a code instead.")
        messages.error(request, words % {"service": provider.name})
        raise ImmediateHttpResponse(redirect("account_login"))


def _said(sociallogin: SocialLogin) -> dict[str, Any]:
    """Return what a service said of a person: its token, and above that its own account of them."""
    data = sociallogin.account.extra_data
    return {**data.get("id_token", {}), **data.get("userinfo", {})}


def _is_believed(service: str, address: str, verified: object) -> bool:
    provider = next((one for one in settings.OIDC_PROVIDERS if one.id == service), None)
    if provider is None or not address:
        return False
    if provider.domains:
        return domain_of(address) in provider.domains and verified is not False
    return verified is True
