"""Whoever changes what keeps an account shows again that it is theirs."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.pages.http import signed_in
from decapolis.people.models import Person

View = Callable[..., HttpResponse]


def proven_lately(request: HttpRequest) -> bool:
    """Tell whether they have signed in, or shown who they are, within the last minutes."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    latest = max((float(record["at"]) for record in records), default=0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def proof_needed(view: View) -> View:
    """Let a view be reached only by who has shown lately that the account is theirs.

    Others are led to a page that asks; what they had sent is done when they come back. A password
    is not kept meanwhile: it is typed again.
    """

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        if not proven_lately(request):
            if "password" in request.POST:
                first = ways_to_prove(signed_in(request))[0]["url"]
                return redirect(f"{first}?{urlencode({'next': request.path})}")
            raise ReauthenticationRequired  # allauth's middleware leads on
        return view(request, *args, **kwargs)

    return asked


def ways_to_prove(person: Person) -> list[dict[str, str]]:
    """Return the ways in which a person can show who they are, the best first.

    Who has a second step is asked for it: a mailbox or a password alone must not take it away.
    """
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    ways = []
    if Authenticator.Type.WEBAUTHN in types:
        ways.append(("webauthn", _("Use a passkey"), "mfa_reauthenticate_webauthn"))
    if types:
        ways.append(("mfa", _("Use the app or a recovery code"), "mfa_reauthenticate"))
    else:
        ways.append(("code", _("Use a code by mail"), "account_prove_by_code"))
        if person.has_usable_password():
            ways.append(("password", _("Use your password"), "account_reauthenticate"))
    return [{"id": key, "description": words, "url": reverse(name)} for key, words, name in ways]
