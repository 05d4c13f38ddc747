"""A code by mail: sent to an address, typed into the browser that asked for it.

The session keeps a digest of the code, not the code. Tries are counted in the table of the rate
limits, so that many requests at once get no more of them than one after the other.
"""

import logging
import secrets
import time
from dataclasses import dataclass
from enum import StrEnum

from allauth.core import ratelimit
from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from decapolis.kernel.mail import written
from decapolis.pages.account.errors import CodeSpent, MailFailed, TooOften, WrongCode
from decapolis.pages.account.letters import code_letter

logger = logging.getLogger(__name__)

DIGITS = 8
GOOD_FOR = 10 * 60  # seconds


class Purpose(StrEnum):
    """What a code is for; one of each can wait in a session."""

    SIGN_IN = "sign-in"
    PROOF = "proof"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A code that was sent and not yet typed."""

    id: str
    address: str
    digest: str
    at: float
    next_url: str


def send_code(request: HttpRequest, *, purpose: Purpose, address: str, next_url: str = "") -> None:
    """Send a new code to an address; one that waits for the same purpose is void from now on.

    Whether the address is known plays no part here, so that nothing can be learnt of it.

    Raises
    ------
    TooOften
        Too many codes were asked for, for this address or from this network address.
    MailFailed
        The mail server refused.
    """
    if not ratelimit.consume(request, action="ask_code", key=address):
        raise TooOften(_("Too many codes were asked for. Wait a few minutes and try again."))
    code = generate_user_code(length=DIGITS, numeric=True)
    key = secrets.token_urlsafe(16)
    request.session[_name(purpose)] = {
        "id": key,
        "address": address,
        "digest": _digest(key, code),
        "at": time.time(),
        "next_url": next_url,
    }
    letter = code_letter(address, code, minutes=GOOD_FOR // 60, purpose=purpose.value)
    try:
        written(letter).send()
    except OSError as error:  # what smtplib raises is one, too
        logger.exception("A code could not be sent.")
        failed = _("We could not send the mail. Try again in a minute, or tell the operator.")
        raise MailFailed(failed) from error


def waiting_code(request: HttpRequest, purpose: Purpose) -> Waiting | None:
    """Return the code that waits in this session, if it is still good."""
    kept = request.session.get(_name(purpose))
    if not isinstance(kept, dict) or time.time() - kept["at"] > GOOD_FOR:
        return None
    return Waiting(**kept)


def accept_code(request: HttpRequest, *, purpose: Purpose, typed: str) -> Waiting:
    """Take the code that somebody typed; it is good once.

    Raises
    ------
    WrongCode
        It is another one; they may try again.
    CodeSpent
        None waits, or it was tried too often. They must ask for a new one.
    """
    waiting = waiting_code(request, purpose)
    if waiting is None:
        raise CodeSpent(_("This code is no longer good. Ask for a new one."), field="code")
    if not ratelimit.consume(request, action="try_code", key=waiting.id):
        forget_code(request, purpose)
        raise CodeSpent(_("That was too often. Ask for a new code."), field="code")
    if not constant_time_compare(_digest(waiting.id, typed), waiting.digest):
        wrong = _("This is not the code that we sent. Look at the latest mail.")
        raise WrongCode(wrong, field="code")
    forget_code(request, purpose)
    return waiting


def forget_code(request: HttpRequest, purpose: Purpose) -> None:
    """Make a code that waits void."""
    request.session.pop(_name(purpose), None)


def _name(purpose: Purpose) -> str:
    return f"mailed_code_{purpose.value}"


def _digest(key: str, code: str) -> str:
    plain = f"{key}:{normalize_user_code(code)}"
    return salted_hmac("decapolis.account.code", plain, algorithm="sha256").hexdigest()
