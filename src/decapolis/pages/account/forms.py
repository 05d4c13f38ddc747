"""What people type to show who they are."""

from typing import Any, ClassVar

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as StepAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from decapolis.pages.account.adapters import record_failure
from decapolis.people.models import Person
from decapolis.people.validators import LONGEST_NAME, LONGEST_PASSWORD, SAMPLE

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
RECOVERY = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off"}


class AddressForm(forms.Form):
    """An e-mail address."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not an e-mail address. Write it as %(sample)s.")
            % {"sample": SAMPLE},
        },
    )

    def clean_email(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["email"]).lower()


class OtherAddressForm(AddressForm):
    """Another address of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Another address of yours")
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class CodeForm(forms.Form):
    """A code that came by mail."""

    code = forms.CharField(
        label=_("The code"),
        max_length=40,
        widget=forms.TextInput(attrs=CODE),
        error_messages={"required": _("Write the code from the mail.")},
    )


class PasswordSignInForm(AddressForm):
    """An address and a password."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


class NameForm(forms.Form):
    """What a newcomer is called."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As colleagues know you."),
        error_messages={"required": _("Write your name, as colleagues know you.")},
    )


class NewPasswordForm(forms.Form):
    """A new password."""

    password = forms.CharField(
        label=_("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters. A few words that belong to nobody else do well. "
            "Spaces and every script may stand in it."
        ),
        error_messages={"required": _("Write a new password.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Check it against the rules; nothing leaves this machine."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password


class AgainByPasswordForm(ReauthenticateForm):  # type: ignore[misc]
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("Your password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )


class _StepCode:
    """A code of the app, or a recovery code."""

    fields: dict[str, forms.Field]
    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code"),
            max_length=40,
            help_text=_("The six digits that your app shows, or one of your recovery codes."),
            widget=forms.TextInput(attrs=RECOVERY),
            error_messages={"required": _("Write the code that your app shows.")},
        )

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]  # of the form beside it
        record_failure(self.user, "second step")


class SecondStepForm(_StepCode, AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code, after the first step of signing in."""


class SecondStepAgainForm(_StepCode, StepAgainForm):  # type: ignore[misc]
    """A code of the app, or a recovery code, to show once more who one is."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("The six digits that your app shows now"),
            max_length=40,
            widget=forms.TextInput(attrs=CODE),
            error_messages={"required": _("Write the six digits that your app shows.")},
        )


BROKEN = (AttributeError, KeyError, TypeError, ValueError)  # from a credential that is not whole


class CredentialField(forms.JSONField):
    """What a browser says of a passkey."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Read an object; nothing else can be one.

        Raises
        ------
        _NotUsed
            It is none.
        """
        try:
            read = super().to_python(value)
        except RecursionError as error:
            raise _NotUsed from error
        if read is not None and not isinstance(read, dict):
            raise _NotUsed
        return read


class _NotUsed(forms.ValidationError):
    """A credential that is not whole."""

    def __init__(self) -> None:
        super().__init__(_("The passkey was not used. Try again, or take another way."))


class _WholeCredential:
    """Refuses a credential that is not whole, whatever is wrong with it."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def clean_credential(self) -> Authenticator:
        """Check it.

        Raises
        ------
        _NotUsed
            It is not whole.
        """
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form beside it
        except BROKEN as error:
            raise _NotUsed from error


class SignInByPasskeyForm(_WholeCredential, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of an address."""


class SecondStepPasskeyForm(_WholeCredential, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the first step."""


class PasskeyAgainForm(_WholeCredential, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, once more."""


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. It always asks for a finger, a face or a PIN, and needs no address typed."""

    field_order: ClassVar = ["name", "credential"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's signature
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless")
        self.fields["credential"] = CredentialField()
        self.fields["name"] = forms.CharField(
            label=_("A name for it"),
            max_length=60,
            required=False,
            help_text=_("So that you know it again, such as: work phone."),
        )

    def clean(self) -> dict[str, Any]:
        """Check what the device sent, and that it knew who held it.

        Raises
        ------
        _NotUsed
            It is not whole.
        """
        self.cleaned_data["passwordless"] = True
        try:
            cleaned: dict[str, Any] = super().clean()
        except BROKEN as error:
            raise _NotUsed from error
        return cleaned


class LeaveForm(forms.Form):
    """One's own address, typed by whoever means it."""

    typed = forms.CharField(
        label=_("Type your e-mail address, to show that you mean it"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the address of this account.")},
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_typed(self) -> str:
        """Refuse another address.

        Raises
        ------
        ValidationError
            It is not the main address of the account.
        """
        typed = str(self.cleaned_data["typed"]).strip().lower()
        if typed != self.address:
            raise forms.ValidationError(
                _("This is not the main address of this account. Nothing was changed.")
            )
        return typed
