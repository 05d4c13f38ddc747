"""Passkeys, the app, recovery codes: allauth's views on our pages."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.urls import reverse

from decapolis.pages.account.forms import PasskeyForm
from decapolis.pages.account.views.entry import wanted_next
from decapolis.pages.links import with_query
from decapolis.people.models import Person
from decapolis.people.queries import locks_of

Values = dict[str, Any]


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """After the first step of signing in: a passkey, a code of the app, a recovery code."""

    template_name = "account/second_step.html"

    def get_context_data(self, **kwargs: Any) -> Values:  # noqa: ANN401 -- Django's signature
        """Say which ways this person has."""
        person: Person = self.stage.login.user
        locks = locks_of(person)
        found: Values = super().get_context_data(**kwargs)
        return found | {"has_passkey": bool(locks.passkeys), "has_app": locks.app is not None}


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey; recovery codes are made with the first one."""

    template_name = "account/passkey_add.html"
    form_class = PasskeyForm

    def get_context_data(self, **kwargs: Any) -> Values:  # noqa: ANN401 -- Django's signature
        """Ask for a passkey that needs no address to be typed."""
        found: Values = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return found | {
            "js_data": {"creation_options": options},
            "next_url": wanted_next(self.request),
        }

    def get_success_url(self) -> str:
        """Show the recovery codes where they are new, then go on."""
        next_url = wanted_next(self.request)
        if self.did_generate_recovery_codes:
            return with_query(reverse("mfa_view_recovery_codes"), next=next_url)
        return next_url or reverse("account_security")


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]
    """Give a passkey another name."""

    template_name = "account/passkey_rename.html"


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey off the account."""

    template_name = "account/passkey_remove.html"

    def get_context_data(self, **kwargs: Any) -> Values:  # noqa: ANN401 -- Django's signature
        """Name it."""
        found: Values = super().get_context_data(**kwargs)
        return found | {"name": self.object.wrap().name}


class ProveByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Show once more who one is, with a passkey."""

    template_name = "account/prove_by_passkey.html"

    def get_context_data(self, **kwargs: Any) -> Values:  # noqa: ANN401 -- Django's signature
        """Offer the other ways too."""
        found: Values = super().get_context_data(**kwargs)
        others = self.get_reauthentication_alternatives()
        return found | {"others": others, "next_url": wanted_next(self.request)}


class ProveByApp(ReauthenticateView):  # type: ignore[misc]
    """Show once more who one is, with the app or a recovery code."""

    template_name = "account/prove_by_app.html"


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    """Add an authenticator app."""

    template_name = "account/app_add.html"


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]
    """Take the app off the account."""

    template_name = "account/app_remove.html"


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """Show the recovery codes that are left."""

    template_name = "account/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> Values:  # noqa: ANN401 -- Django's signature
        """Remember where to go on to."""
        found: Values = super().get_context_data(**kwargs)
        return found | {"next_url": wanted_next(self.request) or reverse("account_security")}


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes; the old ones are void."""

    template_name = "account/recovery_codes_new.html"


class RecoveryCodesFile(DownloadRecoveryCodesView):  # type: ignore[misc]
    """Hand out the recovery codes as a text file."""

    template_name = "account/recovery_codes.txt"
