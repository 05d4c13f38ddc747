"""Make a token, revoke it, note that it was used."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.access.choices import DAYS, USUAL_DAYS
from decapolis.access.errors import TokenFaulty
from decapolis.access.models import Token
from decapolis.access.queries.tokens import TOKEN_PREFIX, digest_of
from decapolis.access.rules import may_make_token, may_revoke_token
from decapolis.access.validators import clean_name, known_scopes
from decapolis.audit.actions import Change, record
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

MOST_TOKENS = 20
BITS = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """What a token is asked for: the program, what it may do, and for how many days."""

    name: str
    scopes: Sequence[str]
    days: int = USUAL_DAYS


@dataclass(frozen=True, slots=True)
class Made:
    """A new token, and the secret that its owner sees this once."""

    token: Token
    secret: str


@transaction.atomic
def make_token(*, by: Person, asked: Asked) -> Made:
    """Make a token for oneself. The secret is told once and not kept; its digest is.

    Raises
    ------
    Forbidden
        Not signed in.
    TokenFaulty
        Name, scopes or days cannot be, or there are too many; ``field`` names which.
    """
    require(may_make_token(by))
    name, scopes = clean_name(asked.name), known_scopes(asked.scopes)
    if asked.days not in DAYS:
        days = ", ".join(map(str, DAYS))
        raise TokenFaulty(_("Choose for how many days: {days}.").format(days=days), field="days")
    Person.objects.select_for_update().get(pk=by.pk)  # two at once: one after the other
    now = timezone.now()
    if Token.objects.usable(now).filter(person=by).count() >= MOST_TOKENS:
        told = _("{most} tokens are enough. Revoke one first.").format(most=MOST_TOKENS)
        raise TokenFaulty(told, field="name")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(BITS // 8)
    token: Token = Token.objects.create(
        person=by,
        digest=digest_of(secret),
        end=secret[-4:],
        name=name,
        scopes=scopes,
        expires=now + timedelta(days=asked.days),
    )
    new = Change({}, {"scopes": scopes, "expires": token.expires})
    record(by=by, act="access.token_made", subject=token, change=new, concerns=[by])
    return Made(token, secret)


@transaction.atomic
def revoke_token(*, by: Person, token: Token) -> Token:
    """Let a token open nothing from now on; a second call changes nothing.

    Raises
    ------
    Forbidden
        It is another's.
    """
    require(may_revoke_token(by, token))
    now = timezone.now()
    if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=now):
        token.revoked = now
        gone = Change({"revoked": None}, {"revoked": now})
        record(by=by, act="access.token_revoked", subject=token, change=gone, concerns=[by])
    return token


@transaction.atomic
def mark_used(*, by: Person | None, token: Token, day: date) -> None:
    """Note the day on which a token last let its owner in; written once a day, not in the log."""
    if token.used != day:
        Token.objects.filter(pk=token.pk).update(used=day)
