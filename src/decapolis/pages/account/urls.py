"""Addresses of accounts: ours alone. What allauth has beside these is not offered.

The names are those that allauth looks for; several of its pages are one page here.
"""

from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from decapolis.kernel.late import View, Views
from decapolis.pages.account.proof import proof_needed

passkeys = Views("allauth.mfa.webauthn.views")
entry = Views("decapolis.pages.account.views.entry")
locks = Views("decapolis.pages.account.views.locks")
newcomers = Views("decapolis.pages.account.views.newcomers")
programs = Views("decapolis.pages.account.views.programs")
proving = Views("decapolis.pages.account.views.proving")
rights = Views("decapolis.pages.account.views.rights")
security = Views("decapolis.pages.account.views.security")


def kept(view: View) -> View:
    """Give a view what all pages of accounts have: nobody stores them, faults answer 422."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        response = view(request, *args, **kwargs)
        is_shown_again = request.method == "POST" and response.status_code == HTTPStatus.OK
        if is_shown_again and isinstance(response, TemplateResponse):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answer


def at(route: str, view: View, *names: str) -> list[URLPattern]:
    """Give an address its view, under every name that is asked for."""
    answer = kept(view)
    return [path(route, answer, name=name) for name in names]


urlpatterns = [
    *at("sign-in", entry.sign_in, "account_login", "account_signup"),
    *at("sign-in/code", entry.code, "account_code"),
    *at("sign-in/password", entry.by_password, "account_sign_in_by_password"),
    *at("sign-in/passkey", passkeys.LoginWebAuthnView, "mfa_login_webauthn"),
    *at("sign-in/second-step", locks.SecondStep, "mfa_authenticate"),
    *at("sign-in/closed", entry.closed, "account_inactive"),
    *at("sign-in/with/<slug:provider_id>", entry.by_service, "openid_connect_login"),
    *at("sign-in/with/<slug:provider_id>/back", entry.back_from_service, "openid_connect_callback"),
    *at("sign-out", entry.sign_out, "account_logout"),
    *at("account/name", newcomers.name, "account_name"),
    *at(
        "account/security",
        security.security,
        *("account_security", "account_email", "mfa_index", "mfa_list_webauthn"),
        *("usersessions_list", "socialaccount_connections"),
    ),
    *at("account/addresses/add", security.add_address, "account_add_address"),
    *at("account/addresses/code", security.confirm_address, "account_confirm_address"),
    *at("account/addresses/<int:key>/main", security.main_address, "account_main_address"),
    *at("account/addresses/<int:key>/remove", security.remove_address, "account_remove_address"),
    *at(
        "account/password",
        security.password,
        *("account_password", "account_set_password", "account_change_password"),
    ),
    *at("account/password/remove", security.remove_password, "account_remove_password"),
    *at("account/sessions/end", security.end_session, "account_end_session"),
    *at("account/passkeys/add", proof_needed(locks.AddPasskey), "mfa_add_webauthn"),
    *at(
        "account/passkeys/<int:pk>/rename",
        proof_needed(locks.RenamePasskey),
        "mfa_edit_webauthn",
    ),
    *at(
        "account/passkeys/<int:pk>/remove",
        proof_needed(locks.RemovePasskey),
        "mfa_remove_webauthn",
    ),
    *at("account/app/add", proof_needed(locks.AddApp), "mfa_activate_totp"),
    *at("account/app/remove", proof_needed(locks.RemoveApp), "mfa_deactivate_totp"),
    *at(
        "account/recovery-codes",
        proof_needed(locks.RecoveryCodes),
        "mfa_view_recovery_codes",
    ),
    *at(
        "account/recovery-codes/new",
        proof_needed(locks.NewRecoveryCodes),
        "mfa_generate_recovery_codes",
    ),
    *at(
        "account/recovery-codes/file",
        proof_needed(locks.RecoveryCodesFile),
        "mfa_download_recovery_codes",
    ),
    *at("account/data", rights.data, "account_data"),
    *at("account/data.json", rights.file, "account_data_file"),
    *at("account/leave", rights.leave, "account_leave"),
    *at("account/tokens", programs.tokens, "account_tokens"),
    *at("account/tokens/<int:token_id>/revoke", programs.revoke_token, "account_revoke_token"),
    *at("account/webhooks", programs.webhooks, "account_webhooks"),
    *at("account/webhooks/<int:webhook_id>", programs.webhook, "account_webhook"),
    *at(
        "account/webhooks/<int:webhook_id>/change",
        programs.change_webhook,
        "account_change_webhook",
    ),
    *at("account/webhooks/<int:webhook_id>/secret", programs.renew_secret, "account_renew_secret"),
    *at(
        "account/webhooks/<int:webhook_id>/remove",
        programs.remove_webhook,
        "account_remove_webhook",
    ),
    *at("account/prove/code", proving.by_code, "account_prove_by_code"),
    *at("account/prove/password", proving.ProveByPassword, "account_reauthenticate"),
    *at("account/prove/app", locks.ProveByApp, "mfa_reauthenticate"),
    *at("account/prove/passkey", locks.ProveByPasskey, "mfa_reauthenticate_webauthn"),
]
